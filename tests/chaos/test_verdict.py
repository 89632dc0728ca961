"""The judge of the storms sees each of the things that it says did not happen."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.audit import record
from exams.attempts import submit_attempt
from exams.models import AnswerVersion, Attempt, Response
from exams.saving import Change, save_answers
from scoring.models import ScoreEvent
from tests.candidates import questions, started
from tests.chaos.candidates import Ledger
from tests.chaos.verdict import judge


@pytest.fixture
def attempt(transactional_db: None) -> Attempt:
    """Two versions of an answer, both acknowledged."""
    made = started()
    for revision in (1, 2):
        save_answers(made.uuid, [Change(questions(made)[4], revision, f"第{revision}版", False)])
    return made


def ledger(attempt: Attempt, *saved: tuple[int, str]) -> Ledger:
    return Ledger(saved=[(str(attempt.uuid), questions(attempt)[4], revision, text) for revision, text in saved])


def faults(told: Ledger) -> dict[str, Any]:
    return {name: count for name, count in vars(judge(told)).items() if count}


def test_what_is_stored_is_not_lost(attempt: Attempt) -> None:
    submit_attempt(attempt.pk)
    told = ledger(attempt, (1, "第1版"), (2, "第2版"))
    told.submitted[str(attempt.uuid)] = time.time()
    assert faults(told) == {}


def test_a_lost_answer(attempt: Attempt) -> None:
    assert faults(ledger(attempt, (2, "第2版"), (3, "第3版"))) == {"lost": 1, "overwritten": 1}


def test_an_answer_overwritten_by_an_older_one(attempt: Attempt) -> None:
    Response.objects.filter(attempt=attempt).update(revision=1, answer_json="第1版")
    assert faults(ledger(attempt, (2, "第2版"))) == {"overwritten": 1}


def test_a_save_after_the_submission(attempt: Attempt) -> None:
    submit_attempt(attempt.pk)
    told = ledger(attempt)
    told.submitted[str(attempt.uuid)] = time.time()
    late = {"standing": "saved", "at": timezone.now() + timedelta(seconds=5), "revision": 3}
    AnswerVersion.objects.create(attempt=attempt, paper_item_id=questions(attempt)[4], answer_json="迟到", **late)
    assert faults(told) == {"saved_after_submission": 1}


def test_a_lost_submission(attempt: Attempt) -> None:
    told = ledger(attempt)
    told.submitted[str(attempt.uuid)] = time.time()
    assert faults(told) == {"submissions_lost": 1}


def test_a_second_submission_and_a_second_score(attempt: Attempt) -> None:
    submit_attempt(attempt.pk)
    record(None, "attempt.timed_out", attempt)
    event = ScoreEvent.objects.filter(attempt=attempt).first()
    assert event is not None
    ScoreEvent.objects.create(
        attempt=attempt, paper_item=event.paper_item, after=event.after, cause=event.cause, basis_json={}
    )
    assert faults(ledger(attempt)) == {"double_submissions": 1, "double_scores": 1}


def test_two_attempts_by_one_link(attempt: Attempt) -> None:
    told = ledger(attempt)
    told.started["link"] = {str(attempt.uuid), "another"}
    assert faults(told) == {"double_starts": 1}

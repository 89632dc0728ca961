"""Saves beside what ends a test, each on a connection of its own.

What was acknowledged is scored, and what waited for the end is not stored.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection

from exams.attempts import close_overdue, submit_attempt
from exams.inviting import withdraw
from exams.models import AnswerVersion, Attempt, Paper, Response, Section
from exams.parts import leave_section
from exams.pen import report, take_over
from exams.saving import Change, save_answers
from scoring.models import ScoreEvent
from tests import build
from tests.candidates import LAPTOP, PHONE, questions, run_out, started
from tests.cast import chen
from tests.exams.test_together import during, together

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL writes in two places at once"),
]
LATE, ASIDE = AnswerVersion.Standing.LATE, AnswerVersion.Standing.ASIDE


def submitted(attempt: Attempt) -> None:
    submit_attempt(attempt.pk)


def closed(attempt: Attempt) -> None:
    run_out(attempt)
    close_overdue()


def withdrawn(attempt: Attempt) -> None:
    withdraw(attempt.invitation, by=chen())


def taken_over(attempt: Attempt) -> None:
    take_over(attempt, PHONE, "")


@pytest.mark.parametrize(
    ("deed", "state", "standing"),
    [
        (submitted, "submitted", LATE),
        (closed, "timed_out", LATE),
        (withdrawn, "withdrawn", LATE),
        (taken_over, "elsewhere", ASIDE),
    ],
)
def test_a_save_that_waited_for_the_end_stores_nothing(
    deed: Callable[[Attempt], None], state: str, standing: str
) -> None:
    attempt = started()
    report(attempt.uuid, LAPTOP, "")
    change = Change(questions(attempt)[4], 1, "还在路上", False)

    receipt = during(partial(deed, attempt), lambda: save_answers(attempt.uuid, [change], LAPTOP))

    assert (receipt.state, receipt.saved, Response.objects.exists()) == (state, {}, False)
    assert AnswerVersion.objects.get(attempt=attempt).standing == standing


def test_a_save_that_waited_for_its_section_to_be_left_stores_nothing() -> None:
    paper = build.paper(build.single(), published=False)
    Section.objects.update(no_return=True)
    Paper.objects.update(published_at=paper.created_at)
    attempt = started(build.sitting(Paper.objects.get()))
    section, (question,) = Section.objects.get().pk, questions(attempt)
    Attempt.objects.update(section=section)
    change = Change(question, 1, ["B"], False, section)

    receipt = during(lambda: leave_section(attempt, section), lambda: save_answers(attempt.uuid, [change]))

    assert (receipt.state, receipt.saved, Response.objects.exists()) == ("started", {}, False)


def test_a_submission_waits_for_the_save_under_way_and_its_answer_is_scored() -> None:
    attempt = started()
    change = Change(questions(attempt)[0], 1, ["B"], False)

    done = during(lambda: save_answers(attempt.uuid, [change]), lambda: submit_attempt(attempt.pk))

    assert (done, ScoreEvent.objects.get(attempt=attempt, paper_item=change.question).after) == (True, 2)


def test_what_was_acknowledged_beside_the_submission_is_what_is_scored() -> None:
    """Forty save right and wrong answers, ten submit: the points are those of the newest answer with a receipt."""
    for round_ in range(5):
        attempt = started(name=f"考生{round_}")
        question = questions(attempt)[0]

        def save(revision: int, to: Attempt = attempt, question: int = question) -> Callable[[], Any]:
            letter = "AB"[revision % 2]
            return lambda: save_answers(to.uuid, [Change(question, revision, [letter], False)]).saved

        deeds = [save(revision) for revision in range(2, 42)]
        deeds[20:20] = [partial(submit_attempt, attempt.pk)] * 10
        told = [save(1)(), *together(*deeds)]

        acknowledged = [saved[question] for saved in told if isinstance(saved, dict) and saved]
        points = ScoreEvent.objects.get(attempt=attempt, paper_item=question).after
        assert points == (2 if max(acknowledged) % 2 else 0)

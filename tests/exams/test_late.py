"""Answers that arrive after the end: apart, then accepted or refused with a reason."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from accounts.models import AuditEvent
from exams.adjusting import Kind, Target, give_time
from exams.attempts import close_overdue, submit_attempt
from exams.late import DecidedAlready, Verdict, decide, late_answers, undecided, verdicts
from exams.models import AnswerVersion, Attempt, LateDecision, Response, Sitting
from exams.saving import Change, save_answers
from scoring.models import AttemptResult, MarkTask, ScoreEvent
from tests import build
from tests.candidates import LAPTOP, questions, run_out, started
from tests.cast import chen
from tests.scoring.world import mark_all

pytestmark = pytest.mark.django_db
WHY = "考场断网，有记录"
ONE = build.single()


def finished(sitting: Sitting, name: str = "林晓", saved: Any = None, late: Any = None) -> Attempt:
    """An attempt whose time ran out, with what was saved before and what came afterwards."""
    attempt = started(sitting, name)
    if saved is not None:
        save_answers(attempt.uuid, [Change(questions(attempt)[0], 1, saved, False)], LAPTOP)
    run_out(attempt, seconds=60)
    close_overdue()
    if late is not None:
        save_answers(attempt.uuid, [Change(questions(attempt)[0], 2, late, False)], LAPTOP)
    attempt.refresh_from_db()
    return attempt


def version(attempt: Attempt) -> int:
    return AnswerVersion.objects.filter(attempt=attempt, standing="late").latest("pk").pk


def settle(attempt: Attempt, verdict: Verdict = Verdict.ACCEPTED, reason: str = WHY) -> LateDecision:
    return decide(attempt.sitting, version(attempt), verdict, by=chen(), reason=reason)


def total(attempt: Attempt) -> tuple[Fraction, int]:
    result = AttemptResult.objects.get(attempt=attempt)
    return result.total, result.pending


@pytest.fixture
def scoring(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Any:
    return django_capture_on_commit_callbacks


def test_a_late_answer_stands_beside_what_counts() -> None:
    attempt = finished(build.sitting(build.paper(ONE)), saved=["A"], late=["B"])

    (found,) = late_answers(attempt.sitting)

    assert (found.number, found.counted, found.late) == (1, "A. 请客户稍等", "B. 查询订单状态")
    assert (found.after[:2], found.verdict) == ("1:", "")
    assert (Response.objects.get().answer_json, undecided(attempt.sitting)) == (["A"], 1)


def test_accepting_makes_it_the_answer_and_scores_it_again(scoring: Any) -> None:
    with scoring(execute=True):
        attempt = finished(build.sitting(build.paper(ONE)), saved=["A"], late=["B"])
    assert total(attempt) == (Fraction(0), 0)

    settle(attempt)

    assert (Response.objects.get().answer_json, total(attempt)) == (["B"], (Fraction(2), 0))
    event = ScoreEvent.objects.last()
    assert event is not None
    assert (event.before, event.after, event.cause) == (Fraction(0), Fraction(2), "regrade")
    assert (event.actor, event.reason) == (chen(), WHY)
    told = AuditEvent.objects.get(action="attempt.late_accepted")
    assert (told.actor, told.details) == (chen(), {"question": 1, "reason": WHY})
    kept = AnswerVersion.objects.filter(attempt=attempt).values_list("standing", "answer_json")
    assert sorted(kept) == [("late", ["B"]), ("saved", ["A"]), ("saved", ["B"])]


def test_refusing_changes_no_score_and_can_be_changed_later(scoring: Any) -> None:
    with scoring(execute=True):
        attempt = finished(build.sitting(build.paper(ONE)), saved=["B"], late=["A"])

    settle(attempt, Verdict.REFUSED, "无网络故障记录")
    assert (Response.objects.get().answer_json, total(attempt)) == (["B"], (Fraction(2), 0))
    with pytest.raises(DecidedAlready):
        settle(attempt, Verdict.REFUSED)
    settle(attempt)
    assert (Response.objects.get().answer_json, total(attempt)) == (["A"], (Fraction(0), 0))
    settle(attempt, Verdict.REFUSED, "误操作")
    assert (Response.objects.get().answer_json, total(attempt)) == (["B"], (Fraction(2), 0))
    (found,) = late_answers(attempt.sitting)
    assert [(made.verdict, made.reason) for made in found.decisions] == [
        ("refused", "无网络故障记录"),
        ("accepted", WHY),
        ("refused", "误操作"),
    ]


def test_a_written_answer_goes_back_to_the_reviewers_and_its_mark_stays_in_the_history(scoring: Any) -> None:
    with scoring(execute=True):
        attempt = finished(build.sitting(build.paper(build.essay())), saved="先致歉", late="先致歉，再核实订单与照片")
    mark_all(attempt.sitting)
    assert total(attempt) == (Fraction(3), 0)

    settle(attempt)

    task = MarkTask.objects.get()
    assert (task.state, task.draft_json, task.marks.count()) == ("open", {}, 1)
    assert total(attempt) == (Fraction(0), 1)
    mark_all(attempt.sitting, ("p1", "p2"))
    assert total(attempt) == (Fraction(7), 0)


def test_a_blank_answer_that_arrives_late_asks_for_a_reviewer(scoring: Any) -> None:
    with scoring(execute=True):
        attempt = finished(build.sitting(build.paper(build.essay())), late="先致歉")
    assert (total(attempt), MarkTask.objects.count()) == ((Fraction(0), 0), 0)

    settle(attempt)

    assert (total(attempt), MarkTask.objects.count()) == ((Fraction(0), 1), 1)


def test_an_attempt_without_a_score_is_scored_in_the_ordinary_way() -> None:
    attempt = finished(build.sitting(build.paper(ONE)), saved=["A"], late=["B"])

    settle(attempt)

    assert (Response.objects.get().answer_json, ScoreEvent.objects.count()) == (["B"], 0)


def test_when_scoring_fails_nothing_is_accepted(scoring: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with scoring(execute=True):
        attempt = finished(build.sitting(build.paper(ONE)), saved=["A"], late=["B"])

    def fail(*_: Any) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr("scoring.regrading.refresh_result", fail)
    with pytest.raises(DatabaseError):
        settle(attempt)
    assert (Response.objects.get().answer_json, LateDecision.objects.count()) == (["A"], 0)


def test_only_the_newest_late_version_is_decided() -> None:
    attempt = finished(build.sitting(build.paper(ONE)), late=["A"])
    older = version(attempt)
    save_answers(attempt.uuid, [Change(questions(attempt)[0], 3, ["B"], False)], LAPTOP)

    with pytest.raises(DecidedAlready):
        decide(attempt.sitting, older, Verdict.ACCEPTED, by=chen(), reason=WHY)
    assert [found.late for found in late_answers(attempt.sitting)] == ["B. 查询订单状态"]


def test_what_came_after_a_submission_is_late_too() -> None:
    attempt = started(build.sitting(build.paper(ONE)))
    submit_attempt(attempt.pk)
    save_answers(attempt.uuid, [Change(questions(attempt)[0], 1, ["B"], False)], LAPTOP)

    assert undecided(attempt.sitting) == 1


def test_what_the_candidate_could_go_on_from_is_no_late_answer() -> None:
    """More time came between the late save and the closing: the page sent the text again, or a newer one."""
    attempt = started(build.sitting(build.paper(ONE, build.short())))
    one, two = questions(attempt)
    run_out(attempt, seconds=60)
    changes = [Change(one, 1, ["A"], False), Change(two, 1, "服务", False)]
    assert save_answers(attempt.uuid, changes, LAPTOP).state == "over"
    give_time(Target(attempt.sitting), timedelta(minutes=10), Kind.OUTAGE, by=chen(), reason=WHY)
    assert save_answers(attempt.uuid, changes[:1], LAPTOP).state == "started"
    submit_attempt(attempt.pk)

    (found,) = late_answers(attempt.sitting)
    assert (found.version.paper_item_id, undecided(attempt.sitting)) == (two, 1)
    assert verdicts(attempt.sitting) == {attempt.pk: {"": 1}}
    settle(attempt)  # the other one, which was never sent again
    assert [one.verdict for one in late_answers(attempt.sitting)] == ["accepted"]
    assert verdicts(attempt.sitting) == {attempt.pk: {"accepted": 1}}


def test_after_the_release_hr_is_told_that_the_released_results_stay(hr: Client) -> None:
    attempt = finished(build.sitting(build.paper(ONE)), saved=["A"], late=["B"])
    where = f"/sittings/{attempt.sitting.uuid}/late/"
    warning = "本场考试的成绩已经公布。"
    assert warning not in hr.get(where).content.decode()

    Sitting.objects.update(released_at=attempt.finished_at)
    assert warning in hr.get(where).content.decode()
    fields = {"verdict": "accepted", "reason": WHY}
    page = hr.post(f"{where}{version(attempt)}/", fields, follow=True).content.decode()
    assert "再次公布前，已公布的成绩保持不变。" in page


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_asks_no_more_for_more_answers(people: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    sitting = build.sitting(build.paper(ONE))
    for number in range(people):
        attempt = finished(sitting, f"考生{number}", saved=["A"], late=["B"])
        settle(attempt, Verdict.REFUSED)

    with django_assert_num_queries(5):
        assert len(late_answers(sitting)) == people


def test_hr_decides_on_the_page_and_says_why(hr: Client) -> None:
    attempt = finished(build.sitting(build.paper(ONE)), saved=["A"], late=["B"])
    where = f"/sittings/{attempt.sitting.uuid}/late/"
    assert "1 份答案在结束后送达" in hr.get(f"/sittings/{attempt.sitting.uuid}/").content.decode()

    hr.post(f"{where}{version(attempt)}/", {"verdict": "accepted", "reason": "  "})
    assert not LateDecision.objects.exists()
    hr.post(f"{where}{version(attempt)}/", {"verdict": "accepted", "reason": WHY})

    page = hr.get(where).content.decode()
    assert (WHY in page, "采纳" in page) == (True, True)
    assert Response.objects.get().answer_json == ["B"]
    other = build.sitting()
    assert (
        hr.post(f"/sittings/{other.uuid}/late/{version(attempt)}/", {"verdict": "refused", "reason": WHY}).status_code
        == 404
    )


def test_the_history_of_decisions_cannot_be_rewritten() -> None:
    attempt = finished(build.sitting(build.paper(ONE)), late=["B"])
    made = settle(attempt)

    with pytest.raises(TypeError):
        made.save()
    with pytest.raises(TypeError):
        made.delete()

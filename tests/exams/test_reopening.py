"""A fault ran into the deadline: HR lets the candidate go on, with a reason, as long as nobody has begun to mark."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import AuditEvent
from exams.attempts import close_overdue, submit_attempt
from exams.late import late_answers
from exams.models import Adjustment, Attempt, Paper, Response, Section, Sitting
from exams.parts import open_section
from exams.reopening import NotReopened, reopen
from exams.saving import Change, save_answers
from scoring.models import AttemptResult, MarkTask, ScoreEvent
from tests import build
from tests.candidates import LAPTOP, browser, questions, run_out, started
from tests.cast import chen, zhao
from tests.scoring.world import mark_all

pytestmark = pytest.mark.django_db
WHY = "机房断电十分钟"
TEN = timedelta(minutes=10)


@pytest.fixture
def scoring(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Any:
    return django_capture_on_commit_callbacks


def closed(sitting: Sitting | None = None, seconds: int = 25 * 60) -> Attempt:
    """Saved A, ran out of time, and was scored."""
    attempt = started(sitting or build.sitting(build.paper(build.single(), build.essay())))
    save(attempt, 0, ["A"])
    run_out(attempt, seconds=seconds)
    assert close_overdue() == 1
    return held(attempt)


def held(attempt: Attempt) -> Attempt:
    return Attempt.objects.select_related("sitting", "invitation").get(pk=attempt.pk)


def save(attempt: Attempt, place: int, value: Any, revision: int = 1) -> str:
    change = Change(questions(attempt)[place], revision, value, False)
    return save_answers(attempt.uuid, [change], LAPTOP).state


def go_on(attempt: Attempt, span: timedelta = TEN, **options: Any) -> None:
    reopen(attempt.invitation, span, by=chen(), reason=WHY, **options)


def refused(attempt: Attempt, **options: Any) -> str:
    with pytest.raises(NotReopened) as caught:
        go_on(attempt, **options)
    return caught.value.code


def test_the_candidate_goes_on_with_the_minutes_that_hr_gives(scoring: Any) -> None:
    with scoring(execute=True):
        attempt = closed()
    attempt = held(attempt)
    assert (attempt.state, attempt.scored_at is None, save(attempt, 1, "断电时写的")) == (
        "timed_out",
        False,
        "timed_out",
    )

    go_on(attempt)

    again = held(attempt)
    left = again.deadline - timezone.now()
    assert (again.state, again.finished_at, again.scored_at) == (Attempt.State.STARTED, None, None)
    assert TEN - timedelta(seconds=20) < left <= TEN
    assert (save(attempt, 1, "断电时写的"), save(attempt, 0, ["B"], 2)) == ("started", "started")
    page = browser(attempt).get(f"/attempts/{attempt.uuid}/").content.decode()
    assert "断电时写的" in page
    with scoring(execute=True):
        submit_attempt(attempt.pk)
    assert (held(attempt).state, late_answers(attempt.sitting)) == ("submitted", [])


def test_it_stands_in_the_record_of_time_and_in_the_audit_trail() -> None:
    attempt = closed()
    go_on(attempt)

    row = Adjustment.objects.get()
    assert (row.kind, row.value, row.reason, row.by) == ("outage", "reopened", WHY, chen())
    assert (row.added, row.deadline) == (held(attempt).deadline - attempt.deadline, held(attempt).deadline)
    event = AuditEvent.objects.get(action="invitation.reopened")
    assert (event.details, event.object_id) == ({"minutes": 10, "reason": WHY}, str(attempt.invitation.uuid))


def test_scores_are_taken_back_and_given_anew(scoring: Any) -> None:
    with scoring(execute=True):
        attempt = closed()
    assert AttemptResult.objects.get().total == 0
    first = list(ScoreEvent.objects.values_list("after", "cause"))
    assert first == [(Fraction(0), "auto"), (Fraction(0), "blank")]

    go_on(attempt)
    save(attempt, 0, ["B"], 2)
    save(attempt, 1, "先致歉")
    with scoring(execute=True):
        submit_attempt(attempt.pk)

    choice, essay = questions(attempt)
    events = ScoreEvent.objects.order_by("pk")
    assert list(events.filter(paper_item=choice).values_list("after", "cause")) == [
        (Fraction(0), "auto"),
        (None, "regrade"),
        (Fraction(2), "auto"),
    ]
    assert list(events.filter(paper_item=essay).values_list("after", "cause"))[1:] == [(None, "regrade")]
    result = AttemptResult.objects.get()
    assert (result.total, result.possible, result.pending) == (2, 12, 1)
    assert MarkTask.objects.filter(state="open").count() == 1


def test_what_a_reviewer_has_in_hand_stays_closed(scoring: Any) -> None:
    with scoring(execute=True):
        attempt = started(build.sitting(build.paper(build.single(), build.essay())))
        save(attempt, 1, "先致歉")
        run_out(attempt)
        close_overdue()
    task = MarkTask.objects.get()
    task.claimed_by, task.lease_until = zhao(), timezone.now() + TEN
    task.save()
    assert refused(held(attempt)) == "marked"

    task.lease_until = timezone.now() - TEN
    task.draft_json = {"comment": "写到一半"}
    task.save()
    assert refused(held(attempt)) == "marked"

    mark_all(attempt.sitting, ())
    assert (refused(held(attempt)), held(attempt).state) == ("marked", "timed_out")
    assert ScoreEvent.objects.filter(cause="regrade").count() == 0


def test_an_open_task_goes_and_comes_back(scoring: Any) -> None:
    with scoring(execute=True):
        attempt = started(build.sitting(build.paper(build.essay())))
        save(attempt, 0, "先致歉")
        run_out(attempt)
        close_overdue()
    assert MarkTask.objects.count() == 1

    go_on(held(attempt))
    assert MarkTask.objects.count() == 0
    with scoring(execute=True):
        submit_attempt(attempt.pk)
    assert (MarkTask.objects.count(), AttemptResult.objects.get().pending) == (1, 1)


def test_only_what_time_closed_is_opened_again() -> None:
    running, submitted = started(), started(name="王敏")
    submit_attempt(submitted.pk)
    untouched = build.invitation()[0]

    assert [refused(running), refused(held(submitted))] == ["running", "running"]
    with pytest.raises(NotReopened, match="running"):
        reopen(untouched, TEN, by=chen(), reason=WHY)


def test_a_released_or_cancelled_sitting_stays_closed() -> None:
    attempt = closed()
    Sitting.objects.update(released_at=timezone.now())
    assert refused(attempt) == "released"
    Sitting.objects.update(released_at=None, cancelled_at=timezone.now())
    assert refused(attempt) == "cancelled"


def test_the_window_ends_it_unless_hr_lets_it_pass() -> None:
    attempt = closed()
    Sitting.objects.update(closes_at=timezone.now() - timedelta(minutes=5))
    assert (refused(attempt), Sitting.objects.get().overrun) == ("window", False)

    go_on(attempt, past_end=True)
    assert (held(attempt).state, Sitting.objects.get().overrun) == ("started", True)


def test_a_window_that_ends_soon_cuts_the_minutes_and_gives_them_back_when_it_moves() -> None:
    attempt = closed()
    Sitting.objects.update(closes_at=timezone.now() + timedelta(minutes=4))
    go_on(attempt)

    again = held(attempt)
    assert again.deadline == Sitting.objects.get().closes_at
    assert timedelta(minutes=5) < again.cut < timedelta(minutes=7)


@pytest.mark.parametrize(("left", "expected"), [(timedelta(minutes=3), 13), (timedelta(minutes=-3), None)])
def test_the_open_section_goes_on_with_what_it_had_left(left: timedelta, expected: int | None) -> None:
    paper = build.paper(build.single(), build.essay(), published=False)
    Section.objects.filter(paper=paper, position=2).update(minutes=20)
    Paper.objects.update(published_at=timezone.now())
    attempt = started(build.sitting(Paper.objects.get()))
    assert open_section(attempt, paper.sections.get(position=2).pk, timezone.now())
    Attempt.objects.update(section_deadline=F("deadline") + left)
    run_out(attempt, seconds=600)
    Attempt.objects.update(section_deadline=F("deadline") + left)
    close_overdue()
    go_on(held(attempt))

    ends = held(attempt).section_deadline
    assert ends is not None
    minutes = (ends - timezone.now()).total_seconds() / 60
    assert (minutes > 0) == (expected is not None)
    if expected is not None:
        assert expected - 1 < minutes <= expected


def test_hr_opens_it_on_the_persons_page(hr: Client) -> None:
    attempt = closed()
    where = f"/sittings/{attempt.sitting.uuid}/invitations/{attempt.invitation.uuid}/"
    assert "重新打开考试" in hr.get(where).content.decode()

    page = hr.post(f"{where}reopening/", {"minutes": "10", "reason": " "}).content.decode()
    assert ('aria-invalid="true"' in page, held(attempt).state) == (True, "timed_out")
    page = hr.post(f"{where}reopening/", {"minutes": "10", "reason": WHY}, follow=True).content.decode()
    assert ("考试已重新打开" in page, "重新打开" in page, WHY in page) == (True, True, True)
    page = hr.post(f"{where}reopening/", {"minutes": "10", "reason": WHY}, follow=True).content.decode()
    assert "只有到时自动交卷的考试才能重新打开。" in page
    assert (Adjustment.objects.count(), Response.objects.count()) == (1, 1)

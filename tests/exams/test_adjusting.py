"""HR moves clocks: more time, pauses, help; each with who, when and why."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEvent
from exams.adjusting import Help, Kind, TakesTime, Target, accommodate, give_time, move_to_window, pause, resume
from exams.attempts import close_overdue, start_attempt, submit_attempt
from exams.models import Adjustment, Attempt, Response, Sitting
from exams.pen import report
from exams.saving import Change, Receipt, save_answers
from tests import build
from tests.candidates import LAPTOP, questions, run_out, started
from tests.cast import chen

pytestmark = pytest.mark.django_db
FIVE = timedelta(minutes=5)
WHY = "网络中断"


def give(target: Target, span: timedelta = FIVE, kind: Kind = Kind.EXTENSION, **options: Any) -> tuple[int, int]:
    given = give_time(target, span, kind, by=chen(), reason=WHY, **options)
    return given.people, given.cut_short


def of(attempt: Attempt) -> Target:
    return Target(attempt.sitting, attempt.invitation)


def held(attempt: Attempt) -> Attempt:
    return Attempt.objects.get(pk=attempt.pk)


def save(attempt: Attempt, text: str = "B", revision: int = 1) -> Receipt:
    return save_answers(attempt.uuid, [Change(questions(attempt)[0], revision, [text], False)], LAPTOP)


def stood(attempt: Attempt, span: timedelta) -> datetime:
    """Let a pause have begun so long ago."""
    Attempt.objects.filter(pk=attempt.pk).update(
        **{name: F(name) - span for name in ("started_at", "deadline", "paused_at")}
    )
    paused = held(attempt)
    assert paused.paused_at is not None
    return paused.paused_at


def test_more_time_for_one_reaches_nobody_else_and_is_written_down() -> None:
    sitting = build.sitting()
    lin, wang = started(sitting), started(sitting, "王敏")

    assert give(of(lin)) == (1, 0)

    assert (held(lin).deadline, held(wang).deadline) == (lin.deadline + FIVE, wang.deadline)
    row = Adjustment.objects.get()
    assert (row.invitation, row.kind, row.added, row.deadline) == (
        lin.invitation,
        "extension",
        FIVE,
        held(lin).deadline,
    )
    assert (row.by, row.reason) == (chen(), WHY)
    event = AuditEvent.objects.get(action="invitation.time_given")
    assert (event.actor, event.details) == (chen(), {"minutes": 5, "reason": WHY})


def test_an_outage_credit_reaches_everybody_who_is_running_and_nobody_else() -> None:
    sitting = build.sitting()
    running = [started(sitting, name) for name in ("林晓", "王敏")]
    done, elsewhere = started(sitting, "周航"), started()
    submit_attempt(done.pk)

    assert give(Target(sitting), kind=Kind.OUTAGE) == (2, 0)

    assert [held(one).deadline - one.deadline for one in (*running, done, elsewhere)] == [FIVE, FIVE, *[FIVE * 0] * 2]
    assert sorted(Adjustment.objects.values_list("invitation", flat=True)) == [one.invitation_id for one in running]
    assert AuditEvent.objects.get(action="sitting.time_given").details == {"people": 2, "minutes": 5, "reason": WHY}


@pytest.mark.parametrize("people", [1, 3])
def test_the_number_of_statements_does_not_grow(people: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    sitting = build.sitting()
    for number in range(people):
        started(sitting, f"考生{number}")
    by = chen()

    with django_assert_num_queries(7):  # a savepoint and its release, lock, move, read, log, audit
        give_time(Target(sitting), FIVE, Kind.OUTAGE, by=by, reason=WHY)


def test_time_that_is_given_ends_with_the_window_and_comes_back_when_the_window_moves() -> None:
    sitting = build.sitting(closes_at=timezone.now() + timedelta(minutes=62))
    attempt = started(sitting)

    assert give(of(attempt)) == (1, 1)
    assert held(attempt).deadline == sitting.closes_at
    assert give(of(attempt)) == (1, 1)
    assert held(attempt).deadline == sitting.closes_at

    sitting.closes_at += timedelta(hours=1)
    sitting.save(update_fields=["closes_at"])
    move_to_window(sitting, by=chen())
    assert held(attempt).deadline == attempt.deadline + 2 * FIVE
    assert Adjustment.objects.last().kind == "window"  # type: ignore[union-attr]


def test_the_sitting_may_say_that_time_goes_past_its_end() -> None:
    sitting = build.sitting(closes_at=timezone.now() + timedelta(minutes=30))
    attempt = started(sitting)
    assert attempt.deadline == sitting.closes_at

    assert give(of(attempt), past_end=True) == (1, 0)

    assert Sitting.objects.get().overrun
    assert held(attempt).deadline == attempt.started_at + timedelta(minutes=65)
    assert AuditEvent.objects.filter(action="sitting.changed").get().details == {"fields": ["overrun"]}
    late = started(Sitting.objects.get(), "王敏")
    assert late.deadline == late.started_at + timedelta(minutes=60)


def test_a_pause_stops_the_clock_and_going_on_gives_exactly_what_was_left() -> None:
    attempt = started()
    assert pause(of(attempt), by=chen(), reason="消防演习").people == 1
    began = stood(attempt, timedelta(hours=3))
    left = held(attempt).deadline - began
    assert close_overdue() == 0
    assert not submit_attempt(attempt.pk)

    assert resume(of(attempt), by=chen(), reason="演习结束").people == 1

    now = held(attempt)
    row = Adjustment.objects.get(kind="resume")
    assert (now.paused_at, now.deadline) == (None, began + row.added + left)
    assert timedelta(0) <= timezone.now() - (began + row.added) < timedelta(seconds=5)
    assert list(Adjustment.objects.values_list("kind", "reason")) == [("pause", "消防演习"), ("resume", "演习结束")]


def test_pausing_and_going_on_twice_do_nothing_more() -> None:
    attempt = started()

    assert [pause(of(attempt), by=chen(), reason=WHY).people for _ in range(2)] == [1, 0]
    assert [resume(of(attempt), by=chen(), reason=WHY).people for _ in range(2)] == [1, 0]
    assert Adjustment.objects.count() == 2


def test_whoever_has_no_time_left_is_not_paused() -> None:
    attempt = started()
    run_out(attempt, seconds=3)

    assert pause(of(attempt), by=chen(), reason=WHY).people == 0


def test_answers_from_before_the_pause_are_saved_and_later_ones_wait() -> None:
    attempt = started()
    pause(of(attempt), by=chen(), reason=WHY)

    assert save(attempt, "A").saved == {questions(attempt)[0]: 1}
    stood(attempt, timedelta(minutes=2))
    refused = save(attempt, "C", 2)

    assert (refused.state, dict(refused.saved)) == ("paused", {})
    assert Response.objects.get().answer_json == ["A"]
    assert report(attempt.uuid, LAPTOP, "").state == "paused"
    resume(of(attempt), by=chen(), reason=WHY)
    assert save(attempt, "C", 2).saved == {questions(attempt)[0]: 2}


def test_time_given_in_a_pause_is_there_afterwards() -> None:
    attempt = started()
    pause(of(attempt), by=chen(), reason=WHY)
    began = stood(attempt, timedelta(minutes=20))
    left = held(attempt).deadline - began
    give(of(attempt))

    resume(of(attempt), by=chen(), reason=WHY)

    row = Adjustment.objects.get(kind="resume")
    assert held(attempt).deadline == began + row.added + left + FIVE


def test_help_before_the_test_counts_from_its_start() -> None:
    invitation, _ = build.invitation()

    changed = accommodate(invitation, Help(Decimal("1.5"), True, False), by=chen(), reason="视力障碍")

    assert changed == ["extra_factor", "large_text"]
    invitation.refresh_from_db()
    attempt = start_attempt(invitation)
    assert attempt.deadline == attempt.started_at + timedelta(minutes=90)
    rows = Adjustment.objects.values_list("kind", "value", "reason")
    assert sorted(rows) == [("factor", "1.5", "视力障碍"), ("large_text", "on", "视力障碍")]
    event = AuditEvent.objects.get(action="invitation.helped")
    assert event.details == {"fields": ["extra_factor", "large_text"], "reason": "视力障碍"}


def test_a_factor_during_the_test_reaches_the_running_clock_and_never_takes_time() -> None:
    attempt = started()

    accommodate(attempt.invitation, Help(Decimal("1.25"), False, True), by=chen(), reason=WHY)

    assert held(attempt).deadline == attempt.started_at + timedelta(minutes=75)
    with pytest.raises(TakesTime):
        accommodate(attempt.invitation, Help(Decimal(1), False, True), by=chen(), reason=WHY)
    assert held(attempt).deadline == attempt.started_at + timedelta(minutes=75)
    attempt.invitation.refresh_from_db()
    assert (attempt.invitation.extra_factor, attempt.invitation.hide_clock) == (Decimal("1.25"), True)

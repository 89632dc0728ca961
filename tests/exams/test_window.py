"""Beginning and ending by the clock: late entry, the end of the window, and clocks that are wrong."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from exams.attempts import StartRefused, close_overdue, start_attempt
from exams.clock import last_entry
from exams.models import Attempt, Sitting
from exams.saving import Change, save_answers
from tests import build
from tests.candidates import LAPTOP, browser, questions, run_out, started
from tests.cast import chen
from tests.exams.views.test_sittings import typed

NINE = datetime(2026, 11, 23, 9, tzinfo=timezone.get_default_timezone())
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def test_late_entry_ends_before_the_window_and_never_after_it() -> None:
    assert last_entry(NINE, NINE + HOUR, None) == NINE + HOUR
    assert last_entry(NINE, NINE + HOUR, 15) == NINE + 15 * MINUTE
    assert last_entry(NINE, NINE + HOUR, 90) == NINE + HOUR


def sitting(**fields: Any) -> Sitting:
    """Open since 20 minutes, for 100 more."""
    now = timezone.now()
    return build.sitting(opens_at=now - 20 * MINUTE, closes_at=now + 100 * MINUTE, **fields)


@pytest.mark.django_db
def test_whoever_comes_after_late_entry_does_not_begin_and_whoever_has_begun_goes_on() -> None:
    invitation, token = build.invitation(sitting(entry_minutes=15))
    begun = start_attempt(build.invitation(invitation.sitting, "王敏")[0], now=timezone.now() - 6 * MINUTE)

    with pytest.raises(StartRefused) as refused:
        start_attempt(invitation)

    assert refused.value.code == "late"
    page = Client(headers={"accept-language": "zh-hans"}).post(f"/t/{token}/", {"consent": "1"})
    assert (page.status_code, "本次考试已截止" in page.content.decode()) == (403, True)
    assert start_attempt(begun.invitation) == begun
    assert Attempt.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("entry_minutes", "begins"), [(None, True), (30, True), (20, False)])
def test_the_last_moment_of_late_entry_is_the_databases(entry_minutes: int | None, *, begins: bool) -> None:
    invitation, _ = build.invitation(sitting(entry_minutes=entry_minutes))

    if begins:
        assert start_attempt(invitation).started_at
    else:
        with pytest.raises(StartRefused):
            start_attempt(invitation)


@pytest.mark.django_db
def test_the_window_ends_everything_unless_the_sitting_says_otherwise() -> None:
    ends = timezone.now() + 10 * MINUTE
    cut = started(build.sitting(closes_at=ends))
    whole = started(build.sitting(closes_at=ends, overrun=True), "王敏")

    assert (cut.deadline, cut.cut) == (ends, cut.started_at + HOUR - ends)
    assert (whole.deadline, whole.cut) == (whole.started_at + HOUR, timedelta(0))


@pytest.mark.django_db
@pytest.mark.parametrize("skew", [timedelta(minutes=-30), timedelta(minutes=30), timedelta(days=400)])
def test_a_server_whose_clock_is_wrong_neither_gives_nor_takes_time(skew: timedelta) -> None:
    """The database's clock decides about starting, saving, closing and the page."""
    early, running = build.invitation(sitting())[0], started(sitting(), "王敏")
    over = started(sitting(), "周航")
    run_out(over, seconds=60)
    real = timezone.now()

    with time_machine.travel(real + skew, tick=True):
        attempt = start_attempt(early)
        saved = save_answers(running.uuid, [Change(questions(running)[0], 1, ["B"], False)], LAPTOP)
        late = save_answers(over.uuid, [Change(questions(over)[0], 1, ["B"], False)], LAPTOP)
        closed = close_overdue()
        page = browser(running).get(f"/attempts/{running.uuid}/")

    assert abs(attempt.started_at - real) < MINUTE
    assert attempt.deadline == attempt.started_at + HOUR
    assert (dict(saved.saved), dict(late.saved), closed) == ({questions(running)[0]: 1}, {}, 1)
    assert abs(saved.now - real) < MINUTE
    sent = page.context["data"]
    assert abs(sent["now"] / 1000 - real.timestamp()) < 60
    assert sent["deadline"] == int(running.deadline.timestamp() * 1000)


@pytest.mark.django_db
def test_hr_sets_late_entry_and_the_rule_of_the_end(hr: Client) -> None:
    paper = build.paper()
    hr.post("/sittings/new/", typed(paper, entry_minutes="15", overrun="on", watches="on"))

    made = Sitting.objects.get()
    assert (made.entry_minutes, made.overrun, made.end) == (15, True, None)
    assert made.last_entry == made.opens_at + 15 * MINUTE
    begin = Sitting.objects.filter(pk=made.pk)
    begin.update(opens_at=timezone.now() - MINUTE)
    start_attempt(build.invitation(begin.get())[0])
    form = hr.get(f"/sittings/{made.uuid}/edit/").context["form"]
    assert [form.fields[name].disabled for name in ("entry_minutes", "overrun", "closes_at")] == [True, True, False]
    assert chen() == made.created_by

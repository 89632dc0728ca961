from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from exams.clock import Entry, allowance, deadline, entry, is_cut_short, is_overdue, whole_minutes

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
FIVE = datetime(2026, 11, 23, 17, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_entry_includes_the_first_moment_and_excludes_the_last() -> None:
    assert entry(NINE - SECOND, NINE, FIVE) == Entry.EARLY
    assert entry(NINE, NINE, FIVE) == Entry.OPEN
    assert entry(FIVE - SECOND, NINE, FIVE) == Entry.OPEN
    assert entry(FIVE, NINE, FIVE) == Entry.LATE


def test_the_factor_lengthens_the_time_exactly() -> None:
    assert allowance(50, Decimal("1.25")) == timedelta(minutes=62, seconds=30)
    assert allowance(7, Decimal("1.01")) == timedelta(seconds=424, microseconds=200_000)


def test_the_deadline_is_never_later_than_the_window() -> None:
    assert deadline(NINE, 60, Decimal(1), FIVE) == NINE + timedelta(hours=1)
    assert deadline(FIVE - timedelta(minutes=20), 60, Decimal("1.5"), FIVE) == FIVE


def test_a_late_start_is_cut_short() -> None:
    assert not is_cut_short(FIVE - timedelta(minutes=60), 60, Decimal(1), FIVE)
    assert is_cut_short(FIVE - timedelta(minutes=59), 60, Decimal(1), FIVE)


def test_promised_minutes_are_rounded_down() -> None:
    assert whole_minutes(timedelta(minutes=19, seconds=59)) == 19
    assert whole_minutes(timedelta(seconds=-1)) == 0


def test_grace_belongs_to_saves_on_their_way() -> None:
    grace = timedelta(seconds=15)
    assert not is_overdue(NINE + timedelta(seconds=15), NINE, grace)
    assert is_overdue(NINE + timedelta(seconds=15, microseconds=1), NINE, grace)

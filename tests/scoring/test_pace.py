from __future__ import annotations

from datetime import UTC, datetime, timedelta

from scoring.pace import minutes_left

START = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


def at(*minutes: float) -> list[datetime]:
    return [START + timedelta(minutes=minute) for minute in minutes]


def test_the_median_gap_times_what_is_left() -> None:
    assert minutes_left(at(0, 1, 2, 5), 10) == 10


def test_a_pause_does_not_count() -> None:
    assert minutes_left(at(0, 2, 4, 64, 66), 5) == 10


def test_no_estimate_from_too_few_marks_or_for_nothing() -> None:
    assert minutes_left(at(0, 1), 10) is None
    assert minutes_left(at(0, 60, 120), 10) is None
    assert minutes_left(at(0, 1, 2), 0) is None


def test_at_least_a_minute() -> None:
    assert minutes_left(at(0, 0.1, 0.2), 1) == 1

"""How much the history of an attempt may take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from exams.pace import Pace

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_the_stock_may_be_used_at_once_and_comes_back_with_time() -> None:
    pace = Pace(stock=100, rate=10)

    assert [pace.beyond("a", 40, after(second)) for second in (0, 0, 1)] == [None, None, after(0)]
    assert pace.beyond("a", 40, after(2)) is None
    assert pace.beyond("a", 30, after(2)) == after(2)


def test_what_was_refused_uses_nothing() -> None:
    pace = Pace(stock=100, rate=10)
    pace.beyond("a", 100, after(0))
    for _ in range(50):
        assert pace.beyond("a", 20, after(1)) == after(0)

    assert pace.beyond("a", 20, after(2)) is None


def test_nobody_uses_the_stock_of_another_and_an_old_clock_gives_nothing() -> None:
    pace = Pace(stock=100, rate=10)
    assert pace.beyond("a", 100, after(5)) is None
    assert (pace.beyond("b", 100, after(5)), pace.beyond("a", 1, after(0))) == (None, after(5))


def test_so_many_are_counted_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exams.pace.COUNTED", 3)
    pace = Pace(stock=100, rate=10)
    for number in range(10):
        assert pace.beyond(number, 100, after(0)) is None

    assert len(pace.used) <= 3

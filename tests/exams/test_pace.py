"""How much the history of an attempt may take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from exams.pace import Pace

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_beyond_the_stock_a_newer_version_replaces_the_one_before() -> None:
    pace = Pace(stock=100, rate=10)

    rooms = [pace.make_room("a", {7: revision}, 40, after(0)) for revision in range(1, 7)]

    assert rooms == [[], [], [], [(7, 3)], [(7, 4)], [(7, 5)]]


def test_the_stock_comes_back_with_time_and_what_was_replaced_used_nothing() -> None:
    pace = Pace(stock=100, rate=10)
    for revision in range(1, 50):
        pace.make_room("a", {7: revision}, 100, after(0))

    assert pace.make_room("a", {7: 50}, 20, after(2)) == []
    assert [pace.make_room("a", {7: revision}, 20, after(2)) for revision in (51, 52)] == [[], [(7, 51)]]


def test_of_two_saves_at_once_the_newer_version_stays() -> None:
    pace = Pace(stock=0, rate=0)
    rooms = [pace.make_room("a", {7: revision, 8: 1}, 1, after(0)) for revision in (4, 6, 5, 7)]

    assert rooms == [[], [(7, 4)], [(7, 5)], [(7, 6)]]


def test_nobody_uses_the_stock_of_another_and_an_old_clock_gives_nothing() -> None:
    pace = Pace(stock=100, rate=10)
    pace.make_room("a", {7: 1}, 100, after(5))

    assert [pace.make_room("b", {7: revision}, 50, after(5)) for revision in (1, 2)] == [[], []]
    assert [pace.make_room("a", {7: revision}, 1, after(0)) for revision in (2, 3)] == [[], [(7, 2)]]


def test_so_many_are_counted_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exams.pace.COUNTED", 3)
    pace = Pace(stock=100, rate=10)
    for number in range(10):
        assert pace.make_room(number, {7: 1}, 100, after(0)) == []

    assert len(pace.uses) <= 3

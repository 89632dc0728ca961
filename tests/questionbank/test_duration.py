from __future__ import annotations

import pytest

from questionbank.duration import minutes_text, seconds_of


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("2", 120), ("1.5", 90), ("1:30", 90), ("１：３０", 90), (" 0.1 ", 6), ("", None), ("600", 36_000), ("-1", -60)],
)
def test_minutes_are_read(text: str, seconds: int | None) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["soon", "1:75", "1:2:3", "NaN", "Infinity", "0.001"])
def test_what_is_no_time_stays_as_it_is(text: str) -> None:
    assert seconds_of(text) == text


@pytest.mark.parametrize(("seconds", "text"), [(120, "2"), (90, "1.5"), (100, "1:40"), (7, "0:07"), (None, "")])
def test_seconds_are_written_as_minutes(seconds: int | None, text: str) -> None:
    assert minutes_text(seconds) == text


def test_writing_and_reading_lose_nothing() -> None:
    assert [seconds_of(minutes_text(seconds)) for seconds in range(1, 400)] == list(range(1, 400))

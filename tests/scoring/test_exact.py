from __future__ import annotations

from fractions import Fraction

import pytest

from scoring.exact import read_exact, rounded, show


@pytest.mark.parametrize(
    ("text", "value"), [("2", "2"), ("0.5", "1/2"), (" 8/3 ", "8/3"), ("0", "0"), ("1.5/2", "3/4")]
)
def test_numbers_and_fractions_are_read_exactly(text: str, value: str) -> None:
    assert read_exact(text) == Fraction(value)


@pytest.mark.parametrize("text", [None, "", "-1", "1e3", "1e400", "nan", "inf", "1/0", "１", "1,5", "9" * 20])
def test_everything_else_is_refused(text: str | None) -> None:
    assert read_exact(text) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [("10/3", "3.33"), ("8/3", "2.67"), ("2", "2"), ("1/2", "0.5"), ("100", "100"), ("1/200", "0.01"), ("-1/300", "0")],
)
def test_points_are_shown_with_two_places_at_most(value: str, text: str) -> None:
    assert show(Fraction(value)) == text


def test_halves_are_rounded_away_from_zero() -> None:
    assert [int(rounded(Fraction(n, 2), 0)) for n in (1, 3, 5, -5)] == [1, 2, 3, -3]

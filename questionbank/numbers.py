"""Whole numbers as forms and addresses send them. Pure: no Django."""

from __future__ import annotations

MOST_DIGITS = 16


def whole_number(text: str) -> int | None:
    """The number in plain digits; None for anything else, such as `²`, `-1` or more digits than any row has."""
    return int(text) if is_digits(text) and len(text) <= MOST_DIGITS else None


def is_digits(text: str) -> bool:
    """Plain digits and nothing else, in any number."""
    return text.isascii() and text.isdigit()

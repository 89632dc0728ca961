"""Suggested times as people write them: whole minutes, parts of them, or minutes and seconds. Pure: no Django."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from questionbank.content import points_text
from questionbank.parsing.words.fold import fold

_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)")
_TENTH = 6  # seconds


def minutes_text(seconds: int | None) -> str:
    """`90` → `1.5`, `100` → `1:40`: no rounding, so that reading it again gives the same seconds."""
    if seconds is None:
        return ""
    if seconds % _TENTH == 0:
        return points_text(Decimal(seconds) / 60)
    return f"{seconds // 60}:{seconds % 60:02}"


def seconds_of(text: str) -> int | str | None:
    """The seconds of `2`, `1.5` or `1:30` minutes; none for nothing, and the text itself when it is no time."""
    typed = fold(text).strip()
    clock = _CLOCK.fullmatch(typed)
    if clock:
        return int(clock.group(1)) * 60 + int(clock.group(2))
    try:
        seconds = Decimal(typed) * 60 if typed else None
    except InvalidOperation:
        return text
    if seconds is None:
        return None
    return int(seconds) if seconds.is_finite() and seconds == int(seconds) else text

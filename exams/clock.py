"""The rules of time. Pure: no Django; the caller says what time it is."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum


class Entry(StrEnum):
    """May somebody begin now?"""

    OPEN = "open"
    EARLY = "early"
    LATE = "late"


def last_entry(opens_at: datetime, closes_at: datetime, entry_minutes: int | None) -> datetime:
    """Until when somebody may begin: the end of the window, or so many minutes after its beginning."""
    if entry_minutes is None:
        return closes_at
    return min(closes_at, opens_at + timedelta(minutes=entry_minutes))


def entry(now: datetime, opens_at: datetime, closes_at: datetime) -> Entry:
    """The window includes its first moment and excludes its last one: nobody begins with no time left."""
    if now < opens_at:
        return Entry.EARLY
    return Entry.OPEN if now < closes_at else Entry.LATE


def allowance(minutes: int, factor: Decimal) -> timedelta:
    """The time that a person is given: the paper's minutes times the factor agreed for them, to the microsecond."""
    return timedelta(microseconds=int(minutes * factor * 60_000_000))


def deadline(started_at: datetime, minutes: int, factor: Decimal, end: datetime | None) -> datetime:
    """The end of an attempt: the allowance after the start, never after `end`, which is the window's; None where the
    sitting lets people finish after it."""
    full = started_at + allowance(minutes, factor)
    return full if end is None else min(full, end)


def is_cut_short(now: datetime, minutes: int, factor: Decimal, closes_at: datetime | None) -> bool:
    """Would somebody who begins now lose time to the end of the window?"""
    return deadline(now, minutes, factor, closes_at) < now + allowance(minutes, factor)


def whole_minutes(span: timedelta) -> int:
    """Minutes to promise to people: rounded down, so that nobody is promised more than they get."""
    return max(0, span // timedelta(minutes=1))


def is_overdue(now: datetime, deadline: datetime, grace: timedelta) -> bool:
    """Past the deadline, and past the grace that lets saves arrive which were on their way."""
    return now > deadline + grace


def clock_words(span: timedelta) -> str:
    """`4:05` or `1:02:03`: hours only when there are some; never below nothing."""
    seconds = max(0, int(span.total_seconds()))
    minutes = f"{seconds // 60 % 60:02}:{seconds % 60:02}" if seconds >= 3600 else f"{seconds // 60}:{seconds % 60:02}"
    return f"{seconds // 3600}:{minutes}" if seconds >= 3600 else minutes

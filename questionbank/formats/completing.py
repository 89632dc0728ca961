"""Tables whose header names the question and nothing to answer it with. Pure: no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from questionbank.formats.cellkinds import sampled
from questionbank.formats.columns import Columns
from questionbank.formats.guess import guessed

_BESIDE = frozenset(("stem", "number", "topics", "difficulty", "points", "tags"))
_MANY_UNREAD = 4


def completed(columns: Columns, rows: Sequence[Sequence[str]]) -> Columns:
    """A header that names the question and nothing to answer it with: what the columns without a name hold, when
    their cells tell it; a guess when much stands in columns whose names nobody knows."""
    header, stem = columns.header, columns.of("stem")
    if header is None or stem is None or not set(columns.roles.values()) <= _BESIDE:
        return columns
    below = rows[header + 1 :]
    sample = sampled(below)
    unread = [
        at
        for at in range(max(map(len, sample), default=0))
        if at not in columns.roles and sum(bool(row[at]) for row in sample if at < len(row)) * 2 > len(sample)
    ]
    named = any(rows[header][at] for at in unread if at < len(rows[header]))
    other = guessed(below) if unread and not named else None
    if other is not None and other.of("stem") == stem and {"key", "option:A", "options"} & set(other.roles.values()):
        return Columns(header, {**other.roles, **columns.roles}, guessed=True, plain=other.plain)
    return replace(columns, guessed=True) if len(unread) >= _MANY_UNREAD else columns

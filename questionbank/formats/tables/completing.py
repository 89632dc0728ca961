"""Tables whose header names the question and nothing to answer it with. Pure: no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from questionbank.formats.tables.cellkinds import sampled
from questionbank.formats.tables.columns import Columns
from questionbank.formats.tables.guess import guessed

_BESIDE = frozenset(("stem", "number", "topics", "difficulty", "points", "tags"))
_ANSWERS = ("option", "blank:", "flag:", "accepted", "reference_answer", "answer_points", "criteria")
_MANY_UNREAD = 4
_LEAST = 2
_LONGEST_FIGURE = 2
_MOSTLY = 0.8


def completed(columns: Columns, rows: Sequence[Sequence[str]]) -> Columns:
    """A header that names the question and nothing to answer it with: what the columns without a name hold, when
    their cells tell it; a guess when much stands in columns whose names nobody knows, when the kinds are figures that
    nothing explains, and when verdicts are told without what they are about."""
    header, stem = columns.header, columns.of("stem")
    if header is None or stem is None:
        return columns
    below = rows[header + 1 :]
    sample = sampled(below)
    if unexplained_kinds(columns, rows):
        return replace(columns, guessed=True)
    columns = _without_verdicts(columns)
    if not set(columns.roles.values()) <= _BESIDE:
        return columns
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


def unexplained_kinds(columns: Columns, rows: Sequence[Sequence[str]]) -> str:
    """The figures of a column of kinds that nothing explains, where no column has options or answers in words: the
    options are somewhere else. Empty for all other tables."""
    kind, key = columns.of("type"), columns.of("key")
    if kind is None or columns.codes or any(role.startswith(_ANSWERS) for role in columns.roles.values()):
        return ""
    sample = sampled(rows[0 if columns.header is None else columns.header + 1 :])
    figures = [row[kind] for row in sample if kind < len(row) and row[kind]]
    if len(figures) < _LEAST or not all(one.isdecimal() and len(one) <= _LONGEST_FIGURE for one in figures):
        return ""
    keys = [row[key] for row in sample if key is not None and key < len(row) and row[key]]
    silent = sum(one.isdecimal() for one in keys) + len(figures) - len(keys)
    return " ".join(sorted(set(figures), key=int)) if silent >= _MOSTLY * len(figures) else ""


def _without_verdicts(columns: Columns) -> Columns:
    """`是否正确` beside no option says whether somebody's answer was right: a record of answers, no bank."""
    verdict = columns.of("right")
    if verdict is None or any(role.startswith("option") for role in columns.roles.values()):
        return columns
    return replace(columns, roles={at: role for at, role in columns.roles.items() if at != verdict}, guessed=True)

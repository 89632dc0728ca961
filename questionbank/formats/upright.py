"""Forms that hold one question each, a label in front of every value. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from questionbank.formats.cellkinds import is_key, is_type
from questionbank.formats.columns import role_of
from questionbank.formats.recast import recast

_MOSTLY = 0.6
_LEAST = 3
_AMOUNT = re.compile(r"\d{1,4}(?:\.\d{1,2})?\s*分?")
_LONGEST_LABEL = 12


def upright(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """Forms with a label in front of each value (`题干 | …`, `答案 | B`) as rows below a header; others as they are."""
    rows = recast(rows)
    pairs = [_pair(row) for row in rows if any(row)]
    named = [pair for pair in pairs if pair is not None]
    labels = {role for role, _, _ in named}
    if len(named) < max(_LEAST, len(pairs) * _MOSTLY) or "stem" not in labels or len(labels) < _LEAST - 1:
        return rows
    records: list[dict[str, str]] = []
    names: dict[str, str] = {}
    for role, label, content in named:
        if not records or role in records[-1]:
            records.append({})
        records[-1][role] = content
        names.setdefault(role, label)
    if not all(map(_fits, records)):
        return rows
    return [list(names.values()), *([record.get(role, "") for role in names] for record in records)]


def _fits(record: dict[str, str]) -> bool:
    """Whether the values are what their labels promise; an explanation of the columns is no question."""
    tests: dict[str, Callable[[str], object]] = {
        "type": is_type,
        "points": _AMOUNT.fullmatch,
        "number": _AMOUNT.fullmatch,
    }
    if "option:A" in record:
        tests["key"] = is_key
    return all(test(record[role]) for role, test in tests.items() if record.get(role))


def _pair(row: Sequence[str]) -> tuple[str, str, str] | None:
    used = [cell for cell in row if cell]
    role = role_of(used[0]) if 1 <= len(used) <= 2 and len(used[0]) <= _LONGEST_LABEL else None
    return (role, used[0], used[1] if len(used) > 1 else "") if role else None

"""Forms that hold one question each, a label in front of every value. Pure: no Django."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from questionbank.formats.tables.cellkinds import is_key, is_type
from questionbank.formats.tables.columns import role_of
from questionbank.formats.tables.recast import recast

_MOSTLY = 0.6
_LEAST = 3
_AMOUNT = re.compile(r"\d{1,4}(?:\.\d{1,2})?\s*分?")
_NUMBER = re.compile(r"[A-Za-z]{0,6}[-_]?\d{1,8}(?:\.\d{1,2})?")
_LONGEST_LABEL = 12
_PAIR = 2
_SOME = 20


def upright(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """Forms with a label in front of each value (`题干 | …`, `答案 | B`) as rows below a header; others as they are."""
    rows = recast(rows)
    used = [row for row in rows if any(row)]
    some = used[: _SOME * _SOME : _SOME] if len(used) > _SOME * _SOME else []
    if some and not any(map(_pairs, some)):
        return rows  # most rows of a form begin with a label
    pairs = [_pairs(row) for row in used]
    labels = {role for found in pairs for role, _, _ in found}
    if sum(map(bool, pairs)) < max(_LEAST, len(used) * _MOSTLY) or "stem" not in labels or len(labels) < _LEAST - 1:
        return rows
    records: list[dict[str, str]] = []
    names: dict[str, str] = {}
    first = next((role for found in pairs for role, _, _ in found), "")
    others: dict[int, list[list[str]]] = defaultdict(list)
    for row, found in zip(used, pairs, strict=True):
        if not found:
            others[len(records)].append([cell for cell in row if cell])
        for role, label, content in found:
            if not records or role in records[-1] or role == first:
                records.append({})
            records[-1][role] = content
            names.setdefault(role, label)
    return _table(records, names, others) if all(map(_fits, records)) else rows


def _table(
    records: list[dict[str, str]], names: dict[str, str], others: Mapping[int, list[list[str]]]
) -> list[list[str]]:
    """The records below a header; lines without a label stand between them, in columns that have no name."""
    made = [list(names.values()), *([""] * len(names) + line for line in others.get(0, ()))]
    for count, record in enumerate(records, 1):
        made.append([record.get(role, "") for role in names])
        made += [[""] * len(names) + line for line in others.get(count, ())]
    return made


def _fits(record: dict[str, str]) -> bool:
    """Whether the values are what their labels promise; an explanation of the columns is no question."""
    tests: dict[str, Callable[[str], object]] = {
        "type": is_type,
        "points": _AMOUNT.fullmatch,
        "number": _NUMBER.fullmatch,
    }
    if "option:A" in record:
        tests["key"] = lambda cell: is_key(cell) or cell.isdecimal() or cell in record.values()
    return all(test(record[role]) for role, test in tests.items() if record.get(role))


def _pairs(row: Sequence[str]) -> list[tuple[str, str, str]]:
    """`题干 | …`, or `编号 | 12 | 题型 | 单选`: role, label and value of each; none when a label is missing."""
    used = _joined([cell for cell in row if cell])
    found = []
    if len(used) > _PAIR and role_of(used[0]) and not any(map(role_of, used[1:])):
        used = [used[0], " ".join(used[1:])]  # a value that was split over several cells
    for label, content in itertools.zip_longest(used[::2], used[1::2], fillvalue=""):
        role = role_of(label) if len(label) <= _LONGEST_LABEL else None
        if role is None or (len(used) > _PAIR and not content):
            return []
        found.append((role, label, content))
    return found if len(used) <= _PAIR or all(len(content) <= _LONGEST_LABEL for _, _, content in found) else []


def _joined(used: list[str]) -> list[str]:
    """`题` and `型` in two cells as one label."""
    made: list[str] = []
    for cell in used:
        if made and len(made[-1]) == len(cell) == 1 and role_of(made[-1]) is None and role_of(made[-1] + cell):
            made[-1] += cell
        else:
            made.append(cell)
    return made

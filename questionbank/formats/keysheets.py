"""A sheet of keys beside the sheet of the questions: `题号 | 答案` in a workbook whose questions have none.

Pure: no Django. The keys become a column of the questions, by the numbers that both sheets give.
"""

from __future__ import annotations

from collections.abc import Sequence

from questionbank.formats.columns import Columns, role_of
from questionbank.formats.sheet import Grid

_HEAD_ROWS = 5
_LEAST = 2
_MOSTLY = 0.8
_HEADER = "答案"
_BESIDE = frozenset(("number", "key", "explanation", "type", "points", "topics", "difficulty"))


def keys_in(grid: Grid) -> dict[str, str]:
    """The keys of a sheet that holds nothing else, by number; none of any other sheet, or when a number comes twice."""
    for index, row in enumerate(grid.rows[:_HEAD_ROWS]):
        roles = [role_of(cell) if cell else None for cell in row]
        told = {role for role, cell in zip(roles, row, strict=True) if cell}
        if {"number", "key"} <= told <= _BESIDE:
            number, key = roles.index("number"), roles.index("key")
            pairs = [(_plain(line[number]), line[key]) for line in grid.rows[index + 1 :] if line[number] and line[key]]
            return dict(pairs) if len(dict(pairs)) == len(pairs) >= _LEAST else {}
    return {}


def with_keys(grid: Grid, columns: Columns, keys: dict[str, str]) -> bool:
    """Add the keys to questions that have numbers and no keys, when nearly all are told; returns whether it did."""
    number, header = columns.of("number"), columns.header
    if number is None or header is None or {"key", "right"} & set(columns.roles.values()):
        return False
    rows = [row for row in grid.rows[header + 1 :] if row[number]]
    told = [row for row in rows if _plain(row[number]) in keys]
    if len(told) < max(_LEAST, len(rows) * _MOSTLY) or len({row[number] for row in rows}) < len(rows):
        return False
    for index, row in enumerate(grid.rows):
        row.append(_HEADER if index == header else _key(row, number, keys) if index > header else "")
    return True


def _key(row: Sequence[str], number: int, keys: dict[str, str]) -> str:
    return keys.get(_plain(row[number]), "") if row[number] else ""


def _plain(number: str) -> str:
    return number.strip(" .、．)）题第").lstrip("0")

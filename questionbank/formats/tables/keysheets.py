"""A sheet of keys beside the sheet of the questions: `题号 | 答案` in a workbook whose questions have none.

Pure: no Django. The keys become a column of the questions, by the numbers that both sheets give, or row by row when
the sheet has as many rows of letters as there are questions and their options.
"""

from __future__ import annotations

from collections.abc import Sequence

from questionbank.formats.tables.cellkinds import letters_of
from questionbank.formats.tables.columns import Columns, role_of
from questionbank.formats.workbooks.sheet import Grid

_HEAD_ROWS = 5
_LEAST = 2
_MOSTLY = 0.8
_HEADER = "答案"
_NEARLY = 0.97
_FEWEST_ROWS = 10  # fewer agree by accident
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


def with_rows_of_keys(grid: Grid, columns: Columns, other: Grid) -> bool:
    """Add the keys of a sheet that tells them row by row, beside a header of keys; returns whether it did. Nearly
    every row must have letters, and they must name options of the question in the same row."""
    options, header = columns.all_of("option"), columns.header
    if header is None or len(options) < _LEAST or {"key", "right"} & set(columns.roles.values()):
        return False
    keys = _letters(other)
    rows = grid.rows[header + 1 :]
    if len(rows) < _FEWEST_ROWS or len(keys) != len(rows):
        return False
    there = [{label for label, at in options if row[at]} for row in rows]
    fitting = sum(bool(letters) and set(letters) <= labels for letters, labels in zip(keys, there, strict=True))
    if fitting < _NEARLY * len(rows):
        return False
    for row, told in zip(grid.rows, [*[""] * header, _HEADER, *map("".join, keys)], strict=True):
        row.append(told)
    return True


def _letters(grid: Grid) -> list[list[str]]:
    """The letters of each row below a header of answers, in the columns so named; nothing of any other sheet."""
    roles = [role_of(cell) if cell else None for cell in (grid.rows[0] if grid.rows else ())]
    places = [at for at, role in enumerate(roles) if role == "key" or (role or "").startswith(("answer:", "option:"))]
    if not places or "stem" in roles:
        return []
    return [[letter for at in places for letter in letters_of(row[at])] for row in grid.rows[1:]]


def _key(row: Sequence[str], number: int, keys: dict[str, str]) -> str:
    return keys.get(_plain(row[number]), "") if row[number] else ""


def _plain(number: str) -> str:
    return number.strip(" .、．)）题第").lstrip("0")

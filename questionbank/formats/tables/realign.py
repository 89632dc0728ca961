"""Rows that slipped one column to the left, because the empty cell of their last option was left out.

Pure: no Django. Programs that write one row after the other join the cells in use and forget the empty ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from questionbank.formats.tables.cellkinds import is_key
from questionbank.formats.tables.columns import Columns, Role
from questionbank.parsing.items import remarks
from questionbank.parsing.words.fold import fold

_LEAST = 3
_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{1,2})?\s*分?")
_FITS: dict[Role, Callable[[str], object]] = {
    "points": _AMOUNT.fullmatch,
    "difficulty": lambda cell: remarks.difficulty_of(fold(cell)) is not None,
}


def realign(rows: list[list[str]], columns: Columns) -> set[int]:
    """Move what slipped back to its column: the key stands below the last option, what follows it below the key.
    Returns the rows that were moved."""
    key, places = columns.of("key"), [at for _, at in columns.all_of("option")]
    if key is None or len(places) < _LEAST or key != places[-1] + 1 or columns.roles.get(key + 1) is None:
        return set()
    first = 0 if columns.header is None else columns.header + 1
    slipped = [at for at in range(first, len(rows)) if _slipped(rows[at], places, key, columns)]
    if len(slipped) < _LEAST:
        return set()
    for at in slipped:
        row = rows[at]
        row[key:] = row[places[-1] : -1]
        row[places[-1]] = ""
        _place_points(row, columns)
    return set(slipped)


def _slipped(row: Sequence[str], places: Sequence[int], key: int, columns: Columns) -> bool:
    """The last option is a key (or the only one in use), the cell of the key is none, and the next one is empty or
    what stands behind fits the columns one further."""
    if len(row) <= key + 1 or row[-1] or not row[key] or not row[places[-1]] or is_key(row[key]):
        return False
    options = [row[at] for at in places[:-1]]
    if row[key] in options or (any(options) and not is_key(row[places[-1]])):
        return False
    return not row[key + 1] or _fits_behind(row, key, columns)


def _fits_behind(row: Sequence[str], key: int, columns: Columns) -> bool:
    """A column of points or difficulties whose own cell is neither has such a cell on its left."""
    told = [(at, test) for role, test in _FITS.items() if (at := columns.of(role)) is not None and at > key + 1]
    return any(row[at - 1] and test(row[at - 1]) and not (row[at] and test(row[at])) for at, test in told)


def _place_points(row: list[str], columns: Columns) -> None:
    """An explanation was left out as well: what stands there are the points."""
    said, worth = columns.of("explanation"), columns.of("points")
    if said is not None and worth is not None and not row[worth] and _AMOUNT.fullmatch(row[said]):
        row[said], row[worth] = "", row[said]

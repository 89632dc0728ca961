"""Rows that slipped one column to the left, because the empty cell of their last option was left out.

Pure: no Django. Programs that write one row after the other join the cells in use and forget the empty ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from questionbank.formats.cellkinds import is_key
from questionbank.formats.columns import Columns

_LEAST = 3


def realign(rows: list[list[str]], columns: Columns) -> None:
    """Move what slipped back to its column: the key stands below the last option, what follows it below the key."""
    key, places = columns.of("key"), [at for _, at in columns.all_of("option")]
    if key is None or len(places) < _LEAST or key != places[-1] + 1 or columns.roles.get(key + 1) is None:
        return
    first = 0 if columns.header is None else columns.header + 1
    slipped = [row for row in rows[first:] if _slipped(row, places, key)]
    if len(slipped) >= _LEAST:
        for row in slipped:
            row[key:] = row[places[-1] : -1]
            row[places[-1]] = ""


def _slipped(row: Sequence[str], places: Sequence[int], key: int) -> bool:
    """The last option is a key (or the only one in use), the cell of the key is none, and the next one is empty."""
    if len(row) <= key + 1 or row[key + 1] or row[-1] or not row[key] or not row[places[-1]] or is_key(row[key]):
        return False
    options = [row[at] for at in places[:-1]]
    return row[key] not in options and (is_key(row[places[-1]]) if any(options) else True)

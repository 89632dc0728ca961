"""Cells that stand for the rows below them: merged cells, and types that are written once. Pure: no Django."""

from __future__ import annotations

from questionbank.formats.tables.columns import Columns
from questionbank.formats.workbooks.sheet import Grid

_SPREAD = ("type", "topics", "difficulty", "tags", "material")
_WRITTEN_ONCE = 0.5


def spread(grid: Grid, columns: Columns) -> None:
    """Write what holds for several rows into each of them: kinds, topics, materials and the like, no questions."""
    places = {at for role in _SPREAD if (at := columns.of(role)) is not None}
    reach: dict[int, int] = {}
    for (top, left), (bottom, _) in grid.merged:
        last = min(bottom, len(grid.rows) - 1)
        if left in places and last > max(top, reach.get(left, -1)):
            reach[left] = last
            for row in range(top + 1, last + 1):
                grid.rows[row][left] = grid.rows[top][left]
    named = columns.of("type")
    if named is not None and named not in reach:
        _spread_once(grid, columns, named)


def _spread_once(grid: Grid, columns: Columns, at: int) -> None:
    """A type above each group of rows, none of them twice."""
    stem, first = columns.of("stem"), 0 if columns.header is None else columns.header + 1
    key = columns.of("key")
    rows = [row for row in grid.rows[first:] if stem is not None and row[stem] and (key is None or row[key])]
    used = [row[at] for row in rows if row[at]]
    if not rows or not rows[0][at] or len(used) > len(rows) * _WRITTEN_ONCE or len(set(used)) < len(used):
        return
    name = ""
    for row in rows:
        name = row[at] = row[at] or name

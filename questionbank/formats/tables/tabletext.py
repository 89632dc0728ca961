"""Sheets as one text: cells parted by tabs, rows by newlines, so that spans can point into cells. Pure: no Django."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from questionbank.document import Repair
from questionbank.formats.workbooks.sheet import Grid
from questionbank.parsing.source.repair import repair
from questionbank.parsing.words.fold import fold

_CELL, _ROW = "\x1f", "\x1e"  # never in a cell (see sheet.clean), never touched by a repair


@dataclass(slots=True)
class Cells:
    """Where the cells of one grid stand in the text; `title` is where the sheet's name stands.

    `bounds` holds where each cell of a row begins, and the next one would: a large table has hundreds of thousands of
    cells.
    """

    grid: Grid
    bounds: list[array[int]] = field(default_factory=list)
    title: tuple[int, int] = (0, 0)

    def span(self, row: int, column: int | None) -> tuple[int, int] | None:
        """The place of a cell that is not empty."""
        if column is None:
            return None
        bounds = self.bounds[row]
        if column + 1 >= len(bounds):
            return None
        start, end = bounds[column], bounds[column + 1] - 1
        return (start, end) if start < end else None

    def extent(self, row: int) -> tuple[int, int]:
        """Where the cells in use of a row begin and end; (0, 0) when there are none."""
        spans = [span for at in range(len(self.bounds[row]) - 1) if (span := self.span(row, at)) is not None]
        return (spans[0][0], spans[-1][1]) if spans else (0, 0)


@dataclass(slots=True)
class TableText:
    """The text of all grids after repairs. `folded` has the same length."""

    text: str
    folded: str
    repairs: list[Repair]
    sheets: list[Cells]


def table_text(grids: Sequence[tuple[Grid, bool]]) -> TableText:
    """The grids one after the other, each under its name where the second value says so."""
    raw = _ROW.join(_raw(grid, titled=titled) for grid, titled in grids)
    repaired, repairs = repair(raw)
    at = 0
    sheets = []
    rows = iter(repaired.split(_ROW))
    for grid, titled in grids:
        cells = Cells(grid)
        if titled:
            name = next(rows)
            cells.title = (at, at + len(name))
            at += len(name) + 1
        for _ in range(max(len(grid.rows), 1)):
            at = _place_row(cells, next(rows), at)
        sheets.append(cells)
    text = repaired.replace(_CELL, "\t").replace(_ROW, "\n")
    return TableText(text, fold(text), repairs, sheets)


def _raw(grid: Grid, *, titled: bool) -> str:
    rows = [_CELL.join(row).rstrip(_CELL) for row in grid.rows] or [""]
    return _ROW.join([grid.name, *rows] if titled else rows)


def _place_row(cells: Cells, content: str, at: int) -> int:
    lengths = map((1).__add__, map(len, content.split(_CELL)))
    bounds = array("l", accumulate(lengths, initial=at))
    cells.bounds.append(bounds)
    return bounds[-1]

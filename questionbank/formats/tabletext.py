"""Sheets as one text: cells parted by tabs, rows by newlines, so that spans can point into cells. Pure: no Django."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from questionbank.document import Repair
from questionbank.formats.sheet import Grid, Place
from questionbank.parsing.fold import fold
from questionbank.parsing.repair import repair

_CELL, _ROW = "\x1f", "\x1e"  # never in a cell (see sheet.clean), never touched by a repair


@dataclass(slots=True)
class Cells:
    """Where the cells of one grid stand in the text; `title` is where the sheet's name stands."""

    grid: Grid
    spans: dict[Place, tuple[int, int]] = field(default_factory=dict)
    title: tuple[int, int] = (0, 0)

    def span(self, row: int, column: int | None) -> tuple[int, int] | None:
        """The place of a cell that is not empty."""
        return self.spans.get((row, column)) if column is not None else None


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
        for row in range(max(len(grid.rows), 1)):
            at = _place_row(cells, row, next(rows), at)
        sheets.append(cells)
    text = repaired.replace(_CELL, "\t").replace(_ROW, "\n")
    return TableText(text, fold(text), repairs, sheets)


def _raw(grid: Grid, *, titled: bool) -> str:
    rows = [_CELL.join(row).rstrip(_CELL) for row in grid.rows] or [""]
    return _ROW.join([grid.name, *rows] if titled else rows)


def _place_row(cells: Cells, row: int, content: str, at: int) -> int:
    for column, cell in enumerate(content.split(_CELL)):
        if cell:
            cells.spans[row, column] = (at, at + len(cell))
        at += len(cell) + 1
    return at

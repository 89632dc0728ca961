"""Keys that a table only shows by the shading, the colour or the weight of its options. Pure: no Django."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from questionbank.formats.tables.blocks import Block
from questionbank.formats.tables.tabletext import Cells
from questionbank.formats.workbooks.numberformats import Place

Looks = Mapping[Place, frozenset[str]]
KINDS = ("fill", "colour", "bold", "underline")
_LEAST = 2
_MOSTLY = 0.6


def chosen_by_look(cells: Cells, block: Block) -> dict[int, list[str]]:
    """The options of each row that stand out, where most questions of a table without keys have such options."""
    places, key = block.columns.all_of("option"), block.columns.of("key")
    rows = [row for row in block.rows if _is_keyless(cells.grid.rows[row], places, key)] if len(places) > 1 else []
    if len(rows) < _LEAST or len(rows) * 2 < len(block.rows):
        return {}
    marks = cells.grid.looks()
    for kind in KINDS if marks else ():
        found = {row: _standing_out(cells.grid.rows[row], row, places, marks, kind) for row in rows}
        told = {row: labels for row, labels in found.items() if labels}
        if len(told) >= max(_LEAST, len(rows) * _MOSTLY):
            return told
    return {}


def _is_keyless(values: Sequence[str], places: Sequence[tuple[str, int]], key: int | None) -> bool:
    return sum(bool(values[at]) for _, at in places) > 1 and not (key is not None and values[key])


def _standing_out(
    values: Sequence[str], row: int, places: Sequence[tuple[str, int]], marks: Looks, kind: str
) -> list[str]:
    used = [(label, at) for label, at in places if values[at]]
    found = [label for label, at in used if kind in marks.get((row, at), ())]
    return found if len(found) < len(used) else []

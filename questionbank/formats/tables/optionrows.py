"""Tables with a row for each option that say the question again in every row, as databases export them.

Pure: no Django. Said once, they are the layout that leaves the cells of the question empty below its first option.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from questionbank.formats.tables.columns import Columns
from questionbank.formats.workbooks.sheet import Grid

_OF_OPTIONS = frozenset(("options", "right", "remark", "number"))
_MOSTLY = 0.5
_MOST_OPTIONS = 26


def say_once(grid: Grid, columns: Columns) -> None:
    """Empty the cells of a question in the rows of its further options, where most rows repeat their question."""
    stem, places = columns.of("stem"), {columns.of("options"), columns.of("right")}
    if stem is None or None in places:
        return
    first = 0 if columns.header is None else columns.header + 1
    rows = [row for row in grid.rows[first:] if row[stem]]
    groups = _groups(rows, stem, columns.of("number"))
    if sum(len(group) for group in groups if len(group) > 1) <= len(rows) * _MOSTLY:
        return
    repeated = [at for at, role in columns.roles.items() if role not in _OF_OPTIONS]
    for group in groups:
        for row in group[1:]:
            for at in repeated:
                row[at] = "" if row[at] == group[0][at] else row[at]


def _groups(rows: Sequence[list[str]], stem: int, number: int | None) -> list[list[list[str]]]:
    """Rows that follow each other with the same question; its number parts them where numbers are of questions."""
    alike = [pair for pair in pairwise(rows) if pair[0][stem] == pair[1][stem]]
    counts = number is not None and sum(one[number] == other[number] for one, other in alike) > len(alike) * _MOSTLY
    groups = [list(group) for _, group in groupby(rows, lambda row: (row[stem], counts and row[number or 0]))]
    return [group[at : at + _MOST_OPTIONS] for group in groups for at in range(0, len(group), _MOST_OPTIONS)]

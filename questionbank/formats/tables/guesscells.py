"""The columns of a sample of rows, and what they may be by their cells alone: what a guess begins with. Pure: no
Django."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from questionbank.content import CHOICE_KINDS
from questionbank.formats.tables.cellkinds import is_type, kind_named, typical
from questionbank.formats.tables.columns import Role
from questionbank.parsing.words import options
from questionbank.parsing.words.fold import fold
from questionbank.parsing.words.kinds import names_choice

AMOUNT = re.compile(r"\d{1,3}(?:\.\d{1,2})?\s*分?")
PARTED = re.compile(r"\n|[|;；]|\$\$|##|\"\s*,|'\s*,")
_FEW = 5
_LEAST = 3
_SHORT = 4


@dataclass(slots=True)
class Column:
    """One column: its cells in use, the share of rows that use it, and how many of its cells differ."""

    cells: list[str]
    fill: float
    differing: float = field(init=False)
    length: int = field(init=False)

    def __post_init__(self) -> None:
        self.differing = len(set(self.cells)) / len(self.cells) if self.cells else 0.0
        self.length = typical(self.cells)

    def share(self, looks: Callable[[str], object]) -> float:
        return sum(bool(looks(cell)) for cell in self.cells) / len(self.cells) if self.cells else 0.0


@dataclass(slots=True)
class Guess:
    """The guess under way: `rows` are a sample of those in use."""

    rows: list[Sequence[str]]
    columns: dict[int, Column]
    roles: dict[int, Role] = field(default_factory=dict)

    def of(self, role: Role) -> int | None:
        return next((at for at, name in self.roles.items() if name == role), None)

    def free(self) -> list[int]:
        return [at for at, column in self.columns.items() if at not in self.roles and column.cells]

    def best(self, role: Role, least: float, looks: Callable[[str], object]) -> None:
        """Give the role to the free column most of whose cells look like it."""
        shares = {at: self.columns[at].share(looks) for at in self.free() if self._varies(at)}
        likely = [at for at, share in shares.items() if share >= least]
        if likely:
            self.roles[max(likely, key=lambda at: (shares[at], self.columns[at].fill, -at))] = role

    def _varies(self, at: int) -> bool:
        return len(set(self.columns[at].cells)) > 1 or len(self.rows) < _SHORT or self.columns[at].share(is_type) == 1


def columns_in(rows: Sequence[Sequence[str]], width: int) -> dict[int, Column]:
    cells = {at: [row[at] for row in rows if row[at]] for at in range(width)}
    return {at: Column(used, len(used) / len(rows)) for at, used in cells.items()}


def choices_of(found: Guess, width: int) -> Guess:
    """The same guess about the rows whose kind is a choice, where a column tells: what answers the others hold says
    nothing about keys and options."""
    at = found.of("type")
    rows = [row for row in found.rows if at is not None and is_choice(row[at])]
    return Guess(rows, columns_in(rows, width), found.roles) if len(rows) >= _LEAST else found


def is_choice(cell: str) -> bool:
    return kind_named(cell)[0] in CHOICE_KINDS or names_choice(fold(cell))


def counts(cells: Sequence[str]) -> bool:
    """1, 2, 3 … with a few steps that are larger or start again."""
    figures = [int(cell) for cell in cells if cell.isdecimal() and len(cell) < 7]
    if len(figures) < len(cells) * 0.8 or len(figures) < 2:
        return False
    ones = sum(later == earlier + 1 for earlier, later in itertools.pairwise(figures))
    return ones >= (len(figures) - 1) * 0.7 or (len(set(figures)) == len(figures) and figures == sorted(figures))


def may_be_points(column: Column) -> bool:
    few = len(set(column.cells)) <= max(_FEW, len(column.cells) // 10)
    return few and column.share(AMOUNT.fullmatch) > 0.9 and column.fill > 0.5


def lists_options(cell: str) -> bool:
    folded = fold(cell)
    first = options.leading(folded, 0, len(folded))
    return first is not None and first.label == "A" and len(options.run_from(folded, first, len(folded))) > 1


def holds_options(cell: str) -> bool:
    return lists_options(cell) or PARTED.search(cell) is not None

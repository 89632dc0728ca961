"""What a person says of the sheets of a table: what the columns hold, where the questions begin, what to leave out.

Pure: no Django. Kept with an import as JSON, so that a later reading follows it.
"""

from __future__ import annotations

import re

from pydantic import BaseModel, ConfigDict, Field

from questionbank.formats.columns import ROLES, Role

_COUNTED = re.compile(r"option:[A-Z]|blank:[1-9]|flag:[A-Z]")
_ROWS = re.compile(r"(\d{1,6})(?:\s*[-~–—至到]\s*(\d{1,6}))?")
_MOST_ROWS = 50_000


class SheetChoice(BaseModel):
    """One sheet. Rows and columns count from 0; `first` is the first row of questions, none: the reader finds it."""

    model_config = ConfigDict(extra="forbid")

    name: str = ""
    skip: bool = False
    first: int | None = Field(default=None, ge=0, le=_MOST_ROWS)
    without: list[int] = Field(default_factory=list)
    columns: dict[int, Role] = Field(default_factory=dict)


class TableChoice(BaseModel):
    """All sheets, in the order of the file."""

    model_config = ConfigDict(extra="forbid")

    sheets: list[SheetChoice] = Field(default_factory=list)

    def of(self, index: int, name: str) -> SheetChoice | None:
        """The choice for a sheet: by its place, as long as it still has its name."""
        if index < len(self.sheets) and self.sheets[index].name == name:
            return self.sheets[index]
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def is_role(name: str) -> bool:
    """Whether a column can hold this."""
    return name in ROLES or _COUNTED.fullmatch(name) is not None


def rows_in(text: str) -> list[int]:
    """`3, 8-10` as people count rows → [2, 7, 8, 9]; what is no number is left out."""
    found: set[int] = set()
    for match in _ROWS.finditer(text):
        first = int(match.group(1))
        last = int(match.group(2) or first)
        if 1 <= first <= last <= _MOST_ROWS:
            found.update(range(first - 1, last))
    return sorted(found)


def rows_text(rows: list[int]) -> str:
    """[2, 7, 8, 9] → `3, 8-10`."""
    stretches: list[list[int]] = []
    for row in sorted(rows):
        if stretches and row == stretches[-1][1] + 1:
            stretches[-1][1] = row
        else:
            stretches.append([row, row])
    return ", ".join(str(a + 1) if a == b else f"{a + 1}-{b + 1}" for a, b in stretches)

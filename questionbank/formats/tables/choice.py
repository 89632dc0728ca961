"""What a person says of the sheets of a table: what the columns hold, where the questions begin, what to leave out.

Pure: no Django. Kept with an import as JSON, so that a later reading follows it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from questionbank.document import SheetView
from questionbank.formats.tables.cellkinds import is_key, is_type
from questionbank.formats.tables.columns import ROLES, Role, normalised

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
        """The choice for a sheet: by its place, as long as it has its name, or by its name; the text of a single sheet
        has none."""
        if index < len(self.sheets) and self.sheets[index].name == name:
            return self.sheets[index]
        named = next((sheet for sheet in self.sheets if sheet.name == name), None)
        alone = self.sheets[0] if len(self.sheets) == 1 and not name else None
        return named or alone


def choice_of(views: Sequence[SheetView]) -> TableChoice | None:
    """What a person said of the sheets, where a person did."""
    return said(views) if any(view.chosen for view in views) else None


def said(views: Sequence[SheetView]) -> TableChoice:
    """The sheets as they were read, as if a person had said so."""
    sheets = [
        SheetChoice(
            name=view.name, skip=view.skip, first=view.first, without=list(view.without), columns=dict(view.columns)
        )
        for view in views
    ]
    return TableChoice(sheets=sheets)


def needs_person(views: Sequence[SheetView]) -> bool:
    """Whether no sheet says plainly what its columns hold."""
    return bool(views) and all(view.doubtful or view.skip for view in views)


def shape_of(views: Sequence[SheetView]) -> str:
    """Equal for tables with the same columns."""
    shapes = [view.shape for view in views]
    return hashlib.sha256(json.dumps(shapes, ensure_ascii=False).encode()).hexdigest()


def shape(view: SheetView) -> list[str]:
    """The words of the header, or what the cells of each column are."""
    return _header(view) or _cells(view)


def _header(view: SheetView) -> list[str]:
    at = view.first - 1 - view.start
    return [normalised(cell) for cell in view.rows[at]] if 0 <= at < len(view.rows) else []


def _cells(view: SheetView) -> list[str]:
    """One letter for each column, by most of its cells."""
    columns = zip(*view.rows, strict=False)
    return [Counter(map(_class, filter(None, cells))).most_common(1)[0][0] if any(cells) else "" for cells in columns]


def _class(cell: str) -> str:
    if is_type(cell):
        return "kind"
    if is_key(cell):
        return "key"
    return "number" if cell.replace(".", "", 1).isdigit() else "text"


def is_role(name: str) -> bool:
    """Whether a column can hold this."""
    return name in ROLES or _COUNTED.fullmatch(name) is not None


def rows_in(text: str) -> list[int]:
    """`3, 8-10` as people count rows → [2, 7, 8, 9]; what is no number is left out."""
    given = ((int(match.group(1)), int(match.group(2) or match.group(1))) for match in _ROWS.finditer(text))
    rows: list[int] = []
    end = 0
    # A row is counted once, however often it is given: ten thousand times the whole sheet is still one sheet.
    for first, last in sorted(pair for pair in given if 1 <= pair[0] <= pair[1] <= _MOST_ROWS):
        rows.extend(range(max(first - 1, end), last))
        end = max(end, last)
    return rows


def rows_text(rows: list[int]) -> str:
    """[2, 7, 8, 9] → `3, 8-10`."""
    stretches: list[list[int]] = []
    for row in sorted(rows):
        if stretches and row == stretches[-1][1] + 1:
            stretches[-1][1] = row
        else:
            stretches.append([row, row])
    return ", ".join(str(a + 1) if a == b else f"{a + 1}-{b + 1}" for a, b in stretches)

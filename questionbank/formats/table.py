"""Tables of questions as documents: sheets in, items with spans and diagnostics out. Pure: no Django."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from questionbank.content import AnswerPoint, ItemKind
from questionbank.document import Diagnostic, Document, DraftItem, DraftSection, Severity, Skipped
from questionbank.formats.columns import Columns, Role, columns_of, kind_named
from questionbank.formats.rowdrafts import RowDraft, RowReader
from questionbank.formats.sheet import Grid, Place, column_letter
from questionbank.formats.tabletext import Cells, TableText, table_text
from questionbank.parsing import coverage, remarks
from questionbank.parsing.build import Builder, Built
from questionbank.parsing.checks import document_checks, item_checks
from questionbank.parsing.fold import fold

_SPLIT = re.compile(r"[\s,，、;；/|]+")
_NOTES = {"unknown-type": Severity.WARNING, "truth-by-letter": Severity.WARNING, "key-by-number": Severity.WARNING}


@dataclass(slots=True)
class Sheet:
    """One sheet with its columns; none when nothing in it looks like questions."""

    cells: Cells
    columns: Columns | None
    section: DraftSection | None = None


@dataclass(slots=True)
class Reading:
    """The document under construction."""

    text: TableText
    document: Document
    drafts: list[tuple[RowDraft, Sheet]] = field(default_factory=list)


def read_table(grids: Iterable[Grid], mapping: Mapping[int, Role] | None = None) -> Document:
    """The questions of all sheets. `mapping` says what the columns (from 0) of every sheet hold."""
    used = _used([grid for grid in grids if grid.rows], mapping)
    titled = len(used) > 1
    text = table_text([(grid, titled or kind_named(grid.name)[0] is not None) for grid, _ in used])
    reading = Reading(text, Document(text=text.text, repairs=text.repairs))
    sheets = [Sheet(cells, columns) for cells, (_, columns) in zip(text.sheets, used, strict=True)]
    for sheet in sheets:
        _read_sheet(reading, sheet)
    _build(reading)
    for sheet in sheets:
        _skip_rest(reading.document, sheet)
    reading.document.diagnostics += document_checks(reading.document)
    _cover(reading.document)
    return reading.document


def _used(grids: list[Grid], mapping: Mapping[int, Role] | None) -> list[tuple[Grid, Columns | None]]:
    """Sheets with questions; sheets without (lists of choices, hidden helpers) only count when there are no others."""
    found = [(grid, columns_of(grid.rows, mapping)) for grid in grids if not grid.hidden]
    known = [pair for pair in found if pair[1] is not None]
    return [pair for pair in known if pair[1] and not pair[1].guessed] or known or found


def _read_sheet(reading: Reading, sheet: Sheet) -> None:
    start, end = sheet.cells.title
    if sheet.columns is None:
        reading.document.diagnostics.append(Diagnostic(code="columns-unknown", severity=Severity.ERROR, start=start))
        return
    default = kind_named(sheet.cells.grid.name)
    if start < end:
        kind = default[0] if isinstance(default[0], ItemKind) else None
        title = reading.text.text[start:end]
        identity = f"s{len(reading.document.sections) + 1}"
        sheet.section = DraftSection(id=identity, title=title, heading=title, kind=kind, start=start, end=end)
        reading.document.sections.append(sheet.section)
    if sheet.columns.guessed:
        reading.document.diagnostics.append(_guess(sheet.columns))
    for found in RowReader(reading.text, sheet.cells, sheet.columns, default).rows():
        if isinstance(found, RowDraft):
            _take(reading, sheet, found)
        else:
            _refuse_row(reading.document, sheet.cells, found, "row-without-question", {"row": found + 1})


def _guess(columns: Columns) -> Diagnostic:
    options = [column_letter(at) for _, at in columns.all_of("option")]
    stem, key = columns.of("stem"), columns.of("key")
    params: dict[str, str | int] = {
        "stem": column_letter(stem or 0),
        "key": column_letter(key or 0),
        "options": " ".join(options) or "-",
    }
    return Diagnostic(code="columns-guessed", severity=Severity.WARNING, params=params)


def _take(reading: Reading, sheet: Sheet, found: RowDraft) -> None:
    if found.kind == "unsupported":
        params: dict[str, str | int] = {"row": found.draft.line + 1, "type": found.type_name[:40]}
        rows = sorted({row for row, _ in found.places})
        for row in rows:
            _refuse_row(reading.document, sheet.cells, row, "unsupported-question", params, tell=row == rows[0])
    else:
        reading.drafts.append((found, sheet))


def _refuse_row(
    document: Document, cells: Cells, row: int, code: str, params: dict[str, str | int], *, tell: bool = True
) -> None:
    start, end = _extent(cells, row)
    document.skipped.append(Skipped(start=start, end=end, reason=code))
    if tell:
        document.diagnostics.append(
            Diagnostic(code=code, severity=Severity.WARNING, start=start, end=end, params=params)
        )


def _extent(cells: Cells, row: int) -> tuple[int, int]:
    spans = [cells.spans[row, column] for column in range(len(cells.grid.rows[row])) if (row, column) in cells.spans]
    return min((span[0] for span in spans), default=0), max((span[1] for span in spans), default=0)


# --- items ------------------------------------------------------------------------------------------------------


def _build(reading: Reading) -> None:
    made = [(found, sheet, _built(reading, found, sheet, index)) for index, (found, sheet) in enumerate(reading.drafts)]
    several = _codes_of_several((found, built) for found, _, built in made)
    for index, (found, sheet, built) in enumerate(made):
        if found.type_name in several and built.item.kind is ItemKind.SINGLE_CHOICE:
            built.item.kind = ItemKind.MULTIPLE_CHOICE
        _complete(built.item, found, reading, sheet)
        reading.document.items.append(built.item)
        reading.document.diagnostics += item_checks(built)
        reading.document.diagnostics += _remarks(built.item, found, sheet)
        built.item.id = f"i{index + 1}"


def _built(reading: Reading, found: RowDraft, sheet: Sheet, index: int) -> Built:
    section = sheet.section.id if sheet.section else None
    return Builder(reading.text.text, reading.text.folded, found.draft).build(f"i{index + 1}", section)


def _codes_of_several(made: Iterable[tuple[RowDraft, Built]]) -> set[str]:
    """Types given as numbers: one that any question with several right options has means multiple choice."""
    return {
        found.type_name
        for found, built in made
        if found.type_name.isdigit() and built.item.kind is ItemKind.MULTIPLE_CHOICE
    }


def _complete(item: DraftItem, found: RowDraft, reading: Reading, sheet: Sheet) -> None:
    """What tables have in columns of their own: blanks, tags, other accepted answers."""
    if found.blanks:
        _fill_blanks(item, found.blanks, _is_per_blank(sheet))
    for tag in filter(None, _SPLIT.split(found.tags)):
        level = remarks.difficulty_of(fold(tag))
        if level is None:
            item.topics.append(tag)
        elif item.difficulty is None:
            item.difficulty = level
    if found.accepted and item.kind is ItemKind.SHORT_ANSWER:
        item.accepted_answers += [part for part in re.split(r"\s*[\n|;；]\s*", found.accepted) if part]
    if sheet.columns is not None and sheet.columns.guessed:
        item.status = "check"


def _is_per_blank(sheet: Sheet) -> bool:
    columns = sheet.columns
    column = columns.of("points") if columns else None
    if columns is None or columns.header is None or column is None:
        return False
    return "空" in sheet.cells.grid.rows[columns.header][column]


def _fill_blanks(item: DraftItem, blanks: list[str], per_blank: bool) -> None:
    """One blank is an accepted answer; several are points that each must be said."""
    each = item.points if per_blank else None
    if item.points is not None and per_blank:
        item.points = item.points * Decimal(len(blanks))
    if len(blanks) == 1:
        item.accepted_answers = [part for part in re.split(r"\s*[|/]\s*", blanks[0]) if part]
    else:
        item.answer_points = [AnswerPoint(text=blank, points=each) for blank in blanks]


def _remarks(item: DraftItem, found: RowDraft, sheet: Sheet) -> list[Diagnostic]:
    grid = sheet.cells.grid
    told: list[tuple[str, dict[str, str | int]]] = [(note, {"type": found.type_name[:40]}) for note in found.notes]
    for code, places in (("formula-cell", grid.formulas), ("date-cell", grid.dates)):
        cells = [place for place in found.places if place in places] if places else []
        if cells:
            told.append((code, {"cells": " ".join(_name(place) for place in cells[:5])}))
    if told:
        item.status = "check"
    start = min((span.start for span in item.spans), default=None)
    return [
        Diagnostic(code=code, severity=Severity.WARNING, section=item.section, item=item.id, start=start, params=params)
        for code, params in told
    ]


def _name(place: Place) -> str:
    return f"{column_letter(place[1])}{place[0] + 1}"


# --- what is no question ----------------------------------------------------------------------------------------


def _skip_rest(document: Document, sheet: Sheet) -> None:
    """Title rows, the header, and cells of columns that nothing is read from."""
    columns, cells = sheet.columns, sheet.cells
    if columns is None:
        return
    header = -1 if columns.header is None else columns.header
    for row in range(header + 1):
        start, end = _extent(cells, row)
        if start < end:
            document.skipped.append(Skipped(start=start, end=end, reason="header" if row == header else "title"))
    if header > 0 and not document.title:
        document.title = next((cell for row in cells.grid.rows[:header] for cell in row if cell), "")
    unread: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (row, column), span in cells.spans.items():
        if row > header and column not in columns.roles:
            unread[column].append(span)
    for column, spans in sorted(unread.items()):
        document.skipped += [Skipped(start=start, end=end, reason="column-not-read") for start, end in spans]
        params: dict[str, str | int] = {"column": column_letter(column), "count": len(spans)}
        document.diagnostics.append(
            Diagnostic(code="column-not-read", severity=Severity.INFO, start=spans[0][0], params=params)
        )


def _cover(document: Document) -> None:
    """Close the coverage rule: what nothing claimed is skipped with a reason and a notice."""
    regions: list[tuple[int, int]] = [(span.start, span.end) for item in document.items for span in item.spans]
    regions += [(section.start, section.end) for section in document.sections]
    regions += [(skip.start, skip.end) for skip in document.skipped]
    for start, end, visible in coverage.gaps(document.text or "", regions):
        document.skipped.append(Skipped(start=start, end=end, reason="unassigned" if visible else "invisible"))
        if visible:
            document.diagnostics.append(
                Diagnostic(code="skipped-text", severity=Severity.WARNING, start=start, end=end)
            )
    document.skipped.sort(key=lambda skip: (skip.start, skip.end))


def overview(grids: Sequence[Grid], mapping: Mapping[int, Role] | None = None) -> list[dict[str, object]]:
    """What a page that asks for the columns shows: for each sheet its name, roles by column, and the first rows."""
    return [
        {
            "name": grid.name,
            "header": columns.header if columns else None,
            "guessed": columns is None or columns.guessed,
            "roles": dict(columns.roles) if columns else {},
            "rows": grid.rows[:5],
        }
        for grid in grids
        if grid.rows
        for columns in [columns_of(grid.rows, mapping)]
    ]

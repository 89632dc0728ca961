"""Tables of questions as documents: sheets in, items with spans and diagnostics out. Pure: no Django."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from questionbank.content import ItemKind
from questionbank.document import Diagnostic, Document, DraftSection, Severity, SheetView, Skipped
from questionbank.formats.tables.bands import banded
from questionbank.formats.tables.blocks import Block, Layout, layout_of
from questionbank.formats.tables.cellkinds import Kind, sheet_kind
from questionbank.formats.tables.choice import SheetChoice, TableChoice, shape
from questionbank.formats.tables.columns import Columns, Role, columns_of, with_content
from questionbank.formats.tables.completing import completed, unexplained_kinds
from questionbank.formats.tables.guess import guessed
from questionbank.formats.tables.keysheets import keys_in, with_keys, with_rows_of_keys
from questionbank.formats.tables.merged import spread
from questionbank.formats.tables.optionrows import say_once
from questionbank.formats.tables.realign import realign
from questionbank.formats.tables.rowdrafts import RowReader
from questionbank.formats.tables.rowitems import Found, found_in, items_of
from questionbank.formats.tables.rows import RowDraft
from questionbank.formats.tables.tabletext import Cells, TableText, table_text
from questionbank.formats.tables.upright import upright
from questionbank.formats.tables.webtext import without_markup
from questionbank.formats.workbooks.sheet import Grid, column_letter
from questionbank.parsing import parse_text
from questionbank.parsing.items import coverage
from questionbank.parsing.items.checks import document_checks, section_checks
from questionbank.parsing.words.headings import Heading

_EXAMPLES = re.compile(r"(?:此|本)(?:sheet|表|页|工作表)\s*[是为]?\s*(?:示例|样例|例子)", re.IGNORECASE)
_PREVIEWED = 12
_LONGEST_SHOWN = 160
_MOST_SHOWN = 60
_MOSTLY = 0.8


@dataclass(slots=True)
class Sheet:
    """One sheet with its columns (none when nothing in it looks like questions) and its rows in blocks."""

    cells: Cells
    columns: Columns | None
    choice: SheetChoice | None = None
    layout: Layout | None = None


@dataclass(slots=True)
class Reading:
    """The document under construction."""

    text: TableText
    document: Document
    found: list[Found] = field(default_factory=list)
    headings: dict[str, Heading] = field(default_factory=dict)


def read_table(
    grids: Iterable[Grid], mapping: Mapping[int, Role] | None = None, choice: TableChoice | None = None
) -> Document:
    """The questions of all sheets. `mapping` says what the columns (from 0) of every sheet hold, `choice` what those
    of each sheet do."""
    given = [_upright(grid) for grid in grids if grid.rows]
    used, unused = _used(given, mapping, choice)
    for grid, judged in used:
        if judged.columns is not None:
            spread(grid, judged.columns)
            say_once(grid, judged.columns)
            grid.moved |= realign(grid.rows, judged.columns)
    views = overview(given, choice)
    if not any(sheet.columns for _, sheet in used) and choice is None and mapping is None:
        plain = _as_text(given)
        if plain is not None:
            plain.sheets = views
            return plain
    named = [(grid, len(used) > 1 or sheet_kind(grid.name)[0] is not None) for grid, _ in used]
    text = table_text(named)
    reading = Reading(text, Document(text=text.text, repairs=text.repairs, sheets=views))
    reading.document.diagnostics += [_unread(grid) for grid in unused]
    sheets = [Sheet(cells, one.columns, one.choice) for cells, (_, one) in zip(text.sheets, used, strict=True)]
    for sheet in sheets:
        _read_sheet(reading, sheet)
    reading.document.items, told = items_of(reading.found)
    reading.document.diagnostics += told
    _check_sections(reading)
    for sheet in sheets:
        _skip_rest(reading.document, sheet)
    document = reading.document
    document.diagnostics += document_checks(document)
    document.diagnostics += coverage.close(document.text or "", coverage.claimed(document), document.skipped)
    return document


@dataclass(slots=True)
class _Judged:
    columns: Columns | None
    choice: SheetChoice | None = None


def _used(
    grids: list[Grid], mapping: Mapping[int, Role] | None, choice: TableChoice | None
) -> tuple[list[tuple[Grid, _Judged]], list[Grid]]:
    """Sheets with questions, and the others. Sheets without (lists of choices, hidden helpers, instructions) only
    count when there are no others."""
    if choice is not None:
        _used(grids, mapping, None)  # the person saw the sheets with the keys of another one
        return _chosen(grids, choice)
    found = [(grid, _Judged(_columns(grid, mapping))) for grid in grids if not grid.hidden]
    known = [pair for pair in found if pair[1].columns is not None]
    sure = [id(grid) for grid, one in known if one.columns and (one.columns.plain or not one.columns.guessed)]
    known = [pair for pair in known if not sure or id(pair[0]) in sure or sheet_kind(pair[0].name)[0] is not None]
    used = _without_examples(known or found)
    kept = {id(grid) for grid, _ in used}
    others = [grid for grid in grids if id(grid) not in kept]
    return used, _without_keys(used, others, mapping)


def _without_keys(
    used: list[tuple[Grid, _Judged]], others: list[Grid], mapping: Mapping[int, Role] | None
) -> list[Grid]:
    """The other sheets, without one whose keys went to the questions of the only sheet that has any."""
    if len(used) != 1 or used[0][1].columns is None or mapping is not None:
        return others
    grid, judged = used[0]
    for other in others:
        told = judged.columns
        if told and (with_keys(grid, told, keys_in(other)) or with_rows_of_keys(grid, told, other)):
            judged.columns = _columns(grid, None)
            return [one for one in others if one is not other]
    return others


def _upright(grid: Grid) -> Grid:
    """Forms with one question each are turned into rows, columns of levels into one; markup of web pages goes."""
    grid.markup += without_markup(grid.rows)
    rows = upright(grid.rows)
    if rows is grid.rows:
        levels = banded(rows)
        return grid if levels is rows else replace(grid, rows=[list(row) for row in levels])
    width = max(map(len, rows), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    return Grid(grid.name, [list(row) for row in banded(padded)], hidden=grid.hidden, markup=grid.markup)


def _columns(grid: Grid, mapping: Mapping[int, Role] | None) -> Columns | None:
    if (named := columns_of(grid.rows, mapping)) is None:
        return guessed(grid.rows, sheet_kind(grid.name)[0])
    return named if mapping is not None else completed(named, grid.rows)


def _chosen(grids: list[Grid], choice: TableChoice) -> tuple[list[tuple[Grid, _Judged]], list[Grid]]:
    used, unused = [], []
    for index, grid in enumerate(grids):
        one = choice.of(index, grid.name)
        if one is None or one.skip or "stem" not in one.columns.values():
            unused.append(grid)
        else:
            header = one.first - 1 if one.first is not None else _header_of(grid)
            columns = with_content(
                Columns(header if header is not None and header >= 0 else None, dict(one.columns)), grid.rows
            )
            columns.roles = dict(one.columns)
            used.append((grid, _Judged(columns, one)))
    return used, unused


def _header_of(grid: Grid) -> int | None:
    found = _columns(grid, None)
    return found.header if found else None


def _without_examples(used: list[tuple[Grid, _Judged]]) -> list[tuple[Grid, _Judged]]:
    """Without sheets of examples, when others are left."""
    kept = [pair for pair in used if not _is_example(pair[0])]
    return kept if any(len(grid.rows) > 1 for grid, _ in kept) else used


def _is_example(grid: Grid) -> bool:
    told = grid.name + "".join(grid.rows[0][:1] if grid.rows else ())
    return _EXAMPLES.search(told) is not None or any(
        word in grid.name for word in ("示例", "样例", "填写说明", "模板说明")
    )


def _unread(grid: Grid) -> Diagnostic:
    code = "hidden-sheet" if grid.hidden else "sheet-not-read"
    return Diagnostic(code=code, severity=Severity.INFO, params={"sheet": grid.name[:40], "rows": len(grid.rows)})


def _as_text(grids: list[Grid]) -> Document | None:
    """A paper written down a column, line by line."""
    rows = [[cell for cell in row if cell] for grid in grids if not grid.hidden for row in grid.rows]
    used = [row for row in rows if row]
    if sum(len(row) == 1 for row in used) < len(used) * _MOSTLY or len(used) < 2:
        return None
    found = parse_text("\n".join("  ".join(row) for row in rows))
    return found if found.items else None


def _read_sheet(reading: Reading, sheet: Sheet) -> None:
    start, end = sheet.cells.title
    if sheet.columns is None:
        reading.document.diagnostics.append(Diagnostic(code="columns-unknown", severity=Severity.ERROR, start=start))
        return
    default = sheet_kind(sheet.cells.grid.name)
    section = _section(reading, start, end, default[0], None) if start < end else None
    if sheet.columns.guessed:
        reading.document.diagnostics.append(_guess(sheet.columns, sheet.cells.grid.rows))
    if count := sheet.cells.grid.markup:
        reading.document.diagnostics.append(_note("markup-removed", count=count))
    skipped = frozenset(sheet.choice.without) if sheet.choice else None
    sheet.layout = layout_of(sheet.cells, sheet.columns, skipped)
    for row, reason in sheet.layout.left.items():
        _leave(reading.document, sheet.cells, row, reason)
    for block in sheet.layout.blocks:
        below = default
        if block.heading is not None:
            below = (block.heading.kind, block.heading.genre) if block.heading.declares else default
            section = _section(reading, *block.title, below[0], block.heading)
        _read_block(reading, sheet, block, below, section)


def _section(reading: Reading, start: int, end: int, kind: Kind, heading: Heading | None) -> DraftSection:
    title = reading.text.text[start:end]
    made = DraftSection(id=f"s{len(reading.document.sections) + 1}", title=title, heading=title, start=start, end=end)
    made.kind = kind if isinstance(kind, ItemKind) else None
    if heading is not None:
        made.title = title[heading.body : heading.body + len(heading.title)] if heading.title in title else title
        made.points_each, made.declared_count = heading.points_each, heading.count
        made.declared_points, made.minutes, made.policy = heading.total, heading.minutes, heading.policy
        reading.headings[made.id] = heading
    reading.document.sections.append(made)
    return made


def _read_block(
    reading: Reading, sheet: Sheet, block: Block, default: tuple[Kind, str | None], section: DraftSection | None
) -> None:
    reader = RowReader(reading.text, sheet.cells, block, default)
    for found in reader.rows():
        if isinstance(found, RowDraft):
            _take(reading, sheet, block, found, section)
        else:
            _refuse_row(reading.document, sheet.cells, found, "row-without-question", {"row": found + 1})
    if reader.counted:
        reading.document.diagnostics.append(_note("keys-by-number", count=reader.counted))


def _note(code: str, **params: str | int) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.INFO, params=params)


def _guess(columns: Columns, rows: Sequence[Sequence[str]]) -> Diagnostic:
    if figures := unexplained_kinds(columns, rows):
        told = {"column": column_letter(columns.of("type") or 0), "figures": figures}
        return Diagnostic(code="kinds-unexplained", severity=Severity.WARNING, params=told)
    options = [column_letter(at) for _, at in columns.all_of("option")]
    together = columns.of("options")
    options += [column_letter(together)] if together is not None else []
    stem, key = columns.of("stem"), columns.of("key")
    params: dict[str, str | int] = {
        "stem": column_letter(stem or 0),
        "key": "-" if key is None else column_letter(key),
        "options": " ".join(options) or "-",
    }
    code, severity = ("columns-plain", Severity.INFO) if columns.plain else ("columns-guessed", Severity.WARNING)
    return Diagnostic(code=code, severity=severity, params=params)


def _take(reading: Reading, sheet: Sheet, block: Block, found: RowDraft, section: DraftSection | None) -> None:
    if found.kind == "unsupported":
        params: dict[str, str | int] = {"row": found.draft.line + 1, "type": found.type_name[:40]}
        rows = sorted({row for row, _ in found.places})
        for row in rows:
            _refuse_row(reading.document, sheet.cells, row, "unsupported-question", params, tell=row == rows[0])
    else:
        reading.found.append(
            found_in(reading.text, len(reading.found), found, sheet.cells.grid, block.columns, section)
        )


def _leave(document: Document, cells: Cells, row: int, reason: str) -> None:
    """A row that is no question: a header is plain to see, everything else is told."""
    if reason == "header":
        start, end = cells.extent(row)
        document.skipped.append(Skipped(start=start, end=end, reason="header"))
    else:
        _refuse_row(document, cells, row, reason, {"row": row + 1}, severity=Severity.INFO)


def _refuse_row(
    document: Document,
    cells: Cells,
    row: int,
    code: str,
    params: dict[str, str | int],
    *,
    tell: bool = True,
    severity: Severity = Severity.WARNING,
) -> None:
    start, end = cells.extent(row)
    document.skipped.append(Skipped(start=start, end=end, reason=code))
    if tell:
        document.diagnostics.append(Diagnostic(code=code, severity=severity, start=start, end=end, params=params))


def _check_sections(reading: Reading) -> None:
    by_section = defaultdict(list)
    for item in reading.document.items:
        by_section[item.section].append(item)
    for section in reading.document.sections:
        heading = reading.headings.get(section.id)
        if heading is not None:
            where = (section.start, section.end)
            reading.document.diagnostics += section_checks(section, by_section[section.id], where, heading.cut)


# --- what is no question ----------------------------------------------------------------------------------------


def _skip_rest(document: Document, sheet: Sheet) -> None:
    """Title rows, the header, and cells of columns that nothing is read from."""
    columns, cells = sheet.columns, sheet.cells
    if columns is None or sheet.layout is None:
        return
    header = -1 if columns.header is None else columns.header
    headed = {block.title[0] for block in sheet.layout.blocks if block.heading is not None}
    for row in range(header + 1):
        start, end = cells.extent(row)
        if start < end and start not in headed:
            document.skipped.append(Skipped(start=start, end=end, reason="header" if row == header else "title"))
    if header > 0 and not document.title:
        document.title = next((cell for row in cells.grid.rows[:header] for cell in row if cell), "")
    unread: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for block in sheet.layout.blocks:
        free = [at for at in range(len(cells.grid.rows[0])) if at not in block.columns.roles]
        for row in block.rows if free else ():
            for column in free:
                span = cells.span(row, column)
                if span is not None:
                    unread[column].append(span)
    for column, spans in sorted(unread.items()):
        document.skipped += [Skipped(start=start, end=end, reason="column-not-read") for start, end in spans]
        params: dict[str, str | int] = {"column": column_letter(column), "count": len(spans)}
        document.diagnostics.append(
            Diagnostic(code="column-not-read", severity=Severity.INFO, start=spans[0][0], params=params)
        )


def overview(grids: Sequence[Grid], choice: TableChoice | None = None) -> list[SheetView]:
    """What a page that asks for the columns shows of each sheet."""
    return [_view(grid, index, choice) for index, grid in enumerate(grids)]


def _view(grid: Grid, index: int, choice: TableChoice | None) -> SheetView:
    columns = _columns(grid, None)
    header = columns.header if columns else None
    view = SheetView(name=grid.name, count=len(grid.rows), first=0 if header is None else header + 1)
    view.columns = dict(columns.roles) if columns else {}
    view.doubtful = columns is None or (columns.guessed and not columns.plain)
    view.skip = grid.hidden or columns is None
    _show(view, grid)
    view.shape = shape(view)
    one = choice.of(index, grid.name) if choice else None
    if one is not None:
        view.columns, view.skip, view.without = dict(one.columns), one.skip, list(one.without)
        view.first = view.first if one.first is None else one.first
        view.chosen, view.doubtful = True, False
        _show(view, grid)
    return view


def _show(view: SheetView, grid: Grid) -> None:
    """The rows around the first question."""
    view.start = max(0, min(view.first - 2, len(grid.rows) - _PREVIEWED))
    shown = grid.rows[view.start : view.start + _PREVIEWED]
    view.rows = [[cell[:_LONGEST_SHOWN] for cell in row[:_MOST_SHOWN]] for row in shown]

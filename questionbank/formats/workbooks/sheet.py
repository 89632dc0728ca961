"""Spreadsheets as grids of text: .xlsx, .xls and .ods by their bytes, .csv by its text. Pure: no Django."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from questionbank.formats.package import Package
from questionbank.formats.unreadable import Unreadable
from questionbank.formats.workbooks import biff
from questionbank.formats.workbooks.cellstyles import looks
from questionbank.formats.workbooks.numberformats import Place, place, seen, telling
from questionbank.formats.workbooks.oldlooks import looks_of_old, looks_of_open
from questionbank.formats.workbooks.shown import codes_of_old, texts_of_open

CellValue = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta
MAX_ROWS = 50_000
MAX_COLUMNS = 200
_FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?f[\s/>]')
_SHEET = re.compile(r"xl/(?:work|macro|chart|dialog)sheets/", re.IGNORECASE)
_TEXTS = re.compile(rb"""\buniqueCount\s*=\s*["']\s*(\d{1,30})""")
_PARTS = re.compile(
    r"(?:\[Content_Types\]\.xml|_rels/\.rels|xl/[^/]+\.(?:xml|bin)|xl/_rels/[^/]+\.rels|xl/worksheets/[^/]+\.(?:xml|bin))",
    re.IGNORECASE,
)
_OPEN_DOCUMENT = re.compile(r"(?:mimetype|content\.xml|styles\.xml|meta\.xml|settings\.xml|META-INF/manifest\.xml)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DELIMITERS = ",;\t"
_PRECISION = ".15g"
_LONGEST = 1e21
_LARGEST = 1e15  # spreadsheets keep 15 digits; zeros stand for the others


@dataclass(slots=True)
class Grid:
    """One sheet: text cells, rows without the empty ones at the end. `formulas` and `dates` are places to doubt."""

    name: str
    rows: list[list[str]]
    formulas: set[Place] = field(default_factory=set)
    dates: set[Place] = field(default_factory=set)
    hidden: bool = False
    merged: list[tuple[Place, Place]] = field(default_factory=list)  # first and last cell of each
    moved: set[int] = field(default_factory=set)  # rows whose cells stood in other columns
    markup: int = 0  # cells whose markup was taken out
    looks: Callable[[], Mapping[Place, frozenset[str]]] = dict  # marks of cells, which few tables need


def read_workbook(data: bytes, package: Package | None) -> list[Grid]:
    """The sheets of a workbook; `package` is the checked zip of it, none for old .xls files."""
    formulas: dict[int, set[Place]] = {}
    codes: dict[int, dict[Place, str]] = {}
    texts: dict[int, dict[Place, str]] = {}
    members: dict[int, str] = {}
    if package is not None:
        names = [name for name in package.names if _PARTS.fullmatch(name) or _OPEN_DOCUMENT.fullmatch(name)]
        data = package.repacked(names)
        clean_package = Package(data)
        check_well_formed(clean_package)
        members = _members(clean_package)
        formulas, codes = _formulas(clean_package, members), telling(clean_package, members)
        texts = texts_of_open(clean_package)
    try:
        for extent in biff.extents(data) if package is None else ():
            _check_extent(*extent)
        grids = _grids(data, formulas, codes if package is not None else codes_of_old(data))
        for index, grid in enumerate(grids):
            _show(grid, texts.get(index, {}))
            grid.looks = partial(_looks, data if package is None else clean_package, index, members.get(index))
        return grids
    except PasswordError as error:
        raise Unreadable("encrypted") from error
    except (CalamineError, ValueError, OSError, OverflowError) as error:
        raise Unreadable("broken-package") from error
    except BaseException as error:
        # What Rust calls a panic is no Exception in Python.
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable("broken-package") from error


def _looks(book: bytes | Package, index: int, member: str | None) -> Mapping[Place, frozenset[str]]:
    """The marks of the cells of a sheet; `book` is an old workbook, or the package of any other."""
    if isinstance(book, bytes):
        return looks_of_old(book, index)
    return looks(book, member) if member else looks_of_open(book, index)


def check_well_formed(package: Package) -> None:
    """The reader of spreadsheets goes round for ever in XML whose elements do not end, and dies of a table of texts
    that claims to be larger than any. Raises `Unreadable`."""
    for name in package.names:
        if not name.lower().endswith((".xml", ".rels")):
            continue
        data = package.read(name)
        # It makes room for as many texts as the table of texts says it holds; each would take some bytes here.
        if any(int(count) > len(data) for count in _TEXTS.findall(data.replace(b"\0", b""))):
            raise Unreadable("broken-package")
        try:
            expat.ParserCreate().Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError) as error:  # the last two: an encoding that it has not
            raise Unreadable("broken-package") from error


def _grids(data: bytes, formulas: dict[int, set[Place]], codes: dict[int, dict[Place, str]]) -> list[Grid]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    grids = []
    known: dict[str, str] = {}
    for index, name in enumerate(book.sheet_names):
        sheet = book.get_sheet_by_index(index)
        hidden = book.sheets_metadata[index].visible is not SheetVisibleEnum.Visible
        if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
            _check_extent(sheet.total_height, sheet.total_width)
        grid = Grid(name, [], formulas.get(index, set()), hidden=hidden)
        values = sheet.to_python(skip_empty_area=False)
        for cells in values:
            _take(grid, cells, known)
        for (row, column), code in codes.get(index, {}).items():
            shown = seen(values[row][column], code) if row < len(values) and column < len(values[row]) else None
            if shown is not None:
                grid.rows[row][column] = clean(shown)
        grid.merged = list(sheet.merged_cell_ranges or [])
        grids.append(_trimmed(grid))
    return grids


def _show(grid: Grid, texts: dict[Place, str]) -> None:
    """Write the texts of an open workbook over the numbers that they show."""
    for (row, column), text in texts.items():
        if row < len(grid.rows) and column < len(grid.rows[row]) and grid.rows[row][column]:
            grid.rows[row][column] = clean(text)


def _check_extent(height: int, width: int) -> None:
    """Excel's last row and column are in use in hostile or carelessly formatted files alike."""
    if height * width > MAX_ROWS * MAX_COLUMNS:
        raise Unreadable("too-many-rows", limit=str(MAX_ROWS))


def _take(grid: Grid, values: list[CellValue], known: dict[str, str]) -> None:
    """Add a row of cells; `known` holds the text of each string, because a table says the same again and again."""
    row = []
    for column, value in enumerate(values):
        if type(value) is str:
            taken = known.get(value)
            if taken is None:
                taken = known[value] = cell_text(value)
        else:
            taken = cell_text(value)
            if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
                grid.dates.add((len(grid.rows), column))
        row.append(taken)
    grid.rows.append(row)


def cell_text(value: CellValue) -> str:
    """A cell as people read it: 80.0 is `80`, midnight is a date, TRUE is `TRUE`."""
    if isinstance(value, str):
        return clean(_ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), value) if "_x" in value else value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < _LARGEST:
            return str(int(value))
        shown = format(value, _PRECISION)
        return format(Decimal(shown), "f") if _LARGEST <= abs(value) < _LONGEST else shown
    if isinstance(value, datetime.datetime):
        whole = value.time() == datetime.time()
        return value.date().isoformat() if whole else value.isoformat(" ", "seconds")
    return str(value)


def clean(text: str) -> str:
    """Line ends as newlines, tabs and hard blanks as blanks, nothing invisible, no blanks at the sides."""
    if _UNCLEAN.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CLEANED)
    return text.strip().strip("║").strip()


_CLEANED = {
    **dict.fromkeys([*range(9), *range(0x0E, 0x20), 0x7F, 0x200B, 0x2060, 0xFEFF, *range(0xD800, 0xE000)]),
    **dict.fromkeys([0x09, 0xA0], " "),
    **dict.fromkeys([0x0B, 0x0C, 0x85, 0x2028, 0x2029], "\n"),
}


_UNCLEAN = re.compile("[" + "".join(re.escape(chr(code)) for code in (0x0D, *_CLEANED)) + "]")


def _trimmed(grid: Grid) -> Grid:
    while grid.rows and not any(grid.rows[-1]):
        grid.rows.pop()
    return grid


def _members(package: Package) -> dict[int, str]:
    """The member that holds each sheet, as the workbook lists its sheets."""
    if "xl/workbook.xml" not in package:
        return {}
    relations = package.relationships("xl/workbook.xml")
    found = {}
    for index, sheet in enumerate(package.xml("xl/workbook.xml").iter("{*}sheet")):
        identity = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        relation = relations.get(str(identity))
        if relation and relation.target:
            found[index] = relation.target
    return found


def _formulas(package: Package, members: dict[int, str]) -> dict[int, set[Place]]:
    """Cells with formulas by the number of the sheet."""
    found = {}
    for index, name in members.items():
        data = package.read(name)
        places = _FORMULA.finditer(data) if b"<f" in data or b":f" in data else ()
        found[index] = {place(match[1].decode(), match[2].decode()) for match in places}
    return found


def column_letter(index: int) -> str:
    """A … Z, AA … as spreadsheets name their columns."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def read_csv(text: str) -> Grid:
    """Values parted by commas, semicolons or tabs, whichever parts the first lines most evenly."""
    text = text.removeprefix("\ufeff")
    rows = [[clean(cell) for cell in row] for row in _rows(text, delimiter_of(text))]
    if any(len(row) > MAX_COLUMNS for row in rows) or len(rows) > MAX_ROWS:
        raise Unreadable("too-many-rows", limit=str(MAX_ROWS))
    width = max(map(len, rows), default=0)
    return _trimmed(Grid("", [row + [""] * (width - len(row)) for row in rows]))


def _rows(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable("broken-table") from error


def delimiter_of(text: str) -> str:
    """The sign that gives the first rows the same number of cells, and the most of them."""
    head = "\n".join(text.splitlines()[:30])

    def score(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(head), delimiter=delimiter) if row]
        except csv.Error:
            return 0, 0
        common = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(common) if common > 1 else 0), common

    return max(_DELIMITERS, key=score)

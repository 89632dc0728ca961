"""Spreadsheets of other programs than Excel of today, made for tests: .xls (BIFF8 in a compound file) and .ods.

Compound file: Microsoft's [MS-CFB], version 3, 512-byte sectors; records: [MS-XLS].
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from html import escape

from tests.questionbank.formats.office import zipped

SECTOR = 512
END, FAT, FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
# Smaller streams would go into another table; the records after the end are not read.
SMALLEST = 4096
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"

Cells = Sequence[Sequence[object]]
# How cells look that stand out, by place: one of these.
LOOKS = ("fill", "colour", "bold", "underline")
Looks = Mapping[tuple[int, int], str]


def old_workbook(name: str, rows: Cells, looks: Looks | None = None) -> bytes:
    """An .xls of one sheet: text and numbers, and numbers with a format as `(0.5, "0%")`."""
    drawn = {place: 1 + LOOKS.index(look) for place, look in (looks or {}).items()}
    codes = sorted({str(value[1]) for row in rows for value in row if isinstance(value, tuple)})
    cells = ((r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row))
    sheet = _start(0x10) + b"".join(_cell(r, c, value, codes, drawn.get((r, c), 0)) for r, c, value in cells)
    title = name.encode("utf-16-le")
    head = _start(0x05) + (_drawn() if looks else _formats(codes))
    entry = struct.pack("<BBBB", 0, 0, len(name), 1) + title
    begin = len(head) + 4 + 4 + len(entry) + 4
    return compound("Workbook", head + _record(0x85, struct.pack("<I", begin) + entry) + _END + sheet + _END)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


_END = _record(0x0A, b"")


def _start(kind: int) -> bytes:
    return _record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0, 6))


def _formats(codes: Sequence[str]) -> bytes:
    """The formats with these codes from 164 on, and a style for each behind that of all other cells."""
    named = [struct.pack("<HHB", 164 + at, len(code), 1) + code.encode("utf-16-le") for at, code in enumerate(codes)]
    styles = [struct.pack("<HH16x", 0, number) for number in (0, *range(164, 164 + len(codes)))] if codes else []
    return b"".join([_record(0x41E, body) for body in named] + [_record(0xE0, body) for body in styles])


def _drawn() -> bytes:
    """A style for each look behind the plain one. The fonts have the numbers 0 to 3 and 5 to 7: there is no 4."""
    plain = (0x7FFF, 400, 0)
    fonts = [plain] * 4 + [(10, 400, 0), (0x7FFF, 700, 0), (0x7FFF, 400, 1)]
    told = [
        struct.pack("<HHHHHBBBB", 200, 0, colour, weight, 0, line, 0, 0, 0) + b"\0\0" for colour, weight, line in fonts
    ]
    shaded, bare = (1 << 26, 13), (0, 64)
    styles = [struct.pack("<H12xIH", font, *fill) for font, fill in (
        (0, bare), (0, shaded), (5, bare), (6, bare), (7, bare))]  # fmt: skip
    return b"".join([_record(0x31, body) for body in told] + [_record(0xE0, body) for body in styles])


def _cell(row: int, column: int, value: object, codes: Sequence[str] = (), style: int = 0) -> bytes:
    if isinstance(value, tuple):
        value, code = value
        style = codes.index(code) + 1
    at = struct.pack("<HHH", row, column, style)
    if isinstance(value, int | float):
        return _record(0x203, at + struct.pack("<d", value))
    letters = str(value)
    return _record(0x204, at + struct.pack("<HB", len(letters), 1) + letters.encode("utf-16-le"))


def compound(name: str, stream: bytes) -> bytes:
    """A compound file that holds one stream."""
    stream = stream.ljust(max(SMALLEST, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    count = len(stream) // SECTOR
    table = [FAT, END, *range(3, 2 + count), END]
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, SMALLEST,
        END, 0, END, 0,
    )  # fmt: skip
    header += struct.pack("<109I", 0, *[FREE] * 108)
    fat = struct.pack(f"<{SECTOR // 4}I", *table, *[FREE] * (SECTOR // 4 - len(table)))
    directory = _entry("Root Entry", 5, END, 0, child=1) + _entry(name, 2, 2, len(stream)) + _entry("", 0, 0, 0) * 2
    return header + fat + directory + stream


def _entry(name: str, kind: int, sector: int, size: int, child: int = FREE) -> bytes:
    title = name.encode("utf-16-le") + (b"\0\0" if name else b"")
    return struct.pack(
        "<64sHBBIII16xI8x8xIQ", title, len(title), kind, 1, FREE, FREE, child, 0, sector, size
    )  # fmt: skip


def open_document(name: str, rows: Cells, looks: Looks | None = None) -> bytes:
    """An .ods of one sheet."""
    drawn = looks or {}
    cells = [[_ods_cell(value, drawn.get((r, c), "")) for c, value in enumerate(row)] for r, row in enumerate(rows)]
    lines = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in cells)
    names = {part: part for part in ("office", "table", "text", "style")} | {"fo": "xsl-fo-compatible"}
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{part}:1.0"' for short, part in names.items()
    )
    content = (
        f"<office:document-content {spaces}>{_ODS_STYLES if looks else ''}<office:body><office:spreadsheet>"
        f'<table:table table:name="{escape(name)}">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<m:manifest xmlns:m="{MANIFEST}"><m:file-entry m:full-path="/" m:media-type="{kind}"/></m:manifest>'
    return zipped({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content}, stored=True)


_ODS_STYLES = (
    "<office:automatic-styles>"
    '<style:style style:name="fill" style:family="table-cell"><style:table-cell-properties '
    'fo:background-color="#ffff00"/></style:style>'
    '<style:style style:name="colour" style:family="table-cell"><style:text-properties fo:color="#c9211e"/>'
    "</style:style>"
    '<style:style style:name="bold" style:family="table-cell"><style:text-properties fo:font-weight="bold"/>'
    "</style:style>"
    '<style:style style:name="underline" style:family="table-cell"><style:text-properties '
    'style:text-underline-style="solid"/></style:style>'
    "</office:automatic-styles>"
)


def _ods_cell(value: object, look: str = "") -> str:
    """`(0.5, "50%", "percentage")` is a number with the text that shows it and the kind of it."""
    if isinstance(value, tuple):
        number, text, kind = value
        name = "date-value" if kind == "date" else "value"
        return (
            f'<table:table-cell office:value-type="{kind}" office:{name}="{number}"><text:p>{text}</text:p>'
            "</table:table-cell>"
        )
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    text = escape(str(value))
    drawn = f' table:style-name="{look}"' if look else ""
    return f'<table:table-cell office:value-type="string"{drawn}><text:p>{text}</text:p></table:table-cell>'

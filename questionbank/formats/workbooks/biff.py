"""How far the sheets of an old workbook (.xls) reach, found before its reader lays out every cell up to there.

Pure: no Django. Two cells at opposite corners make the reader of spreadsheets ask for gigabytes. Compound files are
described in Microsoft's [MS-CFB], records in [MS-XLS]. Sectors that follow each other in a circle keep the reader busy
for ever. The child process has a limit of memory for what gets past both.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_HEADER = 512
_BOOKS = ("workbook", "book")
_ENTRY = 128
_SMALL = 64
_RESERVED = 0xFFFFFFFA
_BEGIN = frozenset((0x0009, 0x0209, 0x0409, 0x0809))
# Integer, number, label, truth, formula, text, RK and shared text of BIFF2 to BIFF8.
_CELLS = frozenset(
    (0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x0206, 0x027E, 0x0406)
)
_MANY_CELLS = 0x00BD
_USED_AREA = 0x0200
_WHOLE_SHEET = 65_536 * 256


def extents(data: bytes) -> list[tuple[int, int]]:
    """Rows and columns from the first to the last cell of each sheet, and areas that no sheet has.

    What is broken is left out. Raises ValueError where the reader would go on for ever or ask for more memory than the
    file can fill.
    """
    try:
        stream = stream_of(data)
    except (struct.error, IndexError):
        return []
    found: list[tuple[int, int]] = []
    cells: list[tuple[int, int]] = []
    for kind, body in records(stream):
        if kind in _BEGIN:
            found += _extent(cells)
            cells = []
        elif kind == _USED_AREA:
            found += _declared(body)
        elif len(body) >= 6 and (kind in _CELLS or kind == _MANY_CELLS):
            row, column = struct.unpack_from("<HH", body)
            last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _MANY_CELLS else column
            cells += [(row, column), (row, last)]
    return found + _extent(cells)


def _extent(cells: list[tuple[int, int]]) -> list[tuple[int, int]]:
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    return [(max(rows) - min(rows) + 1, max(columns) - min(columns) + 1)] if cells else []


def _declared(body: bytes) -> list[tuple[int, int]]:
    """What the record of the used area says, by which the reader asks for memory, when no sheet is as large: formats
    of whole columns reach as far as a sheet does."""
    form = {10: "<HHHH", 14: "<IIHH"}.get(len(body))
    if form is None:
        return []
    first_row, row, first_column, column = struct.unpack_from(form, body)
    rows, columns = row - first_row + 1, column - first_column + 1
    return [(rows, columns)] if min(rows, columns) > 0 and rows * columns > 2 * _WHOLE_SHEET else []


def records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def stream_of(data: bytes) -> bytes:
    """The stream of the workbook in a compound file. Raises errors of `struct` and of indexing for broken ones."""
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 12)
    listed, count, first = struct.unpack_from("<III", data, 40)
    cutoff, small_first, small_count = struct.unpack_from("<III", data, 56)
    _check_length(max(listed, count, small_count) * size, data)
    table = _table(data, size)
    directory = _chain(data, table, first, size)
    entries = [directory[at : at + _ENTRY] for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
    root, root_length = struct.unpack_from("<II", entries[0], 116)
    _check_length(root_length, data)
    within = _chain(data, table, root, size)
    small = _chain(data, table, small_first, size)
    small_table = struct.unpack(f"<{len(small) // 4}I", small[: len(small) // 4 * 4])
    for entry in entries:
        if _name(entry) in _BOOKS:
            start, length = struct.unpack_from("<II", entry, 116)
            _check_length(length, data)
            if length < cutoff:
                return _chain(within, small_table, start, _SMALL, offset=0)[:length]
            return _chain(data, table, start, size)[:length]
    return b""


def _check_length(length: int, data: bytes) -> None:
    if length > len(data):
        raise ValueError("more is told than there is")


def _name(entry: bytes) -> str:
    return entry[:64].decode("utf-16-le", errors="replace").partition("\0")[0].lower()


def _table(data: bytes, size: int) -> tuple[int, ...]:
    """Which sector follows each sector: in the sectors that the header lists, then in those that further ones list."""
    sectors = list(struct.unpack_from("<109I", data, 76))
    more, each, seen = struct.unpack_from("<I", data, 68)[0], size // 4, set[int]()
    while more < _RESERVED:
        if more in seen:
            raise ValueError("a list of sectors without end")
        seen.add(more)
        *others, more = struct.unpack_from(f"<{each}I", data, _HEADER + more * size)
        sectors += others
    parts = [data[_HEADER + at * size : _HEADER + (at + 1) * size] for at in sectors if at < _RESERVED]
    joined = b"".join(parts)
    return struct.unpack(f"<{len(joined) // 4}I", joined[: len(joined) // 4 * 4])


def _chain(data: bytes, table: tuple[int, ...], at: int, size: int, offset: int = _HEADER) -> bytes:
    """The sectors that follow each other from `at`."""
    parts: list[bytes] = []
    while at < len(table):
        if len(parts) > len(table):
            raise ValueError("a chain of sectors without end")
        parts.append(data[offset + at * size : offset + (at + 1) * size])
        at = table[at]
    return b"".join(parts)

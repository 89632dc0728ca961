"""Cells of old (.xls) and open (.ods) workbooks as people see them: `50%`, `007`, `3/4`. Pure: no Django.

Old workbooks name the format of each cell in its record ([MS-XLS] 2.4.126 Format, 2.4.353 XF, 2.5.114 IXFCell); open
ones hold the text beside the value (OpenDocument 1.3 part 3, section 9.1.4).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from questionbank.formats.package import Package
from questionbank.formats.workbooks import biff
from questionbank.formats.workbooks.numberformats import Place, code_of

_BEGIN, _SHEET, _FORMAT, _XF = 0x0809, 0x0085, 0x041E, 0x00E0
_ONE_CELL = frozenset((0x0203, 0x027E, 0x0006))  # number, RK, formula
_SEVERAL = 0x00BD
_BIFF8 = 0x0600
_LEAST_BODY = 6
_DRAWN = frozenset(("float", "percentage", "currency", "time", "fraction"))
_WITH_YEAR = re.compile(r"\d{4}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}")
_MOST_REPEATED = 200
_MOST_ROWS = 50_000


def codes_of_old(data: bytes) -> dict[int, dict[Place, str]]:
    """The codes of the cells whose format changes what is seen, by the number of the sheet."""
    try:
        return _codes(biff.stream_of(data))
    except (struct.error, IndexError, ValueError):
        return {}


def _codes(stream: bytes) -> dict[int, dict[Place, str]]:
    own: dict[int, str] = {}
    styles: list[int] = []
    for kind, body in biff.records(stream):
        if kind == _FORMAT and len(body) >= _LEAST_BODY - 1:
            own[struct.unpack_from("<H", body)[0]] = _text(body)
        elif kind == _XF and len(body) >= 4:
            styles.append(struct.unpack_from("<H", body, 2)[0])
    telling = {index: code for index, number in enumerate(styles) if (code := code_of(number, own))}
    if not telling:
        return {}
    parts = sheets_of_old(stream)
    found = {part: _telling(part, telling) for part in set(parts.values())}  # each part once
    return {index: found[part] for index, part in parts.items()}


def sheets_of_old(stream: bytes) -> dict[int, bytes]:
    """The part of each sheet by its number; nothing of workbooks older than Excel 97."""
    if stream[4:6] != struct.pack("<H", _BIFF8):
        return {}
    found = (body for kind, body in biff.records(stream) if kind == _SHEET and len(body) >= 4)
    begins = [struct.unpack_from("<I", body)[0] for body in found]
    ends = dict(pairwise(sorted({*begins, len(stream)})))
    return {index: stream[begin : ends.get(begin, begin)] for index, begin in enumerate(begins)}


def _telling(stream: bytes, codes: dict[int, str]) -> dict[Place, str]:
    return {place: codes[style] for place, style in _cells(stream) if style in codes}


def _text(body: bytes) -> str:
    """A string whose length is told in two bytes, then one that says how wide its characters are."""
    length, wide = struct.unpack_from("<HB", body, 2)
    return (
        body[5 : 5 + 2 * length].decode("utf-16-le", "replace") if wide & 1 else body[5 : 5 + length].decode("latin-1")
    )


def _cells(stream: bytes) -> Iterator[tuple[Place, int]]:
    for kind, body in biff.records(stream):
        if len(body) < _LEAST_BODY:
            continue
        row, column, style = struct.unpack_from("<HHH", body)
        if kind in _ONE_CELL:
            yield (row, column), style
        elif kind == _SEVERAL:
            for count, at in enumerate(range(4, len(body) - _LEAST_BODY, _LEAST_BODY)):
                yield (row, column + count), struct.unpack_from("<H", body, at)[0]


# --- open workbooks ---------------------------------------------------------------------------------------------


def texts_of_open(package: Package) -> dict[int, dict[Place, str]]:
    """What stands in the cells that hold numbers and times, by the number of the sheet."""
    if "content.xml" not in package:
        return {}
    tables = package.xml("content.xml").iter("{*}table")
    return {index: dict(_shown(table)) for index, table in enumerate(tables)}


def _shown(table: etree._Element) -> Iterator[tuple[Place, str]]:
    return ((place, text) for place, cell in rows_of_open(table) if (text := _seen(cell)))


def rows_of_open(table: etree._Element) -> Iterator[tuple[Place, etree._Element]]:
    """The cells of a table that hold something, at each place where they stand."""
    row = 0
    for line in table.iter("{*}table-row"):
        column = 0
        for cell in line.iterchildren("{*}table-cell", "{*}covered-table-cell"):
            times = _times(cell, "number-columns-repeated")
            for at in range(column, column + min(times, _MOST_REPEATED)) if len(cell) else ():
                yield (row, at), cell
            column += times
        row += _times(line, "number-rows-repeated")
        if row > _MOST_ROWS:
            return


def _times(node: etree._Element, name: str) -> int:
    told = next((value for key, value in node.attrib.items() if str(key).endswith(f"}}{name}")), "1")
    return int(told) if str(told).isdecimal() and len(told) < _LEAST_BODY + 1 else 1


def _seen(cell: etree._Element) -> str:
    """The text beside a number; a date with its year is read from its value, in the international order."""
    kind = next((str(value) for key, value in cell.attrib.items() if str(key).endswith("}value-type")), "")
    if kind not in _DRAWN and kind != "date":
        return ""
    text = "\n".join("".join(map(str, line.itertext())) for line in cell.iterchildren("{*}p")).strip()
    return "" if kind == "date" and _WITH_YEAR.search(text) else text

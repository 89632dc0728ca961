"""Shading, colour and weight of the cells of old (.xls) and open (.ods) workbooks. Pure: no Django.

Old workbooks: [MS-XLS] 2.4.122 Font, 2.4.353 XF and 2.5.161 Icv (colours by number, of which 8 and 64 are ink, 9 and 65
paper). Open ones: automatic styles of cells, OpenDocument 1.3 part 3, sections 16.2, 20.175 (`fo:background-color`),
20.187 (`fo:color`), 20.196 (`fo:font-weight`).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from lxml import etree

from questionbank.formats.package import Package
from questionbank.formats.workbooks import biff
from questionbank.formats.workbooks.numberformats import Place
from questionbank.formats.workbooks.shown import rows_of_open, sheets_of_old

Marks = frozenset[str]
_FONT, _XF = 0x0031, 0x00E0
_ONE_CELL = frozenset((0x00FD, 0x0203, 0x0204, 0x027E, 0x0006, 0x0205))  # shared text, number, text, RK, formula, truth
_SEVERAL = 0x00BD
_INK = frozenset((0, 8, 64, 0x7FFF))
_PAPER = frozenset((1, 9, 64, 65))
_BOLD = 600
_SMALLEST_XF = 20
_PLAIN = frozenset(("", "transparent", "#ffffff", "#000000"))


def looks_of_old(data: bytes, sheet: int) -> dict[Place, Marks]:
    """The marks of the cells of a sheet, for cells that have any."""
    try:
        stream = biff.stream_of(data)
        styles = dict(_styles(stream))
        part = sheets_of_old(stream).get(sheet, b"") if styles else b""
        return {place: styles[style] for place, style in _cells(part) if style in styles}
    except (struct.error, IndexError, ValueError):
        return {}


def _styles(stream: bytes) -> Iterator[tuple[int, Marks]]:
    fonts: list[Marks] = []
    count = 0
    for kind, body in biff.records(stream):
        if kind == _FONT and len(body) >= 11:
            fonts.append(frozenset(_font(body)))
        elif kind == _XF and len(body) >= _SMALLEST_XF:
            number = struct.unpack_from("<H", body)[0]
            at = number - (number > 4)  # no font has the number 4
            marks = (fonts[at] if at < len(fonts) else frozenset()) | _fill(body)
            if marks:
                yield count, marks
            count += 1


def _font(body: bytes) -> Iterator[str]:
    colour, weight = struct.unpack_from("<HH", body, 4)
    if colour not in _INK:
        yield "colour"
    if weight >= _BOLD:
        yield "bold"
    if body[10]:
        yield "underline"


def _fill(body: bytes) -> Marks:
    """The pattern stands in the upper six bits of the word before the colours; 1 is a whole shade."""
    borders, colours = struct.unpack_from("<IH", body, 14)
    shaded = borders >> 26 == 1 and colours & 0x7F not in _PAPER
    return frozenset(("fill",)) if shaded else frozenset()


def _cells(stream: bytes) -> Iterator[tuple[Place, int]]:
    for kind, body in biff.records(stream):
        if kind in _ONE_CELL and len(body) >= 6:
            row, column, style = struct.unpack_from("<HHH", body)
            yield (row, column), style
        elif kind == _SEVERAL and len(body) >= 6:
            row, column = struct.unpack_from("<HH", body)
            for count, at in enumerate(range(4, len(body) - 6, 6)):
                yield (row, column + count), struct.unpack_from("<H", body, at)[0]


# --- open workbooks ---------------------------------------------------------------------------------------------


def looks_of_open(package: Package, sheet: int) -> dict[Place, Marks]:
    """The same of an open workbook."""
    if "content.xml" not in package:
        return {}
    root = package.xml("content.xml")
    styles = {name: marks for name, marks in map(_named, root.iter("{*}style")) if marks}
    table = next((one for at, one in enumerate(root.iter("{*}table")) if at == sheet), None)
    if table is None or not styles:
        return {}
    found = ((place, _attribute(cell, "style-name")) for place, cell in rows_of_open(table))
    return {place: styles[name] for place, name in found if name in styles}


def _named(style: etree._Element) -> tuple[str, Marks]:
    if _attribute(style, "family") != "table-cell":
        return "", frozenset()
    return _attribute(style, "name"), frozenset(_drawn(style))


def _drawn(style: etree._Element) -> Iterator[str]:
    for part in style.iterchildren("{*}table-cell-properties", "{*}text-properties"):
        if _attribute(part, "background-color").lower() not in _PLAIN:
            yield "fill"
        if _attribute(part, "color").lower() not in _PLAIN:
            yield "colour"
        if _attribute(part, "font-weight") in ("bold", "600", "700", "800", "900"):
            yield "bold"
        if _attribute(part, "text-underline-style") not in ("", "none"):
            yield "underline"


def _attribute(node: etree._Element, name: str) -> str:
    return next((str(value) for key, value in node.attrib.items() if str(key).endswith(f"}}{name}")), "")

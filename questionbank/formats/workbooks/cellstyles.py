"""Shading, colour and weight of the cells of a workbook (.xlsx). Pure: no Django.

Styles of cells are those of ECMA-376-1 section 18.8 (`cellXfs`, `fonts`, `fills`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from questionbank.formats.package import Package
from questionbank.formats.workbooks.numberformats import Place, place

_STYLES = "xl/styles.xml"
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*?\bs="(\d{1,6})"')
_PLAIN_FILLS = frozenset(("FFFFFFFF", "00FFFFFF", "00000000"))
_PLAIN_COLOURS = frozenset(("FF000000", "00000000", "FF333333"))


def looks(package: Package, member: str) -> dict[Place, frozenset[str]]:
    """The marks of the cells of a sheet, for cells that have any."""
    if _STYLES not in package or member not in package:
        return {}
    styles = dict(_styles(package.xml(_STYLES)))
    if not styles:
        return {}
    cells = _CELL.finditer(package.read(member))
    return {place(one[1].decode(), one[2].decode()): styles[int(one[3])] for one in cells if int(one[3]) in styles}


def _styles(root: etree._Element) -> Iterator[tuple[int, frozenset[str]]]:
    fonts = [frozenset(_font(font)) for font in _children(root, "fonts")]
    fills = [_is_shaded(fill) for fill in _children(root, "fills")]
    for index, style in enumerate(_children(root, "cellXfs")):
        font, fill = _figure(style.get("fontId")), _figure(style.get("fillId"))
        marks = fonts[font] if font < len(fonts) else frozenset()
        if fill < len(fills) and fills[fill]:
            marks |= {"fill"}
        if marks:
            yield index, marks


def _children(root: etree._Element, name: str) -> list[etree._Element]:
    node = next(root.iterchildren(f"{{*}}{name}"), None)
    return [] if node is None else [one for one in node if isinstance(one.tag, str)]


def _figure(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 7 else 0


def _font(font: etree._Element) -> Iterator[str]:
    for name, mark in (("b", "bold"), ("u", "underline")):
        node = next(font.iterchildren(f"{{*}}{name}"), None)
        if node is not None and node.get("val", "1") not in ("0", "false", "none"):
            yield mark
    colour = next(font.iterchildren("{*}color"), None)
    if colour is not None and _is_coloured(colour, _PLAIN_COLOURS, ("1", "8", "64")):
        yield "colour"


def _is_shaded(fill: etree._Element) -> bool:
    pattern = next(fill.iterchildren("{*}patternFill"), None)
    if pattern is None or pattern.get("patternType") in (None, "none", "gray125"):
        return False
    colour = next(pattern.iterchildren("{*}fgColor"), None)
    return colour is not None and _is_coloured(colour, _PLAIN_FILLS, ("0", "9", "64", "65"))


def _is_coloured(colour: etree._Element, plain: frozenset[str], numbers: Sequence[str]) -> bool:
    """A colour that is neither the usual one of texts nor of paper; themes and indexes count from dark and light."""
    if rgb := colour.get("rgb"):
        return rgb.upper() not in plain
    return any(colour.get(name) not in (None, *numbers) for name in ("theme", "indexed"))

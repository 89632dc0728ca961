"""What the styles of a Word file say: how runs stand out, which paragraphs are headings or numbered.

Pure: no Django.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = frozenset({"0", "false", "off", "none"})
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_BODY_LEVEL = 9
_LONGEST_CHAIN = 20
_SEVERAL = ("highlight", "bold")  # kinds that more than one property gives
_DARK = 0x59  # text whose channels are all below this reads as black
_GREY = 16


def value(node: etree._Element | None, name: str = "val") -> str:
    """An attribute of the main namespace, empty when there is no element or no attribute."""
    return "" if node is None else node.get(f"{W}{name}", "")


def integer(node: etree._Element | None, name: str = "val") -> int | None:
    text = value(node, name).strip()
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else None


def switched(node: etree._Element) -> bool:
    """Whether an on/off property such as `w:b` is on."""
    return value(node).lower() not in _OFF


@dataclass(slots=True)
class Numbering:
    """A `w:numPr`: which list, at which level. `number` 0 switches numbering off."""

    number: int | None = None
    level: int | None = None


@dataclass(slots=True)
class Style:
    """One style: its parent, what it says about runs, and its numbering and heading level."""

    parent: str = ""
    marks: dict[str, bool] = field(default_factory=dict)
    numbering: Numbering | None = None
    outline: int | None = None


def marks_of(properties: etree._Element | None) -> dict[str, bool]:
    """What a `w:rPr` says, by kind of mark: colour, highlight, bold, italic, underline, strike."""
    found: dict[str, bool] = {}
    if properties is None:
        return found
    for node in properties:
        reader = _MARKS.get(node.tag)
        if reader is not None:
            kind, stands_out = reader
            found[kind] = stands_out(node) or (kind in _SEVERAL and found.get(kind, False))
    return found


def _coloured(node: etree._Element) -> bool:
    if value(node, "themeColor") in ("text1", "dark1", "tx1", "dk1"):
        return False
    code = value(node).lstrip("#")
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", code):
        return False
    parts = [int(code[at : at + 2], 16) for at in (0, 2, 4)]
    return max(parts) >= _DARK and max(parts) - min(parts) >= _GREY  # grey is what pages give to options not chosen


def _shaded(node: etree._Element) -> bool:
    return value(node, "fill").lower() not in ("", "auto", "ffffff", "clear")


_MARKS = {
    f"{W}b": ("bold", switched),
    f"{W}i": ("italic", switched),
    f"{W}u": ("underline", lambda node: value(node).lower() not in _OFF),
    f"{W}strike": ("strike", switched),
    f"{W}dstrike": ("strike", switched),
    f"{W}color": ("colour", _coloured),
    f"{W}highlight": ("highlight", lambda node: value(node).lower() not in (*_OFF, "white")),
    f"{W}shd": ("highlight", _shaded),
    f"{W}bdr": ("highlight", lambda node: value(node).lower() not in ("", "nil", *_OFF)),
    f"{W}em": ("bold", lambda node: value(node).lower() not in _OFF),
}


def shade_of(properties: etree._Element | None) -> dict[str, bool]:
    """Whether a `w:pPr` shades its paragraph."""
    node = properties.find(f"{W}shd") if properties is not None else None
    return {"highlight": True} if node is not None and _shaded(node) else {}


def numbering_of(properties: etree._Element | None) -> Numbering | None:
    """The `w:numPr` of a `w:pPr`."""
    node = properties.find(f"{W}numPr") if properties is not None else None
    if node is None:
        return None
    return Numbering(integer(node.find(f"{W}numId")), integer(node.find(f"{W}ilvl")))


def outline_of(properties: etree._Element | None) -> int | None:
    """The outline level of a `w:pPr` from 0; 9 is body text."""
    return integer(properties.find(f"{W}outlineLvl")) if properties is not None else None


class Styles:
    """All styles of a document, each looked up through its parents."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._known: dict[str, Style] = {}
        self.default_paragraph = ""
        for node in root.iter(f"{W}style") if root is not None else ():
            identity = value(node, "styleId")
            self._styles[identity] = _style(node)
            if value(node, "type") == "paragraph" and value(node, "default") not in ("", *_OFF):
                self.default_paragraph = identity

    def _chain(self, identity: str) -> Iterator[Style]:
        for _ in range(_LONGEST_CHAIN):
            style = self._styles.get(identity)
            if style is None:
                return
            yield style
            identity = style.parent

    def resolved(self, identity: str) -> Style:
        """The style with all that it takes from its parents."""
        known = self._known.get(identity)
        if known is None:
            known = self._known.setdefault(identity, self._resolve(identity))
        return known

    def _resolve(self, identity: str) -> Style:
        """Nearest first; the level of a numbering may come from a nearer style than its list."""
        made, level = Style(), None
        for style in self._chain(identity):
            made.marks = {**style.marks, **made.marks}
            made.outline = style.outline if made.outline is None else made.outline
            if style.numbering is not None and made.numbering is None:
                level = style.numbering.level if level is None else level
                if style.numbering.number is not None:
                    made.numbering = Numbering(style.numbering.number, level)
        return made

    def marks(self, identity: str) -> Mapping[str, bool]:
        return self.resolved(identity).marks

    def numbering(self, identity: str) -> Numbering | None:
        return self.resolved(identity).numbering

    def heading(self, identity: str, properties: etree._Element | None) -> int | None:
        """The level of a heading from 1, or none for body text."""
        level = outline_of(properties)
        level = self.resolved(identity).outline if level is None else level
        return level + 1 if level is not None and 0 <= level < _BODY_LEVEL else None


def _style(node: etree._Element) -> Style:
    properties = node.find(f"{W}pPr")
    outline = outline_of(properties)
    named = _HEADING_NAME.fullmatch(value(node.find(f"{W}name")).strip())
    if outline is None and named:
        outline = int(named.group(1)) - 1
    return Style(value(node.find(f"{W}basedOn")), marks_of(node.find(f"{W}rPr")), numbering_of(properties), outline)

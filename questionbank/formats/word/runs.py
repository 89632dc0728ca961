"""The text of one paragraph of a Word file with its marks, soft breaks, pictures, equations and text boxes.

Pure: no Django. Insertions under review are text, deletions are not; field codes are not, field results are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from questionbank.formats.package import Relationship
from questionbank.formats.word.equations import M, equation_text
from questionbank.formats.word.styles import Styles, W, marks_of, shade_of, switched, value
from questionbank.formats.word.symbols import FONTS, in_font, symbol
from questionbank.parsing.source.lines import Mark

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_DROPPED = frozenset(
    f"{W}{name}" for name in ("pPr", "rPr", "del", "moveFrom", "instrText", "delText", "delInstrText", "rt", "sdtPr")
)
_SIGNS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "cr": "\n", "softHyphen": ""}
_REFERENCES = {f"{kind}Reference": kind for kind in ("footnote", "endnote", "comment")}
_DRAWN = ("chart", "diagram", "ink")
_DEEPEST = 60
_OF_LINKS = frozenset(("colour", "underline"))
_BLANKS = " \t\u3000\u00a0\u2002\u2003"
_LEAST_RULE = 2


@dataclass(slots=True)
class Findings:
    """What the whole document gathers: members that hold its pictures in order, and counts of what to tell."""

    pictures: list[str] = field(default_factory=list)
    outside: int = 0
    equations: int = 0
    notes: int = 0
    chunks: list[tuple[int, bool]] = field(default_factory=list)


@dataclass(slots=True)
class Piece:
    """A stretch of text whose marks are the same."""

    text: str
    kinds: frozenset[str]


@dataclass(slots=True)
class Paragraph:
    """A paragraph under way. `boxes` are the text boxes anchored in it, `references` its notes by kind and number."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)

    def lines(self) -> list[tuple[str, tuple[Mark, ...]]]:
        """The text between soft breaks, each with its marks."""
        if len(self.pieces) == 1 and not self.pieces[0].kinds and "\n" not in self.pieces[0].text:
            return [(self.pieces[0].text, ())]
        found: list[tuple[str, tuple[Mark, ...]]] = []
        text, spans = "", list[tuple[int, int, frozenset[str]]]()
        for piece in self.pieces:
            for index, part in enumerate(piece.text.split("\n")):
                if index:
                    found.append((text, _marks(text, spans)))
                    text, spans = "", []
                if part:
                    spans.append((len(text), len(text) + len(part), piece.kinds))
                    text += part
        found.append((text, _marks(text, spans)))
        return found


def _marks(text: str, spans: list[tuple[int, int, frozenset[str]]]) -> tuple[Mark, ...]:
    """One mark for each unbroken stretch of a kind; blanks alone do not stand out."""
    found: list[Mark] = []
    if len(spans) == 1:
        start, end, kinds = spans[0]
        return tuple(Mark(start, end, kind) for kind in sorted(kinds)) if text.strip() else ()
    for kind in sorted({kind for _, _, kinds in spans for kind in kinds}):
        start = end = -1
        for first, last, kinds in [*spans, (len(text) + 1, len(text) + 1, frozenset[str]())]:
            if kind in kinds and first == end:
                end = last
                continue
            if start < end and text[start:end].strip():
                found.append(Mark(start, end, kind))
            start, end = (first, last) if kind in kinds else (-1, -1)
    return tuple(sorted(found, key=lambda mark: (mark.start, mark.end, mark.kind)))


class ParagraphReader:
    """Reads paragraphs of one document one after the other."""

    def __init__(self, styles: Styles, relationships: Mapping[str, Relationship], findings: Findings) -> None:
        self._styles = styles
        self._relationships = relationships
        self.findings = findings
        self._base: Mapping[str, bool] = {}
        self._made = Paragraph()
        self._special: dict[str, Callable[[etree._Element, int], None]] = {
            f"{W}r": self._run,
            f"{W}hyperlink": self._link,
            f"{MC}AlternateContent": self._alternative,
            f"{M}oMath": self._equation,
            f"{W}drawing": self._drawing,
            f"{W}pict": self._drawing,
            f"{W}object": self._drawing,
        }
        self._kinds: frozenset[str] = frozenset()
        self._linked = False
        self._font = ""

    def read(self, node: etree._Element, style: str) -> Paragraph:
        self._base = {**self._styles.marks(style), **shade_of(node.find(f"{W}pPr"))}
        self._made, self._kinds, self._linked = Paragraph(), frozenset(), False
        self._font = ""
        self._children(node, 0)
        _rule_blanks(self._made.pieces)
        return self._made

    def _add(self, text: str) -> None:
        if not text:
            return
        pieces = self._made.pieces
        if pieces and pieces[-1].kinds == self._kinds:
            pieces[-1].text += text
        else:
            pieces.append(Piece(text, self._kinds))

    def _children(self, node: etree._Element, depth: int) -> None:
        if depth > _DEEPEST:
            return
        for child in node:
            tag = child.tag
            if not isinstance(tag, str) or tag in _DROPPED:
                continue
            special = self._special.get(tag)
            if special is not None:
                special(child, depth + 1)
            elif tag.startswith(W):
                self._sign(child, tag[len(W) :], depth)
            elif len(child):
                self._children(child, depth + 1)

    def _sign(self, node: etree._Element, name: str, depth: int) -> None:
        if name == "t":
            text = (node.text or "").replace("\n", " ")
            self._add(in_font(text, self._font) if self._font else text)
        elif name in _SIGNS:
            self._add(_SIGNS[name])
        elif name == "br":
            self._add("\n")
        elif name == "sym":
            self._add(symbol(value(node, "font"), value(node, "char")))
        elif name in _REFERENCES:
            self._made.references.append((_REFERENCES[name], value(node, "id")))
        elif name == "fldChar":
            self._check_box(node)
        else:
            self._children(node, depth + 1)

    def _run(self, node: etree._Element, depth: int) -> None:
        outer, font = self._kinds, self._font
        properties = node.find(f"{W}rPr")
        self._kinds = self._kinds_of(properties) - (_OF_LINKS if self._linked else frozenset())
        self._font = _symbol_font(properties)
        self._children(node, depth)
        self._kinds, self._font = outer, font

    def _kinds_of(self, properties: etree._Element | None) -> frozenset[str]:
        if properties is None:
            return frozenset(kind for kind, on in self._base.items() if on)
        style = value(properties.find(f"{W}rStyle"))
        marks = {**self._base, **(self._styles.marks(style) if style else {}), **marks_of(properties)}
        return frozenset(kind for kind, on in marks.items() if on)

    def _link(self, node: etree._Element, depth: int) -> None:
        """The text of a link; that it is blue and underlined says nothing."""
        outer, self._linked = self._linked, True
        self._children(node, depth)
        self._linked = outer

    def _alternative(self, node: etree._Element, depth: int) -> None:
        """One of two drawings of the same thing."""
        chosen = node.find(f"{MC}Choice")
        chosen = node.find(f"{MC}Fallback") if chosen is None else chosen
        if chosen is not None:
            self._children(chosen, depth)

    def _equation(self, node: etree._Element, depth: int) -> None:
        self.findings.equations += 1
        self._add(equation_text(node))

    def _check_box(self, node: etree._Element) -> None:
        """An old form field: ticked or not."""
        box = node.find(f"{W}ffData/{W}checkBox")
        if box is None:
            return
        state = box.find(f"{W}checked")
        state = box.find(f"{W}default") if state is None else state
        self._add("☑" if state is not None and switched(state) else "☐")

    def _drawing(self, node: etree._Element, depth: int) -> None:
        boxes = _outermost_boxes(node)
        self._made.boxes += boxes
        for blip in [*node.iter(f"{_A}blip"), *node.iter(f"{_V}imagedata")]:
            self._picture(blip.get(f"{R}embed") or blip.get(f"{R}id") or "")
        uri = next((data.get("uri", "") for data in node.iter(f"{_A}graphicData")), "")
        if not boxes and uri.rpartition("/")[2] in _DRAWN:
            self._picture("")

    def _picture(self, identity: str) -> None:
        """`[图片n]` stands for the n-th picture; a picture that the file only links to has no member."""
        relation = self._relationships.get(identity)
        self.findings.outside += relation is None or relation.is_external
        self.findings.pictures.append(relation.target if relation else "")
        self._add(f"[图片{len(self.findings.pictures)}]")


def _symbol_font(properties: etree._Element | None) -> str:
    """The font of a run whose letters are signs: `ü` in Wingdings is a tick."""
    fonts = properties.find(f"{W}rFonts") if properties is not None else None
    name = value(fonts, "ascii").strip().lower()
    return name if name in FONTS else ""


def _rule_blanks(pieces: list[Piece]) -> None:
    """Underlined blanks are lines to write on: they become `____`, and `__A__` around what was filled in."""
    for index, piece in enumerate(pieces):
        if "underline" not in piece.kinds:
            continue
        body = piece.text.strip(_BLANKS)
        before = len(piece.text) - len(piece.text.lstrip(_BLANKS))
        after = len(piece.text) - before - len(body)
        if not body:
            near = [other for other in pieces[max(0, index - 1) : index + 2] if other is not piece]
            lone = before < _LEAST_RULE and not any("underline" in other.kinds for other in near)
            piece.text = piece.text if lone else _ruled(piece.text)
        elif len(pieces) > 1 and (max(before, after) >= _LEAST_RULE or (before and after)):
            piece.text = _ruled(piece.text[:before]) + body + _ruled(piece.text[before + len(body) :])


def _ruled(blanks: str) -> str:
    return "".join("____" if blank == "\t" else "_" for blank in blanks)


def _outermost_boxes(node: etree._Element) -> list[etree._Element]:
    boxes = list(node.iter(f"{W}txbxContent"))
    inner = {id(deeper) for box in boxes for deeper in box.iter(f"{W}txbxContent") if deeper is not box}
    return [box for box in boxes if id(box) not in inner]

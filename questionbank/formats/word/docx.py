"""Word files (.docx): the lines that a reader of the printed page sees, in order. Pure: no Django.

The XML is read directly: python-docx leaves out content controls, tracked changes, text boxes and the printed numbers,
and fails on packages with dangling parts, so that nothing but opening the package would be left for it to do.
Headers and footers are not part of the text; of notes and comments only the answers are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from questionbank.formats.markup import chunk_lines
from questionbank.formats.package import Package, Relationship, elements
from questionbank.formats.unreadable import Unreadable
from questionbank.formats.word.cellsections import holds_questions, lettered_cells, question_beside_key
from questionbank.formats.word.listlabels import relabelled
from questionbank.formats.word.notes import KINDS, Waiting, notes_in
from questionbank.formats.word.numbering import Resolver
from questionbank.formats.word.runs import MC, Findings, Paragraph, ParagraphReader, R
from questionbank.formats.word.styles import Styles, W, value
from questionbank.parsing.source.lines import Mark, Place, SourceLine

_TRANSPARENT = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "customXmlInsRangeStart")
)
_DEEPEST = 40
_BUTTON = re.compile(r"\s*(?:\[图片\d+\]\s*)+(?=[A-H]\s*[.、．:：)）]\s*\S)")  # round buttons of a web page


@dataclass(frozen=True, slots=True)
class WordText:
    """The lines and what else was found: pictures by number, and counts and places of what people should know."""

    lines: list[SourceLine]
    findings: Findings


def read_word(package: Package) -> WordText:
    """Raises `Unreadable` when the package holds no Word document."""
    name = _main_part(package)
    body = package.xml(name).find(f"{W}body")
    if body is None:
        raise Unreadable("broken-package")
    return _Walk(package, name).read(body)


def picture(package: Package, word: WordText, number: int) -> tuple[bytes, str] | None:
    """The bytes and the media type of `[图片number]`; none when the file only links to it."""
    name = word.findings.pictures[number - 1]
    return (package.read(name), package.type_of(name)) if name else None


def _main_part(package: Package) -> str:
    for relation in package.relationships("").values():
        if relation.kind == "officeDocument" and not relation.is_external:
            return relation.target
    if "word/document.xml" in package:
        return "word/document.xml"
    raise Unreadable("broken-package")


class _Walk:
    """One pass over the body: styles, numbering and counters are the document's."""

    def __init__(self, package: Package, name: str) -> None:
        self._package = package
        self._relations = package.relationships(name)
        self._styles = Styles(self._part("styles"))
        self._numbers = Resolver(self._part("numbering"), self._styles)
        self._findings = Findings()
        self._reader = ParagraphReader(self._styles, self._relations, self._findings)
        self._lines: list[SourceLine] = []
        notes = [notes_in(self._part(f"{kind}s"), kind) for kind in KINDS]
        self._waiting = Waiting({key: lines for known in notes for key, lines in known.items()})

    def _part(self, kind: str) -> etree._Element | None:
        relation = next((one for one in self._relations.values() if one.kind == kind and one.target), None)
        return self._package.xml(relation.target) if relation else None

    def read(self, body: etree._Element) -> WordText:
        for block in body:
            self._lines += self._block(block, 0)
            block.clear()
        self._lines += self._waiting.rest()
        return WordText(relabelled(self._lines), self._findings)

    def _block(self, node: etree._Element, depth: int) -> list[SourceLine]:
        """The lines of a paragraph, a table or whatever wraps these."""
        if not isinstance(node.tag, str) or depth > _DEEPEST:
            return []
        if node.tag == f"{W}p":
            return self._paragraph(node, depth)
        if node.tag == f"{W}tbl":
            return [line for row in _rows(node) for line in self._row(row, depth)]
        if node.tag == f"{W}altChunk":
            return self._chunk(node)
        if node.tag == f"{MC}AlternateContent":
            return self._blocks(next(elements(node), None), depth)
        return self._blocks(node, depth) if node.tag in _TRANSPARENT else []

    def _blocks(self, node: etree._Element | None, depth: int) -> list[SourceLine]:
        return [line for child in node for line in self._block(child, depth + 1)] if node is not None else []

    def _paragraph(self, node: etree._Element, depth: int) -> list[SourceLine]:
        properties = node.find(f"{W}pPr")
        style = value(properties.find(f"{W}pStyle")) if properties is not None else ""
        style = style or self._styles.default_paragraph
        made = self._reader.read(node, style)
        boxes = [line for box in made.boxes for line in self._blocks(box, depth)]
        if not made.pieces and _removed(properties):
            return boxes
        label = self._numbers.label(properties, style)
        heading = self._styles.heading(style, properties)
        place = label.place if label else None
        lines = _source_lines(made, label.text if label else "", place, heading)
        before = self._waiting.due(lines[0].printed, place, heading)
        self._findings.notes += self._waiting.hold(made.references, lines[0].printed, place)
        return before + lines + boxes

    def _row(self, row: etree._Element, depth: int) -> list[SourceLine]:
        """A row is one line of cells; one with a single cell in use is as good as text outside a table."""
        cells = [self._cell(cell, depth) for cell in _cells(row)]
        used = [cell for cell in cells if any(line.printed.strip() for line in cell)]
        if len(used) == 1 or (used and all(map(holds_questions, used))):
            return [line for cell in used for line in cell if line.printed.strip()]
        return question_beside_key(used) or ([lettered_cells(used) or _joined(cells)] if used else [])

    def _cell(self, cell: etree._Element, depth: int) -> list[SourceLine]:
        """A cell that continues the one above is empty."""
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        lines = self._blocks(cell, depth)
        return [] if merge is not None and value(merge) != "restart" else lines

    def _chunk(self, node: etree._Element) -> list[SourceLine]:
        """Another file inside this one (`w:altChunk`)."""
        relation: Relationship | None = self._relations.get(node.get(f"{R}id", ""))
        lines = None
        if relation and relation.target:
            lines = chunk_lines(self._package.read(relation.target), self._package.type_of(relation.target))
        self._findings.chunks.append((len(self._lines), lines is not None))
        return lines or []


def _removed(properties: etree._Element | None) -> bool:
    """Whether the end of the paragraph is a deletion under review."""
    return properties is not None and properties.find(f"{W}rPr/{W}del") is not None


def _source_lines(made: Paragraph, label: str, place: Place | None, heading: int | None) -> list[SourceLine]:
    """The label stands before the first line that has text; an empty paragraph counts but prints nothing."""
    found = []
    level = place.level if place else None
    for text, marks in made.lines():
        has_text = bool(text.strip())
        button = _BUTTON.match(text)
        if button:
            text = text[button.end() :]
            marks = tuple(Mark(max(m.start - button.end(), 0), m.end - button.end(), m.kind) for m in marks)
        where = place if has_text and label else None
        found.append(SourceLine(text, label if has_text else "", level, heading, marks, place=where))
        label = "" if has_text else label
    return found


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in elements(table):
        if child.tag == f"{W}tr":
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    """Cells in order; a cell merged into the one at its left (old files) is none."""
    for child in elements(row):
        if child.tag == f"{W}tc":
            merge = child.find(f"{W}tcPr/{W}hMerge")
            if merge is None or value(merge) == "restart":
                yield child
        elif child.tag in _TRANSPARENT:
            yield from _cells(child)


def _joined(cells: list[list[SourceLine]]) -> SourceLine:
    """One line: cells parted by tabs, paragraphs within a cell by blanks."""
    text, marks = "", list[Mark]()
    for index, cell in enumerate(cells):
        text += "\t" if index else ""
        for number, line in enumerate(part for part in cell if part.printed.strip()):
            text += " " if number else ""
            shift = len(text) + len(line.printed) - len(line.text)
            marks += [Mark(mark.start + shift, mark.end + shift, mark.kind) for mark in line.marks]
            text += line.printed.replace("\t", " ")
    return SourceLine(text, marks=tuple(marks), row=True)

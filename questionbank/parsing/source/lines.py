"""Lines with offsets: what readers hand over and what the other steps work on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from questionbank.parsing.words.fold import INVISIBLE, fold

_POINT = "．"
_WIDE_POINT = re.compile(
    rf"^[ \t\u3000]*[\d０-９]{{1,3}}{_POINT}(?=[\d０-９])(?![\d０-９]{{1,2}}(?:[.、)）{_POINT}]|\s|$|[\u4e00-\u9fff]))",
    re.MULTILINE,
)
_BROKEN = re.compile("[\n\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = INVISIBLE.union(char for char in map(chr, range(0x3001)) if char.isspace())


@dataclass(frozen=True, slots=True)
class Mark:
    """A run that stands out, in characters of `SourceLine.text`.

    Kinds: colour, highlight, bold, italic, underline, strike.
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands in a list of automatic numbers: which list, how deep, the form of its numbers, which one."""

    list: int
    level: int
    form: str
    value: int


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One paragraph (or table row, or part of a paragraph after a soft break) as a reader hands it over.

    `number_label` is the printed number of automatic numbering (`1.`, `A.`, `一、`): it becomes part of the text.
    `level` is its depth (0 outermost), `heading` the level of a heading style. A table row joins its cells with tabs
    and says `row=True`.
    """

    text: str
    number_label: str = ""
    level: int | None = None
    heading: int | None = None
    marks: tuple[Mark, ...] = ()
    row: bool = False
    place: Place | None = None

    @property
    def printed(self) -> str:
        return f"{self.number_label} {self.text}" if self.number_label else self.text


@dataclass(slots=True)
class Line:
    """A physical line of the document's text. `start:end` index it; `folded` has the same length."""

    start: int
    end: int
    folded: str
    source: SourceLine = field(default_factory=lambda: SourceLine(""))
    skipped: str = ""

    @property
    def blank(self) -> bool:
        return not self.folded.strip()


def normalised_newlines(text: str) -> str:
    """Every kind of line end as one newline."""
    for end in ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"):
        text = text.replace(end, "\n")
    return text


def plain_lines(text: str) -> list[SourceLine]:
    return [SourceLine(line) for line in normalised_newlines(text).split("\n")]


def joined(sources: Iterable[SourceLine]) -> str:
    """The document's text before repairs: one line for each source line."""
    return "\n".join([_unbroken(source.printed) for source in sources])


def _unbroken(line: str) -> str:
    return normalised_newlines(line).replace("\n", " ") if _BROKEN.search(line) else line


def numbered(text: str, sources: list[SourceLine]) -> list[Line]:
    """The lines of the repaired text beside the lines that they came from (repairs never touch a newline)."""
    lines: list[Line] = []
    at = 0
    for index, folded in enumerate(_folded(text).split("\n")):
        end = at + len(folded)
        source = sources[index] if index < len(sources) else SourceLine(text[at:end])
        lines.append(Line(at, end, folded, source))
        at = end + 1
    return lines


def _folded(text: str) -> str:
    """Folded, but for the wide point of `9．1000×5` and `3．30；60`, which ends a number and parts no decimals."""
    folded, pieces, at = fold(text), [], 0
    for match in _WIDE_POINT.finditer(text):
        pieces += [folded[at : match.end() - 1], _POINT]
        at = match.end()
    return "".join(pieces) + folded[at:]


def coloured(lines: list[Line]) -> list[tuple[int, int]]:
    """Where the document's text is coloured or highlighted; lines that were repaired lost their runs."""
    found = []
    for line in lines:
        printed = len(line.source.printed)
        if line.source.marks and printed == line.end - line.start:
            base = line.start + printed - len(line.source.text)
            runs = [mark for mark in line.source.marks if mark.kind in ("colour", "highlight")]
            found += [(base + run.start, base + run.end) for run in runs]
    return sorted(found)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """`start:end` without blanks at either side."""
    while start < end and text[start] in _BLANKS:
        start += 1
    while end > start and text[end - 1] in _BLANKS:
        end -= 1
    return start, end

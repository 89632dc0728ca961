"""What the machine collects before items are built: pieces of text by part, with the spans that they cover."""

from __future__ import annotations

from dataclasses import dataclass, field

from questionbank.document import Span
from questionbank.parsing.words.headings import Heading

ANSWER_PARTS = frozenset({"key", "explanation", "answer_points", "criteria", "reference_answer"})


@dataclass(slots=True)
class Piece:
    """A stretch of one logical line: `mark` is its bullet or number, `indent` its column, `note` a label's bracket."""

    start: int
    end: int
    mark: str = ""
    indent: int = 0
    note: str = ""


@dataclass(slots=True)
class OptionDraft:
    label: str
    pieces: list[Piece]
    chosen: bool = False
    listed: bool = False  # numbered in the source (`2)`), so that a key may be a number


@dataclass(slots=True, eq=False)
class Draft:
    """A question, or an entry of an answer section, under construction."""

    number: str = ""
    value: int = 0
    style: str = ""
    start: int = 0
    line: int = 0
    section: SectionDraft | None = None
    parts: dict[str, list[Piece]] = field(default_factory=dict)
    options: list[OptionDraft] = field(default_factory=list)
    covers: list[Span] = field(default_factory=list)
    loose: bool = False
    level: int = 0
    answered: bool = False
    repeated: str = ""  # option letters that stand twice
    words: list[str] = field(default_factory=list)  # the labels of its fields
    shared: Draft | None = None

    def add(self, part: str, piece: Piece) -> None:
        self.parts.setdefault(part, []).append(piece)

    def cover(self, part: str, start: int, end: int) -> None:
        if start < end:
            self.covers.append(Span(part, start, end))

    def says(self, text: str) -> bool:
        """Whether the stem has any character that is not blank."""
        return any(text[piece.start : piece.end].strip() for piece in self.parts.get("stem", []))

    @property
    def is_case(self) -> bool:
        """Whether it has nothing but a stem, so that it may be the material of the questions below it."""
        return self.style not in ("", "paren") and set(self.parts) == {"stem"} and not self.options

    def has(self, part: str) -> bool:
        return bool(self.parts.get(part))

    def filled(self, part: str) -> bool:
        """Whether the part has text and not only a label."""
        return any(piece.start < piece.end for piece in self.parts.get(part, []))


@dataclass(slots=True, eq=False)
class SectionDraft:
    """A section with the heading that opened it. `group` counts the documents in one file."""

    heading: Heading
    start: int = 0
    end: int = 0
    group: int = 0
    items: list[Draft] = field(default_factory=list)
    shared: list[Piece] = field(default_factory=list)
    implicit: bool = False
    depth: int = 0  # of the heading, as it is written
    groups: list[tuple[str, int | None]] = field(default_factory=list)  # style and number of the headings inside it
    promised: int | None = None  # the depth of the heading that promises questions to put: this one, or one above it
    bare: bool | None = None  # whether keys stand behind the stems as bare letters; None until somebody asks
    paired: bool | None = None  # whether answers stand between lines to fill in; None until somebody asks


@dataclass(slots=True)
class Shared:
    """What the questions `first` to `last` share; `waiting` until the first of them begins."""

    first: int
    last: int
    pieces: list[Piece] = field(default_factory=list)
    options: list[OptionDraft] = field(default_factory=list)
    covers: list[tuple[str, int, int]] = field(default_factory=list)
    waiting: bool = True


@dataclass(slots=True)
class KeyRun:
    """`1.B 2.C …` with the section that it stands for, where that is known."""

    start: int
    section: SectionDraft | None
    group: int
    pairs: list[tuple[int, str, int, int]]


@dataclass(slots=True)
class Sequence:
    """Keys without numbers (`√×√`) in an answer section: where they stand, and for which section if that is known."""

    pieces: list[tuple[int, int]]
    section: SectionDraft | None
    group: int


@dataclass(slots=True)
class Skip:
    start: int
    end: int
    reason: str


@dataclass(slots=True)
class Collected:
    """All that the machine found in one text."""

    sections: list[SectionDraft] = field(default_factory=list)
    items: list[Draft] = field(default_factory=list)
    entries: list[tuple[Draft, SectionDraft | None, int]] = field(default_factory=list)
    runs: list[KeyRun] = field(default_factory=list)
    sequences: list[Sequence] = field(default_factory=list)
    skipped: list[Skip] = field(default_factory=list)
    title: str = ""

    def drop_hollow(self, text: str, *, all_of_them: bool = False) -> None:
        """A number without any question (a key without its paper) is no item."""
        hollow = {id(item) for item in self.items if all_of_them or not (item.options or item.says(text))}
        for item in self.items:
            if id(item) in hollow:
                self.skipped += [Skip(cover.start, cover.end, "unmatched-answer") for cover in item.covers]
        self.items = [item for item in self.items if id(item) not in hollow]
        for section in self.sections if hollow else ():
            section.items = [item for item in section.items if id(item) not in hollow]

"""What a line looks like: the kinds of tokens, and the token with its positions."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from questionbank.parsing.words.headings import Heading
from questionbank.parsing.words.keys import NumberedKey
from questionbank.parsing.words.labels import Label
from questionbank.parsing.words.options import OptionMark


class T(Enum):
    HEADING = auto()
    ANSWERS = auto()
    NUMBER = auto()
    OPTIONS = auto()
    LABEL = auto()
    KEYS = auto()
    RULER = auto()
    BULLET = auto()
    TEXT = auto()


@dataclass(slots=True)
class Token:
    """`start:end` index the text; `body` is where the content begins (after number, label or bullet)."""

    what: T
    start: int
    end: int
    body: int
    line: int
    folded: str
    fresh: bool = True
    indent: int = 0
    number: str = ""
    value: int = 0
    style: str = ""
    weak: bool = False
    heading: Heading | None = None
    label: Label | None = None
    options: list[OptionMark] = field(default_factory=list)
    keys: list[NumberedKey] = field(default_factory=list)
    row: bool = False
    dialogue: bool = False
    level: int = 0
    tag: tuple[int, int] | None = None
    lead_key: str = ""
    unseparated: bool = False  # options without a mark behind the letter
    swapped: bool = False  # one of options that are complete, but not in order

    @property
    def content(self) -> str:
        """The folded content after number, label or bullet."""
        return self.folded[self.body - self.start :]

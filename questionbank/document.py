"""The interchange document `tiku/1`: what parsers produce, the preview edits, the importer commits and exporters read.

Pure: no Django. Offsets count characters of `Document.text`. Points are decimal strings in JSON, `Decimal` here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from questionbank.content import AnswerPoint, Criterion, Difficulty, ItemKind, Option, Points

SCHEMA = "tiku/1"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Part(BaseModel):
    """Parts of a document may be edited before they are committed, hence not frozen."""

    model_config = ConfigDict(extra="forbid", validate_assignment=False)


class Source(Part):
    name: str = ""
    sha256: str = ""
    media_type: str = "text/plain"
    encoding: str | None = None


class Repair(Part):
    """A damaged place: `raw` stood where `start:end` of the repaired text now reads `repaired`."""

    start: int
    end: int
    raw: str
    repaired: str
    reason: str
    certain: bool = True


class DraftSection(Part):
    """`start:end` is where the heading stands in the text (0:0 when no text states it)."""

    id: str
    title: str = ""
    heading: str = ""
    kind: ItemKind | None = None
    points_each: Points | None = None
    declared_count: int | None = None
    declared_points: Points | None = None
    minutes: int | None = None
    policy: dict[str, str] | None = None
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Span:
    """Where a part of an item stands. Parts: number, stem, option, key, explanation, answer_points, criteria,
    reference_answer, assesses, points, answer (a place in an answer section that only links).

    A large table has hundreds of thousands of these, hence no model."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    part: str
    start: int
    end: int


class DraftItem(Part):
    id: str
    section: str | None = None
    number: str | None = None
    kind: ItemKind
    genre: str | None = None
    stem: str
    options: list[Option] = Field(default_factory=list)
    key: list[str] | bool | None = None
    points: Points | None = None
    explanation: str | None = None
    reference_answer: str | None = None
    accepted_answers: list[str] = Field(default_factory=list)
    answer_points: list[AnswerPoint] = Field(default_factory=list)
    criteria: list[Criterion] = Field(default_factory=list)
    rubric_rule: dict[str, str] | None = None
    assesses: list[str] = Field(default_factory=list)
    topics: list[str] = Field(default_factory=list)
    difficulty: Difficulty | None = None
    seconds: int | None = None
    spans: list[Span] = Field(default_factory=list)
    status: Literal["sure", "check"] = "sure"


@dataclass(slots=True)
class Skipped:
    """A stretch of the text that belongs to no question, and why."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    start: int
    end: int
    reason: str


class Diagnostic(Part):
    """A code and its parameters; the sentence is in the locale files (`questionbank/messages.py`)."""

    code: str
    severity: Severity
    section: str | None = None
    item: str | None = None
    start: int | None = None
    end: int | None = None
    params: dict[str, str | int] = {}


class SheetView(Part):
    """The beginning of a sheet and how it was read. Rows and columns count from 0; `rows` begin at the row `start`,
    `first` is the first row below the header. Roles are those of `questionbank/formats/tables/columns.py`;
    `doubtful` when neither a header nor the cells make them plain, `chosen` when a person said them. `shape` is
    what tables with the same columns share."""

    name: str = ""
    count: int = 0
    start: int = 0
    first: int = 0
    doubtful: bool = False
    chosen: bool = False
    skip: bool = False
    without: list[int] = Field(default_factory=list)
    columns: dict[int, str] = Field(default_factory=dict)
    rows: list[list[str]] = Field(default_factory=list)
    shape: list[str] = Field(default_factory=list)


class Document(Part):
    schema_: Literal["tiku/1"] = Field(default="tiku/1", alias="schema")
    source: Source = Field(default_factory=Source)
    title: str = ""
    role: str | None = None
    language: str | None = None
    text: str | None = None
    repairs: list[Repair] = Field(default_factory=list)
    sections: list[DraftSection] = Field(default_factory=list)
    items: list[DraftItem] = Field(default_factory=list)
    skipped: list[Skipped] = Field(default_factory=list)
    diagnostics: list[Diagnostic] = Field(default_factory=list)
    sheets: list[SheetView] = Field(default_factory=list)

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    def to_json(self, *, indent: int | None = None) -> str:
        return self.model_dump_json(by_alias=True, indent=indent)

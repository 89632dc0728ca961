"""What a question is: the content of an item revision, in five kinds.

Pure: no Django. Every object is frozen; an edit makes a new one. Points are `Decimal`.
A key may be missing (documents often have none); `problems` says what is missing before an item may be used.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, TypeAdapter

MAX_OPTIONS = 26
MAX_TEXT = 20_000


class ItemKind(StrEnum):
    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    TRUE_FALSE = "true_false"
    SHORT_ANSWER = "short_answer"
    ESSAY = "essay"


class Difficulty(StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


CHOICE_KINDS = frozenset({ItemKind.SINGLE_CHOICE, ItemKind.MULTIPLE_CHOICE})
OBJECTIVE_KINDS = CHOICE_KINDS | {ItemKind.TRUE_FALSE}
WRITTEN_KINDS = frozenset({ItemKind.SHORT_ANSWER, ItemKind.ESSAY})

Text = Annotated[str, Field(max_length=MAX_TEXT)]


def points_text(value: Decimal) -> str:
    """`2`, `0.5`, `10`: no exponent and no trailing zeros, so that equal values print alike."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


Points = Annotated[
    Decimal,
    Field(ge=0, le=1000, max_digits=7, decimal_places=3),
    PlainSerializer(points_text, return_type=str, when_used="json"),
]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(Frozen):
    """One choice. `label` is what the key refers to (A, B, …); shuffling never changes it."""

    label: Annotated[str, Field(min_length=1, max_length=4)]
    text: Text


class AnswerPoint(Frozen):
    """One 答案要点: what a good answer must say, with optional elaboration, points and sub-points."""

    text: Text
    detail: Text | None = None
    points: Points | None = None
    children: tuple[AnswerPoint, ...] = ()

    def leaves(self) -> Iterator[AnswerPoint]:
        """The points that a reviewer ticks: sub-points where there are any, else the point itself."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


class Criterion(Frozen):
    """One line of a 评分标准: a quality of the answer and what it is worth."""

    text: Text
    points: Points | None = None


class Base(Frozen):
    stem: Text
    points: Points | None = None
    explanation: Text = ""
    genre: Annotated[str, Field(max_length=60)] | None = None
    assesses: tuple[str, ...] = ()
    seconds: Annotated[int, Field(ge=1, le=36_000)] | None = None


class SingleChoice(Base):
    kind: Literal[ItemKind.SINGLE_CHOICE] = ItemKind.SINGLE_CHOICE
    options: Annotated[tuple[Option, ...], Field(max_length=MAX_OPTIONS)]
    key: str | None = None


class MultipleChoice(Base):
    kind: Literal[ItemKind.MULTIPLE_CHOICE] = ItemKind.MULTIPLE_CHOICE
    options: Annotated[tuple[Option, ...], Field(max_length=MAX_OPTIONS)]
    key: tuple[str, ...] = ()


class TrueFalse(Base):
    kind: Literal[ItemKind.TRUE_FALSE] = ItemKind.TRUE_FALSE
    key: bool | None = None


class Written(Base):
    """What short answers and essays share: a rubric and a model answer."""

    answer_points: tuple[AnswerPoint, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    rubric_rule: dict[str, str] | None = None
    reference_answer: Text | None = None


def every_row_counts(rule: dict[str, str] | None) -> bool:
    """Whether the most that an answer can bring is the sum of all rows: a remark or a deduction does not change it."""
    counting = ("each_point", "deductions", "weights", "total", "note")
    return not rule or ("any" not in rule and rule.get("rule") in counting)


class ShortAnswer(Written):
    kind: Literal[ItemKind.SHORT_ANSWER] = ItemKind.SHORT_ANSWER
    accepted_answers: tuple[Text, ...] = ()


class Essay(Written):
    kind: Literal[ItemKind.ESSAY] = ItemKind.ESSAY


Content = Annotated[SingleChoice | MultipleChoice | TrueFalse | ShortAnswer | Essay, Field(discriminator="kind")]
CONTENT: TypeAdapter[SingleChoice | MultipleChoice | TrueFalse | ShortAnswer | Essay] = TypeAdapter(Content)
AnyContent = SingleChoice | MultipleChoice | TrueFalse | ShortAnswer | Essay

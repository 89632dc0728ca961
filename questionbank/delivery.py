"""What a candidate sees of a question. Pure: no Django.

A view model is built by naming what may be shown, so a field that is added to the content later stays hidden.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from questionbank.content import (
    WRITTEN_KINDS,
    AnyContent,
    ItemKind,
    MultipleChoice,
    SingleChoice,
    points_text,
)


class Placed(Protocol):
    """A question's place in a paper: `PaperItem` is one."""

    @property
    def id(self) -> int: ...
    @property
    def points(self) -> Decimal: ...


@dataclass(frozen=True)
class CandidateOption:
    """`value` is what is sent, `letter` what is shown: the place, not the label that the key refers to."""

    value: str
    letter: str
    text: str


@dataclass(frozen=True)
class CandidateQuestion:
    """A question without key, explanation or rubric."""

    id: int
    kind: ItemKind
    genre: str
    stem: str
    points: str
    options: tuple[CandidateOption, ...] = ()

    @property
    def is_single(self) -> bool:
        return self.kind == ItemKind.SINGLE_CHOICE

    @property
    def is_multiple(self) -> bool:
        return self.kind == ItemKind.MULTIPLE_CHOICE

    @property
    def is_true_false(self) -> bool:
        return self.kind == ItemKind.TRUE_FALSE

    @property
    def is_written(self) -> bool:
        return self.kind in WRITTEN_KINDS

    @property
    def is_essay(self) -> bool:
        return self.kind == ItemKind.ESSAY


@dataclass(frozen=True)
class Held:
    """What the server holds for a question."""

    answer: Any = None
    flagged: bool = False
    revision: int = 0

    @property
    def is_answered(self) -> bool:
        return self.answer is not None


@dataclass(frozen=True)
class Numbered:
    """A question in one candidate's order, with what the server holds for it."""

    number: int
    question: CandidateQuestion
    held: Held

    @property
    def chosen(self) -> tuple[CandidateOption, ...]:
        """The chosen options in the order shown."""
        labels = self.held.answer if isinstance(self.held.answer, list) else []
        return tuple(option for option in self.question.options if option.value in labels)

    @property
    def chosen_values(self) -> tuple[str, ...]:
        return tuple(option.value for option in self.chosen)

    @property
    def text(self) -> str:
        return self.held.answer if isinstance(self.held.answer, str) else ""

    @property
    def says_true(self) -> bool:
        return self.held.answer is True

    @property
    def says_false(self) -> bool:
        return self.held.answer is False


@dataclass(frozen=True)
class Unplaced:
    """A question that stands in no paper: a sample, or a preview while it is written."""

    id: int = 0
    points: Decimal = Decimal(0)


def alone(content: AnyContent) -> Numbered:
    """The question as the only one of its paper, unanswered."""
    return Numbered(1, question_for_candidate(Unplaced(), content), Held())


def question_for_candidate(
    paper_item: Placed, content: AnyContent, option_order: Sequence[str] | None = None
) -> CandidateQuestion:
    """The question as a candidate sees it. Without an order, options stand as they were written."""
    return CandidateQuestion(
        id=paper_item.id,
        kind=content.kind,
        genre=content.genre or "",
        stem=content.stem,
        points=points_text(paper_item.points),
        options=_options(content, option_order),
    )


def _options(content: AnyContent, order: Sequence[str] | None) -> tuple[CandidateOption, ...]:
    if not isinstance(content, SingleChoice | MultipleChoice):
        return ()
    texts = {option.label: option.text for option in content.options}
    # An order that does not fit (it never should) must not hide an option from anybody.
    labels = list(order) if order and sorted(order) == sorted(texts) else list(texts)
    return tuple(
        CandidateOption(value=label, letter=chr(ord("A") + place), text=texts[label])
        for place, label in enumerate(labels)
    )


def numbered(questions: Sequence[CandidateQuestion], held: Mapping[int, Held]) -> list[Numbered]:
    """Number the questions as they stand, each with what is held for it."""
    return [
        Numbered(number=number, question=question, held=held.get(question.id, Held()))
        for number, question in enumerate(questions, start=1)
    ]

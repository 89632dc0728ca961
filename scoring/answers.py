"""What a candidate answered, in a form that a page can show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from exams.models import Attempt, PaperItem, Response
from questionbank.content import AnyContent, MultipleChoice, SingleChoice
from questionbank.delivery import question_for_candidate
from scoring.models import MarkTask


@dataclass(frozen=True)
class ShownOption:
    label: str
    text: str
    chosen: bool
    right: bool


@dataclass(frozen=True)
class ShownAnswer:
    """One question with its answer and its points; `score` is None while it waits for a mark."""

    number: int
    item: PaperItem
    content: AnyContent
    answer: Any
    score: Fraction | None
    comment: str
    options: list[ShownOption]

    @property
    def worth(self) -> Fraction:
        return Fraction(self.item.points)


def answer_of(task: MarkTask) -> Any:
    """The stored answer of the task's candidate, and nothing else about them."""
    stored = Response.objects.filter(attempt=task.attempt_id, paper_item=task.paper_item_id)
    return stored.values_list("answer_json", flat=True).first()


def answers_by_item(attempt: Attempt) -> dict[int, Any]:
    return dict(attempt.responses.values_list("paper_item_id", "answer_json"))


def shown_options(content: AnyContent, answer: Any) -> list[ShownOption]:
    """A choice question's options, with the labels of the bank, and what was chosen and what is right."""
    return _options(content, answer, [(label, label) for label in _labels(content)])


def options_as_seen(
    item: PaperItem, content: AnyContent, answer: Any, order: Sequence[str] | None
) -> list[ShownOption]:
    """The same with the letters and the order that the candidate saw."""
    seen = question_for_candidate(item, content, order).options
    return _options(content, answer, [(option.letter, option.value) for option in seen])


def _labels(content: AnyContent) -> list[str]:
    return [option.label for option in content.options] if isinstance(content, SingleChoice | MultipleChoice) else []


def _options(content: AnyContent, answer: Any, letters: Sequence[tuple[str, str]]) -> list[ShownOption]:
    if not isinstance(content, SingleChoice | MultipleChoice):
        return []
    chosen = answer if isinstance(answer, list) else []
    key = {content.key} if isinstance(content, SingleChoice) else set(content.key)
    texts = {option.label: option.text for option in content.options}
    return [ShownOption(letter, texts[label], label in chosen, label in key) for letter, label in letters]

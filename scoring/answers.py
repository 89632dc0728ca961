"""What a candidate answered, in a form that a page can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exams.models import Response
from questionbank.content import AnyContent, MultipleChoice, SingleChoice
from scoring.models import MarkTask


@dataclass(frozen=True)
class ShownOption:
    label: str
    text: str
    chosen: bool
    right: bool


def answer_of(task: MarkTask) -> Any:
    """The stored answer of the task's candidate, and nothing else about them."""
    stored = Response.objects.filter(attempt=task.attempt_id, paper_item=task.paper_item_id)
    return stored.values_list("answer_json", flat=True).first()


def shown_options(content: AnyContent, answer: Any) -> list[ShownOption]:
    """A choice question's options with what was chosen and what is right, in the question's own order."""
    if not isinstance(content, SingleChoice | MultipleChoice):
        return []
    chosen = answer if isinstance(answer, list) else []
    key = {content.key} if isinstance(content, SingleChoice) else set(content.key)
    return [
        ShownOption(option.label, option.text, option.label in chosen, option.label in key)
        for option in content.options
    ]

"""A candidate's booklet: the questions in their order with what the server holds for each of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from accounts.statements import Lookup
from exams.models import Attempt, Response
from exams.snapshot import Snapshot, snapshot
from questionbank.content import ItemKind, points_text
from questionbank.delivery import Held, Numbered, numbered
from questionbank.policy import Policy
from questionbank.wording import policy_sentence

_ANSWERS = Lookup(
    lambda: Response.objects.values_list("paper_item_id", "answer_json", "flagged", "revision"), "attempt_id"
)


@dataclass(frozen=True)
class BookletSection:
    title: str
    note: str
    points: str
    # How several-option questions earn points, in words; empty for other kinds.
    rule: str
    questions: tuple[Numbered, ...]


@dataclass(frozen=True)
class Booklet:
    sections: tuple[BookletSection, ...]
    points: str
    # Questions of the whole paper, also of sections that are not shown.
    asked: int

    @cached_property
    def questions(self) -> list[Numbered]:
        return [question for section in self.sections for question in section.questions]

    @property
    def count(self) -> int:
        return len(self.questions)

    @property
    def unopened(self) -> int:
        """Questions of sections that are not shown."""
        return self.asked - self.count

    @cached_property
    def answered(self) -> list[Numbered]:
        return [question for question in self.questions if question.held.is_answered]

    @cached_property
    def unanswered(self) -> list[Numbered]:
        return [question for question in self.questions if not question.held.is_answered]

    @cached_property
    def flagged(self) -> list[Numbered]:
        return [question for question in self.questions if question.held.flagged]


def booklet(attempt: Attempt, shown: Collection[int] | None = None) -> Booklet:
    """The sections in `shown` (none = all), with the numbers of the whole paper.

    One statement for the answers; the paper costs three more the first time a process meets it.
    """
    paper = snapshot(attempt.sitting.paper)
    placed = numbered(paper.questions(attempt.order_json), held_answers(attempt))
    section_of = {item.id: section.id for section in paper.sections for item in section.items}
    return Booklet(
        tuple(
            BookletSection(
                title=section.title,
                note=section.note,
                points=points_text(section.points),
                rule=rule(section.kind, policy_of(attempt, section.id)),
                questions=tuple(one for one in placed if section_of[one.question.id] == section.id),
            )
            for section in paper.sections
            if shown is None or section.id in shown
        ),
        points=points_text(paper.points),
        asked=paper.count,
    )


def held_answers(attempt: Attempt) -> dict[int, Held]:
    return {item: Held(*rest) for item, *rest in _ANSWERS.all(attempt.pk)}


def policy_of(attempt: Attempt, section_id: int) -> Policy:
    """The policy that was agreed at the start."""
    terms = attempt.terms_json
    return Policy.model_validate(terms.get("sections", {}).get(str(section_id)) or terms.get("policy") or {})


def rule(kind: ItemKind, policy: Policy) -> str:
    return policy_sentence(policy) if kind == ItemKind.MULTIPLE_CHOICE else ""


def rules(paper: Snapshot, sitting_policy: Policy) -> list[str]:
    """The multiple-choice rules of a paper in words, each once."""
    kinds = [(section.kind, section.policy or sitting_policy) for section in paper.sections]
    return list(dict.fromkeys(sentence for kind, policy in kinds if (sentence := rule(kind, policy))))

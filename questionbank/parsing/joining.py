"""Join an answer file to a document: what is new, what says the same, and what contradicts is for a person to decide.

The joined document is a document like any other: the file's text stands behind the questions' own, so that places of
both can be shown and linked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from questionbank.content import points_text
from questionbank.document import Diagnostic, Document, DraftItem, Severity, Skipped, Span
from questionbank.parsing.items.build import Built
from questionbank.parsing.items.checks import item_checks
from questionbank.parsing.keyfile import Answer, KeyText
from questionbank.parsing.words.fold import plain

# What an answer consists of, in the order in which people read it. Each goes or stays as a whole.
FIELDS = ("key", "reference_answer", "answer_points", "criteria", "explanation")
# Remarks that the answer of a question decides.
_OF_ANSWERS = frozenset(
    {
        "key-conflict",
        "key-file-differs",
        "key-not-option",
        "multi-one-letter",
        "no-answer",
        "no-key",
        "rubric-sum-differs",
        "single-many-letters",
    }
)


class Outcome(StrEnum):
    NEW = "new"
    SAME = "same"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Joint:
    """One field of an answer beside what the question has already."""

    position: int
    field: str
    outcome: Outcome


def joints(items: Mapping[int, DraftItem], answers: Iterable[Answer]) -> list[Joint]:
    """What would become of every field that the answers give, for those of `items` (by position) alone."""
    return [
        Joint(answer.position, name, outcome)
        for answer in answers
        if answer.position in items
        for name in FIELDS
        if (outcome := compared(items[answer.position], answer.item, name))
    ]


def compared(item: DraftItem, answer: DraftItem, name: str) -> Outcome | None:
    """None when the answer says nothing on this."""
    own, given = _comparable(getattr(item, name)), _comparable(getattr(answer, name))
    if given in (None, "", []):
        return None
    if own in (None, "", []):
        return Outcome.NEW
    return Outcome.SAME if own == given else Outcome.DIFFERS


def _comparable(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, list):
        return [each if isinstance(each, str) else (plain(each.text), each.points) for each in value]
    return value


def filled(item: DraftItem, answer: DraftItem, taken: Collection[str] = ()) -> DraftItem:
    """The item with what the answer adds; of what contradicts, the fields in `taken` replace its own."""
    update: dict[str, Any] = {}
    for name in FIELDS:
        outcome = compared(item, answer, name)
        if outcome is Outcome.NEW or (outcome is Outcome.DIFFERS and name in taken):
            update[name] = getattr(answer, name)
    if "key" in update:
        update["kind"] = answer.kind
    if "reference_answer" in update:
        update["accepted_answers"] = answer.accepted_answers
    if answer.rubric_rule and {"answer_points", "criteria"} & update.keys():
        update["rubric_rule"] = answer.rubric_rule
    return item.model_copy(update=update)


def text_start(document: Document) -> int:
    """Where the text of a file that is joined to this document begins in the joined text."""
    return len(document.text) + 1 if document.text else 0


def join(document: Document, found: KeyText, taken: Mapping[int, Collection[str]] | None = None) -> Document:
    """The document with the answers and the file's text behind its own. Positions and ids stay as they are.

    `taken` names by position the contradicting fields that the file decides; the others keep what the question had,
    with a remark that says what the file says.
    """
    shift = text_start(document)
    made = document.model_copy(deep=True)
    made.text = f"{document.text}\n{found.text}" if document.text else found.text
    made.skipped += [Skipped(skip.start + shift, skip.end + shift, skip.reason) for skip in found.skipped]
    made.repairs += [each.model_copy(update=_moved(each, shift)) for each in found.repairs]
    answered = {document.items[answer.position].id for answer in found.answers}
    made.diagnostics = [each for each in made.diagnostics if not (each.item in answered and each.code in _OF_ANSWERS)]
    made.diagnostics += [each.model_copy(update=_moved(each, shift)) for each in found.told]
    for answer in found.answers:
        _join_one(made, document.items[answer.position], answer, (taken or {}).get(answer.position, ()), shift)
    return made


def _moved(part: Any, shift: int) -> dict[str, int | None]:
    return {name: None if (at := getattr(part, name)) is None else at + shift for name in ("start", "end")}


def _join_one(made: Document, before: DraftItem, answer: Answer, taken: Collection[str], shift: int) -> None:
    spans = [Span(span.part, span.start + shift, span.end + shift) for span in answer.item.spans]
    item = filled(before, answer.item, taken)
    item.spans = [*before.spans, *spans]
    told = [each for each in item_checks(Built(item.model_copy(deep=True))) if each.code in _OF_ANSWERS]
    told += [
        _differs(before, answer.item, name, spans)
        for name in FIELDS
        if compared(before, answer.item, name) is Outcome.DIFFERS and name not in taken
    ]
    made.diagnostics += told
    item.status = (
        "check" if _doubtful([*told, *(each for each in made.diagnostics if each.item == item.id)]) else "sure"
    )
    made.items[answer.position] = item


def _doubtful(told: Iterable[Diagnostic]) -> bool:
    return any(each.severity is not Severity.INFO for each in told)


def _differs(item: DraftItem, answer: DraftItem, name: str, spans: list[Span]) -> Diagnostic:
    at = next((span for span in spans if span.part == name), spans[0] if spans else None)
    return Diagnostic(
        code="key-file-differs",
        severity=Severity.WARNING,
        section=item.section,
        item=item.id,
        start=at.start if at else None,
        end=at.end if at else None,
        params={"field": name, "own": said(item, name), "given": said(answer, name)},
    )


def said(item: DraftItem, name: str) -> str:
    """A field of an answer in one short line."""
    value = getattr(item, name)
    if isinstance(value, bool):
        return "√" if value else "×"
    if name == "key":
        return "".join(value or [])
    if isinstance(value, list):
        return "; ".join(
            each.text + (f" ({points_text(each.points)})" if each.points is not None else "") for each in value
        )
    return " ".join(str(value or "").split())

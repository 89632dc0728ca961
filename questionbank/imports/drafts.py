"""From a draft of a document to the content of an item, and what stands in the way. Pure: no Django."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from questionbank.content import (
    CHOICE_KINDS,
    CONTENT,
    WRITTEN_KINDS,
    AnyContent,
    Difficulty,
    Essay,
    ItemKind,
    MultipleChoice,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from questionbank.document import Document, DraftItem
from questionbank.policy import Policy
from questionbank.quality import BLOCKING, Problem, problems

CLASSES: dict[ItemKind, type[AnyContent]] = {
    ItemKind.SINGLE_CHOICE: SingleChoice,
    ItemKind.MULTIPLE_CHOICE: MultipleChoice,
    ItemKind.TRUE_FALSE: TrueFalse,
    ItemKind.SHORT_ANSWER: ShortAnswer,
    ItemKind.ESSAY: Essay,
}


def content_from_draft(draft: DraftItem) -> AnyContent | list[Problem]:
    """The content, or the problems that keep the draft out of the bank. A missing key does not."""
    content, found = judged(draft)
    blocking = [problem for problem in found if problem.code in BLOCKING]
    return content if content is not None and not blocking else blocking


def judged(draft: DraftItem) -> tuple[AnyContent | None, list[Problem]]:
    """What the draft says as content, also when it may not enter the bank; none when no content can hold it."""
    try:
        content = CONTENT.validate_python(content_fields(draft))
    except ValidationError as error:
        return None, [Problem("invalid-value", {"field": ".".join(map(str, row["loc"][1:]))}) for row in error.errors()]
    return content, problems(content)


def unchecked(draft: DraftItem) -> AnyContent:
    """What the draft says, for editing only: limits of the content may be broken."""
    return CLASSES[draft.kind].model_construct(**content_fields(draft))


def content_fields(draft: DraftItem) -> dict[str, Any]:
    """The fields of the content that the draft's kind has; what its kind cannot hold is left out."""
    fields: dict[str, Any] = {
        "kind": draft.kind,
        "stem": draft.stem,
        "points": draft.points,
        "explanation": draft.explanation or "",
        "genre": draft.genre or None,
        "assesses": tuple(draft.assesses),
        "seconds": draft.seconds,
    }
    if draft.kind in CHOICE_KINDS:
        fields["options"] = tuple(draft.options)
    if draft.kind in WRITTEN_KINDS:
        fields.update(_rubric_fields(draft))
    return {**fields, **_key_field(draft)}


def _rubric_fields(draft: DraftItem) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "answer_points": tuple(draft.answer_points),
        "criteria": tuple(draft.criteria),
        "rubric_rule": draft.rubric_rule,
        "reference_answer": draft.reference_answer,
    }
    if draft.kind == ItemKind.SHORT_ANSWER:
        fields["accepted_answers"] = tuple(draft.accepted_answers)
    return fields


def _key_field(draft: DraftItem) -> dict[str, Any]:
    labels = draft.key if isinstance(draft.key, list) else []
    if draft.kind == ItemKind.SINGLE_CHOICE:
        return {"key": "".join(labels) or None}
    if draft.kind == ItemKind.MULTIPLE_CHOICE:
        return {"key": tuple(labels)}
    if draft.kind == ItemKind.TRUE_FALSE:
        return {"key": draft.key if isinstance(draft.key, bool) else None}
    return {}


def as_draft(row: Row) -> DraftItem:
    """The row as a draft again: what people corrected in place of what the document has."""
    if row.shown is None:
        return row.draft
    known = {name: value for name, value in row.shown.model_dump().items() if name in DraftItem.model_fields}
    key = known.pop("key", None)
    labels = [key] if isinstance(key, str) else list(key) if isinstance(key, tuple) else key
    lists = {name: list(getattr(row.shown, name)) for name in known if isinstance(getattr(row.shown, name), tuple)}
    update = {**known, **lists, "key": labels, "explanation": row.shown.explanation or None}
    return row.draft.model_copy(update={**update, "points": row.shown.points})


def lost_fields(draft: DraftItem) -> list[str]:
    """What the draft says but its kind cannot hold, such as options of an essay; told, not dropped in silence."""
    held = content_fields(draft)
    names = ("options", "key", "reference_answer", "answer_points", "criteria", "accepted_answers")
    return [name for name in names if getattr(draft, name) not in (None, [], "") and name not in held]


@dataclass(frozen=True)
class Row:
    """One item of a document as it would enter the bank: the draft with what people changed in the preview.

    `shown` is there to be read and edited even when errors keep it out of the bank; `content` is what may enter.
    """

    position: int
    key: str
    draft: DraftItem
    shown: AnyContent | None
    problems: tuple[Problem, ...]
    topic: str = ""
    difficulty: Difficulty | None = None
    tags: tuple[str, ...] = ()
    edited: bool = False
    # The multiple-choice rule of its section.
    policy: Policy | None = None

    @property
    def content(self) -> AnyContent | None:
        blocked = any(problem.code in BLOCKING for problem in self.problems)
        return None if blocked else self.shown

    @property
    def is_sure(self) -> bool:
        return self.content is not None and (self.edited or self.draft.status == "sure")


def rows_of(document: Document, edits: dict[str, Any]) -> Iterator[Row]:
    """All rows in the order of the document. `edits` holds `items` and `sections` by key."""
    overrides = _section_overrides(document, edits)
    changed = edits.get("items", {})
    for position, (key, draft) in enumerate(zip(keys_of(document.items), document.items, strict=True)):
        yield row_of(position, key, draft, overrides.get(draft.section or ""), changed.get(key))


def row_of(
    position: int,
    key: str,
    draft: DraftItem,
    override: dict[str, str] | None = None,
    edit: dict[str, Any] | None = None,
) -> Row:
    """One row: as somebody edited it, else with what was chosen for its section, else as the document has it."""
    if edit:
        return _edited_row(position, key, draft, edit)
    return _plain_row(position, key, _overridden(draft, override) if override else draft)


def keys_of(items: Sequence[DraftItem]) -> list[str]:
    """A name for each item that survives parsing again: it depends on the question, not on its place. Options count:
    many a stem says no more than “which is right?”."""
    return _numbered("".join("\n".join([item.stem, *(each.text for each in item.options)]).split()) for item in items)


def section_keys(document: Document) -> dict[str, str]:
    """Section id → a name that survives parsing again."""
    headings = _numbered("".join((section.heading or section.title).split()) for section in document.sections)
    return {section.id: key for section, key in zip(document.sections, headings, strict=True)}


def _numbered(texts: Iterable[str]) -> list[str]:
    """The hash of each text with the number of its earlier occurrences."""
    seen: Counter[str] = Counter()
    keys = []
    for text in texts:
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        keys.append(f"{digest}-{seen[digest]}")
        seen[digest] += 1
    return keys


def _section_overrides(document: Document, edits: dict[str, Any]) -> dict[str, dict[str, str]]:
    chosen = edits.get("sections", {})
    return {id_: chosen[key] for id_, key in section_keys(document).items() if key in chosen}


def _overridden(draft: DraftItem, override: dict[str, str]) -> DraftItem:
    """The draft with the kind and the points that were chosen for its section."""
    update: dict[str, Any] = {}
    if override.get("kind"):
        update["kind"] = ItemKind(override["kind"])
    if override.get("points"):
        update["points"] = Decimal(override["points"])
    return draft.model_copy(update=update)


def _plain_row(position: int, key: str, draft: DraftItem) -> Row:
    shown, found = judged(draft)
    topic = draft.topics[0] if draft.topics else ""
    tags = (*draft.topics[1:], *draft.assesses)
    return Row(position, key, draft, shown, tuple(found), topic, draft.difficulty, tags)


def _edited_row(position: int, key: str, draft: DraftItem, edit: dict[str, Any]) -> Row:
    content = CONTENT.validate_python(edit["content"])
    difficulty = Difficulty(edit["difficulty"]) if edit.get("difficulty") else None
    topic, tags = edit.get("topic", ""), tuple(edit.get("tags", ()))
    found = tuple(problems(content))
    return Row(position, key, draft, content, found, topic, difficulty, tags, edited=True)

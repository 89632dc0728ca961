"""Corrections move along when a text is corrected and parsed again: which question is which, and what stays of both.

Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from pydantic import ValidationError

from questionbank.content import CONTENT
from questionbank.document import DraftItem
from questionbank.imports.drafts import Row

# From here on a new text passes for the corrected form of one that is gone.
SAME = 0.7
# So many characters tell a question; longer texts take long to compare.
COMPARED = 500
# With so many new texts in the neighbourhood one that is gone is compared.
NEIGHBOURS = 50


@dataclass(frozen=True, slots=True)
class Trace:
    """A question or section by its key, with its place in the document and its text."""

    key: str
    position: int
    text: str


def trace(key: str, position: int, draft: DraftItem) -> Trace:
    texts = (draft.stem, *(option.text for option in draft.options))
    return Trace(key, position, "\n".join(texts)[:COMPARED])


def remembered(key: str, edit: Mapping[str, Any]) -> Trace:
    """The trace of a correction whose question went before."""
    content = (edit.get("base") or edit)["content"]
    texts = (content["stem"], *(option["text"] for option in content.get("options", ())))
    return Trace(key, edit.get("at", 0), "\n".join(texts)[:COMPARED])


def successors(gone: Iterable[Trace], fresh: Sequence[Trace]) -> dict[str, str]:
    """The key of what is gone → the key of the new text that it became. None is given away twice; the most alike come
    first, of these the nearest."""
    likely = [
        (-alike, abs(new.position - old.position), old.key, new.key)
        for old in gone
        for new in sorted(fresh, key=lambda one: abs(one.position - old.position))[:NEIGHBOURS]
        if (alike := _ratio(old.text, new.text)) >= SAME
    ]
    found = dict[str, str]()
    for _, _, before, after in sorted(likely):
        if before not in found and after not in found.values():
            found[before] = after
    return found


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= SAME else 0.0


def basis(row: Row) -> dict[str, Any] | None:
    """What a correction began with: the question as the document alone has it. None when no content can hold it."""
    return _as_edit(row) if row.shown else None


def _as_edit(row: Row) -> dict[str, Any]:
    content = row.shown.model_dump(mode="json") if row.shown else {}
    return {"content": content, "topic": row.topic, "difficulty": row.difficulty or "", "tags": list(row.tags)}


def carried(edit: Mapping[str, Any], row: Row) -> dict[str, Any]:
    """The correction of a question for `row`, which is what its document says now. What people changed stays; what they
    left as it was follows the text. `edit` names under "base" what they began with
    (and under "at" where that stood); without it everything stays."""
    own = {name: value for name, value in edit.items() if name not in {"base", "at"}}
    base = edit.get("base")
    if not base or row.shown is None:
        return own
    now = _as_edit(row)
    rest = {
        name: own.get(name) if own.get(name) != base[name] else now[name] for name in ("topic", "difficulty", "tags")
    }
    return {**rest, "content": _merged(own["content"], base["content"], now["content"])}


def _merged(own: dict[str, Any], base: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    if own["kind"] != base["kind"]:
        return own
    changed = {name: value for name, value in own.items() if name in now and value != base.get(name)}
    merged = {**now, **changed}
    try:
        return CONTENT.validate_python(merged).model_dump(mode="json")
    except ValidationError:
        return own

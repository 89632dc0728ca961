"""The taking page without JavaScript: every question in one form, read as a batch of answers. Pure: no Django."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from questionbank.content import CHOICE_KINDS, AnyContent, ItemKind
from questionbank.delivery import Held
from questionbank.numbers import whole_number

Values = Callable[[str], Sequence[str]]


def changed_answers(
    values: Values, contents: Mapping[int, AnyContent], held: Mapping[int, Held]
) -> list[dict[str, Any]]:
    """What the form says otherwise than the server holds, as the taking page would send it.

    `values` gives all values of a field: `q-<question>`, `f-<question>` (flag), `r-<question>` (the revision that the
    form was filled from, so that a form from an old page does not overwrite what was saved since).
    """
    changes = []
    for question, content in contents.items():
        before = held.get(question, Held())
        seen = _number(values(f"r-{question}"))
        answer = _answer(values(f"q-{question}"), content)
        flagged = bool(values(f"f-{question}"))
        if seen is not None and (answer != before.answer or flagged != before.flagged):
            changes.append({"question": question, "revision": seen + 1, "answer": answer, "flagged": flagged})
    return changes


def _number(values: Sequence[str]) -> int | None:
    """None when the form does not hold the question at all."""
    return whole_number(values[0]) if values else None


def _answer(values: Sequence[str], content: AnyContent) -> Any:
    if content.kind in CHOICE_KINDS:
        return list(values) or None
    text = values[0] if values else ""
    if content.kind == ItemKind.TRUE_FALSE:
        return {"true": True, "false": False}.get(text)
    return text.replace("\r\n", "\n") or None

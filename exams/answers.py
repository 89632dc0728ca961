"""What a candidate's answer is. Pure: no Django.

An answer is a sorted tuple of option labels (both choice kinds), a truth value, a text, or None when there is none.
"""

from __future__ import annotations

from typing import Any

from questionbank.content import AnyContent, MultipleChoice, SingleChoice, TrueFalse

MAX_ANSWER = 20_000
Answer = tuple[str, ...] | bool | str | None


class InvalidAnswer(ValueError):
    """The value cannot be an answer to this question. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_answer(content: AnyContent, value: Any) -> Answer:
    """The answer in `value` (as JSON has it), checked against the question. Raises `InvalidAnswer`."""
    if value is None or value == "" or value == []:
        return None
    if isinstance(content, SingleChoice | MultipleChoice):
        return _labels(content, value)
    if isinstance(content, TrueFalse):
        if not isinstance(value, bool):
            raise InvalidAnswer("not-a-truth-value")
        return value
    if not isinstance(value, str):
        raise InvalidAnswer("not-a-text")
    if len(value) > MAX_ANSWER:
        raise InvalidAnswer("too-long")
    return value if value.strip() else None


def _labels(content: SingleChoice | MultipleChoice, value: Any) -> tuple[str, ...]:
    known = [option.label for option in content.options]
    if not isinstance(value, list) or not all(isinstance(label, str) and label in known for label in value):
        raise InvalidAnswer("not-an-option")
    if isinstance(content, SingleChoice) and len(value) > 1:
        raise InvalidAnswer("more-than-one")
    return tuple(sorted(set(value), key=known.index))

"""Plausible answers for the demo's past candidates. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random
from typing import Any

from questionbank.content import AnyContent, Essay, MultipleChoice, ShortAnswer, SingleChoice, TrueFalse


def answers_of(contents: Sequence[AnyContent], ability: float, *, seed: int) -> list[Any]:
    """One answer for each question, as JSON has it; about `ability` of them right. The same seed gives the same."""
    chance = Random(seed)  # noqa: S311 -- a picture of people, no secret
    return [_answer(content, ability, chance) for content in contents]


def tick(rows: Sequence[str], ability: float) -> tuple[str, ...]:
    """The rubric rows that a reviewer would tick for somebody of this ability: the first ones, rounded."""
    return tuple(rows[: round(len(rows) * ability)])


def _answer(content: AnyContent, ability: float, chance: Random) -> Any:
    knows = chance.random() < ability
    match content:
        case SingleChoice():
            wrong = [option.label for option in content.options if option.label != content.key]
            return [content.key if knows else chance.choice(wrong)]
        case MultipleChoice():
            return list(content.key) if knows else list(content.key)[:-1]
        case TrueFalse():
            return content.key if knows else not content.key
        case ShortAnswer():
            return _short(content, ability, knows)
        case Essay():
            return _share(content.reference_answer or "", ability)


def _short(content: ShortAnswer, ability: float, knows: bool) -> str:
    if content.accepted_answers:
        return content.accepted_answers[0] if knows else ""
    lines = [point.text for point in content.answer_points]
    return "\n".join(lines[: max(1, round(len(lines) * ability))])


def _share(text: str, ability: float) -> str:
    """The first sentences of a model answer, as many as the ability earns."""
    sentences = [part for part in re.split(r"(?<=[。.!?！？])", text) if part.strip()]
    return "".join(sentences[: max(1, round(len(sentences) * ability))]).strip()

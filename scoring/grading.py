"""Points for one answer to one question, or the finding that a person must look. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from exams.answers import Answer
from questionbank.content import AnyContent, Essay, MultipleChoice, ShortAnswer, SingleChoice, TrueFalse
from questionbank.policy import Policy
from scoring.normalise import first_match
from scoring.policies import apply_policy


class Reason(StrEnum):
    BLANK = "blank"
    RIGHT = "right"
    PARTLY_RIGHT = "partly-right"
    WRONG = "wrong"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not-accepted"
    # A person must look:
    WRITTEN = "written"
    NO_KEY = "no-key"
    NO_POLICY = "no-policy"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Outcome:
    """`points` is None when a person must decide."""

    points: Fraction | None
    reason: Reason

    @property
    def needs_person(self) -> bool:
        return self.points is None


NOTHING = Fraction(0)


def grade(content: AnyContent, answer: Answer, points: Decimal | Fraction, policy: Policy | None) -> Outcome:
    """Between 0 and `points`. A blank answer is always 0; a question without a usable key always needs a person.

    `policy` concerns multiple choice alone; None means that the frozen one could not be read.
    """
    if answer is None or answer == () or (isinstance(answer, str) and not answer.strip()):
        return Outcome(NOTHING, Reason.BLANK)
    full = Fraction(points)
    match content:
        case SingleChoice():
            return _single(content, answer, full)
        case MultipleChoice():
            return _multiple(content, answer, full, policy)
        case TrueFalse():
            return _true_false(content, answer, full)
        case ShortAnswer():
            return _short(content, answer, full)
        case Essay():
            return Outcome(None, Reason.WRITTEN)
        case _:
            assert_never(content)


def _right_or_wrong(right: bool, full: Fraction) -> Outcome:
    return Outcome(full, Reason.RIGHT) if right else Outcome(NOTHING, Reason.WRONG)


def _single(content: SingleChoice, answer: Answer, full: Fraction) -> Outcome:
    if not isinstance(answer, tuple):
        return Outcome(None, Reason.UNREADABLE)
    if content.key not in {option.label for option in content.options}:
        return Outcome(None, Reason.NO_KEY)
    return _right_or_wrong(answer == (content.key,), full)


def _multiple(content: MultipleChoice, answer: Answer, full: Fraction, policy: Policy | None) -> Outcome:
    if not isinstance(answer, tuple):
        return Outcome(None, Reason.UNREADABLE)
    options, key = frozenset(option.label for option in content.options), frozenset(content.key)
    if not key or not key <= options:
        return Outcome(None, Reason.NO_KEY)
    points = None if policy is None else apply_policy(policy, key, frozenset(answer), options, full)
    if points is None:
        return Outcome(None, Reason.NO_POLICY)
    if points == 0:
        return Outcome(points, Reason.WRONG)
    return Outcome(points, Reason.RIGHT if frozenset(answer) == key else Reason.PARTLY_RIGHT)


def _true_false(content: TrueFalse, answer: Answer, full: Fraction) -> Outcome:
    if not isinstance(answer, bool):
        return Outcome(None, Reason.UNREADABLE)
    if content.key is None:
        return Outcome(None, Reason.NO_KEY)
    return _right_or_wrong(answer == content.key, full)


def _short(content: ShortAnswer, answer: Answer, full: Fraction) -> Outcome:
    """A match is full points. Anything else is wrong, unless there is a rubric by which a person can judge it."""
    if not isinstance(answer, str):
        return Outcome(None, Reason.UNREADABLE)
    if first_match(answer, content.accepted_answers) is not None:
        return Outcome(full, Reason.ACCEPTED)
    if not content.accepted_answers or content.answer_points or content.criteria:
        return Outcome(None, Reason.WRITTEN)
    return Outcome(NOTHING, Reason.NOT_ACCEPTED)

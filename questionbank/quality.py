"""What is wrong with the content of an item, as codes. Pure: no Django.

An error keeps an item from being approved; `BLOCKING` errors keep a draft from entering the bank at all. The sentences
for people are in questionbank/messages.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from questionbank.content import (
    AnswerPoint,
    AnyContent,
    Essay,
    MultipleChoice,
    Option,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    every_row_counts,
    points_text,
)
from questionbank.document import Severity

SEVERITIES = {
    "empty-stem": Severity.ERROR,
    "too-few-options": Severity.ERROR,
    "empty-option": Severity.ERROR,
    "repeated-label": Severity.ERROR,
    "repeated-option": Severity.ERROR,
    "no-key": Severity.ERROR,
    "key-not-option": Severity.ERROR,
    "multi-one-letter": Severity.WARNING,
    "explanation-differs": Severity.WARNING,
    "no-rubric": Severity.WARNING,
    "rubric-sum-differs": Severity.WARNING,
    "no-explanation": Severity.INFO,
    "no-points": Severity.INFO,
}
BLOCKING = frozenset({"empty-stem", "too-few-options", "repeated-label", "key-not-option", "invalid-value"})
# "故选B", "答案为 A、C": what an explanation says the key is.
_SAID = re.compile(
    r"(?:故选|应选|答案(?:是|为|选|:|：)|the answer is)\s*[:：]?\s*([A-Z](?:[、,，\s]*[A-Z])*)(?![a-z])", re.I
)


@dataclass(frozen=True)
class Problem:
    code: str
    params: dict[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return SEVERITIES.get(self.code, Severity.ERROR)

    @property
    def is_error(self) -> bool:
        return self.severity == Severity.ERROR


def problems(content: AnyContent) -> list[Problem]:
    """Everything to say about an item, errors first; empty when there is nothing."""
    found = [*_of_stem(content), *_of_kind(content), *_of_extras(content)]
    order = list(Severity)
    return sorted(found, key=lambda problem: order.index(problem.severity))


def errors(content: AnyContent) -> list[Problem]:
    """What must be cured before an item may be approved."""
    return [problem for problem in problems(content) if problem.is_error]


def key_labels(content: SingleChoice | MultipleChoice) -> tuple[str, ...]:
    if isinstance(content, MultipleChoice):
        return content.key
    return (content.key,) if content.key else ()


def rubric_sum(content: ShortAnswer | Essay) -> Decimal | None:
    """The points of all answer points and criteria; None when none of them has points."""
    parts = [_worth(point) for point in content.answer_points] + [row.points for row in content.criteria]
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if known else None


def _worth(point: AnswerPoint) -> Decimal | None:
    """Sub-points count where they have points; else the point itself does."""
    known = [part for part in map(_worth, point.children) if part is not None]
    return sum(known, Decimal(0)) if known else point.points


def _of_stem(content: AnyContent) -> Iterator[Problem]:
    if not content.stem.strip():
        yield Problem("empty-stem")


def _of_kind(content: AnyContent) -> Iterator[Problem]:
    if isinstance(content, SingleChoice | MultipleChoice):
        yield from _of_options(content.options)
        yield from _of_key(content)
    elif isinstance(content, TrueFalse):
        if content.key is None:
            yield Problem("no-key")
    else:
        yield from _of_rubric(content)


def _of_options(options: tuple[Option, ...]) -> Iterator[Problem]:
    if len(options) < 2:
        yield Problem("too-few-options", {"count": str(len(options))})
    blank = [option.label for option in options if not option.text.strip()]
    if blank:
        yield Problem("empty-option", {"labels": " ".join(blank)})
    labels = _repeated([option.label for option in options])
    if labels:
        yield Problem("repeated-label", {"labels": " ".join(labels)})
    texts = _repeated(["".join(option.text.split()) for option in options if option.text.strip()])
    if texts:
        yield Problem("repeated-option", {"text": texts[0][:80]})


def _repeated(texts: list[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if texts.count(text) > 1]


def _of_key(content: SingleChoice | MultipleChoice) -> Iterator[Problem]:
    key = key_labels(content)
    if not key:
        yield Problem("no-key")
        return
    strange = [label for label in key if label not in {option.label for option in content.options}]
    if strange:
        yield Problem("key-not-option", {"labels": " ".join(strange)})
    if isinstance(content, MultipleChoice) and len(key) == 1:
        yield Problem("multi-one-letter", {"labels": key[0]})
    said = _SAID.search(content.explanation)
    letters = set(re.findall("[A-Z]", said[1].upper())) if said else set()
    if letters and letters != set(key):
        yield Problem("explanation-differs", {"said": "".join(sorted(letters)), "key": "".join(key)})


def _of_rubric(content: ShortAnswer | Essay) -> Iterator[Problem]:
    accepted = content.accepted_answers if isinstance(content, ShortAnswer) else ()
    if not (content.answer_points or content.criteria or content.reference_answer or accepted):
        yield Problem("no-rubric")
    total = rubric_sum(content)
    if (
        total is not None
        and content.points is not None
        and total != content.points
        and every_row_counts(content.rubric_rule)
    ):
        yield Problem("rubric-sum-differs", {"sum": points_text(total), "points": points_text(content.points)})


def _of_extras(content: AnyContent) -> Iterator[Problem]:
    if not isinstance(content, ShortAnswer | Essay) and not content.explanation.strip():
        yield Problem("no-explanation")
    if content.points is None:
        yield Problem("no-points")

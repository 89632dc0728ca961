"""The paper check-up (试卷体检): what is wrong with a paper before candidates see it. Pure: no Django.

Findings are codes with parameters; exams/wording.py has the sentences. An error blocks publishing, a warning asks for a
person's tick.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from math import comb

from questionbank.content import (
    CHOICE_KINDS,
    OBJECTIVE_KINDS,
    AnyContent,
    Essay,
    ItemKind,
    MultipleChoice,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    every_row_counts,
    points_text,
)
from questionbank.folding import fold, folded_content
from questionbank.policy import Policy

READING_SPEED = 300  # characters a minute
BIAS_LEVEL = Fraction(1, 20)  # how improbable a spread of keys must be before it is worth a word
NEAR = Fraction(4, 5)  # share of common character pairs from which two questions look alike
SAME_TRUTH = 3  # so many statements with one truth value are a pattern


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class SheetItem:
    """A question in the paper. `number` is what candidates see (1, 2, …)."""

    id: int
    number: int
    content: AnyContent
    points: Decimal
    approved: bool = True
    newest: bool = True
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class SheetSection:
    """`asked` = the sum of the rules' counts, 0 without rules; `short_by` = how many of them the draw left open."""

    id: int
    title: str
    kind: ItemKind
    points_each: Decimal
    items: tuple[SheetItem, ...] = ()
    short_by: int = 0
    asked: int = 0
    policy: Policy | None = None
    # The rule that the questions' documents state and the section does not take over.
    stated: Policy | None = None
    # A time limit of its own.
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """`section` is the id of a section, `items` the ids of the questions that it is about."""

    code: str
    severity: Severity
    section: int | None = None
    items: tuple[int, ...] = ()
    params: Mapping[str, str | int] = field(default_factory=dict)


def check_up(sections: Sequence[SheetSection], *, minutes: int) -> list[Finding]:
    """Errors first, then in the order of the paper."""
    items = [item for section in sections for item in section.items]
    findings = [
        *_paper(sections),
        *(finding for section in sections for finding in _section(section)),
        *_reading_time(None, items, minutes),
        *_section_minutes(sections, minutes),
        *_doubles(items),
    ]
    return sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)


def errors(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def warnings(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.WARNING]


def _error(code: str, section: SheetSection | None, items: Iterable[SheetItem] = (), **params: str | int) -> Finding:
    return Finding(code, Severity.ERROR, section.id if section else None, tuple(item.id for item in items), params)


def _warning(code: str, section: SheetSection | None, items: Iterable[SheetItem] = (), **params: str | int) -> Finding:
    return Finding(code, Severity.WARNING, section.id if section else None, tuple(item.id for item in items), params)


def _paper(sections: Sequence[SheetSection]) -> Iterator[Finding]:
    if not sections:
        yield _error("no-section", None)


def _section(section: SheetSection) -> Iterator[Finding]:
    if section.short_by > 0:
        yield _error("shortage", section, asked=section.asked, short=section.short_by)
    elif not section.items:
        yield _error("empty-section", section)
    for item in section.items:
        yield from _item(section, item)
    yield from _sums(section)
    yield from _policy_points(section)
    if section.stated is not None:
        yield _warning("rule-not-taken", section, [])
    yield from _key_positions(section)
    yield from _truth_values(section)
    if section.minutes is not None:
        yield from _reading_time(section, section.items, section.minutes)


def _item(section: SheetSection, item: SheetItem) -> Iterator[Finding]:
    if not item.approved:
        yield _error("not-approved", section, [item], number=item.number)
    if not item.newest:
        yield _warning("newer-wording", section, [item], number=item.number)
    if item.content.kind != section.kind:
        yield _error("other-kind", section, [item], number=item.number)
    if item.content.kind in CHOICE_KINDS:
        yield from _options(section, item)
    if item.content.kind in OBJECTIVE_KINDS:
        yield from _key(section, item)
    else:
        yield from _rubric(section, item)


def _options(section: SheetSection, item: SheetItem) -> Iterator[Finding]:
    content = item.content
    if not isinstance(content, SingleChoice | MultipleChoice):
        return
    if len(content.options) < 2:
        yield _error("too-few-options", section, [item], number=item.number)
    texts = [fold(option.text) for option in content.options]
    if len(set(texts)) < len(texts):
        yield _warning("option-repeated", section, [item], number=item.number)


def keys(content: AnyContent) -> tuple[str, ...]:
    """The key's labels; empty when there is none."""
    if isinstance(content, SingleChoice):
        return (content.key,) if content.key else ()
    if isinstance(content, MultipleChoice):
        return content.key
    if isinstance(content, TrueFalse):
        return () if content.key is None else (str(content.key),)
    return ()


def _key(section: SheetSection, item: SheetItem) -> Iterator[Finding]:
    content, given = item.content, keys(item.content)
    if not given:
        yield _error("no-key", section, [item], number=item.number)
    if not isinstance(content, SingleChoice | MultipleChoice):
        return
    strange = set(given) - {option.label for option in content.options}
    if strange:
        yield _error("key-not-an-option", section, [item], number=item.number, key="".join(sorted(strange)))
    if isinstance(content, MultipleChoice) and len(given) == 1:
        yield _warning("one-key", section, [item], number=item.number)


def _rubric(section: SheetSection, item: SheetItem) -> Iterator[Finding]:
    content = item.content
    if not isinstance(content, ShortAnswer | Essay):
        return
    parts = [leaf.points for point in content.answer_points for leaf in point.leaves()]
    parts += [criterion.points for criterion in content.criteria]
    accepted = isinstance(content, ShortAnswer) and content.accepted_answers
    if not parts and not content.reference_answer and not accepted:
        yield _warning("no-rubric", section, [item], number=item.number)
    total = sum((part for part in parts if part is not None), Decimal(0))
    complete = parts and None not in parts and every_row_counts(content.rubric_rule)
    if complete and total != item.points:
        said = {"rubric": points_text(total), "points": points_text(item.points)}
        yield _warning("rubric-sum", section, [item], number=item.number, **said)


def _sums(section: SheetSection) -> Iterator[Finding]:
    other = [item for item in section.items if item.points != section.points_each]
    if other:
        expected = section.points_each * len(section.items)
        total = sum((item.points for item in section.items), Decimal(0))
        said = {"each": points_text(section.points_each), "expected": points_text(expected)}
        yield _warning("sum-differs", section, other, count=len(section.items), total=points_text(total), **said)


def _policy_points(section: SheetSection) -> Iterator[Finding]:
    """Points for an incomplete answer must stay below the points for the right one."""
    c = section.policy.params.get("c") if section.policy else None
    if c is not None and section.kind is ItemKind.MULTIPLE_CHOICE:
        low = [item for item in section.items if Decimal(c) >= item.points]
        if low:
            yield _warning("part-not-less", section, low, points=c)


def _key_positions(section: SheetSection) -> Iterator[Finding]:
    """One letter is right far more often than chance would have it (binomial tail, times the number of letters)."""
    single = [item for item in section.items if isinstance(item.content, SingleChoice) and keys(item.content)]
    counts = Counter(keys(item.content)[0] for item in single)
    for letter, found in counts.most_common(1):
        width = min(len(item.content.options) for item in single if isinstance(item.content, SingleChoice))
        if width > 1 and width * binomial_tail(len(single), found, Fraction(1, width)) < BIAS_LEVEL:
            hit = [item for item in single if keys(item.content)[0] == letter]
            yield _warning("key-position", section, hit, letter=letter, found=found, of=len(single))


def binomial_tail(n: int, k: int, p: Fraction) -> Fraction:
    """P(X ≥ k) for X ~ B(n, p), exact."""
    return sum((comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k, n + 1)), Fraction(0))


def _truth_values(section: SheetSection) -> Iterator[Finding]:
    stated = [item for item in section.items if isinstance(item.content, TrueFalse) and keys(item.content)]
    values = {keys(item.content) for item in stated}
    if len(stated) >= SAME_TRUTH and len(values) == 1:
        yield _warning("same-truth", section, stated, count=len(stated), truth=values.pop()[0])


def characters(content: AnyContent) -> int:
    """What a candidate has to read: stem and options, without blanks."""
    options = content.options if isinstance(content, SingleChoice | MultipleChoice) else ()
    return sum(len("".join(text.split())) for text in (content.stem, *(option.text for option in options)))


def seconds_needed(items: Iterable[SheetItem]) -> Fraction:
    """Reading at 300 characters a minute plus the time that the items themselves suggest."""
    return sum(
        (Fraction(characters(item.content) * 60, READING_SPEED) + (item.content.seconds or 0) for item in items),
        Fraction(0),
    )


def _reading_time(section: SheetSection | None, items: Sequence[SheetItem], minutes: int) -> Iterator[Finding]:
    needed = seconds_needed(items)
    if needed > minutes * 60:
        yield _warning("too-little-time", section, minutes=minutes, needed=-int(-needed // 60))


def _section_minutes(sections: Sequence[SheetSection], minutes: int) -> Iterator[Finding]:
    """Sections with a time of their own, against the time of the whole."""
    own = [section.minutes for section in sections if section.minutes is not None]
    if sum(own) > minutes:
        yield _warning("sections-take-longer", None, together=sum(own), minutes=minutes)
    elif own and len(own) == len(sections) and sum(own) < minutes:
        yield _warning("minutes-left-over", None, together=sum(own), minutes=minutes)


def _doubles(items: Sequence[SheetItem]) -> Iterator[Finding]:
    pairs = {item.id: _pairs(folded_content(item.content)) for item in items}
    for one, two in combinations(items, 2):
        numbers = {"one": one.number, "two": two.number}
        if one.fingerprint and one.fingerprint == two.fingerprint:
            yield _error("same-question", None, [one, two], **numbers)
        elif likeness(pairs[one.id], pairs[two.id]) >= NEAR:
            yield _warning("similar-questions", None, [one, two], **numbers)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[n : n + 2] for n in range(len(text) - 1))


def likeness(one: frozenset[str], two: frozenset[str]) -> Fraction:
    """Jaccard index of two sets of character pairs."""
    both = len(one | two)
    return Fraction(len(one & two), both) if both else Fraction(0)

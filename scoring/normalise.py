"""When are two short answers the same? Ordered steps that can be switched off one by one. Pure: no Django.

Both sides go through the same steps; what the candidate wrote is kept as it is elsewhere. An accepted answer may be a
number with a tolerance: `100±5`, `3.5±0.1 kg`, `100±5%`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from opencc import OpenCC


class Step(StrEnum):
    """In the order in which they are applied."""

    WIDTH = "width"
    MINUS = "minus"
    SCRIPT = "script"
    CASE = "case"
    PUNCTUATION = "punctuation"
    SPACES = "spaces"
    NUMBERS = "numbers"


ALL_STEPS = frozenset(Step)

# Hyphens, dashes and minus signs that people use for a minus; NFKC leaves most of them as they are.
_MINUS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")
# Marks of sentences and quotations. Signs that carry meaning (% + # / @ - = and the like) stay.
_UNIFIED = str.maketrans("、。﹑｡", ",.,.")
_MARKS = re.escape(",.;:?!\"'()[]{}<>“”‘’「」『』《》〈〉【】〔〕·•…")
# Between digits a mark belongs to the number (3.14, 10:30, 1,000), and so does a point before a digit (.5).
_STRIPPED = re.compile(rf"(?!(?<=\d)[{_MARKS}](?=\d))(?!\.\d)[{_MARKS}]", re.ASCII)
# A blank separates two narrow words; everywhere else it says nothing in Chinese.
_BLANKS = re.compile(r"(?<![a-z0-9])\s+|\s+(?![a-z0-9])", re.ASCII | re.IGNORECASE)


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def normalise(text: str, steps: Collection[Step] = ALL_STEPS) -> str:
    """The form in which texts are compared. NUMBERS changes no text; see `same_number`."""
    text = _characters(text, steps)
    if Step.PUNCTUATION in steps:
        # An answer of marks alone is compared as it is.
        text = _STRIPPED.sub("", text.translate(_UNIFIED)) or text
    return _blanks(text) if Step.SPACES in steps else text


def _characters(text: str, steps: Collection[Step]) -> str:
    if Step.WIDTH in steps:
        text = unicodedata.normalize("NFKC", text)
    if Step.MINUS in steps:
        text = text.translate(_MINUS)
    if Step.SCRIPT in steps:
        text = str(_to_simplified().convert(text))
    return text.casefold() if Step.CASE in steps else text


def _blanks(text: str) -> str:
    """The class of blanks is Unicode's here, which `\\s` under ASCII is not."""
    return _BLANKS.sub("", " ".join(text.split()))


class Quantity(NamedTuple):
    value: Decimal
    unit: str = ""


_QUANTITY = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,30})?(\.\d{1,30})?\s*(.*)", re.ASCII | re.DOTALL)
_UNIT = re.compile(r"[^\W\d_]{1,8}[23]?|%|‰|°c|°", re.IGNORECASE)


def read_quantity(text: str) -> Quantity | None:
    """A plain decimal number with or without thousands commas and a unit, after the steps on characters.

    None for anything else: words, `1e400`, `NaN`, `1/2`, `1,00`, two numbers.
    """
    found = _QUANTITY.fullmatch(text.strip().rstrip(".。"))
    if found is None or not (found[2] or found[3]):
        return None
    sign, whole, part, unit = found.groups(default="")
    if unit and not _UNIT.fullmatch(unit):
        return None
    return Quantity(Decimal(sign + (whole.replace(",", "") or "0") + part), unit)


class Target(NamedTuple):
    """An accepted number: every value from `low` to `high`, ends included, in `unit` or without a unit."""

    low: Decimal
    high: Decimal
    unit: str


def read_target(text: str) -> Target | None:
    """`12`, `3.5 kg`, `100±5 kg`, `100±5%` (of 100); None when the text is no number."""
    middle, plus_minus, tolerance = text.partition("±")
    centre = read_quantity(middle)
    if centre is None or not plus_minus:
        return centre and Target(centre.value, centre.value, centre.unit)
    spread = read_quantity(tolerance)
    if spread is None or spread.value < 0:
        return None
    if spread.unit not in {"", "%", centre.unit} and centre.unit:
        return None
    relative = spread.unit == "%" and centre.unit != "%"
    width = abs(centre.value) * spread.value / 100 if relative else spread.value
    unit = centre.unit if relative else centre.unit or spread.unit
    return Target(centre.value - width, centre.value + width, unit)


def same_number(answer: str, accepted: str, steps: Collection[Step] = ALL_STEPS) -> bool:
    """An answer without a unit is taken in the accepted one's; another unit is another answer."""
    target = read_target(_characters(accepted, steps))
    given = read_quantity(_characters(answer, steps))
    if target is None or given is None or given.unit not in {"", target.unit}:
        return False
    return target.low <= given.value <= target.high


def matches(answer: str, accepted: str, steps: Collection[Step] = ALL_STEPS) -> bool:
    if not answer.strip():
        return False
    if normalise(answer, steps) == normalise(accepted, steps):
        return True
    return Step.NUMBERS in steps and same_number(answer, accepted, steps)


def first_match(answer: str, accepted: Collection[str], steps: Collection[Step] = ALL_STEPS) -> str | None:
    """The accepted answer that this one equals, or None."""
    return next((text for text in accepted if matches(answer, text, steps)), None)

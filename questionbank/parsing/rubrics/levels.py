"""Graded counts in a scoring note: `答出3点得5分，2点得3分，1点得1分`, where the points do not follow the count."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from questionbank.content import points_text
from questionbank.parsing.rubrics.words import WORTH, amount
from questionbank.parsing.words.numerals import chinese

_LEVEL = re.compile(
    r"(?:只|仅|能)?(?:答出|答对|答到|写出|写对|列出|说出|举出|提到|做到)?\s*(?:其中|上述|以上|任[意选何答]|至少)*\s*"
    r"(?P<count>\d{1,2}|[一二两三四五六七八九十])\s*(?:个|大)?(?:要点|[点条项个种]|方面)(?:要点)?(?:及|或)?(?:以上)?(?:的|者|即)?\s*"
    rf"(?:可?得|给|计|:)\s*(?P<worth>{WORTH})"
)
_LEAST = 2


class Level(NamedTuple):
    start: int
    end: int
    many: int
    points: Decimal

    def words(self, text: str) -> str:
        """`5:答出任意3点得5分`, as a band of one level."""
        return f"{points_text(self.points)}:{text[self.start : self.end].strip().replace('|', '/')}"


def levels_in(folded: str) -> list[Level]:
    """The levels, the best first; empty when fewer than two are stated or each counts the same."""
    found = {level.many: level for match in _LEVEL.finditer(folded) if (level := _level(match)) is not None}
    levels = sorted(found.values(), key=lambda level: level.many, reverse=True)
    if len(levels) < _LEAST or len({level.points / level.many for level in levels}) == 1:
        return []
    rising = all(more.points > fewer.points for more, fewer in pairwise(levels))
    return levels if rising else []


def _level(match: re.Match[str]) -> Level | None:
    digits = match["count"]
    count = int(digits) if digits.isdecimal() else chinese(digits)
    points = amount(match["worth"])
    return None if not count or points is None else Level(match.start(), match.end(), count, points)

"""How many candidates reached which scores, ready to be drawn as a picture. Pure: no Django."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

WIDTH, HEIGHT = 400, 200
LEFT, RIGHT, TOP, BOTTOM = 20, 20, 28, 28
# Half the width of the words at the pass line.
EDGE = 80


class Bin(NamedTuple):
    """Scores from `low` (included) to `high` (excluded, but included in the last bin)."""

    low: Fraction
    high: Fraction
    number: int


def bins(scores: Sequence[Fraction], maximum: Fraction, count: int = 10) -> list[Bin]:
    """`count` equal bins from 0 to `maximum`; scores outside fall into the nearest one."""
    if maximum <= 0:
        return []
    filled = [0] * count
    for score in scores:
        filled[min(max(int(score * count / maximum), 0), count - 1)] += 1
    width = maximum / count
    return [Bin(width * place, width * (place + 1), number) for place, number in enumerate(filled)]


class Bar(NamedTuple):
    """One drawn bin: the rectangle in picture units, the middle of it and where its label stands."""

    bin: Bin
    x: int
    y: int
    width: int
    height: int
    middle: int
    label_y: int


class Chart(NamedTuple):
    """A picture of WIDTH by HEIGHT units; `line_x` is where the pass line stands, None when it lies outside."""

    bars: list[Bar]
    line_x: int | None
    base: int
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP

    @property
    def line_anchor(self) -> str:
        """The words at the pass line stay inside the picture."""
        if self.line_x is None or EDGE < self.line_x < self.width - EDGE:
            return "middle"
        return "start" if self.line_x <= EDGE else "end"

    @property
    def people(self) -> int:
        return sum(bar.bin.number for bar in self.bars)


def chart(scores: Sequence[Fraction], maximum: Fraction, line: Fraction) -> Chart:
    groups = bins(scores, maximum)
    highest = max((group.number for group in groups), default=0) or 1
    base = HEIGHT - BOTTOM
    bars = [_bar(group, place, len(groups), highest, base) for place, group in enumerate(groups)]
    inside = groups and 0 <= line <= maximum
    line_x = _across(line / maximum) if inside else None
    return Chart(bars, line_x, base)


def _across(share: Fraction) -> int:
    return round(LEFT + share * (WIDTH - LEFT - RIGHT))


def _bar(group: Bin, place: int, of: int, highest: int, base: int) -> Bar:
    x, end = _across(Fraction(place, of)), _across(Fraction(place + 1, of))
    height = round(Fraction(group.number, highest) * (base - TOP - 18))
    return Bar(group, x + 2, base - height, end - x - 4, height, (x + end) // 2, base - height - 5)

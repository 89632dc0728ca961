"""Scores of questions folded from their history and added up. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

NOTHING = Fraction(0)


def fold(events: Iterable[tuple[int, Fraction | None]]) -> dict[int, Fraction | None]:
    """(question, points after) in the order of time to the points that hold now; None = waits for a mark."""
    return dict(events)


class Place(NamedTuple):
    """A question of the paper: its id, its section's id and what it is worth."""

    item: int
    section: int
    points: Fraction


@dataclass(frozen=True)
class Part:
    """What is sure, what is still possible, and the most there is."""

    sure: Fraction = NOTHING
    possible: Fraction = NOTHING
    maximum: Fraction = NOTHING
    pending: int = 0

    def plus(self, score: Fraction | None, worth: Fraction) -> Part:
        sure = NOTHING if score is None else score
        most = worth if score is None else score
        return Part(self.sure + sure, self.possible + most, self.maximum + worth, self.pending + (score is None))

    def as_json(self) -> list[str]:
        return [str(self.sure), str(self.possible), str(self.maximum)]


@dataclass(frozen=True)
class Totals:
    whole: Part
    sections: dict[int, Part] = field(default_factory=dict)


def add_up(places: Iterable[Place], scores: Mapping[int, Fraction | None]) -> Totals:
    """A question without a score waits and is never 0: it adds nothing that is sure, all that is possible."""
    whole, sections = Part(), dict[int, Part]()
    for place in places:
        score = scores.get(place.item)
        whole = whole.plus(score, place.points)
        sections[place.section] = sections.get(place.section, Part()).plus(score, place.points)
    return Totals(whole, sections)

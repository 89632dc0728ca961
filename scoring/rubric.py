"""What a reviewer ticks: rows made of a question's answer points and criteria, each with exact points. Pure: no Django.

A row's id tells its place in the revision (`p2` = second answer point, `p2.1` = its first sub-point, `c1` = first
criterion). Revisions never change, so an id always means the same row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from questionbank.content import AnswerPoint, AnyContent, Written

NOTHING = Fraction(0)


@dataclass(frozen=True)
class Row:
    """`heading` is the text of the answer points above a sub-point."""

    id: str
    text: str
    points: Fraction
    detail: str = ""
    heading: str = ""

    @property
    def is_point(self) -> bool:
        return self.id.startswith("p")


@dataclass(frozen=True)
class Rubric:
    """`best` answer points count when the rubric says "any X of Y"; None = all of them."""

    rows: tuple[Row, ...]
    points: Fraction
    best: int | None = None

    def mark(self, ticked: Collection[str], adjustment: Fraction | Decimal | int = NOTHING) -> Fraction:
        """The sum of the ticked rows and the adjustment, never outside 0 … `points`. Unknown ids count for nothing."""
        chosen = [row for row in self.rows if row.id in ticked]
        earned = sorted((row.points for row in chosen if row.is_point), reverse=True)[: self.best]
        criteria = [row.points for row in chosen if not row.is_point]
        total = sum([*earned, *criteria], NOTHING) + Fraction(adjustment)
        return min(max(total, NOTHING), self.points)

    def known(self, ticked: Collection[str]) -> list[str]:
        """Those of `ticked` that are rows, in the order of the rubric."""
        return [row.id for row in self.rows if row.id in ticked]


class _Leaf(NamedTuple):
    """A row before the points are shared out. `share` is None where nothing is stated for it or above it."""

    id: str
    text: str
    share: Fraction | None
    detail: str = ""
    heading: str = ""


def rubric(content: AnyContent, points: Decimal | Fraction | int) -> Rubric:
    """The rows of a written question that the paper gives `points`; no rows for other questions.

    Stated points count as they stand. Rows without share the rest of the question's own points equally. When the
    paper gives the question other points than the question states, every row is scaled by the same factor.
    """
    full = Fraction(points)
    if not isinstance(content, Written):
        return Rubric((), full)
    own = Fraction(content.points) if content.points else full
    leaves = [*_leaves(content.answer_points, "p", None, ""), *_criteria(content)]
    best = read_best(content.rubric_rule, sum(leaf.id.startswith("p") for leaf in leaves))
    shared = _shared(leaves, own, best)
    factor = full / own if own else Fraction(1)
    return Rubric(tuple(replace(row, points=row.points * factor) for row in shared), full, best)


def read_best(rule: dict[str, str] | None, of: int) -> int | None:
    """`{"any": "3"}` = any three of the answer points count in full; None when all `of` them count."""
    text = (rule or {}).get("any", "")
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        return None
    return int(text) if 0 < int(text) < of else None


def _leaves(points: Sequence[AnswerPoint], prefix: str, inherited: Fraction | None, heading: str) -> Iterator[_Leaf]:
    """Sub-points without points share equally what their parent states and the other sub-points leave over."""
    stated = [None if point.points is None else Fraction(point.points) for point in points]
    rest = None if inherited is None else _each(inherited, stated)
    for number, (point, own) in enumerate(zip(points, stated, strict=True), start=1):
        name = f"{prefix}{number}"
        share = rest if own is None else own
        if point.children:
            above = f"{heading} › {point.text}" if heading else point.text
            yield from _leaves(point.children, f"{name}.", share, above)
        else:
            yield _Leaf(name, point.text, share, point.detail or "", heading)


def _criteria(content: Written) -> list[_Leaf]:
    return [
        _Leaf(f"c{number}", criterion.text, None if criterion.points is None else Fraction(criterion.points))
        for number, criterion in enumerate(content.criteria, start=1)
    ]


def _each(total: Fraction, stated: Sequence[Fraction | None], count: int | None = None) -> Fraction:
    """What one row without points gets of `total`; nothing when the stated rows use it up."""
    missing = count or stated.count(None)
    rest = total - sum((share for share in stated if share is not None), NOTHING)
    return max(rest, NOTHING) / missing if missing else NOTHING


def _shared(leaves: Sequence[_Leaf], own: Fraction, best: int | None) -> list[Row]:
    """With "any X of Y" and no stated points among the answer points, X of them make up the whole."""
    shares = [leaf.share for leaf in leaves]
    open_points = sum(leaf.share is None for leaf in leaves if leaf.id.startswith("p"))
    count = None
    if best is not None and open_points == sum(leaf.id.startswith("p") for leaf in leaves):
        count = shares.count(None) - open_points + best
    each = _each(own, shares, count)
    return [
        Row(leaf.id, leaf.text, each if leaf.share is None else leaf.share, leaf.detail, leaf.heading)
        for leaf in leaves
    ]

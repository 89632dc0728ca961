"""What a rubric adds up to, so that it can be compared with what the question is worth."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from questionbank.content import AnswerPoint, Criterion, every_row_counts


def stated_sums(
    points: Sequence[AnswerPoint], criteria: Sequence[Criterion], rule: dict[str, str] | None
) -> list[Decimal]:
    """What an answer can bring at most by the rubric's own numbers; empty where it states too few of them.

    Answer points and criteria may state the points together (first), or each of them all of the points.
    """
    known = rule or {}
    if "bands" in known:
        return _found(_top(known["bands"]))
    worths = [criterion.points for criterion in criteria if criterion.points is not None]
    of_criteria = sum(worths, Decimal(0)) if worths and len(worths) == len(criteria) else None
    parts = _found(_counted(points, known), of_criteria)
    if parts:
        return [sum(parts, Decimal(0)), *parts]
    return _found(_number(known.get("total", ""))) if every_row_counts(rule) else []


def _found(*sums: Decimal | None) -> list[Decimal]:
    return [value for value in sums if value is not None]


def _counted(points: Sequence[AnswerPoint], rule: dict[str, str]) -> Decimal | None:
    """The points of all leaves, or of the best ones where any of them will do."""
    best = _number(rule.get("any", ""))
    leaves = [leaf for point in points for leaf in _stated(point)]
    worths = sorted((leaf.points for leaf in leaves if leaf.points is not None), reverse=True)
    if not worths or len(worths) != len(leaves):
        return None
    return sum(worths if best is None else worths[: int(best)], Decimal(0))


def _stated(point: AnswerPoint) -> list[AnswerPoint]:
    """The sub-points when each states its points, else the point itself."""
    leaves = list(point.leaves())
    return leaves if all(leaf.points is not None for leaf in leaves) else [point]


def _top(bands: str) -> Decimal | None:
    """The upper end of the highest band; None when it is open."""
    highs = [_number(band.partition(":")[0].rpartition("-")[2]) for band in bands.split("|")]
    known = [high for high in highs if high is not None]
    return max(known) if known and len(known) == len(highs) else None


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None

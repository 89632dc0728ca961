"""Ranks and the pass line on exact fractions. Pure: no Django."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple


def ranks(scores: Sequence[Fraction]) -> list[int]:
    """Competition ranks in the order given, 1, 2, 2, 4: one more than the number of strictly better scores."""
    ordered = sorted(scores)
    return [1 + len(ordered) - bisect_right(ordered, score) for score in scores]


class Span(NamedTuple):
    """What is sure now and what is still possible."""

    sure: Fraction
    possible: Fraction


class Band(NamedTuple):
    best: int
    worst: int


def rank_bands(spans: Sequence[Span]) -> list[Band]:
    """The best and the worst rank that each can end on while marks are missing; equal once nothing is missing."""
    sure = sorted(span.sure for span in spans)
    possible = sorted(span.possible for span in spans)
    bands = []
    for span in spans:
        surely_better = len(sure) - bisect_right(sure, span.possible)
        # Oneself is among those that may be better as soon as one's own marks are missing.
        oneself = 1 if span.possible > span.sure else 0
        maybe_better = len(possible) - bisect_right(possible, span.sure) - oneself
        bands.append(Band(1 + surely_better, 1 + maybe_better))
    return bands


def pass_line(rule: str, value: Fraction, maximum: Fraction) -> Fraction:
    """The points needed: `value` percent of `maximum`, or `value` points."""
    return maximum * value / 100 if rule == "percent" else value


class Verdict(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    OPEN = "open"


def verdict(span: Span, line: Fraction) -> Verdict:
    """Open only while missing marks can still decide it."""
    if span.sure >= line:
        return Verdict.PASSED
    return Verdict.FAILED if span.possible < line else Verdict.OPEN

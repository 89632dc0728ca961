"""Quality bands in a scoring note: ranges of points that do not overlap, each with the words that describe it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from questionbank.content import points_text
from questionbank.parsing.rubrics.words import DASH, NUMBER, UNIT, WORTH, amount
from questionbank.parsing.words.patterns import compiled

_LABEL = (
    r"(?:优秀?|良好?|中等?|及格|合格|一般|较好|较差|差|不及格|不合格|[一二三四五]档|第[一二三四五]档|[A-E](?:级|等|档)|"
    r"\b(?:excellent|outstanding|exceptional|strong|(?:very |above )?good|satisfactory|(?:above |below )?average|"
    r"acceptable|adequate|fair|needs improvement|weak|poor|unsatisfactory|unacceptable)\b)"
)
_RANGE = compiled(rf"(?<![\d.])(?<!\d:)({NUMBER}){DASH}({NUMBER})(?![\d:%])\s*({UNIT})?", re.IGNORECASE)
_OPEN = compiled(rf"({WORTH})\s*(?:及|或|含)?(以上|以下)", re.IGNORECASE)
_LEVEL = compiled(rf"(?:^|(?<=[\n;。]))\s*({WORTH})\s*(?=:|[—–](?!\s*\d))", re.IGNORECASE)
_NAMED = compiled(rf"(?:^|(?<=[\n;。,、\s]))\s*{_LABEL}\s*[:(]?\s*(?:得|给)?\s*({WORTH})", re.IGNORECASE)
_ENDS_LABEL = compiled(rf"{_LABEL}\s*:?\s*$")
_TRIM = " \t\n,;:。.、()[]|—–"
_GIVEN = compiled(r"(?<!心)(?:可?得|给|计)\s*$")
_LEAST = 2


class Token(NamedTuple):
    """A range of points where it stands. `high` is None where the range is open above."""

    start: int
    end: int
    low: Decimal
    high: Decimal | None


class Band(NamedTuple):
    start: int
    end: int
    words: str


def bands_in(text: str, folded: str, points: Decimal | None) -> list[Band]:
    """The bands as `low-high:words` with the stretch that each covers; empty when the note states none."""
    tokens = _tokens(folded, points)
    if len(tokens) < _LEAST or not _apart(tokens):
        return []
    edges = [_first(folded, tokens[0]), *(_edge(folded, one.end, two.start) for one, two in pairwise(tokens))]
    edges.append(_last(folded, edges[-1], tokens[-1]))
    return [
        Band(start, end, f"{_span(token)}:{_words(text[start : token.start], text[token.end : end])}")
        for token, (start, end) in zip(tokens, pairwise(edges), strict=True)
    ]


def _tokens(folded: str, points: Decimal | None) -> list[Token]:
    ranges = sorted([*_ranges(folded), *_opens(folded, points)])
    if ranges:
        return sorted({*ranges, *_singles(folded, ranges), *_zero(folded, ranges)}, key=lambda token: token.start)
    levels = [_single(match) for match in _LEVEL.finditer(folded)]
    return levels if points is None or sum(token.low for token in levels) != points else []


def _singles(folded: str, ranges: list[Token]) -> list[Token]:
    """Levels and named grades beside the ranges."""
    found = [_single(match) for pattern in (_LEVEL, _NAMED) for match in pattern.finditer(folded)]
    return [one for one in found if all(one.end <= other.start or one.start >= other.end for other in ranges)]


def _zero(folded: str, ranges: list[Token]) -> Iterator[Token]:
    """`0分：未作答` or `未作答0分` after the ranges."""
    match = re.compile(rf"(?<![\d.])0\s*{UNIT}(?=\s*(?:$|[,;。:)\]]))").search(folded, ranges[-1].end)
    if match and len(ranges) > 1 and all(token.low > 0 for token in ranges):
        yield Token(match.start(), match.end(), Decimal(0), Decimal(0))


def _single(match: re.Match[str]) -> Token:
    value = amount(match[1]) or Decimal(0)
    return Token(match.start(1), match.end(1), value, value)


def _ranges(folded: str) -> Iterator[Token]:
    for match in _RANGE.finditer(folded):
        low, high = amount(match[1]), amount(match[2])
        if low is None or high is None or (low >= high and low != 0):
            low, high = high, low
        if low is not None and high is not None and low <= high and _scores(folded, match):
            yield Token(match.start(), match.end(), low, high)


def _scores(folded: str, match: re.Match[str]) -> bool:
    """A range of points has a unit, stands alone in brackets or follows a grade."""
    if match[3]:
        return True
    before, after = folded[: match.start()].rstrip(), folded[match.end() :].lstrip()
    return (before[-1:] in ("(", "[") and after[:1] in (")", "]")) or _ENDS_LABEL.search(before) is not None


def _opens(folded: str, points: Decimal | None) -> Iterator[Token]:
    for match in _OPEN.finditer(folded):
        value = amount(match[1])
        if value is not None:
            above = match[2] == "以上"
            yield Token(match.start(), match.end(), value if above else Decimal(0), points if above else value)


def _apart(tokens: list[Token]) -> bool:
    """Ranges of one scale touch at most at their ends and all differ."""
    ordered = sorted(tokens, key=lambda token: (token.low, token.low if token.high is None else token.high))
    return all(
        one.high is not None and one.high <= two.low and (one.low, one.high) != (two.low, two.high)
        for one, two in pairwise(ordered)
    )


def _first(folded: str, token: Token) -> int:
    return max(folded.rfind(mark, 0, token.start) for mark in "\n;。") + 1


def _edge(folded: str, start: int, end: int) -> int:
    """Where the next band begins between two ranges: at the strongest separator, else after the first range."""
    between = folded[start:end]
    for marks in ("\n;。", ",、"):
        at = max(between.rfind(mark) for mark in marks)
        if at >= 0:
            return start + at + 1
    blank = between.rstrip(" \t(").rfind(" ")
    close = re.match(r"\s*分?[)\]]", between)
    return start + (blank + 1 if blank >= 0 else close.end() if close else 0)


def _last(folded: str, start: int, token: Token) -> int:
    leads = folded[start : token.start].strip(_TRIM) and not re.match(r"\s*[)\]]?\s*:", folded[token.end :])
    stops = [at for mark in ("\n;。" if leads else "\n") if (at := folded.find(mark, token.end)) >= 0]
    return min(stops, default=len(folded))


def _span(token: Token) -> str:
    if token.high is None:
        return f"{points_text(token.low)}-"
    low, high = points_text(token.low), points_text(token.high)
    return low if low == high else f"{low}-{high}"


def _words(before: str, after: str) -> str:
    wide = _TRIM + "：，；（）【】\u3000"
    before = _GIVEN.sub("", before)
    parts = [" ".join(part.strip(wide).split()).replace("|", "/") for part in (before, after)]
    return ":".join(part for part in parts if part)

"""Questions that follow each other on one line behind the options of the one before: `…D.四 2、按…属于 A.一 B.二`.

Letters that begin at A again tell that a new question stands between; its number, one more than the last, tells where.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_LABEL = re.compile(r"(?<![A-Za-z\d])[(]?\s?(?P<letter>[A-Z])\s?(?:[)]\s*[.、:]?|[.、:])")
_BARE = re.compile(r"(?<![A-Za-z\d])(?P<letter>[A-H])\s?(?=[\u4e00-\u9fff])")
_LEAD = re.compile(r"\s*(?:\*\*)?(?P<number>\d{1,3})\s*[.、,)]?\s*(?=[^\d\s])")
_TITLED = re.compile(r"(?<![\d.(])(?P<number>\d{1,3})[.、](?!\d)")
_LEAST_STEM = 4
_STEM = re.compile(r"\d{1,3}\s*+[.、)]?\s*+[^\d\s].{6}")
_ENDS = ("。", "?", ":", ",", ")", "_")


@dataclass(frozen=True, slots=True)
class _Run:
    """Options that ascend from a letter: where the first label begins and the last one ends."""

    start: int
    end: int
    first: str


def lead_number(folded: str, start: int, end: int) -> int | None:
    """The number that a piece begins with."""
    match = _LEAD.match(folded, start, end)
    return int(match["number"]) if match else None


def may_hold_cycles(folded: str) -> bool:
    """Whether labels may begin at A again, behind other labels: a look for the many lines without."""
    first = folded.find("A")
    return first >= 0 and (folded.find("A", first + 1) >= 0 or folded[:first].strip(" \t(") != "")


def cycle_cuts(folded: str, start: int, end: int, last: int) -> list[int]:
    """Where further questions begin within `start:end`; `last` is the number of the question open before it."""
    runs = _runs(folded, start, end, _LABEL)
    if not runs and _BARE.match(folded, start, end):
        runs = _runs(folded, start, end, _BARE)
    begins = bool(runs) and not folded[start : runs[0].start].strip()
    number = last if begins else lead_number(folded, start, end)
    cuts: list[int] = []
    if number is None and len(runs) > 1:
        first = _first(folded, start, runs[0].start)
        number, cuts = (
            (first[0], [first[1]])
            if first and _numbered(folded, runs[0].end, runs[1].start, first[0] + 1)
            else (None, [])
        )
        if number is None and _numbered(folded, runs[0].end, runs[1].start, last + 1):
            number = last  # the line goes on with the question above
    for before, after in pairwise(runs):
        if after.first != "A" or number is None:
            break
        number += 1
        at = _numbered(folded, before.end, after.start, number)
        if at is None:
            break
        cuts.append(at)
    return cuts + (_last_stem(folded, runs[-1].end, end, number + 1) if runs and number is not None else [])


def _last_stem(folded: str, start: int, end: int, number: int) -> list[int]:
    """`A.一 B.二 C.三 2、…属于（）`: behind the last options a question whose own options stand on the next line."""
    at = _numbered(folded, start, end, number)
    if at is None or _STEM.match(folded, at, end) is None:
        return []
    return [at] if folded[at:end].rstrip().endswith(_ENDS) else []


def _first(folded: str, start: int, end: int) -> tuple[int, int] | None:
    """The number of the first question and where it stands, behind a title on the same line."""
    found = [match for match in _TITLED.finditer(folded, start, end) if end - match.end() >= _LEAST_STEM]
    return (int(found[-1]["number"]), found[-1].start("number")) if found else None


def _runs(folded: str, start: int, end: int, dress: re.Pattern[str]) -> list[_Run]:
    """The runs in order; a letter that neither goes on nor begins at A is no label."""
    runs: list[_Run] = []
    expected = ""
    for match in dress.finditer(folded, start, end):
        letter = match["letter"]
        if letter == expected:
            runs[-1] = _Run(runs[-1].start, match.end(), runs[-1].first)
        elif letter == "A" and expected == "B" and folded[runs[-1].start] == "(":  # `(A)` was the key in the stem
            runs[-1] = _Run(runs[-1].start, match.end(), "A")
        elif letter == "A" or (not runs and not folded[start : match.start()].strip()):
            runs.append(_Run(match.start(), match.end(), letter))
        else:
            continue
        expected = chr(ord(letter) + 1)
    return runs


def _numbered(folded: str, start: int, end: int, number: int) -> int | None:
    """Where the number stands between two runs: with a mark behind it, else a blank, else nothing."""
    apart, mark = r"(?<![\d.(（])", r"[.、)]\s*(?!\d)"
    forms = (
        apart + rf"{number}\s*{mark}",
        apart + rf"{number}\s+(?=\D)",
        apart + rf"{number}(?=[(“\"《\u4e00-\u9fff])",
    )
    for form in (*forms, rf"(?<=\d){number}{mark}"):  # the last: `D.1.65.安全出口` behind 1.0, 1.2, 1.4
        for match in re.finditer(form, folded[start:end]):
            if match.start() and end - start - match.end() >= _LEAST_STEM:
                return start + match.start()
    return None

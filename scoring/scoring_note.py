"""A rubric's rule as reviewers read it: bands, deductions and remarks, in the words of the document. Pure: no Django.

Marking reckons with answer points and criteria alone (scoring/rubric.py); what stands here is for the reviewer's own
judgement. The keys of a rule are described in questionbank/parsing/rubrics/rubric.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import zip_longest

NOTHING_LEFT = "all"


@dataclass(frozen=True)
class ScoringNote:
    """`bands`: points and what earns them. `deductions`: points off and what for; `cap`: most points off, or `all` =
    down to nothing. `words`: the rule as written, where it is neither. `remark`: what states nothing to reckon with."""

    bands: tuple[tuple[str, str], ...] = ()
    deductions: tuple[tuple[str, str], ...] = ()
    cap: str = ""
    words: str = ""
    remark: str = ""

    @property
    def takes_all(self) -> bool:
        return self.cap == NOTHING_LEFT


def scoring_note(rule: Mapping[str, str] | None) -> ScoringNote | None:
    """None when the rule has nothing to tell that the rows of the rubric do not tell."""
    if not rule:
        return None
    bands = tuple(_band(part) for part in rule.get("bands", "").split("|") if part)
    taken = rule.get("deduct", "")
    deductions = tuple(zip_longest(taken.split("|"), rule.get("per", "").split("|"), fillvalue="")) if taken else ()
    words = "" if bands or deductions else rule.get("text", "")
    note = ScoringNote(bands, deductions, rule.get("cap", ""), words, rule.get("note", ""))
    return note if note != ScoringNote() else None


def _band(part: str) -> tuple[str, str]:
    """`8-10:要点齐全` → (`8–10`, `要点齐全`); `8-` is open above."""
    points, _, words = part.partition(":")
    low, _, high = points.partition("-")
    return (f"{low}–{high}" if high else f"≥ {low}" if points.endswith("-") else low), words

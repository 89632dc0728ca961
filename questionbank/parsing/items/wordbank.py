"""A text with numbered gaps above one list of words to choose from: every gap is a question with these options."""

from __future__ import annotations

from itertools import pairwise

from questionbank.parsing.machine.drafts import Collected, Draft, Piece
from questionbank.parsing.words.patterns import compiled

_GAP = compiled(r"(?<![\d.,:/$%-])(?P<number>\d{1,3})(?![\d.,:/%-]*\d|\s*[.、)%]|\s*(?:st|nd|rd|th)\b)")
_LEAST = 3


def split_banks(folded: str, collected: Collected) -> None:
    """Replace such a question by one for each of its gaps, so that keys find them by their numbers."""
    for section in collected.sections:
        made: list[Draft] = []
        for item in section.items:
            gaps = _gaps(folded, item, collected)
            made += [_of_gap(folded, item, gap) for gap in gaps] or [item]
        if len(made) > len(section.items):
            section.items = made
            others = [item for item in collected.items if item.section is not section]
            collected.items = sorted([*others, *made], key=lambda item: (item.start, item.value))


def _gaps(folded: str, item: Draft, collected: Collected) -> list[Piece]:
    """The numbers in the text of a question without a number, if they count on and keys with them are told."""
    if item.number or len(item.options) <= _LEAST or item.has("key"):
        return []
    found = [
        match.span("number")
        for piece in item.parts.get("stem", [])
        for match in _GAP.finditer(folded, piece.start, piece.end)
    ]
    values = [int(folded[start:end]) for start, end in found]
    counted = len(values) >= _LEAST and all(after == before + 1 for before, after in pairwise(values))
    if not counted or len(values) > len(item.options):
        return []
    keyed = {number for run in collected.runs for number, *_ in run.pairs}
    keyed |= {entry.value for entry, _, _ in collected.entries}
    return [Piece(start, end, "\n") for start, end in found] if set(values) <= keyed else []


def _of_gap(folded: str, item: Draft, gap: Piece) -> Draft:
    """The question of one gap: the text, then the number of the gap."""
    number = folded[gap.start : gap.end]
    made = Draft(number, int(number), "gap", start=item.start, line=item.line, section=item.section)
    made.parts = {"shared": item.parts.get("shared", []) + item.parts["stem"], "stem": [gap]}
    made.options, made.covers = list(item.options), list(item.covers)
    return made

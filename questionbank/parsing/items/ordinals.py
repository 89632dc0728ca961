"""Bring keys without numbers to the questions in their order, where their count fits the questions exactly."""

from __future__ import annotations

from questionbank.content import CHOICE_KINDS, ItemKind
from questionbank.parsing.items import remarks
from questionbank.parsing.machine.drafts import Collected, Draft, Piece, SectionDraft, Sequence, Skip
from questionbank.parsing.words import sequences

_SURE = frozenset({ItemKind.SINGLE_CHOICE, ItemKind.TRUE_FALSE})
_LEAST = 2
_LEAST_UNNAMED = 3
_ANSWERS = ("key", "run-key", "head", "reference_answer", "answer_points")


def spread(folded: str, collected: Collected) -> list[tuple[str, int, int]]:
    """Attach sequences of answer sections and those behind the last question; returns what fits no questions."""
    for section in collected.sections:
        _behind_last(folded, section)
    lost = []
    for sequence in _joined(collected.sequences):
        named = sequence.section or _fitting(folded, collected, sequence)
        if named is None or not _attach(folded, sequence.pieces, named.items, _several(named)):
            lost += [(folded[start:end], start, end) for start, end in sequence.pieces]
            collected.skipped += [Skip(start, end, "key-range") for start, end in sequence.pieces]
    return lost


def _joined(found: list[Sequence]) -> list[Sequence]:
    """Lines below one heading are one sequence."""
    made: list[Sequence] = []
    for one in found:
        if made and one.section is not None and made[-1].section is one.section:
            made[-1].pieces += one.pieces
        else:
            made.append(one)
    return made


def _several(section: SectionDraft) -> bool:
    return section.heading.kind is ItemKind.MULTIPLE_CHOICE


def _fitting(folded: str, collected: Collected, sequence: Sequence) -> SectionDraft | None:
    """The first section of the document without keys whose questions are as many as the keys."""
    for section in collected.sections:
        free = not any(item.has("run-key") or item.has("key") for item in section.items)
        if section.group == sequence.group and free and _objective(section) and _fits(folded, sequence, section):
            return section
    return None


def _objective(section: SectionDraft) -> bool:
    kind = section.heading.kind
    return kind in CHOICE_KINDS or kind is ItemKind.TRUE_FALSE or kind is None


def _fits(folded: str, sequence: Sequence, section: SectionDraft) -> bool:
    text = " ".join(folded[start:end] for start, end in sequence.pieces)
    return sequences.spread(text, len(section.items), several=_several(section)) is not None


def _attach(folded: str, pieces: list[tuple[int, int]], items: list[Draft], several: bool) -> bool:
    """Give every item its key; False (and nothing given) when their numbers differ."""
    base = pieces[0][0]
    text = folded[base : pieces[-1][1]]
    units = sequences.spread(text, len(items), several=several)
    if units is None:
        return False
    ends = [unit.start for unit in units[1:]] + [len(text)]
    for position, (item, unit, end) in enumerate(zip(items, units, ends, strict=True)):
        item.answered = True
        item.add("run-key", Piece(base + unit.start, base + unit.end, mark=unit.content))
        item.cover("key", base + (unit.start if position else 0), base + end)
    return True


def _behind_last(folded: str, section: SectionDraft) -> None:
    """`答案：ABCAD` below five questions without keys is no key of the fifth alone."""
    open_items: list[Draft] = []
    for item in section.items:
        open_items.append(item)
        if not any(item.has(part) for part in _ANSWERS):
            continue
        pieces = [(piece.start, piece.end) for piece in item.parts.get("key", []) if piece.start < piece.end]
        if pieces and _is_common(folded, section, open_items, pieces) and _attach(folded, pieces, open_items, False):
            item.parts.pop("key")
        open_items = []


def _is_common(folded: str, section: SectionDraft, items: list[Draft], pieces: list[tuple[int, int]]) -> bool:
    kind = section.heading.kind
    if len(items) < (_LEAST if kind in _SURE else _LEAST_UNNAMED) or not _objective(section):
        return False
    text = " ".join(folded[start:end] for start, end in pieces)
    if not sequences.is_sequence(text):
        return False
    if _several(section) and sequences.spread(text, len(items), several=True) is None:
        return False
    return not any(remarks.embedded(folded, item.parts.get("stem", [])) for item in items)

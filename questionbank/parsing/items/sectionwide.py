"""What stands above a question and is said of several: the competencies of a section, or of a group within it."""

from __future__ import annotations

from questionbank.parsing.machine.drafts import Collected, Piece, SectionDraft

_PART = "assesses"


def spread(collected: Collected) -> None:
    """Give the questions of a section, or of a group, the competencies that its head names, unless they name theirs."""
    for section in collected.sections:
        if len(section.items) > 1:
            _spread(section)


def _spread(section: SectionDraft) -> None:
    heads: list[Piece] = []
    for item in section.items:
        if any(piece.end > item.start for piece in item.parts.get(_PART, [])):
            return
    for item in section.items:
        heads = item.parts.get(_PART, []) or heads
        for piece in heads if not item.parts.get(_PART) else []:
            item.add(_PART, piece)
            item.cover(_PART, piece.start, piece.end)

"""What stands below the heading of a section and above its first question is said of all its questions."""

from __future__ import annotations

from questionbank.parsing.drafts import Collected, SectionDraft

_PART = "assesses"


def spread(collected: Collected) -> None:
    """Give every question of a section the competencies that its head names, unless others name their own."""
    for section in collected.sections:
        if not section.implicit and len(section.items) > 1:
            _spread(section)


def _spread(section: SectionDraft) -> None:
    first, *others = section.items
    pieces = first.parts.get(_PART, [])
    if not pieces or pieces[-1].end > first.start or any(item.parts.get(_PART) for item in others):
        return
    for item in others:
        for piece in pieces:
            item.add(_PART, piece)
            item.cover(_PART, piece.start, piece.end)

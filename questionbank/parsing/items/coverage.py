"""The coverage rule: every visible character belongs to an item, a section heading or a skipped region."""

from __future__ import annotations

from collections.abc import Iterable

from questionbank.document import Diagnostic, Document, Severity, Skipped
from questionbank.parsing.words.fold import INVISIBLE

Region = tuple[int, int]


def close(text: str, claimed: Iterable[Region], skipped: list[Skipped]) -> list[Diagnostic]:
    """Add to `skipped` what nothing claimed, with a reason, and sort it; a notice for all that can be seen."""
    told = []
    for start, end, visible in gaps(text, [*claimed, *((skip.start, skip.end) for skip in skipped)]):
        skipped.append(Skipped(start=start, end=end, reason="unassigned" if visible else "invisible"))
        if visible:
            told.append(Diagnostic(code="skipped-text", severity=Severity.WARNING, start=start, end=end))
    skipped.sort(key=lambda skip: (skip.start, skip.end))
    return told


def claimed(document: Document) -> list[Region]:
    """What the items and the headings of a document claim."""
    spans = [(span.start, span.end) for item in document.items for span in item.spans]
    return spans + [(section.start, section.end) for section in document.sections]


def gaps(text: str, regions: Iterable[Region]) -> list[tuple[int, int, bool]]:
    """Uncovered stretches with visible or invisible characters: (start, end, whether anything visible is in it)."""
    found: list[tuple[int, int, bool]] = []
    at, whole = 0, len(text)
    for start, end in [*sorted(regions), (whole, whole + 1)]:
        if start >= end:
            continue
        if start > at and not text[at:start].isspace():
            for first, last in _stretches(text, at, start):
                visible = any(not (char.isspace() or char in INVISIBLE) for char in text[first:last])
                found.append((first, last, visible))
        if end > at:
            at = end
    return found


def _stretches(text: str, start: int, end: int) -> list[Region]:
    """The lines within `start:end` that are not blank for `str.isspace`."""
    found = []
    at = start
    while at < end:
        line_end = text.find("\n", at, end)
        line_end = end if line_end < 0 else line_end
        stretch = text[at:line_end]
        if stretch and not stretch.isspace():
            found.append((at + len(stretch) - len(stretch.lstrip()), at + len(stretch.rstrip())))
        at = line_end + 1
    return found

"""The source text of a document cut into lines and regions, for the pane beside the parsed items. Pure: no Django."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from questionbank.document import Document, DraftItem

# Characters shown at a time. A page of items rarely needs more; the rest is reached by links.
WINDOW = 30_000
_HEAD = frozenset({"number", "stem"})


@dataclass(frozen=True)
class Region:
    """Text that belongs to the item at `position`, or to none."""

    text: str
    position: int | None
    part: str
    is_first: bool

    @property
    def is_odd(self) -> bool:
        """Neighbouring items are told apart by two tints."""
        return bool(self.position and self.position % 2)


@dataclass(frozen=True)
class Line:
    number: int
    regions: tuple[Region, ...]


@dataclass(frozen=True)
class Window:
    start: int
    end: int
    lines: tuple[Line, ...]
    has_before: bool
    has_after: bool

    @property
    def before(self) -> int:
        """Where the window before this one is centred."""
        return max(0, self.start - WINDOW // 4)


def place(item: DraftItem) -> tuple[int, int] | None:
    """Where the question itself stands: number and stem, else the first thing known of it."""
    head = [span for span in item.spans if span.part in _HEAD] or item.spans
    return (min(span.start for span in head), max(span.end for span in head)) if head else None


def window(document: Document, shown: Sequence[int], at: int | None = None) -> Window | None:
    """The text around the items at the positions `shown`, or around character `at`. None when there is no text."""
    text = document.text
    if not text:
        return None
    start, end = _bounds(document, shown) if at is None else (max(0, at - WINDOW // 4), at + WINDOW // 2)
    start = text.rfind("\n", 0, max(0, min(start, len(text)))) + 1
    end = min(len(text), end, start + WINDOW)
    end = len(text) if (cut := text.find("\n", end)) < 0 or cut - end > WINDOW else cut
    end = min(end, start + 2 * WINDOW)
    lines = _lines(text, start, end, _marks(document.items, start, end))
    return Window(start, end, tuple(lines), start > 0, end < len(text))


def _bounds(document: Document, shown: Sequence[int]) -> tuple[int, int]:
    """From the first item shown (or the beginning) to the item after the last one."""
    places = [found for position in shown if (found := place(document.items[position]))]
    if not places:
        return 0, WINDOW
    start = 0 if 0 in shown else places[0][0]
    following = place(document.items[shown[-1] + 1]) if shown[-1] + 1 < len(document.items) else None
    end = following[0] if following and following[0] > places[-1][0] else places[-1][1] + 2_000
    return start, end


def _marks(items: Iterable[DraftItem], start: int, end: int) -> list[tuple[int, int, int, str]]:
    """Spans within the window in order, cut so that none overlaps the one before."""
    spans = [
        (max(span.start, start), min(span.end, end), position, span.part)
        for position, item in enumerate(items)
        for span in item.spans
        if span.start < end and span.end > start
    ]
    marks, reached = [], start
    for first, last, position, part in sorted(spans):
        first = max(first, reached)
        if last > first:
            marks.append((first, last, position, part))
            reached = last
    return marks


def _lines(text: str, start: int, end: int, marks: list[tuple[int, int, int, str]]) -> list[Line]:
    lines: list[Line] = []
    number, at, index = text.count("\n", 0, start) + 1, start, 0
    seen: set[int] = set()
    while at <= end and (at < end or not lines):
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        while index < len(marks) and marks[index][1] <= at:
            index += 1
        lines.append(Line(number, tuple(_regions(text, at, stop, marks, index, seen))))
        at, number = stop + 1, number + 1
    return lines


def _regions(
    text: str, at: int, stop: int, marks: list[tuple[int, int, int, str]], index: int, seen: set[int]
) -> list[Region]:
    regions = []
    while index < len(marks) and marks[index][0] < stop:
        first, last, position, part = marks[index]
        first, last = max(first, at), min(last, stop)
        if first > at:
            regions.append(Region(text[at:first], None, "", False))
        if last > first:
            regions.append(Region(text[first:last], position, part, position not in seen))
            seen.add(position)
            at = last
        index += 1
    if stop > at:
        regions.append(Region(text[at:stop], None, "", False))
    return regions

"""The source text of a document cut into lines and regions, for the pane beside the parsed items. Pure: no Django.

A long text is kept in passages, so that a window of it costs what the window holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from questionbank.document import DraftItem

# Characters shown at a time. A page of items rarely needs more; the rest is reached by links.
WINDOW = 30_000
# Characters in which the beginning and the end of a line are looked for.
LINE = 2_000
PASSAGE = 20_000
_HEAD = frozenset({"number", "stem"})
# Start, end, position of the item, part of it.
Mark = tuple[int, int, int, str]


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


@dataclass(frozen=True)
class Stretch:
    """Part of a text: where it starts, the number of its first line, and the marks that reach into it, in order."""

    start: int
    line: int
    text: str
    marks: Sequence[Mark]


def place(item: DraftItem) -> tuple[int, int] | None:
    """Where the question itself stands: number and stem, else the first thing known of it."""
    head = [span for span in item.spans if span.part in _HEAD] or item.spans
    return (min(span.start for span in head), max(span.end for span in head)) if head else None


def marks(items: Iterable[DraftItem], length: int) -> list[Mark]:
    """The spans of all items in order, cut so that none overlaps the one before."""
    spans = [
        (max(0, span.start), min(span.end, length), position, span.part)
        for position, item in enumerate(items)
        for span in item.spans
    ]
    found, reached = [], 0
    for first, last, position, part in sorted(spans):
        first = max(first, reached)
        if last > first:
            found.append((first, last, position, part))
            reached = last
    return found


def passages(text: str, found: Sequence[Mark]) -> Iterator[Stretch]:
    """The text in stretches of `PASSAGE` characters; a mark is in every stretch that it reaches into."""
    line, first = 1, 0
    for start in range(0, len(text), PASSAGE):
        part = text[start : start + PASSAGE]
        while first < len(found) and found[first][1] <= start:
            first += 1
        last = first
        while last < len(found) and found[last][0] < start + len(part):
            last += 1
        yield Stretch(start, line, part, found[first:last])
        line += part.count("\n")


def joined(parts: Sequence[Stretch]) -> Stretch:
    """Stretches that follow each other as one."""
    later = [mark for part in parts[1:] for mark in part.marks if mark[0] >= part.start]
    return Stretch(parts[0].start, parts[0].line, "".join(part.text for part in parts), [*parts[0].marks, *later])


def around(at: int) -> tuple[int, int]:
    """The characters that a window around character `at` shows."""
    return max(0, at - WINDOW // 4), at + WINDOW // 2


def beside(shown: Sequence[tuple[int, int]], following: int | None, *, from_top: bool) -> tuple[int, int]:
    """The characters beside items at the places `shown`, up to the item that follows."""
    if not shown:
        return 0, WINDOW
    end = following if following is not None and following > shown[-1][0] else shown[-1][1] + LINE
    return 0 if from_top else shown[0][0], end


def reach(start: int, end: int, length: int) -> tuple[int, int]:
    """The characters that `window` must have at hand, so that it can begin and end with a line."""
    start = min(start, length)
    return max(0, start - LINE), min(length, max(start, min(end, start + WINDOW)) + LINE)


def window(held: Stretch, start: int, end: int, length: int) -> Window:
    """Lines from `start` to about `end` of a text of `length` characters; `held` covers what `reach` names."""
    first = _line_start(held, min(start, length) - held.start)
    stop = _line_end(held, max(first, min(end - held.start, first + WINDOW)))
    local = [
        (max(mark[0] - held.start, first), min(mark[1] - held.start, stop), mark[2], mark[3])
        for mark in held.marks
        if mark[0] - held.start < stop and mark[1] - held.start > first
    ]
    lines = _lines(held.text, first, stop, held.line, local)
    start, end = first + held.start, stop + held.start
    return Window(start, end, tuple(lines), start > 0, end < length)


def _line_start(held: Stretch, at: int) -> int:
    """In a line that is longer than what is at hand, the place itself."""
    found = held.text.rfind("\n", max(0, at - LINE), at)
    return found + 1 if found >= 0 else (0 if held.start == 0 and at <= LINE else at)


def _line_end(held: Stretch, at: int) -> int:
    at = min(at, len(held.text))
    found = held.text.find("\n", at, at + LINE)
    return found if found >= 0 else (len(held.text) if at + LINE >= len(held.text) else at)


def _lines(text: str, start: int, end: int, line: int, marks: Sequence[Mark]) -> list[Line]:
    lines: list[Line] = []
    number, at, index = line + text.count("\n", 0, start), start, 0
    seen: set[int] = set()
    while at <= end and (at < end or not lines):
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        while index < len(marks) and marks[index][1] <= at:
            index += 1
        lines.append(Line(number, tuple(_regions(text, at, stop, marks, index, seen))))
        at, number = stop + 1, number + 1
    return lines


def _regions(text: str, at: int, stop: int, marks: Sequence[Mark], index: int, seen: set[int]) -> list[Region]:
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

"""The source text of a document cut into lines and regions, for the pane beside the parsed items. Pure: no Django.

A long text is kept in passages, so that a window of it costs what the window holds.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, takewhile

from questionbank.content import WRITTEN_KINDS, ItemKind
from questionbank.document import Document, DraftItem

# Characters shown at a time. A page of items rarely needs more; the rest is reached by links.
WINDOW = 30_000
# Characters in which the beginning and the end of a line are looked for.
LINE = 2_000
PASSAGE = 20_000
# Characters between two parts of a question that are shown as one stretch.
BETWEEN = 40
_HEAD = frozenset({"number", "stem"})
# Start, end, position of the item (NO_ITEM for headings and skipped text), field of it.
Mark = tuple[int, int, int, str]
NO_ITEM = -1
HEADING, SKIPPED = "heading", "skipped"
# What people call the parts: the colours of the text and the fields beside it. A part without a place of its own in
# the item (a number, a link of an answer section) has the colour of what it leads to.
FIELDS = {
    "number": "stem",
    "stem": "stem",
    "option": "options",
    "key": "key",
    "answer": "key",
    "points": "points",
    "answer_points": "answer_points",
    "elaboration": "answer_points",
    "criteria": "criteria",
    "reference_answer": "reference_answer",
    "explanation": "explanation",
    "assesses": "assesses",
}


WRITTEN = {"key": "reference_answer"}
OBJECTIVE = {name: "explanation" for name in ("answer_points", "criteria", "reference_answer")}


def field_of(part: str, kind: ItemKind) -> str:
    """The field that a part is shown as; parts of other formats are shown with the question. What a document calls the
    answer of a question to be written is its model answer, what it says besides a key explains the key."""
    field = FIELDS.get(part, "stem")
    return (WRITTEN if kind in WRITTEN_KINDS else OBJECTIVE).get(field, field)


@dataclass(frozen=True)
class Region:
    """Text that belongs to the item at `position`, to a heading, to nothing for a `reason`, or to none of these.

    `start` is its place in the whole text; `leads` says that the item begins here as far as the window shows.
    """

    start: int
    text: str
    position: int | None = None
    field: str = ""
    reason: str = ""
    leads: bool = False

    @property
    def number(self) -> int | None:
        """What people call the item."""
        return None if self.position is None else self.position + 1


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

    @cached_property
    def fields(self) -> frozenset[str]:
        """What a legend must explain."""
        return frozenset(region.field for line in self.lines for region in line.regions if region.field)

    @cached_property
    def _starts(self) -> list[int]:
        return [region.start for line in self.lines for region in line.regions]

    def anchor(self, at: int) -> int | None:
        """Where the region begins that holds the character `at` of the text; None when the window does not show it."""
        found = bisect_right(self._starts, at)
        return self._starts[found - 1] if found and self.start <= at < self.end else None


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


def pieces(item: DraftItem) -> list[tuple[int, int]]:
    """The stretches of the text that the item is made of, in order; parts with little between them are one."""
    found: list[tuple[int, int]] = []
    for span in sorted(item.spans, key=lambda span: span.start):
        if found and span.start - found[-1][1] <= BETWEEN:
            found[-1] = (found[-1][0], max(found[-1][1], span.end))
        else:
            found.append((span.start, span.end))
    return found


def places(item: DraftItem) -> dict[str, int]:
    """Where each field of the item begins in the text."""
    found: dict[str, int] = {}
    for span in item.spans:
        field = field_of(span.part, item.kind)
        found[field] = min(span.start, found.get(field, span.start))
    return found


def marks(document: Document) -> list[Mark]:
    """Who owns which stretch of the text, in order and without overlaps. Of parts that lie in each other the shorter
    one shows (a key within a stem); of items that share a text, the first."""
    length = len(document.text or "")
    found: list[Mark] = [(skip.start, skip.end, NO_ITEM, _unclaimed(skip.reason)) for skip in document.skipped]
    found += [(section.start, section.end, NO_ITEM, HEADING) for section in document.sections]
    spans = [
        (span.start, span.end, position, field_of(span.part, item.kind))
        for position, item in enumerate(document.items)
        for span in item.spans
    ]
    found += sorted(spans, key=lambda span: (span[0] - span[1], -span[2]))
    # Neighbours of one field of one item are one stretch.
    names = list(dict.fromkeys(mark[2:] for mark in found))
    numbers = {name: number for number, name in enumerate(names, start=1)}
    owners = array("l", [0]) * length
    for first, last, position, field in found:
        start, end = max(0, first), min(last, length)
        if start < end:
            owners[start:end] = array("l", [numbers[position, field]]) * (end - start)
    return list(_stretches(owners, names))


def _unclaimed(reason: str) -> str:
    return HEADING if reason == HEADING else f"{SKIPPED}:{reason}"


def _stretches(owners: Sequence[int], names: Sequence[tuple[int, str]]) -> Iterator[Mark]:
    at = 0
    for number, run in groupby(owners):
        end = at + len(list(run))
        if number:
            yield at, end, *names[number - 1]
        at = end


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
    lines = _lines(held, first, stop, local)
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


def _lines(held: Stretch, start: int, end: int, marks: Sequence[Mark]) -> list[Line]:
    lines: list[Line] = []
    number, at, index = held.line + held.text.count("\n", 0, start), start, 0
    seen: set[int] = set()
    while at <= end and (at < end or not lines):
        stop = held.text.find("\n", at, end)
        stop = end if stop < 0 else stop
        while index < len(marks) and marks[index][1] <= at:
            index += 1
        lines.append(Line(number, tuple(_regions(held, at, stop, marks[index:], seen))))
        at, number = stop + 1, number + 1
    return lines


def _regions(held: Stretch, at: int, stop: int, marks: Iterable[Mark], seen: set[int]) -> Iterator[Region]:
    for start, end, position, field in takewhile(lambda mark: mark[0] < stop, marks):
        first, last = max(start, at), min(end, stop)
        if first > at:
            yield Region(at + held.start, held.text[at:first])
        if last > first:
            yield _region(first + held.start, held.text[first:last], position, field, seen)
            at = last
    if stop > at:
        yield Region(at + held.start, held.text[at:stop])


def _region(start: int, text: str, position: int, field: str, seen: set[int]) -> Region:
    if position == NO_ITEM:
        field, _, reason = field.partition(":")
        return Region(start, text, field=field, reason=reason)
    leads = position not in seen
    seen.add(position)
    return Region(start, text, position, field, leads=leads)

"""Bring the entries of answer sections and runs of keys to the questions that they answer."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TypeGuard

from questionbank.content import WRITTEN_KINDS, ItemKind
from questionbank.parsing.items import ordinals
from questionbank.parsing.machine.drafts import Collected, Draft, KeyRun, Piece, SectionDraft, Skip
from questionbank.parsing.words import keys
from questionbank.parsing.words.fold import plain

_MOST_SECTIONS = 20  # of one paper; keeps the work linear


@dataclass(slots=True)
class Merged:
    """What found no question: (number, start, end)."""

    lost: list[tuple[str, int, int]] = field(default_factory=list)
    ranges: list[tuple[str, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Cursor:
    """Where the answers stand in a group when no heading says it: a number that falls opens the next section."""

    sections: list[SectionDraft]
    explains: bool = False  # whether explanations are brought to questions, which may have their answers already
    at: int = 0
    last: int = 0
    places: dict[int, int] = field(default_factory=dict)

    def above(self, section: SectionDraft) -> list[SectionDraft]:
        """The sections in front of one, the nearest first."""
        if not self.places:
            self.places = {id(one): place for place, one in enumerate(self.sections)}
        place = self.places.get(id(section), len(self.sections))
        return self.sections[max(0, place - _MOST_SECTIONS) : place][::-1]

    def find(self, value: int) -> Draft | None:
        if value <= self.last:
            self.at += 1
        self.last = value
        for replied in (False, True):  # a question that has its answer below it comes last
            for index in range(self.at, len(self.sections)):
                found = in_section(self.sections[index], value)
                if self._waits(found) and (replied or not _replied(found)):
                    self.at = index
                    return found
        for section in self.sections:
            found = in_section(section, value)
            if self._waits(found):
                return found
        return None

    def _waits(self, item: Draft | None) -> TypeGuard[Draft]:
        return item is not None and not (item.has("explanation") if self.explains else item.answered)


def _replied(item: Draft) -> bool:
    return item.has("reference_answer") or item.has("answer_points")


def in_section(section: SectionDraft, value: int) -> Draft | None:
    alike = [item for item in section.items if item.value == value]
    if alike:
        return next((item for item in alike if not item.answered), alike[0])
    if len(section.items) == 1 and section.items[0].loose:
        return section.items[0]
    if any(item.number for item in section.items) or not 0 < value <= len(section.items):
        return None
    return section.items[value - 1]


def merge(folded: str, collected: Collected) -> Merged:
    """Attach every entry and key; entries of a section go by number, others by order of appearance."""
    merged = Merged()
    cursors: dict[tuple[int, bool], Cursor] = {}
    stems = _by_stem(folded, collected)
    _count_alike(collected)
    runs = sorted(collected.runs, key=lambda run: run.start)
    for entry, section, group in collected.entries:
        while runs and runs[0].start < entry.start:
            run = runs.pop(0)
            _spread(run, _cursor(cursors, collected, run.group), merged, collected)
        cursor = _cursor(cursors, collected, group, explains=entry.has("explanation") and not entry.has("head"))
        item = _same_stem(folded, entry, stems) or (
            in_section(section, entry.value) if section else cursor.find(entry.value)
        )
        if item is None:
            merged.lost.append((entry.number, entry.start, max(cover.end for cover in entry.covers)))
            collected.skipped += [Skip(cover.start, cover.end, "unmatched-answer") for cover in entry.covers]
        else:
            if item.loose and entry.style == "paren" and entry.has("head"):
                entry.parts["head"][0].start = entry.start
            _attach(item, entry, repeats=_same_stem(folded, entry, stems) is item)
    merged.ranges += ordinals.spread(folded, collected)
    for run in runs:
        _spread(run, _cursor(cursors, collected, run.group), merged, collected)
    return merged


def _count_alike(collected: Collected) -> None:
    """The questions of a section run on from the one before (4 to 6), its answers begin anew (1 to 3): number the
    answers like the questions."""
    told: dict[int, list[int]] = defaultdict(list)
    for entry, own, _ in collected.entries:
        told[id(own)].append(entry.value)
    for run in collected.runs:
        if run.section is None or run.section.heading.kind not in WRITTEN_KINDS:
            told[id(run.section)] += [number for number, _, _, _ in run.pairs]
    lead = {id(one): _lead(one, told[id(one)]) for one in collected.sections if id(one) in told}
    for entry, own, _ in collected.entries:
        entry.value += lead.get(id(own), 0)
    for run in collected.runs:
        by = lead.get(id(run.section), 0)
        run.pairs = [(number + by, key, start, end) for number, key, start, end in run.pairs] if by else run.pairs


def _lead(section: SectionDraft, told: list[int]) -> int:
    values = [item.value for item in section.items]
    first = values[0] if values else 1
    alike = values == list(range(first, first + len(values))) and told == list(range(1, len(values) + 1))
    return first - 1 if alike else 0


def _cursor(
    cursors: dict[tuple[int, bool], Cursor], collected: Collected, group: int, *, explains: bool = False
) -> Cursor:
    if (group, explains) not in cursors:
        own = [section for section in collected.sections if section.group == group and section.items]
        cursors[group, explains] = Cursor(own, explains)
    return cursors[group, explains]


def _by_stem(folded: str, collected: Collected) -> dict[str, Draft]:
    found: dict[str, Draft] = {}
    if collected.entries:
        for item in collected.items:
            stem = item.parts.get("stem")
            if stem:
                found.setdefault(plain(folded[stem[0].start : stem[0].end]), item)
    return found


def _same_stem(folded: str, entry: Draft, stems: dict[str, Draft]) -> Draft | None:
    head = entry.parts.get("head")
    text = plain(folded[head[0].start : head[0].end]) if head else ""
    return stems.get(text) if len(text) > 5 else None


def _attach(item: Draft, entry: Draft, *, repeats: bool) -> None:
    """Add the entry's parts; a second list of answer points elaborates the first, a repeated stem adds nothing."""
    item.answered = True
    for part, pieces in entry.parts.items():
        if part == "head" and repeats:
            continue
        target = "elaboration" if part == "answer_points" and item.has("answer_points") else part
        item.parts.setdefault(target, []).extend(pieces)
    item.covers += entry.covers


def _spread(run: KeyRun, cursor: Cursor, merged: Merged, collected: Collected) -> None:
    run.section = _next_open(run, cursor)
    whole = run.section is not None and run.pairs[0][0] < min((one.value for one in run.section.items), default=0)
    for position, (number, content, start, end) in enumerate(run.pairs):
        until = run.pairs[position + 1][2] if position + 1 < len(run.pairs) else end
        begin = run.start if position == 0 else start
        if number == 0:
            merged.ranges.append((content, begin, end))
            collected.skipped.append(Skip(begin, max(until, end), "key-range"))
            continue
        item = in_section(run.section, number) if run.section else cursor.find(number)
        if item is None and run.section is not None and (whole or run.section.heading.kind in WRITTEN_KINDS):
            # keys below the last section, of the questions in those above
            item = _objective(cursor.above(run.section) if whole else cursor.sections, number)
        if item is None:
            merged.lost.append((str(number), begin, end))
            collected.skipped.append(Skip(begin, max(until, end), "unmatched-answer"))
            continue
        item.answered = True
        item.add("run-key", Piece(start, end, mark=content))
        item.cover("key", begin, max(until, end))


def _next_open(run: KeyRun, cursor: Cursor) -> SectionDraft | None:
    """`1.AB 2.BC` below `1.A 2.B`, where the heading between them is missing: the keys of the next section."""
    section, number = run.section, run.pairs[0][0]
    item = in_section(section, number) if section is not None else None
    if section is None or item is None or not item.answered or section not in cursor.sections:
        return section
    after = cursor.sections[cursor.sections.index(section) + 1 :][:1]
    free = after and (following := in_section(after[0], number)) is not None and not following.answered
    return after[0] if free else section


def _objective(sections: list[SectionDraft], number: int) -> Draft | None:
    """The first question of this number that has no key yet, with options or to be judged."""
    found = (in_section(section, number) for section in sections)
    return next((item for item in found if item is not None and not item.answered and _has_key(item)), None)


def _has_key(item: Draft) -> bool:
    return bool(item.options) or (item.section is not None and item.section.heading.kind is ItemKind.TRUE_FALSE)


def is_mark(content: str) -> bool:
    return keys.as_bool(content) is not None

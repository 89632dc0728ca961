"""Answers of questions to fill in that only stand out in their sentences: underlined or coloured runs.

Pure: no Django. Looks at questions without an answer after parsing; what it finds a person should look at.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from questionbank.content import ItemKind
from questionbank.document import Diagnostic, Document, DraftItem, Severity, Span
from questionbank.formats.word.marked import Region, regions_of
from questionbank.parsing.source.lines import SourceLine
from questionbank.parsing.words.kinds import is_fill_in

_KINDS = ("underline", "colour", "highlight")
_EMPTY = re.compile(r"_{2,}|[(（\[【]\s*[)）\]】]")
_BLANK = "____"
_MISSING = ("no-key", "no-answer")
_LONGEST = 30
_MOST = 8
_MOST_OF_STEM = 0.6


def take_marked_blanks(document: Document, lines: Sequence[SourceLine]) -> None:
    """Give questions to fill in without an answer what stands out in their stems, and leave blanks there."""
    items = [item for item in document.items if _awaits(item)]
    regions = regions_of(document, lines, _KINDS) if items else {}
    told: list[Diagnostic] = []
    for item in items:
        found, kind = next(
            ((found, kind) for kind in _KINDS if (found := _standing_out(document, item, regions[kind]))), ([], "")
        )
        if found:
            told.append(_take(document, item, found, kind))
    taken = {one.item for one in told}
    document.diagnostics = [one for one in document.diagnostics if one.item not in taken or one.code not in _MISSING]
    document.diagnostics += told


def _awaits(item: DraftItem) -> bool:
    written = item.kind is ItemKind.SHORT_ANSWER and is_fill_in(item.genre)
    return written and not (item.reference_answer or item.answer_points or _EMPTY.search(item.stem))


def _standing_out(document: Document, item: DraftItem, regions: Sequence[Region]) -> list[Region]:
    """The marked stretches within the stem, when they are short and leave most of the sentence."""
    text, found = document.text or "", list[Region]()
    for span in item.spans:
        if span.part != "stem":
            continue
        for start, end in regions[bisect_left(regions, (span.start, 0)) :]:
            if start >= span.end:
                break
            first, last = _trimmed(text, start, min(end, span.end))
            found += [(first, last)] if first < last else []
    words = [text[start:end] for start, end in found]
    short = all(len(word) <= _LONGEST and "\n" not in word for word in words)
    marked = sum(map(len, words)) <= len(item.stem) * _MOST_OF_STEM
    return found if len(found) <= _MOST and short and marked and all(item.stem.count(word) for word in words) else []


def _trimmed(text: str, start: int, end: int) -> Region:
    while start < end and text[start] in " \t\u3000_()（）":
        start += 1
    while end > start and text[end - 1] in " \t\u3000_()（）":
        end -= 1
    return start, end


def _take(document: Document, item: DraftItem, found: list[Region], kind: str) -> Diagnostic:
    text, at = document.text or "", 0
    words = [text[start:end] for start, end in found]
    for word in words:
        place = item.stem.find(word, at)
        if place >= 0:
            item.stem = item.stem[:place] + _BLANK + item.stem[place + len(word) :]
            at = place + len(_BLANK)
    item.reference_answer = "；".join(words)
    item.accepted_answers = words if len(words) == 1 else []
    item.status = "check"
    item.spans += [Span(part="key", start=start, end=end) for start, end in found]
    return Diagnostic(
        code="key-by-mark",
        severity=Severity.WARNING,
        section=item.section,
        item=item.id,
        start=min(span.start for span in item.spans),
        params={"labels": item.reference_answer, "mark": kind},
    )

"""Keys that are only shown by bold, underlined, slanted or crossed out options: weaker evidence than the colour that
parsing reads.

Pure: no Django. Looks at choice items without a key after parsing; what it finds a person should look at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from questionbank.content import CHOICE_KINDS, ItemKind
from questionbank.document import Diagnostic, Document, DraftItem, Severity, Span
from questionbank.parsing.source.lines import SourceLine

KINDS = ("bold", "underline", "italic")
STRIKE = "strike"
_MOST = 0.6  # of the characters of an option must be marked
_FEWEST = 2
_LONGEST_LABEL = 6
Region = tuple[int, int]


def take_marked_keys(document: Document, lines: Sequence[SourceLine]) -> None:
    """Give choice items without a key the options that stand out. `lines` are those that were parsed."""
    regions = regions_of(document, lines, (*KINDS, STRIKE))
    if not any(regions.values()):
        return
    items = [item for item in document.items if item.kind in CHOICE_KINDS and not item.key]
    left = []
    for item in items:
        kind, labels = _standing_out(document, item, regions)
        if labels:
            _take(document, item, labels, kind)
        else:
            left.append(item)
    for item, labels in _by_strikes(document, left, regions[STRIKE]):
        _take(document, item, labels, STRIKE)


def _by_strikes(
    document: Document, items: Sequence[DraftItem], regions: Sequence[Region]
) -> list[tuple[DraftItem, list[str]]]:
    """Where options of most questions are struck through: the one that is not, or, when it is never more than one of
    three, the one that is."""
    struck = [
        (item, [label for label, span in _spans_by_label(document, item) if _share(span, regions) >= _MOST])
        for item in (items if regions else ())
    ]
    told = [(item, labels) for item, labels in struck if 0 < len(labels) < len(item.options)]
    if len(told) < max(_FEWEST, len(struck) * _MOST):
        return []
    if all(len(item.options) - len(labels) == 1 for item, labels in told):
        return [(item, [one.label for one in item.options if one.label not in labels]) for item, labels in told]
    return told if all(len(labels) == 1 for _, labels in told) else []


def regions_of(document: Document, lines: Sequence[SourceLine], kinds: Sequence[str]) -> dict[str, list[Region]]:
    """Where marks stand in the text, by kind. Lines that a repair changed are left out: their columns moved."""
    found: dict[str, list[Region]] = {kind: [] for kind in kinds}
    repaired = [repair.start for repair in document.repairs]
    at = 0
    for line, text in zip(lines, (document.text or "").split("\n"), strict=False):
        shift = at + len(line.printed) - len(line.text)
        changed = bisect_right(repaired, at + len(text)) > bisect_right(repaired, at - 1)
        for mark in () if changed else line.marks:
            if mark.kind in found:
                found[mark.kind].append((shift + mark.start, shift + mark.end))
        at += len(text) + 1
    return found


def _standing_out(document: Document, item: DraftItem, regions: dict[str, list[Region]]) -> tuple[str, list[str]]:
    """The first kind of mark that some options carry and others do not."""
    spans = _spans_by_label(document, item)
    for kind in KINDS:
        marked = [label for label, span in spans if _share(span, regions[kind]) >= _MOST]
        marked = marked or [label for label, span in _letters(document, spans) if _share(span, regions[kind]) >= _MOST]
        if marked and len(marked) < len(spans) and (len(marked) == 1 or item.kind is not ItemKind.SINGLE_CHOICE):
            return kind, marked
        if len(marked) > 1 and len(marked) < len(spans) and _inferred(document, item):
            return kind, marked
    return "", []


def _letters(document: Document, spans: Sequence[tuple[str, Region]]) -> list[tuple[str, Region]]:
    """Where the letters of the options stand."""
    text = document.text or ""
    found = [(label, text.rfind(label, max(0, start - _LONGEST_LABEL), start)) for label, (start, _) in spans]
    return [(label, (at, at + 1)) for label, at in found if at >= 0]


def _spans_by_label(document: Document, item: DraftItem) -> list[tuple[str, Region]]:
    """Where the text of each option stands, found in the spans that the parser gives to options."""
    text = document.text or ""
    areas = [span for span in item.spans if span.part == "option"]
    found, at = [], min((span.start for span in areas), default=0)
    end = max((span.end for span in areas), default=0)
    for option in item.options:
        start = text.find(option.text, at, end) if option.text else -1
        if start < 0:
            return []
        found.append((option.label, (start, start + len(option.text))))
        at = start + len(option.text)
    return found


def _share(span: Region, regions: Sequence[Region]) -> float:
    start, end = span
    first = max(bisect_right(regions, (start, start)) - 1, 0)
    covered = 0
    for begin, until in regions[first:]:
        if begin >= end:
            break
        covered += max(0, min(end, until) - max(start, begin))
    return covered / max(end - start, 1)


def _inferred(document: Document, item: DraftItem) -> bool:
    """Whether the kind was a guess, so that several right options may make it multiple choice."""
    return any(one.item == item.id and one.code == "inferred-type" for one in document.diagnostics)


def _take(document: Document, item: DraftItem, labels: list[str], kind: str) -> None:
    if len(labels) > 1:
        item.kind = ItemKind.MULTIPLE_CHOICE
    item.key, item.status = labels, "check"
    wanted = {one.label: one.text for one in item.options}
    text = document.text or ""
    for label in labels:
        start = text.find(wanted[label], min(span.start for span in item.spans))
        item.spans.append(Span(part="key", start=start, end=start + len(wanted[label])))
    replaced = [one for one in document.diagnostics if one.item == item.id and one.code == "no-key"]
    document.diagnostics = [one for one in document.diagnostics if one not in replaced]
    start = min(span.start for span in item.spans)
    params: dict[str, str | int] = {"labels": "".join(labels), "mark": kind}
    document.diagnostics.append(
        Diagnostic(
            code="key-by-mark",
            severity=Severity.WARNING,
            section=item.section,
            item=item.id,
            start=start,
            params=params,
        )
    )

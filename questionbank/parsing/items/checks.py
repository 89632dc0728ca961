"""Diagnostics: what a person should know or look at, as codes and parameters (see questionbank/messages.py)."""

from __future__ import annotations

import itertools
from bisect import bisect
from collections import Counter
from decimal import Decimal

from questionbank.content import CHOICE_KINDS, ItemKind, points_text
from questionbank.document import Diagnostic, Document, DraftItem, DraftSection, Severity
from questionbank.parsing.items.build import Built
from questionbank.parsing.machine.drafts import SectionDraft
from questionbank.parsing.rubrics.sums import stated_sums
from questionbank.parsing.words.fold import closed, fold
from questionbank.parsing.words.patterns import compiled

OBJECTIVE = CHOICE_KINDS | {ItemKind.TRUE_FALSE}
_LEAST_OPTIONS = 2


def item_checks(built: Built) -> list[Diagnostic]:
    """Problems of one item; sets its status to `check` when any is a warning or worse."""
    item = built.item
    found = [_of(item, code, _SEVERITY.get(code, Severity.WARNING), params) for code, params in built.problems]
    if item.kind in OBJECTIVE:
        found += _key_checks(item)
    elif not (
        item.reference_answer or item.answer_points or item.criteria or item.accepted_answers or item.explanation
    ):
        found.append(_of(item, "no-answer", Severity.INFO, {}))
    if built.inferred:
        found.append(_of(item, "inferred-type", Severity.INFO, {"kind": item.kind.value}))
    found += _sums(item)
    if not item.stem:
        found.append(_of(item, "empty-stem", Severity.ERROR, {}))
    if any(d.severity is not Severity.INFO for d in found):
        item.status = "check"
    return found


_SEVERITY = {"key-conflict": Severity.WARNING, "no-options": Severity.ERROR}


def _of(item: DraftItem, code: str, severity: Severity, params: dict[str, str | int]) -> Diagnostic:
    start = min((span.start for span in item.spans), default=None)
    end = max((span.end for span in item.spans if span.part in ("stem", "number")), default=None)
    return Diagnostic(
        code=code, severity=severity, section=item.section, item=item.id, start=start, end=end, params=params
    )


def _key_checks(item: DraftItem) -> list[Diagnostic]:
    labels = [option.label for option in item.options]
    key = item.key if isinstance(item.key, list) else []
    found = []
    if item.key is None or item.key == []:
        found.append(_of(item, "no-key", Severity.WARNING, {}))
    unknown = [label for label in key if label not in labels]
    if unknown and labels:
        found.append(_of(item, "key-not-option", Severity.ERROR, {"labels": "".join(unknown)}))
    if item.kind is ItemKind.MULTIPLE_CHOICE and len(key) == 1:
        found.append(_of(item, "multi-one-letter", Severity.WARNING, {"labels": key[0]}))
    if item.kind is ItemKind.SINGLE_CHOICE and len(key) > 1:
        found.append(_of(item, "single-many-letters", Severity.ERROR, {"labels": "".join(key)}))
    return found + _option_checks(item)


def _option_checks(item: DraftItem) -> list[Diagnostic]:
    found = []
    # brackets and quotes tell options apart: `s = {}`, `s = []`
    texts = ["".join(fold(option.text).split()).strip("。.;,、") for option in item.options]
    repeated = (
        [option.text for option, text in zip(item.options, texts, strict=True) if texts.count(text) > 1]
        if len(set(texts)) < len(texts)
        else []
    )
    if repeated and repeated[0]:
        found.append(_of(item, "repeated-option", Severity.WARNING, {"text": repeated[0][:80]}))
    if item.kind in CHOICE_KINDS and 0 < len(item.options) < _LEAST_OPTIONS:
        found.append(_of(item, "too-few-options", Severity.ERROR, {"count": len(item.options)}))
    empty = [option.label for option in item.options if not option.text]
    if empty:
        found.append(_of(item, "empty-option", Severity.WARNING, {"labels": "".join(empty)}))
    return found


def _sums(item: DraftItem) -> list[Diagnostic]:
    if not (item.answer_points or item.criteria or item.rubric_rule):
        return []
    sums = stated_sums(item.answer_points, item.criteria, item.rubric_rule)
    if not sums or item.points is None or item.points in sums:
        return []
    return [
        _of(
            item,
            "rubric-sum-differs",
            Severity.WARNING,
            {"sum": points_text(sums[0]), "points": points_text(item.points)},
        )
    ]


def section_checks(
    section: DraftSection, items: list[DraftItem], where: tuple[int, int], cut: bool
) -> list[Diagnostic]:
    """Declared against found, gaps and repeats in the numbers, headings that were cut off."""
    found: list[Diagnostic] = []

    def add(code: str, severity: Severity, **params: str | int) -> None:
        found.append(
            Diagnostic(code=code, severity=severity, section=section.id, start=where[0], end=where[1], params=params)
        )

    if section.declared_count is not None and section.declared_count != len(items):
        add("declared-count-differs", Severity.WARNING, declared=section.declared_count, found=len(items))
    total = sum((item.points for item in items if item.points is not None), Decimal(0))
    if (
        section.declared_points is not None
        and items
        and all(i.points is not None for i in items)
        and total != section.declared_points
    ):
        add(
            "declared-points-differ",
            Severity.WARNING,
            declared=points_text(section.declared_points),
            found=points_text(total),
        )
    if cut:
        add("truncated", Severity.WARNING)
    numbers = [int(item.number) for item in items if item.number and item.number.isascii() and item.number.isdigit()]
    repeated = [number for number, count in Counter(numbers).items() if count > 1]
    missing = sorted(set(range(min(numbers), max(numbers))) - set(numbers)) if numbers and not repeated else []
    if missing:
        add("number-gap", Severity.WARNING, missing=", ".join(map(str, missing[:20])))
    if repeated and not _restarts(numbers):
        add("duplicate-number", Severity.WARNING, numbers=", ".join(map(str, repeated[:20])))
    return found


def _restarts(numbers: list[int]) -> bool:
    """Every repeat is a new count from 1 (chapters without headings), not a slip."""
    return all(later == earlier + 1 or later == 1 for earlier, later in itertools.pairwise(numbers))


def _all_plain(texts: list[str]) -> list[str]:
    """`plain` of each text, folded at one stroke."""
    joined = "\x1f".join(texts)
    if joined.count("\x1f") != len(texts) - 1:
        joined = "\x1f".join([text.replace("\x1f", " ") for text in texts])
    return list(map(closed, fold(joined).split("\x1f")))


def _texts(item: DraftItem) -> list[str]:
    return [item.stem, *[option.text for option in item.options]]


def document_checks(document: Document) -> list[Diagnostic]:
    """Repeated questions and the document without any."""
    if not document.items:
        return [Diagnostic(code="no-question", severity=Severity.ERROR)]
    seen: dict[str, str] = {}
    found = []
    texts = iter(_all_plain([text for item in document.items for text in _texts(item)]))
    for item in document.items:
        stem = "|".join([next(texts), *(next(texts) for _ in item.options)])
        if stem in seen:
            found.append(_of(item, "duplicate-item", Severity.WARNING, {"of": seen[stem]}))
            item.status = "check"
        seen.setdefault(stem, item.id)
    return found


def empty_sections(document: Document, drafts: list[SectionDraft]) -> list[Diagnostic]:
    """Headings that name a kind of questions, with text and no question below them and below their own headings."""
    texts = sorted(skip.start for skip in document.skipped if skip.reason in _TEXTS)
    found = []
    for place, draft in enumerate(drafts if document.items else []):
        if draft.implicit or draft.heading.kind is None or draft.heading.count or draft.items:
            continue
        until = _end_of(drafts, place)
        end = drafts[until].start if until < len(drafts) else len(document.text or "")
        without = not any(one.items for one in drafts[place + 1 : until])
        if without and bisect(texts, end) > bisect(texts, draft.end):
            found.append(Diagnostic(code="section-empty", severity=Severity.WARNING, start=draft.start, end=draft.end))
    return found


def unread(document: Document, folded: str) -> list[Diagnostic]:
    """Lines that were taken for no question, in a document with others, although they ask."""
    lines = [skip for skip in document.skipped if skip.reason in _TEXTS] if document.items else []
    return [
        Diagnostic(code="skipped-text", severity=Severity.WARNING, start=skip.start, end=skip.end)
        for skip in lines
        if _puts(folded[skip.start : skip.end].strip())
    ]


def _puts(line: str) -> bool:
    """Whether it asks, or requests something other than how to go about the paper."""
    if len(line) < _LEAST_ASKED:
        return False
    return line.endswith("?") or (line.startswith(_REQUESTS) and _INSTRUCTS.search(line) is None)


def _end_of(drafts: list[SectionDraft], place: int) -> int:
    """The place of the next heading that is as high, or behind the last."""
    deep = drafts[place].depth
    return next((at for at in range(place + 1, len(drafts)) if drafts[at].depth <= deep), len(drafts))


# What a heading can have below it that may have been a question.
_TEXTS = ("instructions", "text")
_LEAST_ASKED = 6
_REQUESTS = ("请", "谈谈", "说说", "简述")
_INSTRUCTS = compiled(r"[答填]|材料|资料|下列|以下|阅读|根据")

"""The pipeline: repair, lines, boilerplate, segments, tokens, machine, merge, items, checks, coverage."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import accumulate

from questionbank.document import Diagnostic, Document, DraftItem, DraftSection, Severity, Skipped, Source
from questionbank.parsing.items import coverage
from questionbank.parsing.items.build import Builder, Built
from questionbank.parsing.items.checks import document_checks, empty_sections, item_checks, section_checks, unread
from questionbank.parsing.items.explained import explained
from questionbank.parsing.items.merge import Merged, merge
from questionbank.parsing.items.sectionwide import spread
from questionbank.parsing.items.totals import total_check
from questionbank.parsing.items.wordbank import split_banks
from questionbank.parsing.machine.answering import holds_only_answers
from questionbank.parsing.machine.drafts import Collected, SectionDraft
from questionbank.parsing.machine.machine import Machine
from questionbank.parsing.source import boilerplate, pagemarks
from questionbank.parsing.source.lines import Line, SourceLine, coloured, joined, numbered
from questionbank.parsing.source.repair import repair
from questionbank.parsing.source.reviewpages import mark_frames
from questionbank.parsing.source.segments import segments
from questionbank.parsing.source.tags import take_tags
from questionbank.parsing.tokens.evidence import Evidence
from questionbank.parsing.tokens.passes import refined
from questionbank.parsing.tokens.tokens import Token, tokens
from questionbank.parsing.words.fold import fold
from questionbank.parsing.words.kinds import kind_in
from questionbank.progress import Stage, reached

_MATTER = re.compile(r"^(?:title|term)\s*:\s*", re.IGNORECASE)


def parse(sources: Iterable[SourceLine], name: str) -> Document:
    """The document that the lines hold. Never raises on any text."""
    reached(Stage.LINES)
    kept = list(sources)
    text, repairs = repair(joined(kept))
    lines = numbered(text, kept)
    boilerplate.mark(lines)
    mark_frames(lines)
    parts = take_tags(lines)
    folded = "\n".join(line.folded for line in lines)
    paged = pagemarks.strip(lines)
    rows = {index for index, line in enumerate(lines) if line.source.row}
    cut = segments(text, lines)
    reached(Stage.SIGNS)
    found = refined(tokens(cut, folded, rows, parts), folded, fold(name))
    _close_up(found, lines)
    reached(Stage.QUESTIONS)
    collected = Machine(Evidence.of(found, folded), name).run()
    collected.drop_hollow(text, all_of_them=holds_only_answers(collected.title, folded, collected))
    spread(collected)
    split_banks(folded, collected)
    merged = merge(folded, collected)
    document = Document(source=Source(name=name), text=text, repairs=repairs)
    document.skipped = [Skipped(start=line.start, end=line.end, reason=line.skipped) for line in lines if line.skipped]
    document.skipped += [Skipped(start=start, end=end, reason="page-header") for start, end in paged]
    document.skipped += [Skipped(start=skip.start, end=skip.end, reason=skip.reason) for skip in collected.skipped]
    document.title = _title(text, folded, collected)
    _fill(document, collected, text, folded, coloured(lines))
    reached(Stage.CHECKS)
    document.diagnostics += _lost(merged) + _truncated(document, collected) + _damaged(document)
    document.diagnostics += empty_sections(document, collected.sections) + unread(document, folded)
    document.diagnostics += document_checks(document) + total_check(document)
    document.diagnostics += coverage.close(document.text or "", coverage.claimed(document), document.skipped)
    return document


def _close_up(found: list[Token], lines: list[Line]) -> None:
    """Lines above and below a page header are next to each other, as they were before the page was cut there."""
    headers = list(accumulate(line.skipped == "page-header" for line in lines))
    for token in found:
        token.line -= headers[token.line]


def _title(text: str, folded: str, collected: Collected) -> str:
    for skip in collected.skipped:
        if skip.reason == "title":
            return _MATTER.sub("", text[skip.start : skip.end]).strip("#*\"' ")
    return ""


def _fill(document: Document, collected: Collected, text: str, folded: str, marks: list[tuple[int, int]]) -> None:
    order = {id(item): index for index, item in enumerate(collected.items)}
    kept: list[tuple[SectionDraft, DraftSection | None]] = []
    for draft in collected.sections:
        if not draft.items and not (draft.heading.declares and (draft.heading.cut or draft.heading.count)):
            if draft.end > draft.start:
                document.skipped.append(Skipped(start=draft.start, end=draft.end, reason="heading"))
            continue
        section = None if draft.implicit else _section(draft, f"s{len(document.sections) + 1}", text)
        if section is not None:
            document.sections.append(section)
        kept.append((draft, section))
    names = {order[id(item)]: section.id if section else None for draft, section in kept for item in draft.items}
    built = _built(document, collected, (text, folded), marks, names)
    for draft, section in kept:
        if section is not None:
            items = [built[order[id(item)]].item for item in draft.items]
            document.diagnostics += section_checks(section, items, (draft.start, draft.end), draft.heading.cut)
    for _, made in sorted(built.items()):
        document.items.append(made.item)
        document.diagnostics += item_checks(made)


def _built(
    document: Document,
    collected: Collected,
    texts: tuple[str, str],
    marks: list[tuple[int, int]],
    sections: dict[int, str | None],
) -> dict[int, Built]:
    """The items by their place; those whose explanations turn out to be answers are built a second time."""
    fallback = kind_in(fold(document.source.name))[0]

    def built(place: int) -> Built:
        maker = Builder(*texts, collected.items[place], marks, fallback=fallback)
        return maker.build(f"i{place + 1}", sections[place])

    made = {place: built(place) for place in sections}
    again = explained(texts[1], collected, {place: one.item for place, one in made.items()})
    return made | {place: built(place) for place in again}


def _section(draft: SectionDraft, identity: str, text: str) -> DraftSection:
    heading = text[draft.start : draft.end]
    facts = draft.heading
    title = heading
    for opening in "(（[【,，:：":
        cut = title.find(opening, facts.body + 1)
        title = title[:cut] if cut > 0 else title
    return DraftSection(
        id=identity,
        title=title.strip("#*-•●+=~<>‹›«» \t"),
        heading=heading,
        kind=facts.kind,
        points_each=facts.points_each,
        declared_count=facts.count,
        declared_points=facts.total,
        minutes=facts.minutes,
        policy=facts.policy,
        start=draft.start,
        end=draft.end,
    )


def _lost(merged: Merged) -> list[Diagnostic]:
    found = [
        Diagnostic(
            code="answer-without-question", severity=Severity.WARNING, start=start, end=end, params={"number": number}
        )
        for number, start, end in merged.lost
    ]
    found += [
        Diagnostic(code="range-length", severity=Severity.ERROR, start=start, end=end, params={"range": content})
        for content, start, end in merged.ranges
    ]
    return found


def _truncated(document: Document, collected: Collected) -> list[Diagnostic]:
    """Answers stop before the questions do: the copy ends early, and the last answer may be incomplete."""
    answered = [index for index, item in enumerate(collected.items) if item.answered]
    if not answered or not collected.entries:
        return []
    later = range(answered[-1] + 1, len(collected.items))
    missing = sum(1 for index in later if _misses(document, collected, answered[-1], index))
    if not missing or len(answered) < (answered[-1] + 1) / 2:
        return []
    last: DraftItem = document.items[answered[-1]]
    last.status = "check"
    start = max((span.start for span in last.spans), default=None)
    end = max((span.end for span in last.spans), default=None)
    return [
        Diagnostic(
            code="truncated",
            severity=Severity.WARNING,
            section=last.section,
            item=last.id,
            start=start,
            end=end,
            params={"missing": missing},
        )
    ]


def _misses(document: Document, collected: Collected, last: int, index: int) -> bool:
    """A later question that the answers should reach: of the same section, or without any answer of its own."""
    item = document.items[index]
    if item.key is not None:
        return False
    own = item.reference_answer or item.answer_points or item.criteria
    return collected.items[index].section is collected.items[last].section or not own


def _damaged(document: Document) -> list[Diagnostic]:
    found = []
    for made in document.repairs:
        if made.certain:
            continue
        item = next((i for i in document.items if any(s.start <= made.start < s.end for s in i.spans)), None)
        if item is not None:
            item.status = "check"
        found.append(
            Diagnostic(
                code="damaged-text",
                severity=Severity.WARNING,
                item=item.id if item else None,
                start=made.start,
                end=made.end,
            )
        )
    return found

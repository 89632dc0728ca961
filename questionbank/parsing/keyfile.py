"""Read a separate answer file against the questions that it answers.

The file is read as the answer section that might have stood at the end of the document: the same machine opens its
entries, the same rules bring them to sections and numbers. So that entries can be told by their questions too, the
stems are laid in front of the text while it is read; the offsets that are returned index the answer file's own text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from questionbank.content import CHOICE_KINDS, OBJECTIVE_KINDS, ItemKind
from questionbank.document import Diagnostic, Document, DraftItem, Repair, Severity, Skipped, Span
from questionbank.parsing.items import coverage
from questionbank.parsing.items.build import Builder
from questionbank.parsing.items.merge import Merged, merge
from questionbank.parsing.machine import answering
from questionbank.parsing.machine.drafts import (
    Collected,
    Draft,
    KeyRun,
    OptionDraft,
    Piece,
    SectionDraft,
    Sequence,
    Skip,
)
from questionbank.parsing.machine.machine import Machine
from questionbank.parsing.machine.state import Answers
from questionbank.parsing.source import boilerplate
from questionbank.parsing.source.lines import SourceLine, joined, numbered
from questionbank.parsing.source.repair import repair
from questionbank.parsing.source.segments import segments
from questionbank.parsing.tokens.evidence import Evidence
from questionbank.parsing.tokens.tokens import tokens
from questionbank.parsing.words.fold import fold
from questionbank.parsing.words.headings import Heading, read_heading
from questionbank.parsing.words.numerals import value_of

# What repeats the question in an answer file only leads to it.
_REPEATED = frozenset({"number", "stem", "option"})
_PART = {"head": "answer", "elaboration": "answer_points"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the file says about the item at `position`: the item with this answer alone, spans in the file's text."""

    position: int
    item: DraftItem


@dataclass(slots=True)
class KeyText:
    """An answer file as read. `told`: answers without a question, ranges of the wrong length, keys that disagree."""

    text: str
    repairs: list[Repair]
    answers: list[Answer] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    told: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Source:
    """The stems, each on a line, and behind them the file. `folded` has the same length."""

    text: str
    folded: str
    head: int


def read_answers(document: Document, lines: Iterable[SourceLine]) -> KeyText:
    """The answers that `lines` hold for the items of `document`, in the items' order. Never raises on any text."""
    kept = list(lines)
    text, repairs = repair(joined(kept))
    found = _found(document, kept, KeyText(text, list(repairs)), through=False)
    if any(each.code == "answer-without-question" for each in found.told):
        # The file may count through the paper where the paper counts each section from 1.
        second = _found(document, kept, KeyText(text, list(repairs)), through=True)
        if not second.told and all(_says_something(answer.item) for answer in second.answers):
            return second
    return found


def _says_something(item: DraftItem) -> bool:
    return any((item.key is not None, item.explanation, item.reference_answer, item.answer_points, item.criteria))


def _found(document: Document, lines: list[SourceLine], found: KeyText, *, through: bool) -> KeyText:
    head = "".join(" ".join(item.stem.split("\n")) + "\n" for item in document.items)
    collected, source = _collected(head, found.text, lines, _seeds(document, through=through))
    merged = merge(source.folded, collected)
    _tell(found, merged, collected, source)
    inferred = {each.item for each in document.diagnostics if each.code == "inferred-type"}
    for position, (item, draft) in enumerate(zip(document.items, collected.items, strict=True)):
        if draft.answered:
            _answer(found, source, position, item, draft, item.id in inferred)
    _cover(found)
    return found


def _seeds(document: Document, *, through: bool) -> Collected:
    """Sections and items as the machine knows them, the stem of each item being one line; `through` numbers the items
    of all sections in one series."""
    collected, known, at = Collected(), dict[str | None, SectionDraft](), 0
    for section in document.sections:
        heading = read_heading(fold(section.heading or section.title)) or Heading(fold(section.title))
        heading.kind = section.kind or heading.kind
        known[section.id] = SectionDraft(heading)
    for place, item in enumerate(document.items, start=1):
        number = str(place) if through else item.number or ""
        draft = Draft(number, value_of(fold(number or "-")) or 0, loose=not number)
        draft.section = known.setdefault(item.section, SectionDraft(Heading(""), implicit=True))
        draft.section.items.append(draft)
        for line in item.stem.split("\n"):
            draft.add("stem", Piece(at, at + len(line)))
            at += len(line) + 1
        draft.options = [OptionDraft(option.label, [Piece(0, 0)]) for option in item.options]
        collected.items.append(draft)
    collected.sections = list(known.values())
    return collected


def _collected(head: str, text: str, lines: list[SourceLine], seeds: Collected) -> tuple[Collected, _Source]:
    before = head.count("\n")
    placed = numbered(head + text, [SourceLine("")] * before + list(lines))
    for line in placed[:before]:
        line.skipped = "question"
    boilerplate.mark(placed[before:])
    source = _Source(head + text, "\n".join(line.folded for line in placed), len(head))
    rows = {index for index, line in enumerate(placed) if line.source.row}
    evidence = Evidence.of(tokens(segments(source.text, placed), source.folded, rows, {}), source.folded)
    count, sections = len(seeds.items), list(seeds.sections)
    collected = Machine(evidence, collected=seeds, answers=Answers(section=None)).run()
    for line in placed[before:]:
        if line.skipped:
            collected.skipped.append(Skip(line.start, line.end, line.skipped))
    _as_answers(collected, count, sections)
    return collected, source


def _as_answers(collected: Collected, count: int, sections: list[SectionDraft]) -> None:
    """In an answer file everything answers: what the machine took for questions under an unknown heading as well."""
    homes = {id(section): section for section in sections}
    for section in collected.sections[len(sections) :]:
        home = answering.match_section(sections, 0, section.heading)
        if home is not None:
            homes[id(section)] = home
        collected.skipped.append(Skip(section.start, section.end, "answer-heading"))
    entries = [(entry, homes.get(id(section)), 0) for entry, section, _ in collected.entries]
    entries += [(_entry(item), homes.get(id(item.section)), 0) for item in collected.items[count:]]
    collected.entries = sorted(entries, key=lambda entry: entry[0].start)
    collected.runs = [KeyRun(run.start, homes.get(id(run.section)), 0, _placed(run)) for run in collected.runs]
    collected.sequences = [Sequence(each.pieces, homes.get(id(each.section)), 0) for each in collected.sequences]
    collected.items, collected.sections = collected.items[:count], sections


def _placed(run: KeyRun) -> list[tuple[int, str, int, int]]:
    """Keys of a table have no places of their own: they share the table."""
    end = max(end for _, _, _, end in run.pairs)
    return [
        (number, key, *((run.start, end) if first == last else (first, last))) for number, key, first, last in run.pairs
    ]


def _entry(item: Draft) -> Draft:
    """A question of the answer file as an entry; one with options that the document lacks must not pass by number."""
    entry = Draft(item.number, item.value, item.style, item.start, item.line)
    entry.parts = {"head" if part == "stem" else part: pieces for part, pieces in item.parts.items()}
    entry.covers = [
        Span("answer" if cover.part in _REPEATED else cover.part, cover.start, cover.end) for cover in item.covers
    ]
    entry.value = -1 if item.options else item.value
    return entry


def _answer(found: KeyText, source: _Source, position: int, item: DraftItem, draft: Draft, inferred: bool) -> None:
    builder = Builder(source.text, source.folded, draft)
    answer = without_answer(item)
    if answer.kind in OBJECTIVE_KINDS or inferred:
        # What stands in brackets in the question was read with the question.
        builder.draft.parts = {part: pieces for part, pieces in draft.parts.items() if part != "stem"}
        answer.kind, answer.key = _kind_and_key(builder, item, inferred)
    if answer.kind in OBJECTIVE_KINDS:
        builder.objective(answer)
    else:
        builder.written(answer)
    answer.spans = _places(builder, source)
    found.answers.append(Answer(position, answer))
    for code, params in builder.problems:
        severity, at = Severity.WARNING, answer.spans[0] if answer.spans else None
        told = Diagnostic(code=code, severity=severity, item=item.id, section=item.section, params=params)
        told.start, told.end = (at.start, at.end) if at else (None, None)
        found.told.append(told)


def _places(builder: Builder, source: _Source) -> list[Span]:
    """Where the answer stands in the file; keys of one table share a place."""
    spans = [(_PART.get(span.part, span.part), span.start, span.end) for span in builder.spans()]
    shared = [("key", piece.start, piece.end) for piece in builder.pieces("run-key")]
    return [
        Span(part=part, start=start - source.head, end=end - source.head)
        for part, start, end in spans or shared
        if start >= source.head
    ]


def without_answer(item: DraftItem) -> DraftItem:
    """A copy that asks the same and answers nothing."""
    texts = dict.fromkeys(("key", "explanation", "reference_answer", "rubric_rule"))
    lists: dict[str, list[str]] = {name: [] for name in ("accepted_answers", "answer_points", "criteria", "spans")}
    return item.model_copy(update={**texts, **lists})


def _kind_and_key(builder: Builder, item: DraftItem, inferred: bool) -> tuple[ItemKind, list[str] | bool | None]:
    """The key decides the kind where the document did not name it."""
    if item.kind in CHOICE_KINDS:
        letters = builder.letter_key(list(item.options))
        many = inferred and letters is not None and len(letters) > 1
        return ItemKind.MULTIPLE_CHOICE if many else item.kind, letters
    truth = builder.truth_key([])
    if item.kind is ItemKind.TRUE_FALSE:
        return item.kind, _by_letter(builder) if truth is None else truth
    return (item.kind, None) if truth is None or item.options else (ItemKind.TRUE_FALSE, truth)


def _by_letter(builder: Builder) -> bool | None:
    """A and B as the options 正确 and 错误 that true/false questions are printed with; told, because it is a guess."""
    given = {content.strip(" .。") for content, _ in builder.sources()}
    if len(given) != 1 or not given <= {"A", "B"}:
        return None
    builder.problems.append(("truth-by-letter", {}))
    builder.notes.clear()
    return given == {"A"}


def _tell(found: KeyText, merged: Merged, collected: Collected, source: _Source) -> None:
    for number, start, end in merged.lost:
        found.told.append(_at("answer-without-question", Severity.WARNING, source, start, end, number=number))
    for content, start, end in merged.ranges:
        found.told.append(_at("range-length", Severity.ERROR, source, start, end, range=content))
    for skip in collected.skipped:
        if skip.end > source.head:
            found.skipped.append(
                Skipped(start=max(0, skip.start - source.head), end=skip.end - source.head, reason=skip.reason)
            )


def _at(code: str, severity: Severity, source: _Source, start: int, end: int, **params: str) -> Diagnostic:
    return Diagnostic(
        code=code, severity=severity, start=start - source.head, end=end - source.head, params=dict(params)
    )


def _cover(found: KeyText) -> None:
    """Nothing of the file is lost in silence: what no answer claimed is skipped with a reason."""
    claimed = [(span.start, span.end) for answer in found.answers for span in answer.item.spans]
    found.told += coverage.close(found.text, claimed, found.skipped)

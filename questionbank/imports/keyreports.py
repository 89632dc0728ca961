"""What an answer file says beside what the questions have: for people to look at before and after they join it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from questionbank.document import Diagnostic, Document, DraftItem
from questionbank.imports.answers import Heartbeat, answers_in
from questionbank.imports.drafts import Row, as_draft
from questionbank.imports.staged import read_row
from questionbank.models import ImportBatch, KeyFile
from questionbank.parsing.joining import FIELDS, Outcome, compared, said
from questionbank.parsing.keyfile import Answer, KeyText

# Lines of each outcome that people are shown; whoever has more contradictions decides the rest at once.
SHOWN = 200
# Characters of a line's texts.
STEM, TEXT = 60, 300


@dataclass(frozen=True)
class Line:
    """One field of an answer beside what the question has."""

    position: int
    field: str
    stem: str
    own: str
    given: str

    @property
    def number(self) -> int:
        return self.position + 1

    @property
    def choice(self) -> str:
        """The name of the choice in a form."""
        return f"{self.position}-{self.field}"


@dataclass(frozen=True)
class Report:
    """What joining the file would do, or did: the first lines of each outcome with their `counts`. `known` are answers
    for questions that are in the bank already."""

    new: list[Line]
    same: list[Line]
    differs: list[Line]
    counts: dict[str, int]
    known: int
    told: list[Diagnostic]

    @property
    def more(self) -> dict[str, int]:
        """How many lines of each outcome are not shown."""
        return {name: max(0, count - SHOWN) for name, count in self.counts.items()}


@dataclass(frozen=True)
class Reading:
    """The answers of a file for the questions as people see them now."""

    rows: list[Row]
    items: list[DraftItem]
    done: frozenset[int]
    found: KeyText


def read_file(file: KeyFile, document: Document, heartbeat: Heartbeat | None = None) -> Reading:
    """The answers of the file for the questions of its batch, whose document this is. Raises `Unreadable`."""
    stored = list(file.batch.rows.select_related("section"))
    rows = [read_row(each) for each in stored]
    items = [as_draft(row) for row in rows]
    found = answers_in(file.text, document.model_copy(update={"items": items}), heartbeat)
    return Reading(rows, items, frozenset(each.position for each in stored if each.item_id), found)


def report_of(reading: Reading) -> Report:
    lines: dict[str, list[Line]] = {outcome.value: [] for outcome in Outcome}
    known = 0
    for answer in reading.found.answers:
        if answer.position in reading.done:
            known += 1
            continue
        for outcome, line in _lines(reading.items[answer.position], answer):
            lines[outcome].append(line)
    counts = {outcome: len(found) for outcome, found in lines.items()}
    told = [each for each in reading.found.told if each.item is None]
    shown = {outcome: found[:SHOWN] for outcome, found in lines.items()}
    return Report(**shown, counts={**counts, "told": len(told)}, known=known, told=told[:SHOWN])


def _lines(item: DraftItem, answer: Answer) -> Iterator[tuple[Outcome, Line]]:
    for name in FIELDS:
        if outcome := compared(item, answer.item, name):
            texts = (item.stem[:STEM], said(item, name)[:TEXT], said(answer.item, name)[:TEXT])
            yield outcome, Line(answer.position, name, *texts)


def report(file: KeyFile, heartbeat: Heartbeat | None = None) -> Report:
    """As of now. Raises `Unreadable`."""
    return report_of(read_file(file, file.batch.document, heartbeat))


def stored_form(made: Report) -> dict[str, Any]:
    told = [each.model_dump(mode="json") for each in made.told]
    return {**{name: value for name, value in asdict(made).items() if name != "told"}, "told": told}


def stored_report(file: KeyFile) -> Report | None:
    """As it was when the file was compared with the questions, or joined."""
    if file.report is None:
        return None
    lines = {outcome.value: [Line(**line) for line in file.report[outcome]] for outcome in Outcome}
    told = [Diagnostic.model_validate(each) for each in file.report["told"]]
    return Report(**lines, counts=file.report["counts"], known=file.report["known"], told=told)


def forget_reports(batch: ImportBatch) -> None:
    """The questions changed: what was compared with them is out of date."""
    batch.key_files.filter(joined_at=None).exclude(report__isnull=True).update(report=None)

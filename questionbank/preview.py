"""The preview of an import: the rows of a page, what is chosen, and what people changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from questionbank.content import AnyContent, Difficulty
from questionbank.document import Diagnostic, Document, DraftSection, Severity
from questionbank.drafts import Row, lost_fields, plain_rows, rows_of, section_keys
from questionbank.folding import fingerprint
from questionbank.importing import committed_positions, same_items
from questionbank.models import ImportBatch, Item
from questionbank.quality import Problem
from questionbank.source import Window, place

PAGE_SIZE = 50
STATES = ("all", "error", "check", "sure", "done")


@dataclass(frozen=True)
class Remark:
    """A diagnostic of the parser or a problem of the content, for reading."""

    code: str
    severity: Severity
    params: dict[str, Any]
    at: int | None = None


@dataclass
class PreviewRow:
    row: Row
    remarks: list[Remark]
    state: str
    item: UUID | None
    duplicate: Item | None = None
    chosen: bool = False
    start: int | None = None
    in_window: bool = False
    lost: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.row.position + 1


@lru_cache(maxsize=2)
def parsed(uuid: UUID, sha256: str) -> tuple[Document, list[Row]]:
    """The document of a batch and its rows without edits. Both follow from the bytes, which the hash names; reading
    thousands of questions for each click would be slow. Nobody may change what this returns."""
    document = ImportBatch.objects.only("document_json").get(uuid=uuid, sha256=sha256).document
    return document, plain_rows(document)


@dataclass
class Preview:
    """Everything about a batch that does not depend on the page shown."""

    batch: ImportBatch
    document: Document
    rows: list[Row]
    done: dict[int, UUID]
    remarks: dict[str, list[Diagnostic]]

    @classmethod
    def of(cls, batch: ImportBatch) -> Preview:
        document, plain = parsed(batch.uuid, batch.sha256)
        remarks: dict[str, list[Diagnostic]] = {}
        for diagnostic in document.diagnostics:
            remarks.setdefault(diagnostic.item or "", []).append(diagnostic)
        return cls(batch, document, list(rows_of(document, batch.edits, plain)), committed_positions(batch), remarks)

    def state(self, row: Row) -> str:
        if row.position in self.done:
            return "done"
        if row.content is None:
            return "error"
        return "sure" if row.is_sure else "check"

    def counts(self) -> dict[str, int]:
        found = Counter(self.state(row) for row in self.rows)
        return {state: len(self.rows) if state == "all" else found[state] for state in STATES}

    def filtered(self, state: str) -> list[Row]:
        return [row for row in self.rows if state in {"all", self.state(row)}]

    def is_chosen(self, row: Row) -> bool:
        """What somebody ticked or unticked; else everything sure."""
        included = self.batch.edits.get("include", {}).get(row.key)
        return row.content is not None and (row.is_sure if included is None else bool(included))

    def chosen(self) -> list[int]:
        return [row.position for row in self.rows if row.position not in self.done and self.is_chosen(row)]

    def insisted(self) -> list[int]:
        """Chosen by hand: taken also when the bank has the same question."""
        included = self.batch.edits.get("include", {})
        return [row.position for row in self.rows if included.get(row.key)]

    def general_remarks(self) -> list[Remark]:
        return [_remark(diagnostic) for diagnostic in self.remarks.get("", [])]

    def shown(self, rows: Sequence[Row], source: Window | None = None) -> list[PreviewRow]:
        """A page of rows with what the bank has already: a fixed number of queries."""
        shown = [self._shown(row) for row in rows]
        contents = {entry.row.position: entry.row.content for entry in shown if entry.row.content and not entry.item}
        prints = {position: fingerprint(content) for position, content in contents.items()}
        known = same_items(self.batch.role, prints.values())
        items = Item.objects.in_bulk(known.values())
        for entry in shown:
            same = known.get(prints.get(entry.row.position, ""))
            entry.duplicate = items.get(same) if same else None
            insisted = self.batch.edits.get("include", {}).get(entry.row.key)
            entry.in_window = bool(source and entry.start is not None and source.start <= entry.start < source.end)
            entry.chosen = self.is_chosen(entry.row) and (entry.duplicate is None or bool(insisted))
        return shown

    def _shown(self, row: Row) -> PreviewRow:
        where = place(row.draft)
        item = self.done.get(row.position)
        lost = [] if row.edited else lost_fields(row.draft)
        start = where[0] if where else None
        return PreviewRow(row, self._remarks(row), self.state(row), item, start=start, lost=lost)

    def _remarks(self, row: Row) -> list[Remark]:
        """The parser's remarks as long as nobody edited the item, and what the content says by itself."""
        told = [] if row.edited else [_remark(each) for each in self.remarks.get(row.draft.id, [])]
        codes = {remark.code for remark in told}
        own = [_of_problem(problem) for problem in row.problems if problem.code not in codes]
        return sorted([*told, *own], key=lambda remark: list(Severity).index(remark.severity))

    def sections(self, rows: Iterable[Row]) -> list[tuple[str, DraftSection, dict[str, str]]]:
        """The sections of the rows shown: key, section, what was chosen for it."""
        wanted = {row.draft.section for row in rows}
        keys, chosen = section_keys(self.document), self.batch.edits.get("sections", {})
        found = [section for section in self.document.sections if section.id in wanted]
        return [(keys[section.id], section, chosen.get(keys[section.id], {})) for section in found]


def _remark(diagnostic: Diagnostic) -> Remark:
    return Remark(diagnostic.code, diagnostic.severity, dict(diagnostic.params), diagnostic.start)


def _of_problem(problem: Problem) -> Remark:
    return Remark(problem.code, problem.severity, dict(problem.params))


@transaction.atomic
def change_edits(batch: ImportBatch, part: str, values: dict[str, Any]) -> None:
    """Merge `values` into one part of the edits of the row as it is now; a value of None is forgotten."""
    locked = ImportBatch.objects.select_for_update().only("pk", "edits").get(pk=batch.pk)
    merged = {**locked.edits.get(part, {}), **values}
    locked.edits[part] = {key: value for key, value in merged.items() if value is not None}
    locked.save(update_fields=["edits"])
    batch.edits = locked.edits


def choose(batch: ImportBatch, shown: Iterable[Row], ticked: set[int], before: set[int]) -> None:
    """Keep what differs from what the page showed (`before` were ticked when it was made) or from what was kept since:
    a tick may be taken away and set again on one page."""
    kept = batch.edits.get("include", {})
    wanted = {row.key: row.position in ticked for row in shown}
    untouched = {row.key for row in shown if wanted[row.key] == (row.position in before)}
    changed = {key: want for key, want in wanted.items() if kept.get(key, want if key in untouched else None) != want}
    if changed:
        change_edits(batch, "include", changed)


def edit_row(
    batch: ImportBatch,
    row: Row,
    content: AnyContent,
    topic: str,
    level: Difficulty | None,
    tags: tuple[str, ...],
    user: User,
) -> None:
    """Keep a corrected question; it counts as looked at."""
    kept = {
        "content": content.model_dump(mode="json"),
        "topic": topic,
        "difficulty": level or "",
        "tags": list(tags),
    }
    with transaction.atomic():
        change_edits(batch, "items", {row.key: kept})
        change_edits(batch, "include", {row.key: None})
        record(user, "import.item-edited", batch, position=row.position)

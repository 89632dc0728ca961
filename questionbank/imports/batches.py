"""A document on its way into the bank: stage it, commit what is good, undo it while nothing of it is used.

Positions are those of `Document.items`, from 0. A position of a batch enters the bank once: repeating adds nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.functions import Now
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from questionbank.authoring import CHUNK, NewItem, create_items
from questionbank.document import Document
from questionbank.formats.tables.choice import TableChoice, choice_of
from questionbank.imports.deciding import in_papers, relink, restore
from questionbank.imports.drafts import Row, keys_of
from questionbank.imports.keyfiles import rejoined, withdraw
from questionbank.imports.keyreports import forget_reports
from questionbank.imports.lookalikes import compare
from questionbank.imports.mapping import file_name, remember, sheets_of, text_name
from questionbank.imports.staged import changes, link_items, put, read_row
from questionbank.models import ImportBatch, ImportJob, ImportRow, Item, JobRole, KeyFile
from questionbank.reading import Unreadable, read_document
from questionbank.usage import uses

NAME = 200  # characters of a batch's name


@dataclass
class CommitReport:
    """Positions by what became of them. `duplicates` maps a position to the item that says the same."""

    added: list[int] = field(default_factory=list)
    already: list[int] = field(default_factory=list)
    duplicates: dict[int, int] = field(default_factory=dict)
    refused: list[int] = field(default_factory=list)


class UndoRefused(Exception):
    """Items of the batch are in papers; `titles` names these."""

    def __init__(self, titles: list[str]) -> None:
        super().__init__(", ".join(titles))
        self.titles = titles


@transaction.atomic
def stage(document: Document, data: bytes, role: JobRole, user: User | None) -> ImportBatch:
    """Keep the document and its original bytes. The same bytes for the same role are the same batch."""
    JobRole.objects.select_for_update().get(pk=role.pk)
    sha256 = hashlib.sha256(data).hexdigest()
    known = ImportBatch.objects.filter(role=role, sha256=sha256).first()
    if known and known.read_at:
        return known
    batch = known or ImportBatch(role=role, sha256=sha256, original=data, document_json={}, created_by=user)
    batch.name = short_name(document.source.name or document.title or "?")
    batch.read_at = timezone.now()
    batch.save()
    # Somebody waits for it to be read, and here it is.
    batch.jobs.filter(ended_at=None).update(ended_at=Now(), end=ImportJob.End.DONE)
    put(batch, document)
    compare(batch)
    record(user, "import.staged", batch, items=len(document.items))
    return batch


def short_name(name: str) -> str:
    """As much as a batch can hold; the suffix stays, because it tells what the file is."""
    path = PurePath(name)
    return name if len(name) <= NAME else path.stem[: NAME - len(path.suffix)] + path.suffix[-20:]


def reparse(batch: ImportBatch, text: str, user: User | None) -> None:
    """Parse a corrected text in place of the old one. Edits of items and sections stay with their questions.

    Raises `Unreadable`; also when items of the batch are in the bank, because their places would move.
    """
    data = text.encode()
    check_replaceable(batch, data)
    # Outside the transaction: on SQLite one that lasts keeps candidates from saving.
    _replace(batch, data, read_document(data, text_name(batch), choice=choice_of(sheets_of(batch))), user)


def reread(batch: ImportBatch, choice: TableChoice, user: User | None) -> None:
    """Read the sheets of a table as a person says. Edits stay with their questions; raises `Unreadable`."""
    data = bytes(batch.original or b"")
    check_replaceable(batch, data)
    document = read_document(data, file_name(batch), choice=choice)
    _replace(batch, data, document, user)
    remember(document.sheets, choice, user)


def take_out(file: KeyFile, user: User | None) -> None:
    """Undo the joining of an answer file: what it gave is withdrawn, what people wrote stays, and the file itself, too.
    Raises `Unreadable`."""
    batch = file.batch
    data = bytes(batch.original or b"")
    document = read_document(data, file_name(batch), choice=choice_of(sheets_of(batch)))
    with transaction.atomic():
        lock(batch)
        file.refresh_from_db()
        if file.joined_at is None:
            return
        check_places(batch, document)
        document, edits = rejoined(batch, document, without=file), changes(batch)
        withdraw(file, edits, user)
        put(batch, document, edits)
        relink_items(batch)
        compare(batch)


def relink_items(batch: ImportBatch) -> None:
    """After its parts were written anew: which of its questions are in the bank."""
    link_items(batch)
    relink(batch)


def check_places(batch: ImportBatch, document: Document) -> None:
    """Raises `Unreadable` when a question that is in the bank stands elsewhere in the document than before."""
    keys = keys_of(document.items)
    linked = batch.rows.exclude(item=None).values_list("position", "key")
    if any(at >= len(keys) or keys[at] != key for at, key in linked):
        raise Unreadable("already-committed")


def check_replaceable(batch: ImportBatch, data: bytes) -> None:
    """Raises `Unreadable` when the batch cannot hold another text."""
    if batch.items.exists() or batch.revisions.exists():
        raise Unreadable("already-committed")
    twin = ImportBatch.objects.filter(role=batch.role, sha256=hashlib.sha256(data).hexdigest()).exclude(pk=batch.pk)
    if twin.exists():
        raise Unreadable("same-text")


@transaction.atomic
def _replace(batch: ImportBatch, data: bytes, document: Document, user: User | None) -> None:
    lock(batch)
    check_replaceable(batch, data)
    put(batch, rejoined(batch, document), changes(batch))
    forget_reports(batch)
    compare(batch)
    batch.original, batch.sha256 = data, hashlib.sha256(data).hexdigest()
    batch.save(update_fields=["original", "sha256"])
    record(user, "import.reparsed", batch, items=len(document.items))


@transaction.atomic
def commit(
    batch: ImportBatch,
    positions: Collection[int] | None = None,
    user: User | None = None,
    *,
    anyway: Collection[int] = (),
) -> CommitReport:
    """Items without errors, of `positions` or all, become drafts of the bank. Questions that the bank has already
    stay in the batch, but for those in `anyway`: somebody chose to take these a second time."""
    lock(batch)
    report = CommitReport(already=list(batch.rows.exclude(item=None).values_list("position", flat=True)))
    take(batch, _wanted(batch, positions, report), report, user, anyway)
    if report.added:
        record(user, "import.committed", batch, added=len(report.added))
    return report


def lock(batch: ImportBatch) -> None:
    """Until the transaction ends nobody else commits, undoes or replaces the batch."""
    ImportBatch.objects.select_for_update().only("pk").get(pk=batch.pk)


def take(
    batch: ImportBatch, rows: Iterable[ImportRow], report: CommitReport, user: User | None, anyway: Collection[int]
) -> None:
    """Make items of rows without errors, but for duplicates, and enter into the report what became of each."""
    kept = _without_duplicates(rows, batch.role, report, anyway)
    create_items(batch.role, [new_item(read_row(row)) for row in kept], author=user, batch=batch)
    made = [row.position for row in kept]
    report.added += made
    if made:
        link_items(batch, made)
        batch.committed_at, batch.undone_at = timezone.now(), None
        batch.save(update_fields=["committed_at", "undone_at"])


def _wanted(batch: ImportBatch, positions: Collection[int] | None, report: CommitReport) -> Iterator[ImportRow]:
    wanted = None if positions is None else set(positions)
    for row in batch.rows.filter(item=None).select_related("section").iterator(CHUNK):
        if wanted is not None and row.position not in wanted:
            continue
        if row.state == ImportRow.State.ERROR:
            report.refused.append(row.position)
        else:
            yield row


def _without_duplicates(
    wanted: Iterable[ImportRow], role: JobRole, report: CommitReport, anyway: Collection[int]
) -> list[ImportRow]:
    """Leave out what the bank has, and what the same document says a second time."""
    rows, insisted = list(wanted), set(anyway)
    known = same_items(role, [row.fingerprint for row in rows])
    kept, seen = [], set()
    for row in rows:
        mark = row.fingerprint
        if (mark in known or mark in seen) and row.position not in insisted:
            report.duplicates[row.position] = known.get(mark, 0)
        else:
            kept.append(row)
            seen.add(mark)
    return kept


def same_items(role: JobRole, prints: Collection[str]) -> dict[str, int]:
    """The role's items by fingerprint."""
    wanted, found = list(dict.fromkeys(prints)), dict[str, int]()
    for start in range(0, len(wanted), CHUNK):
        same = Item.objects.filter(role=role, fingerprint__in=wanted[start : start + CHUNK])
        found.update(same.values_list("fingerprint", "pk"))
    return found


def new_item(row: Row) -> NewItem:
    if row.content is None:
        raise ValueError(f"Item {row.position} of the document has errors.")
    return NewItem(row.content, row.topic, row.difficulty, row.tags, row.position, row.policy)


@transaction.atomic
def undo(batch: ImportBatch, user: User | None, note: str = "") -> int:
    """Take the batch's items out of the bank, and bring back with `note` what it revised; the document and its edits
    stay. Returns how many questions left or came back.

    Raises `UndoRefused` while a paper uses one of them; then nothing changes.
    """
    lock(batch)
    refuse_if_used(batch)
    removed = 0
    while count := remove_some(batch):
        removed += count
    return removed + end_undo(batch, user, note, removed)


def refuse_if_used(batch: ImportBatch) -> None:
    """Raises `UndoRefused` while papers hold what the batch brought into the bank."""
    used = [use.title for use in uses(list(batch.items.values_list("pk", flat=True)))]
    if used or (used := in_papers(batch)):
        raise UndoRefused(list(dict.fromkeys(used)))


def remove_some(batch: ImportBatch) -> int:
    """Take some of the batch's items out of the bank; returns how many, none when no more are there. Raises
    `UndoRefused`, perhaps after others have left: somebody put one of these into a paper since."""
    ids = list(batch.items.order_by("-pk").values_list("pk", flat=True)[:CHUNK])
    items = Item.objects.filter(pk__in=ids)
    if used := uses(ids):
        raise UndoRefused(list(dict.fromkeys(use.title for use in used)))
    try:
        items.update(current=None)
        items.delete()
    except ProtectedError as error:
        raise UndoRefused([str(row) for row in error.protected_objects][:5]) from error
    return len(ids)


def end_undo(batch: ImportBatch, user: User | None, note: str, removed: int) -> int:
    """Bring back what the batch revised, once its own items are gone; returns how many came back."""
    restored = restore(batch, user, note)
    batch.committed_at, batch.undone_at = None, timezone.now()
    batch.save(update_fields=["committed_at", "undone_at"])
    record(user, "import.undone", batch, removed=removed, restored=restored)
    return restored

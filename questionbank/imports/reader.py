"""Does the jobs of imports beside the requests: one thread in each server process, started by the first job."""

from __future__ import annotations

import logging
from functools import partial
from itertools import batched
from threading import Event, Lock, Thread
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections, transaction
from django.utils import timezone

from accounts.audit import record
from questionbank.authoring import CHUNK
from questionbank.document import Document
from questionbank.formats.tables.choice import TableChoice, choice_of
from questionbank.imports.answers import Heartbeat
from questionbank.imports.batches import (
    CommitReport,
    UndoRefused,
    check_places,
    check_replaceable,
    end_undo,
    lock,
    refuse_if_used,
    relink_items,
    remove_some,
    take,
)
from questionbank.imports.deciding import in_papers
from questionbank.imports.jobs import LONG_LEASE, Deed, Lost, fail, finish, forget_text, release, renew, take_job
from questionbank.imports.keyfiles import ALL, note_joined, own_text, planned, rejoined, text_of, withdraw
from questionbank.imports.keyreports import forget_reports, report, stored_form
from questionbank.imports.lookalikes import comparison, is_stale
from questionbank.imports.mapping import file_name, remember, sheets_of, text_name
from questionbank.imports.staged import CHOSEN, changes, fill, refresh, set_aside
from questionbank.models import ImportJob, ImportRow, KeyFile
from questionbank.progress import Stage
from questionbank.reading import Unreadable, start_reading

# Seconds between looks at the table of jobs, and between two renewals of a lease.
INTERVAL = 15.0
HEARTBEAT = 1.0
logger = logging.getLogger(__name__)


class Reader(Thread):
    """Does what is asked for, and looks every `interval` seconds for what another reader left behind."""

    def __init__(self, interval: float = INTERVAL) -> None:
        super().__init__(name="reader", daemon=True)
        self.interval = interval
        self.woken = Event()
        self._ended = False

    def run(self) -> None:
        while not self._ended:
            self.woken.clear()
            work_off()
            close_old_connections()  # after an error, or when the database ended the connection
            self.woken.wait(self.interval)
        connections.close_all()

    def stop(self) -> None:
        self._ended = True
        self.woken.set()


_starting = Lock()
_reader: Reader | None = None


def wake() -> None:
    """See to it that somebody works: after a job was asked for, and while somebody watches one."""
    global _reader
    if not settings.TIKU_READER:
        return
    with _starting:
        if _reader is None or not _reader.is_alive():
            _reader = Reader()
            _reader.start()
        _reader.woken.set()


def work_off() -> int:
    """Do what is to be done; returns how many jobs. A database that is away for a moment must not end the reader."""
    count = 0
    try:
        while job := take_job():
            do(job)
            count += 1
    except DatabaseError:
        logger.exception("could not work at imports; trying again")
    return count


def do(job: ImportJob) -> None:
    try:
        DEEDS[ImportJob.Deed(job.deed)](job)
    except Unreadable as error:
        fail(job, error.code, {name: str(value) for name, value in error.params.items()})
    except UndoRefused as error:
        fail(job, "in-papers", {"titles": ", ".join(error.titles)})
    except Lost:
        logger.info("import %s: cancelled, or taken over", job.batch.uuid)
    except Exception:
        logger.exception("import %s: the job failed", job.batch.uuid)
        release(job)


def read(job: ImportJob) -> None:
    """Read the document in a child process, then store it some rows at a time."""
    batch, given = job.batch, job.data if job.data is not None else job.batch.original
    data = bytes(given or b"")
    corrected = job.deed == Deed.REREAD and job.data is not None
    document = _watched(job, data, text_name(batch) if corrected else file_name(batch), _choice(job))
    if batch.key_files.exclude(joined_at=None).exists():
        document = rejoined(batch, document, heartbeat=_answering(job))
    with transaction.atomic():
        _begin_storing(job, document)
        check_replaceable(batch, data)
        _make_room(job, document, changes(batch))
    _store(job, document)
    _end_reading(job, document, data)


def _watched(
    job: ImportJob, data: bytes, name: str, choice: TableChoice | None = None, *, only_text: bool = False
) -> Document:
    with start_reading(data, name, choice=choice, only_text=only_text) as reading:
        while not reading.wait(HEARTBEAT):
            renew(job, reading.stage)
        return reading.document()


def join(job: ImportJob) -> None:
    """Join an answer file. Whoever begins again finds it marked as joined, and the parts half written."""
    batch, file = job.batch, _file(job)
    if file.joined_at:
        _read_anew(job)
        return
    taken = job.outcome.get("taken", {})
    taken = taken if taken == ALL else {int(at): names for at, names in taken.items()}
    plan = planned(file, batch.document, taken, _answering(job))
    job.outcome = {"answers": plan.count}
    with transaction.atomic():
        _begin_storing(job, plan.document)
        note_joined(plan, job.asked_by)
        _make_room(job, plan.document, plan.edits)
    _store(job, plan.document)
    _end(job)


def part(job: ImportJob) -> None:
    """Take an answer file out again."""
    _read_anew(job, without=_file(job))


def _file(job: ImportJob) -> KeyFile:
    if job.key_file is None:
        raise Lost
    job.key_file.batch = job.batch
    return job.key_file


def _read_anew(job: ImportJob, without: KeyFile | None = None) -> None:
    batch = job.batch
    document = _watched(job, bytes(batch.original or b""), file_name(batch), _choice(job))
    check_places(batch, document)
    document, edits = rejoined(batch, document, without, _answering(job)), changes(batch)
    with transaction.atomic():
        _begin_storing(job, document)
        if without and without.joined_at:
            withdraw(without, edits, job.asked_by)
        _make_room(job, document, edits)
    _store(job, document)
    _end(job)


def keys(job: ImportJob) -> None:
    """Read an answer file, if nobody has, and compare it with the questions."""
    file = _file(job)
    text = file.text or text_of(_watched(job, bytes(file.original), file.name))
    file.text = text
    file.report = stored_form(report(file, _answering(job)))
    with transaction.atomic():
        finish(job)
        file.save(update_fields=["text", "report"])


def text(job: ImportJob) -> None:
    """Lay out the cells of a table as text, which waits with the job for whoever wants to correct it."""
    batch = job.batch
    found = _watched(job, bytes(batch.original or b""), file_name(batch), only_text=True).text or own_text(batch)
    finish(job, data=found.encode())


def _answering(job: ImportJob) -> Heartbeat:
    """Say that answer files are read now, at once and whenever it is called."""
    beat = partial(renew, job, Stage.ANSWERS, lease=LONG_LEASE)
    beat()
    return beat


def _choice(job: ImportJob) -> TableChoice | None:
    """What somebody says of the sheets now, else what was said before."""
    said = job.outcome.get("choice")
    return choice_of(sheets_of(job.batch)) if said is None else TableChoice.model_validate(said)


def _begin_storing(job: ImportJob, document: Document) -> None:
    renew(job, Stage.STORING, 0, len(document.items))
    lock(job.batch)
    job.batch.refresh_from_db(fields=["edits"])


def _make_room(job: ImportJob, document: Document, edits: dict[str, Any]) -> None:
    """What people did is kept in the batch while the parts are written anew."""
    set_aside(job.batch, document, edits)
    job.batch.read_at = None
    job.batch.save(update_fields=["read_at"])


def _store(job: ImportJob, document: Document) -> None:
    """Write the document, which is empty afterwards, and compare its questions. Short transactions: on SQLite one that
    lasts keeps candidates from saving."""
    rows, total = fill(job.batch, document), len(document.items)
    done: int | None = 0
    while done is not None:
        with transaction.atomic():
            renew(job, Stage.STORING, done, total)
            done = next(rows, None)
    # Its parts are in the database; ten thousand questions hold 100 MB, and comparing them takes memory of its own.
    document.items, document.diagnostics, document.skipped, document.text = [], [], [], None
    _compare(job)


def _compare(job: ImportJob) -> None:
    """With the bank, and the questions with each other."""
    total = job.batch.rows.filter(item=None).count()
    renew(job, Stage.COMPARING, 0, total)
    for done, write in comparison(job.batch):
        with transaction.atomic():
            renew(job, Stage.COMPARING, done, total, lease=LONG_LEASE)
            write()


@transaction.atomic
def _end_reading(job: ImportJob, document: Document, data: bytes) -> None:
    batch = job.batch
    _end(job)
    if job.deed == Deed.REREAD:
        batch.original, batch.sha256 = data, document.source.sha256
        batch.save(update_fields=["original", "sha256"])
    if "choice" in job.outcome:
        remember(document.sheets, TableChoice.model_validate(job.outcome["choice"]), job.asked_by)
    deed = "import.reparsed" if job.deed == Deed.REREAD else "import.staged"
    record(job.asked_by, deed, batch, items=batch.rows.count())


@transaction.atomic
def _end(job: ImportJob) -> None:
    """The preview is there."""
    finish(job, data=None, outcome=job.outcome)
    forget_text(job.batch)
    relink_items(job.batch)
    forget_reports(job.batch)
    job.batch.read_at = timezone.now()
    job.batch.save(update_fields=["read_at"])


def commit(job: ImportJob) -> None:
    """Take what is chosen into the bank, some at a time; who begins again goes on where the last one stopped."""
    batch, before = job.batch, int(job.outcome.get("added", 0))
    if is_stale(batch):
        _compare(job)
        job.outcome = {**job.outcome, "compared": True}
    chosen = dict(batch.rows.filter(CHOSEN).values_list("position", "included"))
    by_hand = {position for position, included in chosen.items() if included}
    report, done = CommitReport(), before
    for positions in batched(chosen, CHUNK):
        with transaction.atomic():
            lock(batch)
            rows = batch.rows.filter(item=None, position__in=positions).exclude(state=ImportRow.State.ERROR)
            take(batch, rows.select_related("section"), report, job.asked_by, by_hand)
            done += len(positions)
            outcome = {**job.outcome, "added": before + len(report.added), "duplicates": len(report.duplicates)}
            renew(job, Stage.IMPORTING, done, before + len(chosen), outcome=outcome)
    with transaction.atomic():
        finish(job)
        if before + len(report.added):
            record(job.asked_by, "import.committed", batch, added=before + len(report.added))


def undo(job: ImportJob) -> None:
    """Take what the import brought out of the bank again, some at a time; who begins again goes on."""
    batch, removed, count = job.batch, int(job.outcome.get("removed", 0)), 1
    refuse_if_used(batch)
    total = removed + batch.items.count()
    while count:
        with transaction.atomic():
            lock(batch)
            count = remove_some(batch)
            removed += count
            renew(job, Stage.UNDOING, removed, total, outcome={**job.outcome, "removed": removed})
    with transaction.atomic():
        lock(batch)
        if used := in_papers(batch):
            raise UndoRefused(used)
        restored = end_undo(batch, job.asked_by, job.outcome.get("note", ""), removed)
        finish(job, outcome={**job.outcome, "removed": removed + restored})


def change(job: ImportJob) -> None:
    """Write anew what follows from the override of a section."""
    section = job.section
    if section is None:
        return finish(job)
    keys = list(section.rows.filter(edit__isnull=True, item=None).values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        with transaction.atomic():
            renew(job, Stage.CHANGING, start, len(keys))
            refresh(ImportRow.objects.filter(pk__in=keys[start : start + CHUNK]))
    return finish(job)


DEEDS = {
    Deed.READ: read,
    Deed.REREAD: read,
    Deed.COMMIT: commit,
    Deed.CHANGE: change,
    Deed.UNDO: undo,
    Deed.KEYS: keys,
    Deed.JOIN: join,
    Deed.PART: part,
    Deed.TEXT: text,
}

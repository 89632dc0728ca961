"""Does the jobs of imports beside the requests: one thread in each server process, started by the first job."""

from __future__ import annotations

import logging
from itertools import batched, chain
from threading import Event, Lock, Thread

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections, transaction
from django.utils import timezone

from accounts.audit import record
from questionbank.authoring import CHUNK
from questionbank.document import Document
from questionbank.formats.choice import TableChoice, choice_of
from questionbank.importing import CommitReport, check_replaceable, lock, take
from questionbank.jobs import Deed, Lost, fail, finish, release, renew, take_job
from questionbank.keyfiles import rejoined
from questionbank.lookalikes import compared, is_stale
from questionbank.mapping import file_name, remember, sheets_of, text_name
from questionbank.models import ImportJob, ImportRow
from questionbank.progress import Stage
from questionbank.reading import Unreadable, start_reading
from questionbank.staged import CHOSEN, fill, refresh, set_aside

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
    except Lost:
        logger.info("import %s: cancelled, or taken over", job.batch.uuid)
    except Exception:
        logger.exception("import %s: the job failed", job.batch.uuid)
        release(job)


def read(job: ImportJob) -> None:
    """Read the document in a child process, then store it some rows at a time."""
    batch = job.batch
    given = job.data if job.data is not None else batch.original
    data = bytes(given or b"")
    corrected = job.deed == Deed.REREAD and job.data is not None
    name = text_name(batch) if corrected else file_name(batch)
    with start_reading(data, name, choice=_choice(job)) as reading:
        while not reading.wait(HEARTBEAT):
            renew(job, reading.stage)
        document = reading.document()
    document = rejoined(batch, document)
    _make_room(job, document, data)
    _store(job, document, data)


def _choice(job: ImportJob) -> TableChoice | None:
    """What somebody says of the sheets now, else what was said before."""
    said = job.outcome.get("choice")
    return choice_of(sheets_of(job.batch)) if said is None else TableChoice.model_validate(said)


@transaction.atomic
def _make_room(job: ImportJob, document: Document, data: bytes) -> None:
    """What people did is kept in the batch while the parts are written anew."""
    renew(job, Stage.STORING, 0, len(document.items))
    lock(job.batch)
    check_replaceable(job.batch, data)
    job.batch.refresh_from_db(fields=["edits"])
    set_aside(job.batch)
    job.batch.read_at = None
    job.batch.save(update_fields=["read_at"])


def _store(job: ImportJob, document: Document, data: bytes) -> None:
    """Short transactions: on SQLite one that lasts keeps candidates from saving."""
    rows, total = chain(fill(job.batch, document), compared(job.batch)), len(document.items)
    done: int | None = 0
    while done is not None:
        with transaction.atomic():
            renew(job, Stage.STORING, done, total)
            done = next(rows, None)
            if done is None:
                _end_reading(job, document, data)


def _end_reading(job: ImportJob, document: Document, data: bytes) -> None:
    batch = job.batch
    batch.read_at = timezone.now()
    columns = ["read_at"]
    if job.deed == Deed.REREAD:
        batch.original, batch.sha256 = data, document.source.sha256
        columns += ["original", "sha256"]
    batch.save(update_fields=columns)
    finish(job, data=None)
    if "choice" in job.outcome:
        remember(document.sheets, TableChoice.model_validate(job.outcome["choice"]), job.asked_by)
    deed = "import.reparsed" if job.deed == Deed.REREAD else "import.staged"
    record(job.asked_by, deed, batch, items=len(document.items))


def commit(job: ImportJob) -> None:
    """Take what is chosen into the bank, some at a time; who begins again goes on where the last one stopped."""
    batch, before = job.batch, int(job.outcome.get("added", 0))
    if is_stale(batch):
        for _ in compared(batch):
            renew(job, Stage.IMPORTING)
    chosen = dict(batch.rows.filter(CHOSEN).values_list("position", "included"))
    by_hand = {position for position, included in chosen.items() if included}
    report, done = CommitReport(), before
    for positions in batched(chosen, CHUNK):
        with transaction.atomic():
            lock(batch)
            rows = batch.rows.filter(item=None, position__in=positions).exclude(state=ImportRow.State.ERROR)
            take(batch, rows.select_related("section"), report, job.asked_by, by_hand)
            done += len(positions)
            outcome = {"added": before + len(report.added), "duplicates": len(report.duplicates)}
            renew(job, Stage.IMPORTING, done, before + len(chosen), outcome=outcome)
    with transaction.atomic():
        finish(job)
        if before + len(report.added):
            record(job.asked_by, "import.committed", batch, added=before + len(report.added))


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


DEEDS = {Deed.READ: read, Deed.REREAD: read, Deed.COMMIT: commit, Deed.CHANGE: change}

"""Work on imports that takes longer than a request may: asked for by people, leased by readers.

A lease belongs to one reader at a time, on any number of servers: taking, renewing and ending are conditional updates,
and time is the database's. A reader renews its lease in the transaction of whatever it writes, so one that lost the
lease writes nothing more.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from accounts.audit import record
from accounts.models import User
from questionbank.formats.tables.choice import TableChoice
from questionbank.imports.batches import check_replaceable, lock, short_name
from questionbank.models import ImportBatch, ImportJob, ImportSection, JobRole, KeyFile
from questionbank.progress import Stage

LEASE = timedelta(seconds=30)
# For one step that may take longer on a busy machine, and cannot say so meanwhile.
LONG_LEASE = timedelta(minutes=3)
MAX_TRIES = 3
Deed, End = ImportJob.Deed, ImportJob.End
# Once a reading stores, it is not cancelled any more.
UNBROKEN = (Stage.STORING, Stage.COMPARING)


class Lost(Exception):
    """The job was cancelled, or another reader has it: leave everything as it is."""


# --- asking ------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_reading(data: bytes, name: str, role: JobRole, user: User) -> ImportBatch:
    """A batch that holds the bytes and waits to be read. The same bytes for the same role are the same batch."""
    JobRole.objects.select_for_update().get(pk=role.pk)
    sha256 = hashlib.sha256(data).hexdigest()
    batch = ImportBatch.objects.filter(role=role, sha256=sha256).defer(*ImportBatch.HEAVY).first()
    if batch is None:
        batch = ImportBatch(role=role, name=short_name(name), sha256=sha256, original=data, created_by=user)
        batch.document_json = {}
        batch.save()
    if batch.read_at is None:
        ask(batch, Deed.READ, user)
    return batch


@transaction.atomic
def ask_rereading(batch: ImportBatch, text: str, user: User) -> ImportJob:
    """Raises `Unreadable` when the batch cannot hold another text."""
    data = text.encode()
    check_replaceable(batch, data)
    return ask(batch, Deed.REREAD, user, data=data)


@transaction.atomic
def ask_columns(batch: ImportBatch, choice: TableChoice, user: User) -> ImportJob:
    """Read a table anew as somebody says. Raises `Unreadable` when its questions are in the bank."""
    check_replaceable(batch, bytes(batch.original or b""))
    return ask(batch, Deed.REREAD, user, outcome={"choice": choice.model_dump(mode="json")})


def ask_text(batch: ImportBatch, user: User) -> ImportJob:
    """Lay out a table as text (`prepared_text`)."""
    return ask(batch, Deed.TEXT, user, outcome={"sha256": batch.sha256})


@transaction.atomic
def ask(
    batch: ImportBatch,
    deed: ImportJob.Deed,
    user: User,
    *,
    data: bytes | None = None,
    section: ImportSection | None = None,
    key_file: KeyFile | None = None,
    outcome: dict[str, Any] | None = None,
) -> ImportJob:
    """The job that is open already, or a new one."""
    lock(batch)
    job = batch.jobs.filter(ended_at=None).first()
    if job is None:
        job = ImportJob.objects.create(
            batch=batch,
            deed=deed,
            data=data,
            section=section,
            key_file=key_file,
            asked_by=user,
            outcome=outcome or {},
        )
        record(user, "import.asked", batch, deed=job.deed)
    return job


@transaction.atomic
def cancel(batch: ImportBatch, user: User) -> bool:
    """End a reading that has stored nothing yet. Whoever works at it notices within a second or two."""
    early = batch.jobs.filter(ended_at=None, deed__in=Deed.readings()).exclude(stage__in=UNBROKEN)
    if not early.update(ended_at=Now(), end=End.CANCELLED):
        return False
    record(user, "import.cancelled", batch)
    return True


def again(job: ImportJob, user: User) -> ImportJob:
    """The same once more, after it failed or was cancelled."""
    data = bytes(job.data) if job.data is not None else None
    kept = {name: value for name, value in job.outcome.items() if name in {"choice", "taken", "note", "sha256"}}
    return ask(
        job.batch,
        ImportJob.Deed(job.deed),
        user,
        data=data,
        section=job.section,
        key_file=job.key_file,
        outcome=kept,
    )


def last_job(batch: ImportBatch) -> ImportJob | None:
    return (
        batch.jobs.select_related("asked_by", "key_file")
        .defer("data", "key_file__original", "key_file__text")
        .order_by("-pk")
        .first()
    )


def refused_text(batch: ImportBatch) -> str | None:
    """The corrected text that could not be read the last time, so that it can be corrected once more."""
    job = last_job(batch)
    if job is None or job.deed != Deed.REREAD or "choice" in job.outcome or job.end not in (End.FAILED, End.CANCELLED):
        return None
    return bytes(job.data or b"").decode()


def prepared_text(batch: ImportBatch) -> str | None:
    """The cells of a table as text, when somebody had them laid out and the document is the same."""
    job = last_job(batch)
    if job is None or job.deed != Deed.TEXT or job.end != End.DONE or job.outcome.get("sha256") != batch.sha256:
        return None
    return bytes(job.data).decode() if job.data is not None else None


def forget_text(batch: ImportBatch) -> None:
    """The document was read anew: what was laid out before is old."""
    batch.jobs.filter(deed=Deed.TEXT).update(data=None)


# --- working -----------------------------------------------------------------------------------------------------


def free_jobs() -> QuerySet[ImportJob]:
    """Those that nobody works at."""
    return ImportJob.objects.filter(Q(leased_until=None) | Q(leased_until__lt=Now()), ended_at=None)


def take_job() -> ImportJob | None:
    """Lease the oldest free job. One that ended the process of its reader too often is given up."""
    for pk in free_jobs().order_by("pk").values_list("pk", flat=True)[:20]:
        lease = uuid4()
        changes: dict[str, Any] = {"lease": lease, "leased_until": Now() + LEASE, "tries": F("tries") + 1}
        if not free_jobs().filter(pk=pk).update(**changes):
            continue  # another reader was quicker
        heavy = (f"batch__{column}" for column in ImportBatch.HEAVY)
        job = (
            ImportJob.objects.select_related("batch__role", "asked_by", "section", "key_file").defer(*heavy).get(pk=pk)
        )
        if job.tries <= MAX_TRIES:
            return job
        fail(job, "reading-died", {"tries": str(MAX_TRIES)})
    return None


def held(job: ImportJob) -> QuerySet[ImportJob]:
    return ImportJob.objects.filter(pk=job.pk, lease=job.lease, ended_at=None)


def renew(
    job: ImportJob, stage: Stage, done: int = 0, total: int = 0, *, lease: timedelta = LEASE, **columns: Any
) -> None:
    """Say how far the job is, and that somebody works at it. Raises `Lost`."""
    if not held(job).update(leased_until=Now() + lease, stage=stage, done=done, total=total, **columns):
        raise Lost


def release(job: ImportJob) -> None:
    """Something went wrong that may go right the next time."""
    held(job).update(leased_until=Now() + timedelta(seconds=2), stage=Stage.WAITING)


def finish(job: ImportJob, **columns: Any) -> None:
    """Raises `Lost`."""
    if not held(job).update(ended_at=Now(), end=End.DONE, **columns):
        raise Lost


@transaction.atomic
def fail(job: ImportJob, code: str, params: dict[str, str]) -> None:
    """Give up; the code and its parameters say why (`questionbank/messages.py`)."""
    if held(job).update(ended_at=Now(), end=End.FAILED, outcome={**job.outcome, "code": code, "params": params}):
        record(job.asked_by, "import.failed", job.batch, deed=job.deed, code=code)
        # An answer file that cannot be read is not kept: it says nothing.
        if job.key_file_id:
            KeyFile.objects.filter(pk=job.key_file_id, text="").delete()

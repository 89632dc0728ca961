"""Imports that take longer than a request: how far they are, cancelling, trying again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import StaffRequest, requires
from accounts.roles import Capability
from questionbank.access import batch_or_404
from questionbank.imports.jobs import UNBROKEN, Deed, again, cancel, last_job
from questionbank.imports.reader import wake
from questionbank.models import ImportBatch, ImportJob
from questionbank.progress import Stage

View = Callable[..., HttpResponse]
# The share of the way, in percent, at which the stages of a reading begin; measured with long texts
# (benchmarks/imports.py). Other deeds have one stage, perhaps after comparing.
READING = {
    Stage.OPENING: 2,
    Stage.LINES: 5,
    Stage.SIGNS: 15,
    Stage.QUESTIONS: 25,
    Stage.CHECKS: 40,
    Stage.ANSWERS: 43,
    Stage.STORING: 45,
    Stage.COMPARING: 65,
}
# Comparing comes first when the bank changed since the last time (`outcome` remembers that it did).
IMPORTING_AFTER_COMPARING = 50


def percent(job: ImportJob) -> int:
    """How far the job is; never less than before, unless somebody began again after an interruption."""
    begins, ends = _stretch(job, Stage(job.stage))
    return begins + (ends - begins) * min(job.done, job.total) // job.total if job.total else begins


def _stretch(job: ImportJob, stage: Stage) -> tuple[int, int]:
    if job.deed in {*Deed.readings(), Deed.KEYS, Deed.TEXT}:
        later = [begins for begins in READING.values() if begins > READING.get(stage, 0)]
        return READING.get(stage, 0), min(later, default=100)
    if stage is Stage.COMPARING:
        return 0, IMPORTING_AFTER_COMPARING
    return IMPORTING_AFTER_COMPARING if job.outcome.get("compared") else 0, 100


def shows_end(batch: ImportBatch, job: ImportJob | None) -> bool:
    """Whether the page still tells how the last job ended: until something else is done with its questions."""
    if job is None or job.end != ImportJob.End.DONE:
        return False
    if job.deed == Deed.COMMIT:
        return batch.committed_at is not None
    if job.deed == Deed.UNDO:
        return batch.committed_at is None
    return job.deed in (Deed.JOIN, Deed.PART)


def when_settled(view: View) -> View:
    """While a document is read or taken into the bank, nobody changes it: they see how far it is."""

    @wraps(view)
    def wrapped(request: StaffRequest, uuid: UUID, **place: Any) -> HttpResponse:
        busy = Exists(ImportJob.objects.filter(batch=OuterRef("pk"), ended_at=None))
        if ImportBatch.objects.filter(Q(read_at=None) | Q(busy), uuid=uuid).exists():
            return redirect("bank:import", uuid=uuid)
        return view(request, uuid, **place)

    return wrapped


def progress_page(request: StaffRequest, batch: ImportBatch, job: ImportJob | None) -> HttpResponse:
    if job and job.is_open:
        wake()
    return render(request, "questionbank/import_progress.html", progress_context(batch, job))


def progress_context(batch: ImportBatch, job: ImportJob | None) -> dict[str, Any]:
    return {
        "batch": batch,
        "job": job,
        "percent": percent(job) if job else 0,
        "can_cancel": job and job.is_open and job.deed in Deed.readings() and job.stage not in UNBROKEN,
    }


@requires(Capability.BANK)
@require_GET
def import_progress(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """What the page asks for every two seconds; the end of the work leads to the preview."""
    batch = batch_or_404(uuid)
    job = last_job(batch)
    if job is None or not job.is_open or request.headers.get("HX-Request") != "true":
        return redirect(_result(batch, job))
    wake()
    return render(request, "questionbank/import_progress.html#progress", progress_context(batch, job))


def _result(batch: ImportBatch, job: ImportJob | None) -> str:
    """Where what was done is to be seen."""
    if job and job.key_file and job.deed == Deed.KEYS and job.end == ImportJob.End.DONE:
        return reverse("bank:key-file", kwargs={"uuid": batch.uuid, "file": job.key_file.uuid})
    if job and job.deed == Deed.TEXT and job.end == ImportJob.End.DONE:
        return reverse("bank:import-text", kwargs={"uuid": batch.uuid})
    return batch.address


@requires(Capability.BANK)
@require_POST
def import_cancellation(request: StaffRequest, uuid: UUID) -> HttpResponse:
    if cancel(batch_or_404(uuid), request.user):
        messages.success(request, _("The reading is cancelled. The document is kept."))
    else:
        messages.info(request, _("It was too late to cancel."))
    return redirect("bank:import", uuid=uuid)


@requires(Capability.BANK)
@require_POST
def import_reading(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The last job once more, after it failed or was cancelled."""
    job = last_job(batch_or_404(uuid))
    if job is None:
        raise Http404
    if job.end in (ImportJob.End.FAILED, ImportJob.End.CANCELLED):
        again(job, request.user)
    return redirect("bank:import", uuid=uuid)

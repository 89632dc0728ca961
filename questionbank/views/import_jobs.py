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
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import StaffRequest, requires
from accounts.roles import Capability
from questionbank.access import batch_or_404
from questionbank.jobs import Deed, again, cancel, last_job
from questionbank.models import ImportBatch, ImportJob
from questionbank.progress import Stage
from questionbank.reader import wake

View = Callable[..., HttpResponse]
# The share of the way, in percent, at which a stage begins; measured with long texts (benchmarks/imports.py).
BEGINS = {
    Stage.WAITING: 0,
    Stage.OPENING: 2,
    Stage.LINES: 5,
    Stage.SIGNS: 20,
    Stage.QUESTIONS: 40,
    Stage.CHECKS: 60,
    Stage.STORING: 65,
    Stage.IMPORTING: 0,
    Stage.CHANGING: 0,
}


def percent(job: ImportJob) -> int:
    begins = BEGINS[Stage(job.stage)]
    return begins + (100 - begins) * min(job.done, job.total) // job.total if job.total else begins


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
        "can_cancel": job and job.is_open and job.deed in (Deed.READ, Deed.REREAD) and job.stage != Stage.STORING,
    }


@requires(Capability.BANK)
@require_GET
def import_progress(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """What the page asks for every two seconds; the end of the work leads to the preview."""
    batch = batch_or_404(uuid)
    job = last_job(batch)
    if job is None or not job.is_open or request.headers.get("HX-Request") != "true":
        return redirect("bank:import", uuid=uuid)
    wake()
    return render(request, "questionbank/import_progress.html#progress", progress_context(batch, job))


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

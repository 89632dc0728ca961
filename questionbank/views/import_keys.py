"""Answer files of an import: bring one, look at what it says, join it or throw it away."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import StaffRequest, requires
from accounts.roles import Capability
from questionbank.access import batch_or_404
from questionbank.forms import KeyFileForm
from questionbank.imports.answers import is_light
from questionbank.imports.batches import take_out
from questionbank.imports.jobs import Deed, ask
from questionbank.imports.keyfiles import ALL, discard, join_file, keep, text_of
from questionbank.imports.keyreports import Report, report, stored_report
from questionbank.imports.preview import QUICK_ROWS
from questionbank.imports.reader import wake
from questionbank.imports.remarks import remark_of
from questionbank.messages import sentence
from questionbank.models import ImportBatch, ImportJob, KeyFile
from questionbank.numbers import whole_number
from questionbank.parsing.joining import FIELDS
from questionbank.reading import Unreadable, check_size, is_quick, read_quickly
from questionbank.views.import_jobs import when_settled
from questionbank.views.imports import given


@requires(Capability.BANK)
@require_http_methods(["GET", "POST"])
@when_settled
def new_key_file(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Every refusal says why and leaves the pasted text in the form."""
    batch = batch_or_404(uuid)
    form = KeyFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _bring(request, batch, *given(form))
        except Unreadable as error:
            form.add_error(None, sentence(error.code, error.params))
    context = {"batch": batch, "form": form, "files": batch.key_files.defer("original", "text", "report")}
    return render(request, "questionbank/new_key_file.html", context, status=400 if form.errors else 200)


def _bring(request: StaffRequest, batch: ImportBatch, data: bytes, name: str) -> HttpResponse:
    """A file that is read at once is shown at once; for another the page of the import shows how far it is."""
    check_size(data)
    document = None if has_many(batch) else read_quickly(data, name)
    file = keep(batch, data, name, request.user, text_of(document) if document else "")
    if file.report is None and is_long(batch, file):
        return _beside(request, batch, Deed.KEYS, file)
    return redirect("bank:key-file", uuid=batch.uuid, file=file.uuid)


def has_many(batch: ImportBatch) -> bool:
    """Are its questions more than can be worked through while somebody waits?"""
    return batch.rows.count() > QUICK_ROWS


def is_long(batch: ImportBatch, file: KeyFile) -> bool:
    """Does comparing the file with the questions take longer than somebody waits?"""
    return not file.text or not is_light(file.text) or has_many(batch)


def _beside(
    request: StaffRequest, batch: ImportBatch, deed: ImportJob.Deed, file: KeyFile, **outcome: Any
) -> HttpResponse:
    """Let it be done beside the requests."""
    ask(batch, deed, request.user, key_file=file, outcome=outcome)
    wake()
    return redirect("bank:import", uuid=batch.uuid)


@requires(Capability.BANK)
@require_http_methods(["GET", "POST"])
@when_settled
def key_file(request: StaffRequest, uuid: UUID, file: UUID) -> HttpResponse:
    """What the file says, sorted by what it would change; posted, it is joined as somebody chose."""
    batch = batch_or_404(uuid)
    found = key_file_or_404(batch, file)
    if request.method == "POST":
        return _join(request, batch, found)
    long = is_long(batch, found)
    told = stored_report(found) if found.joined_at or long else None
    if told is None and not long:
        told = _report_now(request, found)
    remarks = [remark_of(each) for each in told.told] if told else []
    context = {"batch": batch, "file": found, "report": told, "remarks": remarks, "is_long": long}
    return render(request, "questionbank/key_file.html", context)


def _report_now(request: StaffRequest, file: KeyFile) -> Report | None:
    try:
        return report(file)
    except Unreadable as error:
        messages.error(request, sentence(error.code, error.params))
        return None


def key_file_or_404(batch: ImportBatch, uuid: UUID) -> KeyFile:
    found = get_object_or_404(batch.key_files.defer("original").select_related("created_by"), uuid=uuid)
    found.batch = batch
    return found


def _join(request: StaffRequest, batch: ImportBatch, file: KeyFile) -> HttpResponse:
    taken = _taken(request)
    if is_long(batch, file):
        if file.joined_at:
            return redirect("bank:import", uuid=batch.uuid)
        return _beside(request, batch, Deed.JOIN, file, taken=taken)
    try:
        _tell_joined(request, join_file(file, taken, request.user))
        file.refresh_from_db(fields=["taken", "report"])
        _tell_undecided(request, file)
    except Unreadable as error:
        messages.error(request, sentence(error.code, error.params))
    return redirect("bank:import", uuid=batch.uuid)


def _tell_joined(request: StaffRequest, count: int) -> None:
    if count:
        text = ngettext("The answer of %(n)s question is joined.", "The answers of %(n)s questions are joined.", count)
        messages.success(request, text % {"n": count})
    else:
        messages.info(request, _("Nothing was joined: the file holds no answer to an open question."))


def _tell_undecided(request: StaffRequest, file: KeyFile) -> None:
    """Contradictions that nobody decided stay marked at their questions."""
    told = stored_report(file)
    if told and (count := told.counts["differs"] - sum(map(len, file.taken.values()))) > 0:
        text = ngettext(
            "%(n)s contradiction is undecided: the question keeps its own answer and is marked “To check”.",
            "%(n)s contradictions are undecided: the questions keep their own answers and are marked “To check”.",
            count,
        )
        messages.warning(request, text % {"n": count})


def _taken(request: StaffRequest) -> dict[int, list[str]] | str:
    """The contradictions that the file decides."""
    wanted = request.POST.getlist("take")
    if ALL in wanted:
        return ALL
    taken = defaultdict[int, set[str]](set)
    for text in wanted:
        place, _dash, field = text.partition("-")
        position = whole_number(place)
        if position is not None and field in FIELDS:
            taken[position].add(field)
    return {position: sorted(fields) for position, fields in taken.items()}


@requires(Capability.BANK)
@require_POST
@when_settled
def key_file_comparison(request: StaffRequest, uuid: UUID, file: UUID) -> HttpResponse:
    """Compare a file anew with many questions, which changed since."""
    batch = batch_or_404(uuid)
    found = key_file_or_404(batch, file)
    if found.joined_at or not is_long(batch, found):
        return redirect("bank:key-file", uuid=uuid, file=file)
    return _beside(request, batch, Deed.KEYS, found)


@requires(Capability.BANK)
@require_POST
@when_settled
def key_file_removal(request: StaffRequest, uuid: UUID, file: UUID) -> HttpResponse:
    """Take a joined file out again: its answers are withdrawn, what people wrote stays."""
    batch = batch_or_404(uuid)
    found = key_file_or_404(batch, file)
    if found.joined_at is None:
        return redirect("bank:key-file", uuid=uuid, file=file)
    if is_long(batch, found) or not is_quick(bytes(batch.original or b"")):
        return _beside(request, batch, Deed.PART, found)
    try:
        take_out(found, request.user)
    except Unreadable as error:
        messages.error(request, sentence(error.code, error.params))
        return redirect("bank:key-file", uuid=uuid, file=file)
    messages.success(request, _("The answer file is taken out; its answers are withdrawn, your corrections are kept."))
    return redirect("bank:key-file", uuid=uuid, file=file)


@requires(Capability.BANK)
@require_POST
@when_settled
def key_file_deletion(request: StaffRequest, uuid: UUID, file: UUID) -> HttpResponse:
    batch = batch_or_404(uuid)
    if discard(key_file_or_404(batch, file), request.user):
        messages.success(request, _("The answer file is discarded; the questions are as they were."))
    else:
        messages.error(request, _("The answer file is joined. Take it out first."))
    return redirect("bank:import", uuid=uuid)

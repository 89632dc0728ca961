"""Answer files of an import: bring one, look at what it says, join it or throw it away."""

from __future__ import annotations

from collections import defaultdict
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
from questionbank.keyfiles import add, discard, join_file, report
from questionbank.messages import sentence
from questionbank.models import ImportBatch, KeyFile
from questionbank.numbers import whole_number
from questionbank.parsing.joining import FIELDS
from questionbank.reading import Unreadable
from questionbank.remarks import remark_of
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
            file = add(batch, *given(form), request.user)
        except Unreadable as error:
            form.add_error(None, sentence(error.code, error.params))
        else:
            return redirect("bank:key-file", uuid=uuid, file=file.uuid)
    context = {"batch": batch, "form": form, "files": batch.key_files.defer("original", "text")}
    return render(request, "questionbank/new_key_file.html", context, status=400 if form.errors else 200)


@requires(Capability.BANK)
@require_http_methods(["GET", "POST"])
@when_settled
def key_file(request: StaffRequest, uuid: UUID, file: UUID) -> HttpResponse:
    """What the file says, sorted by what it would change; posted, it is joined as somebody chose."""
    batch = batch_or_404(uuid)
    found = key_file_or_404(batch, file)
    if request.method == "POST":
        return _join(request, batch, found)
    told = report(found)
    context = {"batch": batch, "file": found, "report": told, "remarks": [remark_of(each) for each in told.told]}
    return render(request, "questionbank/key_file.html", context)


def key_file_or_404(batch: ImportBatch, uuid: UUID) -> KeyFile:
    found = get_object_or_404(batch.key_files.defer("original").select_related("created_by"), uuid=uuid)
    found.batch = batch
    return found


def _join(request: StaffRequest, batch: ImportBatch, file: KeyFile) -> HttpResponse:
    taken = defaultdict[int, set[str]](set)
    for text in request.POST.getlist("take"):
        place, _dash, field = text.partition("-")
        position = whole_number(place)
        if position is not None and field in FIELDS:
            taken[position].add(field)
    count = join_file(file, taken, request.user)
    if count:
        text = ngettext("The answer of %(n)s question is joined.", "The answers of %(n)s questions are joined.", count)
        messages.success(request, text % {"n": count})
    else:
        messages.info(request, _("Nothing was joined: the file holds no answer to an open question."))
    return redirect("bank:import", uuid=batch.uuid)


@requires(Capability.BANK)
@require_POST
@when_settled
def key_file_deletion(request: StaffRequest, uuid: UUID, file: UUID) -> HttpResponse:
    batch = batch_or_404(uuid)
    if discard(key_file_or_404(batch, file), request.user):
        messages.success(request, _("The answer file is discarded; the questions are as they were."))
    else:
        messages.error(request, _("The answer file is joined already and stays with the import."))
    return redirect("bank:import", uuid=uuid)

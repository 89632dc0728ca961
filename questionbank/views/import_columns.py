"""The step of an import in which somebody says what the columns of a table hold."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from accounts.access import StaffRequest, requires
from accounts.roles import Capability
from questionbank.access import batch_or_404
from questionbank.formats.tables.choice import TableChoice, choice_of, needs_person
from questionbank.imports.batches import reread
from questionbank.imports.jobs import ask_columns
from questionbank.imports.mapping import (
    choice_in,
    first_questions,
    forms_of,
    names_a_question,
    remembered,
    sheets_of,
    with_choice,
)
from questionbank.imports.reader import wake
from questionbank.messages import sentence
from questionbank.models import ImportBatch
from questionbank.reading import Unreadable, is_quick
from questionbank.views.import_jobs import when_settled

PAGE = "questionbank/import_columns.html"


@requires(Capability.BANK)
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "POST"])
@when_settled
def import_columns(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Every change shows its first questions at once; nothing is kept before the table is read again."""
    batch = batch_or_404(uuid)
    views = sheets_of(batch)
    if not views:
        raise Http404
    if request.method == "GET":
        unknown = needs_person(views) or not any(view.columns for view in views)
        known = remembered(views) if unknown else None
        shown = with_choice(views, known) if known else views
        return render(request, PAGE, _context(batch, shown, proposed=known is not None))
    choice = choice_in(request.POST, views)
    if request.POST.get("then") == "read" and _read(request, batch, choice):
        return redirect("bank:import", uuid=uuid)
    template = f"{PAGE}#first" if request.headers.get("HX-Request") == "true" else PAGE
    return render(request, template, _context(batch, with_choice(views, choice)))


def _read(request: StaffRequest, batch: ImportBatch, choice: TableChoice) -> bool:
    """Whether the table could be read as chosen; else a message says why."""
    if not names_a_question(choice):
        messages.error(request, _("Choose which column holds the question."))
        return False
    try:
        if not is_quick(bytes(batch.original or b"")):
            ask_columns(batch, choice, request.user)
            wake()
            return True
        reread(batch, choice, request.user)
    except Unreadable as error:
        messages.error(request, sentence(error.code, error.params))
        return False
    messages.success(request, _("The table was read with these columns."))
    return True


def _missing(batch: ImportBatch) -> list[str]:
    """What the table does not say, which no choice of columns can mend."""
    told = batch.remarks.filter(diagnostic__code="kinds-unexplained").values_list("diagnostic__params", flat=True)
    return [sentence("kinds-unexplained", params) for params in told]


def _context(batch: ImportBatch, views: list[Any], *, proposed: bool = False) -> dict[str, Any]:
    return {
        "batch": batch,
        "sheets": forms_of(views),
        "items": first_questions(views),
        "proposed": proposed,
        "doubtful": needs_person(views) and not proposed,
        "missing": _missing(batch),
        "chosen": choice_of(views) is not None,
        "committed": batch.committed_at is not None,
    }

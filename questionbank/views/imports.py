"""Importing documents: new, preview, choices, commit, undo."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import StaffRequest, requires
from accounts.roles import Capability
from questionbank.access import batch_or_404
from questionbank.content import ItemKind
from questionbank.formats.tables.choice import needs_person
from questionbank.forms import ImportForm, SourceForm
from questionbank.imports.batches import CommitReport, UndoRefused, commit, refuse_if_used, reparse, stage, undo
from questionbank.imports.jobs import (
    Deed,
    ask,
    ask_reading,
    ask_rereading,
    ask_text,
    forget_text,
    last_job,
    prepared_text,
    refused_text,
)
from questionbank.imports.lookalikes import compare, is_stale
from questionbank.imports.mapping import sheets_of, source_text
from questionbank.imports.preview import PAGE_SIZE, QUICK_ROWS, SEVERITIES, STATES, Preview, choose, sections_of
from questionbank.imports.reader import wake
from questionbank.imports.source import FIELDS, HEADING, SKIPPED
from questionbank.messages import sentence
from questionbank.models import ImportBatch, ImportJob, ImportRow, JobRole
from questionbank.numbers import whole_number
from questionbank.reading import MAX_BYTES, Unreadable, check_size, is_quick, read_quickly
from questionbank.views.import_jobs import progress_page, shows_end, when_settled
from questionbank.wording import POLICY_NAMES

BATCHES = 25
FEW_REMARKS = 3
# Remarks on pictures: without a question, the document is a scan.
PICTURES = {"pictures", "outside-pictures"}
# The colours of the text in the order of their legend.
LEGEND = (*dict.fromkeys(FIELDS.values()), HEADING, SKIPPED)


@requires(Capability.BANK)
@require_GET
def import_list(request: StaffRequest) -> HttpResponse:
    batches = ImportBatch.objects.select_related("role", "created_by").defer(*ImportBatch.HEAVY)
    busy = Exists(ImportJob.objects.filter(batch=OuterRef("pk"), ended_at=None))
    rows = ImportRow.objects.filter(batch=OuterRef("pk")).order_by().values("batch").annotate(count=Count("pk"))
    listed = batches.annotate(
        item_count=Count("items"), row_count=Subquery(rows.values("count")), is_busy=busy
    ).order_by("-id")
    page = Paginator(listed, BATCHES).get_page(request.GET.get("page"))
    return render(request, "questionbank/imports.html", {"page": page})


@requires(Capability.BANK)
@require_http_methods(["GET", "POST"])
def new_import(request: StaffRequest) -> HttpResponse:
    """Every refusal says why and leaves the pasted text in the form."""
    form = (
        ImportForm(request.POST, request.FILES)
        if request.method == "POST"
        else ImportForm(initial={"role": request.GET.get("role")})
    )
    if request.method == "GET":
        return render(request, "questionbank/new_import.html", {"form": form})
    if form.is_valid():
        try:
            return _stage(request, form)
        except Unreadable as error:
            form.add_error(None, sentence(error.code, error.params))
    return render(request, "questionbank/new_import.html", {"form": form}, status=400)


def _stage(request: StaffRequest, form: ImportForm) -> HttpResponse:
    """A document that is read at once is shown at once; for another the page shows how far the reading is."""
    data, name = given(form)
    role: JobRole = form.cleaned_data["role"]
    same = ImportBatch.objects.filter(role=role, sha256=hashlib.sha256(data).hexdigest()).exclude(read_at=None)
    if same.exists():
        messages.info(request, _("This document was imported before; here it is, with what was changed in it."))
        return redirect("bank:import", uuid=same.values_list("uuid", flat=True)[0])
    document = read_quickly(data, name)
    if document is None:
        batch = ask_reading(data, name, role, request.user)
        wake()
    else:
        batch = stage(document, data, role, request.user)
        if needs_person(document.sheets):
            return redirect("bank:import-columns", uuid=batch.uuid)
    return redirect("bank:import", uuid=batch.uuid)


def given(form: SourceForm) -> tuple[bytes, str]:
    file, text = form.cleaned_data["file"], form.cleaned_data["text"]
    if file and text.strip():
        raise Unreadable("both-given")
    if file is not None:
        if file.size > MAX_BYTES:
            raise Unreadable("too-large", limit=str(MAX_BYTES // 1024 // 1024))
        return b"".join(file.chunks()), str(file.name)
    if not text.strip():
        raise Unreadable("nothing-given")
    return text.replace("\r\n", "\n").encode(), _("pasted text") + ".txt"


@requires(Capability.BANK)
@require_GET
def import_page(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The preview, or how far the work is that makes it."""
    batch = batch_or_404(uuid)
    job = last_job(batch)
    if batch.read_at is None or (job and job.is_open):
        return progress_page(request, batch, job)
    context = page_context(request, Preview(batch))
    return render(request, "questionbank/import.html", {**context, "job": job, "show_done": shows_end(batch, job)})


class Counted(Paginator[ImportRow]):
    """Pages of rows that are counted already."""

    def __init__(self, rows: QuerySet[ImportRow], count: int) -> None:
        super().__init__(rows, PAGE_SIZE)
        self.count = count


def page_context(request: StaffRequest, preview: Preview) -> dict[str, Any]:
    state, severity = _choice(request, "state", STATES), _choice(request, "severity", ("", *SEVERITIES))
    by_severity = preview.severities(state)
    count = by_severity[severity] if severity else preview.tally[state]
    number = request.GET.get("page") or _page_of(request.GET.get("item", ""), count)
    page = Counted(preview.filtered(state, severity), count).get_page(number)
    stored = list(page)
    shown = preview.shown(stored)
    return {
        "batch": preview.batch,
        "page": page,
        "rows": shown,
        "on_page": {entry.row.position: entry for entry in shown},
        "state": state,
        "tally": preview.tally,
        "states": [(name, preview.tally[name]) for name in STATES],
        "severity": severity,
        "severities": by_severity.items(),
        # Whoever looks at another place of the text keeps the questions beside it.
        "beside": urlencode({"state": state, "severity": severity, "page": page.number}),
        "remarks": (remarks := preview.remarks()),
        "has_pictures": any(remark.code in PICTURES for remark in remarks),
        "remark_counts": (counts := preview.remark_counts()),
        # What may be lost is seen without a click, as long as it leaves the questions in view.
        "alarming": bool(set(counts) - {"info"}) and sum(counts.values()) <= FEW_REMARKS,
        "sections": sections_of(stored),
        "chosen_count": preview.tally["chosen"],
        "source": preview.source(stored, whole_number(request.GET.get("at", ""))),
        "kinds": [kind.value for kind in ItemKind],
        "policies": POLICY_NAMES.items(),
        "legend": LEGEND,
        "key_files": preview.batch.key_files.defer("original", "text", "report", "given"),
        "has_text": bool(preview.batch.length),
        "encoding": preview.batch.encoding,
        **_table(preview.batch),
    }


def _table(batch: ImportBatch) -> dict[str, Any]:
    """Whether the columns of a table can be asked for, and should."""
    sheets = sheets_of(batch)
    return {"is_table": bool(sheets), "needs_columns": needs_person(sheets)}


def _choice(request: StaffRequest, name: str, known: Sequence[str]) -> str:
    wanted = request.GET.get(name, "")
    return wanted if wanted in known else known[0]


def _page_of(item: str, count: int) -> int:
    """The page that holds the item at a position, when all are listed."""
    number = whole_number(item)
    return number // PAGE_SIZE + 1 if number is not None and number < count else 1


@requires(Capability.BANK)
@require_POST
@when_settled
def selection(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Keep the ticks of the page; the button may ask to import what is chosen at once."""
    batch = batch_or_404(uuid)
    open_rows = batch.rows.filter(item=None, position__in=_positions(request, "shown"))
    choose(open_rows.only("position", "included"), _positions(request, "take"), _positions(request, "ticked"))
    if request.POST.get("then") == "commit":
        return _commit(request, Preview(batch))
    if request.headers.get("HX-Request") == "true":
        return render(request, "questionbank/_chosen.html", {"chosen_count": Preview(batch).tally["chosen"]})
    messages.success(request, _("The selection is saved."))
    return redirect(_page_address(request, batch))


def _positions(request: StaffRequest, name: str) -> set[int]:
    return {number for text in request.POST.getlist(name) if (number := whole_number(text)) is not None}


def _page_address(request: StaffRequest, batch: ImportBatch) -> str:
    query = request.POST.get("query", "")
    kept = "".join(letter for letter in query if letter.isalnum() or letter in "=&_-")
    return f"{batch.address}?{kept}" if kept else batch.address


def _commit(request: StaffRequest, preview: Preview) -> HttpResponse:
    batch, stale = preview.batch, is_stale(preview.batch)
    if max(preview.tally["chosen"], preview.tally["all"] if stale else 0) > QUICK_ROWS:
        ask(batch, Deed.COMMIT, request.user)
        wake()
    else:
        if stale:
            compare(batch)
        chosen = dict(preview.chosen().values_list("position", "included"))
        by_hand = [position for position, included in chosen.items() if included]
        _tell(request, commit(batch, chosen, request.user, anyway=by_hand))
    return redirect("bank:import", uuid=preview.batch.uuid)


def _tell(request: StaffRequest, report: CommitReport) -> None:
    added, same = len(report.added), len(report.duplicates)
    if added:
        text = ngettext(
            "%(n)s question is in the bank as a draft.", "%(n)s questions are in the bank as drafts.", added
        )
        messages.success(request, text % {"n": added})
    if same:
        text = ngettext(
            "%(n)s question was left out because the bank has it already. Tick it to take it anyway.",
            "%(n)s questions were left out because the bank has them already. Tick them to take them anyway.",
            same,
        )
        messages.warning(request, text % {"n": same})
    if not added and not same:
        messages.info(request, _("Nothing was chosen, so nothing changed."))


@requires(Capability.BANK)
@require_POST
@when_settled
def import_undo(request: StaffRequest, uuid: UUID) -> HttpResponse:
    batch = batch_or_404(uuid)
    try:
        note = _("Undone: import of “%(name)s”") % {"name": batch.name}
        if batch.items.count() > QUICK_ROWS:
            refuse_if_used(batch)
            ask(batch, Deed.UNDO, request.user, outcome={"note": note})
            wake()
            return redirect("bank:import", uuid=uuid)
        count = undo(batch, request.user, note)
    except UndoRefused as error:
        text = _("The import stays: papers use its questions (%(titles)s).")
        messages.error(request, text % {"titles": ", ".join(error.titles)})
    else:
        text = ngettext("%(n)s question left the bank again.", "%(n)s questions left the bank again.", count)
        messages.success(request, text % {"n": count} + " " + _("The document and your corrections are kept here."))
    return redirect("bank:import", uuid=uuid)


@requires(Capability.BANK)
@require_http_methods(["GET", "POST"])
@when_settled
def import_text(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Correct the text itself and parse it again; corrections of single items are kept where the question stayed. A
    table that takes long to open is opened when somebody asks for it (`then=open`)."""
    batch = batch_or_404(uuid)
    if request.POST.get("then") == "open":
        return _open_table(request, batch)
    text: str | None = ""
    try:
        held = request.POST.get("text", "") if request.method == "POST" else _text(batch)
        text = held and held.replace("\x00", "").replace("\r\n", "\n")
        if request.method == "POST":
            return _reparse(request, batch, text or "")
    except Unreadable as error:
        messages.error(request, sentence(error.code, error.params))
    context = {"batch": batch, "text": text, "is_table": bool(sheets_of(batch))}
    return render(request, "questionbank/import_text.html", context)


def _open_table(request: StaffRequest, batch: ImportBatch) -> HttpResponse:
    ask_text(batch, request.user)
    wake()
    return redirect("bank:import", uuid=batch.uuid)


def _text(batch: ImportBatch) -> str | None:
    """The text to be corrected; none when somebody has to lay it out first."""
    return refused_text(batch) or prepared_text(batch) or source_text(batch)


def _tell_kept_aside(request: StaffRequest, batch: ImportBatch) -> None:
    """Corrections whose questions the text does not hold any more are not lost, and not there either."""
    if count := len(batch.edits.get("items", {})):
        text = ngettext(
            "%(n)s correction is kept aside, because its question left the text; it comes back with it.",
            "%(n)s corrections are kept aside, because their questions left the text; they come back with them.",
            count,
        )
        messages.info(request, text % {"n": count})


def _reparse(request: StaffRequest, batch: ImportBatch, text: str) -> HttpResponse:
    check_size(text.encode())
    if is_quick(text.encode()):
        reparse(batch, text, request.user)
        forget_text(batch)
        messages.success(request, _("The corrected text was parsed again."))
        _tell_kept_aside(request, batch)
    else:
        ask_rereading(batch, text, request.user)
        wake()
    return redirect("bank:import", uuid=batch.uuid)

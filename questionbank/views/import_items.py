"""Corrections within an import: one item, or kind, points and multiple-choice rule of a whole section."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.access import StaffRequest, requires
from accounts.roles import Capability
from questionbank import editor
from questionbank.access import batch_or_404, open_row_or_404
from questionbank.content import ItemKind
from questionbank.editor import Typed
from questionbank.imports.drafts import Row, unchecked
from questionbank.imports.preview import edit_row, override_section
from questionbank.imports.reader import wake
from questionbank.imports.source import pieces
from questionbank.imports.staged import read_row, texts
from questionbank.models import ImportBatch, ImportSection
from questionbank.policy import stated
from questionbank.views.editor import editor_context, is_row_button, posted, respond
from questionbank.views.import_jobs import when_settled
from questionbank.wording import POLICY_NAMES

# Stretches of the source shown beside an item that is edited, and characters of each.
PIECES = 8
LONGEST = 3_000


@requires(Capability.BANK)
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
@when_settled
def import_item(request: StaffRequest, uuid: UUID, position: int) -> HttpResponse:
    """The editor for one item of the preview. What is kept here enters the bank with the import."""
    batch = batch_or_404(uuid)
    stored = open_row_or_404(batch, position)
    row = read_row(stored)
    extra: dict[str, Any] = {
        "row_number": position + 1,
        "batch": batch,
        "back": f"{batch.address}?item={position}#item-{position}",
        "excerpt": _excerpt(batch, row),
    }
    if request.method == "GET":
        return respond(request, {**editor_context(_typed(row)), **extra})
    typed = posted(request.POST)
    if is_row_button(request):
        return respond(request, {**editor_context(editor.changed(typed, request.POST["do"])), **extra})
    context = editor_context(typed)
    if context["errors"]:
        return respond(request, {**context, **extra}, status=400)
    if not edit_row(stored, context["content"], typed.topic.strip(), typed.level, typed.tag_names, request.user):
        raise Http404
    messages.success(request, _("The correction of question %(number)s is kept.") % {"number": position + 1})
    return redirect(str(extra["back"]))


def _typed(row: Row) -> Typed:
    """What can be edited, also when no content can hold it as it stands."""
    content = row.shown or unchecked(row.draft)
    return editor.from_content(content, topic=row.topic, difficulty=row.difficulty or "", tags=row.tags)


def _excerpt(batch: ImportBatch, row: Row) -> list[str]:
    """Where the question stands in the source: itself, and what belongs to it further on, such as its answer."""
    return texts(batch, [(start, min(end, start + LONGEST)) for start, end in pieces(row.draft)[:PIECES]])


@requires(Capability.BANK)
@require_POST
@when_settled
def import_section(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Kind, points and multiple-choice rule for every item of a section that nobody edited by itself."""
    batch = batch_or_404(uuid)
    # PostgreSQL refuses to compare with the character U+0000.
    section = batch.sections.filter(key=request.POST.get("section", "").replace("\x00", "")).first()
    chosen = {name: request.POST.get(name, "").strip() for name in ("kind", "points", "policy", "c")}
    if problem := _problem(section, chosen):
        messages.error(request, problem)
    elif section is not None and override_section(section, chosen, request.user):
        messages.success(request, _("The section is changed."))
    else:
        wake()
    return redirect("bank:import", uuid=uuid)


def _problem(section: ImportSection | None, chosen: dict[str, str]) -> str:
    """What keeps the choice from being kept, in words; empty when nothing does."""
    kinds, policies = {each.value for each in ItemKind}, set(POLICY_NAMES)
    if section is None or chosen["kind"] not in {"", *kinds} or chosen["policy"] not in {"", *policies}:
        return _("The document has no such section any more. Nothing was changed.")
    for amount in (chosen["points"], chosen["c"]):
        if amount and not _is_amount(amount):
            return _("“%(text)s” is no number of points. Nothing was changed.") % {"text": amount[:20]}
    if chosen["policy"] and stated({"id": chosen["policy"], "c": chosen["c"]}) is None:
        return _("This rule needs points. Nothing was changed.")
    return ""


def _is_amount(text: str) -> bool:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return False
    return amount.is_finite() and 0 <= amount <= 1000 and amount == round(amount, 3)

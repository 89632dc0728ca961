"""A question of an import beside the ones that it is like, and what to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import StaffRequest, requires
from accounts.roles import Capability
from questionbank.access import batch_or_404
from questionbank.history import Beside, side_by_side
from questionbank.imports.deciding import Choice, decide
from questionbank.imports.lookalikes import likeness_of_rows, lookalikes, text_of
from questionbank.imports.preview import UNDECIDED
from questionbank.imports.staged import read_row
from questionbank.models import ImportBatch, ImportRow, Item
from questionbank.similarity import Likeness
from questionbank.views.import_jobs import when_settled


@dataclass(frozen=True)
class Pair:
    """The other question with what differs; `item` is none for an earlier row of the same document."""

    item: Item | None
    row: ImportRow | None
    likeness: Likeness
    fields: list[Beside]


@requires(Capability.BANK)
@require_http_methods(["GET", "POST"])
@when_settled
def import_likeness(request: StaffRequest, uuid: UUID, position: int) -> HttpResponse:
    batch = batch_or_404(uuid)
    stored = batch.rows.select_related("section").filter(position=position).first()
    if stored is None:
        raise Http404
    stored.batch = batch
    if request.method == "POST":
        return _decide(request, batch, stored)
    row = read_row(stored)
    open_rows = batch.rows.filter(UNDECIDED)
    context = {
        "batch": batch,
        "stored": stored,
        "row": row,
        "number": position + 1,
        "left": open_rows.count(),
        "pairs": pairs(stored),
        "next": open_rows.filter(position__gt=position).first() or open_rows.exclude(position=position).first(),
    }
    return render(request, "questionbank/import_likeness.html", context)


def pairs(stored: ImportRow) -> list[Pair]:
    """The like questions of the bank, the most alike first, then the one of the same document."""
    content, text = read_row(stored).content, text_of(stored)
    if content is None or not text:
        return []
    found = [
        Pair(each.item, None, each.likeness, side_by_side(each.item.revision.content, content))
        for each in lookalikes(stored.batch.role, {0: text}).get(0, [])
        if each.item.pk != stored.item_id
    ]
    earlier = stored.batch.rows.select_related("section")
    other = earlier.filter(position=stored.like).first() if stored.like is not None else None
    known = read_row(other).content if other else None
    if other and known:
        found.append(Pair(None, other, likeness_of_rows(other, stored), side_by_side(known, content)))
    return found


def _decide(request: StaffRequest, batch: ImportBatch, stored: ImportRow) -> HttpResponse:
    wanted = request.POST.get("choice", "")
    item = _named(batch, request.POST.get("item", ""))
    if wanted not in set(Choice):
        raise Http404
    note = _("Imported from “%(name)s”") % {"name": batch.name}
    if not decide(stored, Choice(wanted), request.user, item=item, note=note):
        messages.error(request, _("Nothing was changed: the question cannot be decided any more."))
        return redirect(f"{batch.address}?item={stored.position}#item-{stored.position}")
    said = {
        Choice.BOTH: _("Both questions are kept; this one is chosen for the import."),
        Choice.SKIP: _("The question is left out of the import."),
        Choice.REVISE: _("The item of the bank has this text as its newest revision."),
    }
    messages.success(request, said[Choice(wanted)])
    rest = batch.rows.filter(UNDECIDED)
    following = rest.filter(position__gt=stored.position).first() or rest.first()
    if following:
        return redirect("bank:import-likeness", uuid=batch.uuid, position=following.position)
    return redirect(f"{batch.address}?item={stored.position}#item-{stored.position}")


def _named(batch: ImportBatch, text: str) -> Item | None:
    try:
        wanted = UUID(text)
    except ValueError:
        return None
    return Item.objects.select_related("current").filter(role=batch.role, uuid=wanted).first()

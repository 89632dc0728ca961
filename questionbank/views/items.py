"""The bank's list, the page of an item, its status and its old revisions."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.access import StaffRequest, requires
from accounts.roles import Capability
from questionbank.access import item_or_404, items, revision_or_404
from questionbank.approval import StatusReport, change_status, hindrances
from questionbank.authoring import revise_item
from questionbank.content import AnyContent
from questionbank.history import Change, changes
from questionbank.listing import PAGE_SIZE, SORTS, Filters, choices
from questionbank.messages import sentence
from questionbank.models import Item, ItemRevision
from questionbank.numbers import whole_number
from questionbank.quality import Problem, problems
from questionbank.usage import uses

HISTORY = 20


@dataclass(frozen=True)
class ListRow:
    item: Item
    content: AnyContent
    flags: list[Problem]


@dataclass(frozen=True)
class HistoryRow:
    revision: ItemRevision
    changes: list[Change]


@requires(Capability.BANK)
@require_GET
@vary_on_headers("HX-Request")
def item_list(request: StaffRequest) -> HttpResponse:
    filters = Filters.read(request.GET.dict())
    page = Paginator(filters.items(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "choices": choices(filters),
        "page": page,
        "rows": _rows(page),
        "statuses": Item.Status.choices,
        "sorts": [(sort, sort == filters.sort) for sort in SORTS],
    }
    return render(request, "questionbank/items.html" + ("#bank-list" if _is_part(request) else ""), context)


def _is_part(request: StaffRequest) -> bool:
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def _rows(page: Page[Item]) -> list[ListRow]:
    contents = [(item, item.revision.content) for item in page]
    return [ListRow(item, content, problems(content)) for item, content in contents]


@requires(Capability.BANK)
@require_POST
def bulk_status(request: StaffRequest) -> HttpResponse:
    """Give the chosen items a status; those that may not have it are named with the reason."""
    chosen = [pk for pk in map(whole_number, request.POST.getlist("item")) if pk is not None][:PAGE_SIZE]
    status = request.POST.get("status", "")
    if not chosen:
        messages.warning(request, _("No question was chosen. Tick the questions first."))
    elif status not in Item.Status:
        messages.error(request, _("Choose the new status."))
    else:
        rows = list(items().filter(pk__in=chosen))
        _tell(request, change_status(rows, Item.Status(status), request.user))
    return HttpResponseRedirect(_back(request))


def _back(request: StaffRequest) -> str:
    address = request.POST.get("back", "")
    known = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if known else reverse("bank:items")


def _tell(request: StaffRequest, report: StatusReport) -> None:
    count = len(report.changed)
    if count:
        text = ngettext("%(n)s question changed its status.", "%(n)s questions changed their status.", count)
        messages.success(request, text % {"n": count})
    elif not report.refused:
        messages.info(request, _("Nothing changed: the status was the same already."))
    for item, reasons in report.refused:
        words = " ".join(sentence(reason.code, reason.params) for reason in reasons)
        messages.error(request, _("Question %(item)s keeps its status. %(reasons)s") % {"item": item, "reasons": words})


@requires(Capability.BANK)
@require_GET
def item_page(request: StaffRequest, uuid: UUID) -> HttpResponse:
    item = item_or_404(uuid)
    content = item.revision.content
    history = Paginator(item.revisions.select_related("author"), HISTORY).get_page(request.GET.get("page"))
    context = {
        "item": item,
        "content": content,
        "problems": problems(content),
        "hindrances": hindrances(item, Item.Status.APPROVED, request.user),
        "tags": list(item.tags.all()),
        "uses": uses([item.pk]),
        "page": history,
        "history": _history(item, history),
        "next_statuses": [(value, label) for value, label in Item.Status.choices if value != item.status],
    }
    return render(request, "questionbank/item.html", context)


def _history(item: Item, page: Page[ItemRevision]) -> list[HistoryRow]:
    """Each revision with what it changed against the one before; the last one of the page needs its predecessor."""
    revisions = list(page)
    if not revisions:
        return []
    older = list(item.revisions.filter(number__lt=revisions[-1].number)[:1])
    pairs = zip(revisions, [*revisions[1:], *older, None], strict=False)
    return [HistoryRow(new, changes(old.content, new.content) if old else []) for new, old in pairs]


@requires(Capability.BANK)
@require_POST
def item_status(request: StaffRequest, uuid: UUID) -> HttpResponse:
    item = item_or_404(uuid)
    status = request.POST.get("status", "")
    if status not in Item.Status:
        messages.error(request, _("Choose the new status."))
    elif request.POST.get("revision") != str(item.revision.number):
        messages.error(request, sentence("changed-meanwhile", {}))
    else:
        _tell(request, change_status([item], Item.Status(status), request.user))
    return redirect("bank:item", uuid=uuid)


@requires(Capability.BANK)
@require_POST
@transaction.atomic
def restoration(request: StaffRequest, uuid: UUID, number: int) -> HttpResponse:
    """An old text becomes a new revision; nothing of the history is lost."""
    item = item_or_404(uuid)
    old = revision_or_404(item, number)
    note = _("Restored from revision %(number)s") % {"number": number}
    revise_item(item, old.content, author=request.user, note=note)
    messages.success(request, _("Revision %(number)s is the current text again.") % {"number": number})
    return redirect("bank:item", uuid=uuid)

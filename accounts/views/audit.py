"""The audit trail, newest first, read page by page from a cursor."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.deeds import details, sentence
from accounts.forms import AuditFilterForm
from accounts.models import AuditEvent
from accounts.roles import Capability

PAGE = 50


@requires(Capability.PEOPLE)
@require_safe
def audit(request: StaffRequest) -> HttpResponse:
    form = AuditFilterForm(request.GET or None)
    form.is_valid()
    events = list(_wanted(form, request.GET.get("before", ""))[: PAGE + 1])
    rows = [(event, sentence(event.action), list(details(event))) for event in events[:PAGE]]
    older = events[PAGE - 1].pk if len(events) > PAGE else None
    context = {"form": form, "rows": rows, "older": older, "filtered": any(getattr(form, "cleaned_data", {}).values())}
    return render(request, "accounts/audit.html", context)


def _wanted(form: AuditFilterForm, before: str) -> QuerySet[AuditEvent]:
    data = form.cleaned_data if form.is_bound else {}
    events = AuditEvent.objects.select_related("actor")
    if data.get("person"):
        events = events.filter(actor=data["person"])
    if data.get("area"):
        events = events.filter(action__startswith=f"{data['area']}.")
    if data.get("since"):
        events = events.filter(at__date__gte=data["since"])
    if data.get("until"):
        events = events.filter(at__date__lte=data["until"])
    if data.get("q"):
        events = events.filter(object_label__icontains=data["q"])
    return events.filter(pk__lt=int(before)) if before.isascii() and before.isdigit() and len(before) < 19 else events

"""The marking leader's page: answers that were set aside or flagged. Anonymous like the queue."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import StaffRequest, requires
from accounts.roles import Capability
from scoring import marking
from scoring.access import task_to_mark
from scoring.forms import read_reason
from scoring.outline import tasks_needing_attention


@require_safe
@requires(Capability.LEAD)
def attention(request: StaffRequest) -> HttpResponse:
    page = Paginator(tasks_needing_attention(request.user), 50).get_page(request.GET.get("page"))
    return render(request, "scoring/attention.html", {"page": page})


@require_POST
@requires(Capability.LEAD)
def settle(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = task_to_mark(request.user, uuid)
    try:
        marking.settle(found, request.user, read_reason(request.POST))
    except marking.NotYours:
        messages.info(request, _("This answer has been dealt with already."))
    else:
        messages.success(request, _("Answer %(code)s is settled.") % {"code": found.code})
    return redirect("marking:attention")


@require_POST
@requires(Capability.LEAD)
def take(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = task_to_mark(request.user, uuid)
    try:
        marking.take(found, request.user, timezone.now())
    except marking.NotYours:
        messages.error(request, _("A reviewer has this answer in hand, or it has been dealt with already."))
        return redirect("marking:attention")
    return redirect("marking:task", found.uuid)

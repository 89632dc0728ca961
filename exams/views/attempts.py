"""HR's pages of one attempt."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.roles import Capability
from exams.models import Attempt, PaperItem
from exams.replay import replay


def find_attempt(sitting: UUID, uuid: UUID) -> Attempt:
    attempts = Attempt.objects.select_related("sitting", "invitation")
    return get_object_or_404(attempts, uuid=uuid, sitting__uuid=sitting)


def find_item(attempt: Attempt, number: int) -> PaperItem:
    """The question that stands at `number` in the paper, counted from 1."""
    items = PaperItem.objects.filter(section__paper=attempt.sitting.paper_id).select_related("revision", "section")
    ordered = items.order_by("section__position", "section_id", "position", "pk")
    found = ordered[number - 1 : number].first() if number else None
    if found is None:
        raise Http404
    return found


@require_safe
@requires(Capability.SITTINGS)
def replay_answer(request: StaffRequest, uuid: UUID, attempt: UUID, number: int) -> HttpResponse:
    """How one answer came about: every version that arrived."""
    found = find_attempt(uuid, attempt)
    item = find_item(found, number)
    story = replay(found, item, blind=False)
    context = {"attempt": found, "item": item, "number": number, "replay": story}
    return render(request, "exams/replay.html", {**context, "step": story.at(request.GET.get("step", ""))})

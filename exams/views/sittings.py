"""Sittings: the list, scheduling one, its page with everybody's progress."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accounts.access import StaffRequest, requires
from accounts.roles import Capability
from exams import integrity, late
from exams.attempts import lock_sitting
from exams.forms.policy import policy_initial, policy_of, readable_policy
from exams.forms.sittings import PHASE_NAMES, SittingFilterForm, SittingForm, paper_points
from exams.mailing import can_mail
from exams.models import Paper, PaperItem, Sitting
from exams.proposing import proposal_for_sitting
from exams.roster import roster, totals
from exams.scheduling import Phase, cancel, in_phase, phase, save_sitting, with_counts
from questionbank.wording import policy_sentence

PAGE = 25
TONES = {
    Phase.PLANNED: "info",
    Phase.OPEN: "success",
    Phase.CLOSED: "warning",
    Phase.RELEASED: "neutral",
    Phase.CANCELLED: "neutral",
}


def find_sitting(uuid: UUID) -> Sitting:
    return get_object_or_404(Sitting.objects.select_related("paper__role", "created_by"), uuid=uuid)


def badge(sitting: Sitting) -> dict[str, Any]:
    """The phase in words and colour, for `_sitting_state.html`."""
    now = phase(sitting, timezone.now())
    return {"name": PHASE_NAMES[now], "tone": TONES[now]}


@requires(Capability.SITTINGS)
def list_sittings(request: StaffRequest) -> HttpResponse:
    form = SittingFilterForm(request.GET)
    chosen = form.chosen()
    rows = with_counts(Sitting.objects.select_related("paper__role"))
    if chosen.get("q"):
        rows = rows.filter(title__icontains=chosen["q"])
    rows = in_phase(rows, chosen.get("state", ""), timezone.now())
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    lines = [(sitting, badge(sitting)) for sitting in page]
    context = {"form": form, "page": page, "lines": lines, "is_filtered": any(chosen.values())}
    return render(request, "exams/sittings.html", context)


@requires(Capability.SITTINGS)
def new_sitting(request: StaffRequest) -> HttpResponse:
    return edit(request, Sitting(created_by=request.user), suggested(request))


@requires(Capability.SITTINGS)
def edit_sitting(request: StaffRequest, uuid: UUID) -> HttpResponse:
    sitting = find_sitting(uuid)
    if sitting.cancelled_at:
        return redirect("sittings:sitting", uuid=uuid)
    return edit(request, sitting, {})


def suggested(request: HttpRequest) -> dict[str, Any]:
    """The paper that the link names, with its title, its minutes and the rule that its documents state."""
    try:
        wanted = UUID(request.GET.get("paper", ""))
    except ValueError:
        return {}
    paper = Paper.objects.filter(uuid=wanted, published_at__isnull=False).first()
    if paper is None:
        return {}
    found = proposal_for_sitting(paper)
    rule = {**policy_initial(found.policy), "proposed": policy_sentence(found.policy)} if found else {}
    return {"paper": paper.pk, "title": paper.title, "minutes": paper.minutes, **rule}


def edit(request: StaffRequest, sitting: Sitting, initial: dict[str, Any]) -> HttpResponse:
    with transaction.atomic():  # nobody starts between the check and the change
        if request.method == "POST" and sitting.pk:
            sitting = lock_sitting(sitting.pk)
        form = SittingForm(request.POST if request.method == "POST" else None, instance=sitting, initial=initial)
        if request.method == "POST" and form.is_valid():
            reviewers = list(form.cleaned_data["reviewers"])
            is_new = sitting.pk is None
            save_sitting(form.save(commit=False), reviewers, by=request.user, changed=form.changed_data)
            return redirect("sittings:invite" if is_new else "sittings:sitting", uuid=sitting.uuid)
    known = find_sitting(sitting.uuid) if sitting.pk else None
    sentence = policy_words({"policy": form["policy"].value(), "c": form["c"].value()})
    context = {"form": form, "sitting": known, "sentence": sentence, "proposed": initial.get("proposed")}
    return render(request, "exams/sitting_form.html", context)


@requires(Capability.SITTINGS)
def policy(request: StaffRequest) -> HttpResponse:
    """The fragment below the rule: the sentence that candidates will read."""
    sentence = policy_words({"policy": request.GET.get("policy"), "c": request.GET.get("c")})
    return render(request, "exams/sitting_form.html#sentence", {"sentence": sentence})


def policy_words(typed: dict[str, Any]) -> str:
    """Empty while the rule lacks its points."""
    chosen = policy_of(readable_policy(typed))
    return policy_sentence(chosen) if chosen else ""


@requires(Capability.SITTINGS)
def show_sitting(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The page, or for htmx only the table, which asks for itself every ten seconds."""
    sitting, now = find_sitting(uuid), timezone.now()
    page, rows = roster(sitting, request.GET.get("page"), now)
    context = {
        "sitting": sitting,
        "state": badge(sitting),
        "totals": totals(sitting),
        "page": page,
        "rows": rows,
        "now": now,
        "question_count": PaperItem.objects.filter(section__paper=sitting.paper).count(),
        "may_invite": phase(sitting, now) in {Phase.PLANNED, Phase.OPEN},
        "can_mail": can_mail(),
    }
    if getattr(request, "htmx", False):
        response = render(request, "exams/sitting.html#roster", context)
    else:
        response = render(request, "exams/sitting.html", {**context, **facts(sitting)})
    patch_vary_headers(response, ["HX-Request"])
    return response


def facts(sitting: Sitting) -> dict[str, Any]:
    return {
        "reviewers": list(sitting.reviewers.order_by("name")),
        "points": paper_points(sitting.paper),
        "sentence": policy_sentence(sitting.policy),
        "late_waiting": late.undecided(sitting),
        "integrity_waiting": integrity.undecided(sitting).count(),
    }


@require_POST
@requires(Capability.SITTINGS)
def cancellation(request: StaffRequest, uuid: UUID) -> HttpResponse:
    sitting = find_sitting(uuid)
    if cancel(sitting, by=request.user):
        messages.success(request, gettext("The sitting is cancelled. Its links no longer open the test."))
    elif sitting.cancelled_at is None:
        messages.error(request, gettext("Not cancelled: somebody has started. Withdraw single invitations instead."))
    return redirect("sittings:sitting", uuid=uuid)

"""Time and help: one page for each candidate, one for everybody in a sitting."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.access import StaffRequest, requires
from accounts.roles import Capability
from exams.adjusting import Given, Kind, TakesTime, Target, accommodate, give_time, pause, resume
from exams.clock import clock_words
from exams.forms.adjustments import HelpForm, ReasonForm, ReopenForm, TimeForm
from exams.models import Adjustment, Attempt, Invitation, Sitting
from exams.reopening import NotReopened, refusal, reopen
from exams.roster import Standing, standing, totals
from exams.views.sittings import find_sitting

SHOWN = 200
STAYS_CLOSED = {
    "running": _("Only a test that was closed by time can be opened again."),
    "withdrawn": _("The invitation was withdrawn; the test stays closed."),
    "cancelled": _("The sitting was cancelled; the test stays closed."),
    "released": _("The results are released; the test stays closed."),
    "marked": _("Somebody has begun to mark this test; it stays closed."),
    "window": _("The sitting is over: let the candidate go past its end, or move the end first."),
}


def find_person(uuid: UUID, invitation: UUID) -> Invitation:
    people = Invitation.objects.select_related("sitting__paper", "attempt")
    return get_object_or_404(people, uuid=invitation, sitting__uuid=uuid)


def forms_of(sitting: Sitting, data: Any = None) -> dict[str, Any]:
    """The forms of a clock; the one that was sent, if any, holds what was typed."""
    deed = data.get("deed") if data else None

    def sent(*deeds: str) -> Any:
        return data if deed in deeds else None

    return {
        "time_form": TimeForm(sent("give"), sitting=sitting, prefix="time"),
        "pause_form": ReasonForm(sent("pause"), sitting=sitting, prefix="pause"),
        "resume_form": ReasonForm(sent("resume"), sitting=sitting, prefix="resume"),
        "reopen_form": ReopenForm(sitting=sitting, prefix="reopen"),
    }


def do(request: StaffRequest, target: Target, forms: dict[str, Any]) -> bool:
    """Do what was asked for and say what came of it; False when the form must be shown again."""
    time, stop, on = forms["time_form"], forms["pause_form"], forms["resume_form"]
    by = request.user
    if time.is_bound and time.is_valid():
        kind, reason = Kind(time.cleaned_data["kind"]), time.cleaned_data["reason"]
        given = give_time(target, time.span, kind, by=by, reason=reason, past_end=time.may_pass_end)
        _say(request, given, gettext("The time is given; running pages show it within ten seconds."))
    elif stop.is_bound and stop.is_valid():
        given = pause(target, by=by, reason=stop.cleaned_data["reason"])
        _say(request, given, gettext("Paused: the clock stands still, and the questions are hidden."))
    elif on.is_bound and on.is_valid():
        given = resume(target, by=by, reason=on.cleaned_data["reason"], past_end=on.may_pass_end)
        _say(request, given, gettext("The test goes on with exactly the time that was left."))
    else:
        return False
    return True


def _say(request: StaffRequest, given: Given, done: str) -> None:
    if not given.people:
        messages.info(request, gettext("Nothing changed: no running test is concerned."))
        return
    reached = ngettext("%(count)d candidate.", "%(count)d candidates.", given.people) % {"count": given.people}
    messages.success(request, f"{done} {reached}")
    if given.cut_short:
        text = gettext("%(count)d of them got less, because the sitting ends before. Move its end, or allow more.")
        messages.warning(request, text % {"count": given.cut_short})


@requires(Capability.SITTINGS)
def sitting_time(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """For everybody whose test is running: more time, pause, going on."""
    sitting = find_sitting(uuid)
    forms = forms_of(sitting, request.POST if request.method == "POST" else None)
    if request.method == "POST" and do(request, Target(sitting), forms):
        return redirect("sittings:time", uuid=uuid)
    paused = sitting.attempts.filter(state=Attempt.State.STARTED, paused_at__isnull=False).count()
    counts = totals(sitting)
    context = {"sitting": sitting, **forms, "totals": counts, "paused": paused, "may_pause": counts["running"] > paused}
    return render(request, "exams/sitting_time.html", {**context, "log": log(sitting), "helped": helped(sitting)})


def log(sitting: Sitting) -> QuerySet[Adjustment]:
    rows = Adjustment.objects.filter(invitation__sitting=sitting).select_related("invitation", "by")
    return rows.order_by("-pk")[:SHOWN]


def helped(sitting: Sitting) -> QuerySet[Invitation]:
    people = sitting.invitations.filter(withdrawn_at=None)
    return people.exclude(extra_factor=1, large_text=False, hide_clock=False).order_by("pk")[:SHOWN]


@requires(Capability.SITTINGS)
def show_person(request: StaffRequest, uuid: UUID, invitation: UUID) -> HttpResponse:
    person = find_person(uuid, invitation)
    return page(request, person, forms_of(person.sitting), HelpForm(invitation=person))


def page(request: StaffRequest, person: Invitation, forms: dict[str, Any], help_form: HelpForm) -> HttpResponse:
    attempt: Attempt | None = getattr(person, "attempt", None)
    now = Attempt.objects.annotate(clock=Now()).values_list("clock", flat=True).first() if attempt else None
    moment = now or timezone.now()
    state = standing(person, attempt, moment)
    context = {
        "person": person,
        "sitting": person.sitting,
        "attempt": attempt,
        "standing": state,
        "runs": state in {Standing.RUNNING, Standing.PAUSED, Standing.TIME_UP},
        "may_pause": state is Standing.RUNNING,
        "may_reopen": state is Standing.TIMED_OUT and not refusal(attempt, person.sitting),
        "left": clock_words(attempt.left(moment)) if attempt else "",
        "help_form": help_form,
        "log": person.adjustments.select_related("by").order_by("-pk"),
        **forms,
    }
    return render(request, "exams/person.html", context)


@require_POST
@requires(Capability.SITTINGS)
def person_time(request: StaffRequest, uuid: UUID, invitation: UUID) -> HttpResponse:
    person = find_person(uuid, invitation)
    forms = forms_of(person.sitting, request.POST)
    if do(request, Target(person.sitting, person), forms):
        return redirect("sittings:person", uuid=uuid, invitation=invitation)
    return page(request, person, forms, HelpForm(invitation=person))


@require_POST
@requires(Capability.SITTINGS)
def person_reopening(request: StaffRequest, uuid: UUID, invitation: UUID) -> HttpResponse:
    """Open a test again that was closed by time."""
    person = find_person(uuid, invitation)
    form = ReopenForm(request.POST, sitting=person.sitting, prefix="reopen")
    if form.is_valid():
        why = form.cleaned_data["reason"]
        try:
            reopen(person, form.span, by=request.user, reason=why, past_end=form.may_pass_end)
        except NotReopened as refused:
            messages.error(request, str(STAYS_CLOSED[refused.code]))
        else:
            words = gettext("The test is open again; the candidate goes on with the link from the invitation.")
            messages.success(request, words)
        return redirect("sittings:person", uuid=uuid, invitation=invitation)
    forms = {**forms_of(person.sitting), "reopen_form": form}
    return page(request, person, forms, HelpForm(invitation=person))


@require_POST
@requires(Capability.SITTINGS)
def person_help(request: StaffRequest, uuid: UUID, invitation: UUID) -> HttpResponse:
    person = find_person(uuid, invitation)
    form = HelpForm(request.POST, invitation=person)
    if form.is_valid():
        try:
            changed = accommodate(person, form.help, by=request.user, reason=form.cleaned_data["reason"])
        except TakesTime:
            form.add_error("factor", gettext("The test is running: the factor can only rise."))
        else:
            words = gettext("The accommodations are changed.") if changed else gettext("Nothing was changed.")
            messages.success(request, words)
            return redirect("sittings:person", uuid=uuid, invitation=invitation)
    return page(request, person, forms_of(person.sitting), form)

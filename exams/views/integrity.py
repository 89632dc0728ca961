"""HR's pages of the integrity record: everybody of a sitting, and one candidate's timeline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.roles import Capability
from exams.clock import clock_words
from exams.integrity import Verdict, decide, record_of, records, to_another_device
from exams.late import question_numbers
from exams.models import Attempt, IntegrityEvent, Sitting
from exams.views.attempts import find_attempt
from exams.views.sittings import find_sitting


@requires(Capability.SITTINGS)
def sitting_record(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The table, and the decision about those who are ticked."""
    sitting = find_sitting(uuid)
    if request.method == "POST":
        return _decide(request, sitting)
    found = records(sitting)
    context = {"sitting": sitting, "records": found, "verdicts": Verdict.choices}
    context["may_decide"] = any(one.may_decide for one in found)
    return render(request, "exams/integrity.html", context)


def _decide(request: StaffRequest, sitting: Sitting) -> HttpResponse:
    verdict, reason = request.POST.get("verdict", ""), " ".join(request.POST.get("reason", "").split())[:200]
    chosen = [name for name in request.POST.getlist("attempt") if _is_uuid(name)]
    if not chosen or not reason or verdict not in set(Verdict):
        messages.error(request, gettext("Nothing is decided yet: choose candidates and a decision, and say why."))
    else:
        count = decide(sitting, chosen, Verdict(verdict), by=request.user, reason=reason)
        words = ngettext(
            "The decision about %(count)d record is kept.", "The decisions about %(count)d records are kept.", count
        )
        messages.success(request, words % {"count": count})
    if len(chosen) == 1 and "timeline" in request.POST:
        return redirect("sittings:timeline", sitting.uuid, chosen[0])
    return redirect("sittings:integrity", sitting.uuid)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Moment:
    """One line of a timeline; `after` counts from the start."""

    at: datetime
    after: str
    kind: str
    title: str
    text: str


@require_safe
@requires(Capability.SITTINGS)
def timeline(request: StaffRequest, uuid: UUID, attempt: UUID) -> HttpResponse:
    found = find_attempt(uuid, attempt)
    context = {
        "attempt": found,
        "sitting": found.sitting,
        "record": record_of(found),
        "moments": moments(found),
        "decisions": found.integrity_decisions.select_related("by"),
        "verdicts": Verdict.choices,
    }
    return render(request, "exams/timeline.html", context)


def moments(attempt: Attempt) -> list[Moment]:
    """Everything in the order in which it happened."""
    numbers = question_numbers(attempt.sitting)
    found = [_moment(attempt, event, numbers) for event in attempt.integrity_events.all()]
    found.append(Moment(attempt.started_at, "0:00", "start", gettext("Began"), ""))
    found += _windows(attempt)
    if attempt.finished_at:
        after = clock_words(attempt.finished_at - attempt.started_at)
        found.append(Moment(attempt.finished_at, after, "end", str(attempt.get_state_display()), ""))
    return sorted(found, key=lambda moment: moment.at)


def _windows(attempt: Attempt) -> Iterator[Moment]:
    changes = list(attempt.pen_changes.all())
    moved = to_another_device(changes)
    for number, change in enumerate(changes):
        title = _went_on(moved.get(change)) if number else gettext("First device")
        yield Moment(change.at, clock_words(change.at - attempt.started_at), "device", title, change.device)


def _went_on(another: bool | None) -> str:
    """`another`: by another browser or system, by none of them (then the device or its window is another one all the
    same), or nothing where it was the same browser."""
    if another is None:
        return gettext("Went on in another window")
    if another:
        return gettext("Went on on another device or in another browser")
    return gettext("Went on on another device of the same make, or in a private window")


def _moment(attempt: Attempt, event: IntegrityEvent, numbers: dict[int, int]) -> Moment:
    words = {
        IntegrityEvent.Kind.AWAY: gettext("for %(time)s") % {"time": clock_words(event.lasted)},
        IntegrityEvent.Kind.PASTE: gettext("%(count)s characters") % {"count": event.size},
        IntegrityEvent.Kind.LIMIT: gettext("%(count)s absences") % {"count": event.size},
        IntegrityEvent.Kind.NETWORK: event.detail,
    }
    text = words[IntegrityEvent.Kind(event.kind)]
    if event.paper_item_id in numbers:
        text = f"{text} · " + gettext("Question %(number)s") % {"number": numbers[event.paper_item_id]}
    after = clock_words(event.at - attempt.started_at)
    return Moment(event.at, after, event.kind, str(event.get_kind_display()), text)

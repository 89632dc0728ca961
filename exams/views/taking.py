"""What candidates open. The first line of each view finds the invitation or the attempt, or answers 404."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import DatabaseError
from django.db.models.functions import Now
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from exams.access import Ticket, attempt_and_clock, attempt_id, candidate_attempt, invited_by, read_ticket, set_ticket
from exams.attempts import StartRefused, refusal, start_attempt, submit_attempt
from exams.booklet import booklet, held_answers
from exams.candidate_pages import confirm_page, problem_words, receipt_data, receipt_json, taking_data
from exams.cards import cards
from exams.clock import whole_minutes
from exams.devices import device_words, network_words
from exams.integrity import note_events, read_events
from exams.models import Attempt, Invitation
from exams.parts import leave_section, open_section, parts
from exams.pen import report, take_over
from exams.plainform import changed_answers
from exams.saving import (
    ELSEWHERE,
    PAUSED,
    Batch,
    Receipt,
    Unreadable,
    check_answers,
    read_batch,
    read_writer,
    save_answers,
)
from exams.snapshot import snapshot_of
from exams.turns import Turn, in_turn, turn_of

log = logging.getLogger(__name__)

# The name under which pages without scripts write.
PLAIN_FORM = "plain-form"

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def friendly[**P](view: View[P]) -> View[P]:
    """One page that says what to do, whatever it is that cannot be opened."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return problem(request, "unknown", status=404)

    return guarded


def problem(request: HttpRequest, code: str, contact: str = "", status: int = 403) -> HttpResponse:
    context = {"words": problem_words(code), "contact": contact}
    return render(request, "exams/link_problem.html", context, status=status)


@friendly
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The invitation. Opening it spends nothing; the clock starts with the form."""
    turn = turn_of(request) if request.method == "POST" else None
    if turn is None:
        return _confirm(request, token)
    return in_turn(request, turn, lambda: _confirm(request, token, is_let_in=True))


def _confirm(request: HttpRequest, token: str, *, is_let_in: bool = False) -> HttpResponse:
    invitation, now = invited_by(token)
    attempt: Attempt | None = getattr(invitation, "attempt", None)
    if attempt is not None and attempt.is_finished:
        return _let_in(attempt, "taking:submission")
    code = _withdrawn(attempt) if attempt else refusal(invitation, now)
    if code not in {None, "early"}:
        return problem(request, str(code), invitation.sitting.contact)
    if request.method == "POST" and (attempt or "consent" in request.POST):
        if attempt or is_let_in:
            return _start(request, invitation)
        # When very many start at once, some are asked to wait: in the order in which they came, with no time lost.
        turn = Turn(invitation.pk, time.time(), invitation.sitting.title)
        return in_turn(request, turn, lambda: _start(request, invitation))
    context = confirm_page(invitation, attempt, now)
    context["not_ticked"] = request.method == "POST"
    return render(request, "exams/confirm.html", context, status=400 if context["not_ticked"] else 200)


def _withdrawn(attempt: Attempt) -> str | None:
    return "withdrawn" if attempt.state == Attempt.State.WITHDRAWN else None


def _start(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        return _let_in(start_attempt(invitation), "taking:take")
    except StartRefused as refused:
        return problem(request, refused.code, invitation.sitting.contact)


def _let_in(attempt: Attempt, where: str) -> HttpResponse:
    response = redirect(where, uuid=attempt.uuid)
    set_ticket(response, attempt)
    return response


@friendly
@require_GET
def take(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The whole paper in one document."""
    attempt, now = attempt_and_clock(request, uuid)
    if attempt.state == Attempt.State.WITHDRAWN:
        return problem(request, "withdrawn", attempt.sitting.contact)
    if attempt.is_finished:
        return redirect("taking:submission", uuid=uuid)
    seen(uuid)
    if attempt.is_paused:
        return paused(request, attempt, now)
    delivered = parts(attempt, now)
    if not delivered.shown:
        context = {"attempt": attempt, "parts": delivered, "data": taking_data(request, attempt, now)}
        return render(request, "exams/parts.html", context)
    pages = booklet(attempt, delivered.shown)
    context = {"attempt": attempt, "booklet": pages, "parts": delivered}
    data = taking_data(request, attempt, now, delivered.open)
    return render(request, "exams/take.html", {**context, "cards": cards(pages), "data": data})


def paused(request: HttpRequest, attempt: Attempt, now: datetime) -> HttpResponse:
    """No question is on the page while the clock stands still; it asks whether the test goes on."""
    context = {"attempt": attempt, "data": taking_data(request, attempt, now)}
    context["minutes_left"] = whole_minutes(attempt.left(now))
    return render(request, "exams/paused.html", context)


def seen(uuid: UUID) -> None:
    """Only a note: with a full disk the page still opens, with everything that the device kept."""
    try:
        note_seen(uuid)
    except DatabaseError:
        log.warning("An attempt could not be marked as seen.", exc_info=True)


def note_seen(uuid: UUID) -> None:
    Attempt.objects.filter(uuid=uuid, state=Attempt.State.STARTED).update(last_seen_at=Now())


@friendly
@require_POST
def answers(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Save a batch of answers: JSON from the page's script, or its form."""
    ticket = read_ticket(request, uuid)
    return save(request, ticket) if request.content_type == "application/json" else _save_form(request, uuid, ticket)


@friendly
def save(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """The script's way, for the holder of the ticket."""
    try:
        paper = snapshot_of(ticket.paper)
        batch = read_batch(request.body, paper.contents, paper.gated)
        receipt = save_or_report(request, ticket.attempt, batch)
    except Unreadable:
        return JsonResponse({"code": "unreadable"}, status=400)
    except Attempt.DoesNotExist as error:
        raise Http404 from error
    # A page that only looks is told where the pen is, or that the test is paused; that is no failure.
    is_told = receipt.is_open or receipt.state == PAUSED or (receipt.state == ELSEWHERE and not batch.changes)
    body = json.dumps(receipt_json(receipt, batch.refused)).encode()
    return HttpResponse(body, content_type="application/json", status=200 if is_told else 409)


def save_or_report(request: HttpRequest, uuid: UUID, batch: Batch) -> Receipt:
    """Every few seconds the page asks for the time; a batch of nothing is such a question."""
    if batch.changes:
        return save_answers(uuid, batch.changes, batch.writer)
    return report(uuid, batch.writer, device_words(request.headers.get("User-Agent", "")), network_of(request))


def _save_form(request: HttpRequest, uuid: UUID, ticket: Ticket) -> HttpResponse:
    attempt, paper = candidate_attempt(request, uuid), snapshot_of(ticket.paper)
    changed = changed_answers(request.POST.getlist, paper.contents, held_answers(attempt))
    batch = check_answers(changed, paper.contents, paper.gated)
    # A page without scripts has no name and does not hear of others; pressing its button says where the test goes on.
    if batch.changes:
        take_over(attempt, PLAIN_FORM, device_words(request.headers.get("User-Agent", "")))
    receipt = save_answers(uuid, batch.changes, PLAIN_FORM)
    _tell(request, receipt, len(receipt.stale) + len(receipt.refused) + len(batch.refused))
    return redirect("taking:submission" if "review" in request.POST else "taking:take", uuid=uuid)


def _tell(request: HttpRequest, receipt: Receipt, lost: int) -> None:
    if not receipt.is_open:
        messages.error(request, problem_words(receipt.state).text)
    elif lost:
        text = ngettext(
            "%(count)s answer was not saved: a newer one was saved in another window.",
            "%(count)s answers were not saved: newer ones were saved in another window.",
            lost,
        )
        messages.warning(request, text % {"count": lost})
    else:
        messages.success(request, gettext("Your answers are saved."))


def network_of(request: HttpRequest) -> str:
    """Behind a proxy that is trusted for https the address is the one that it adds."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return network_words(forwarded.split(",")[-1].strip() or request.META.get("REMOTE_ADDR", ""))


@friendly
@require_POST
def events(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the page noticed: absences and pastes."""
    attempt, now = attempt_and_clock(request, uuid)
    noticed = read_events(request.body, snapshot_of(attempt.sitting.paper.uuid).contents)
    absences = note_events(attempt, noticed, now)
    return JsonResponse({"absences": absences, "limit": attempt.terms_json.get("absence_limit") or 0})


@friendly
@require_POST
def pen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Go on in the page that asks; the other one can then only read."""
    attempt, writer = candidate_attempt(request, uuid), read_writer(request.POST.get("writer"))
    if writer:
        take_over(attempt, writer, device_words(request.headers.get("User-Agent", "")))
    return redirect("taking:take", uuid=uuid)


@friendly
@require_POST
def section(request: HttpRequest, uuid: UUID, section: int) -> HttpResponse:
    """Open a section that is delivered by itself, or leave it."""
    attempt, now = attempt_and_clock(request, uuid)
    if request.POST.get("deed") == "leave":
        leave_section(attempt, section)
    else:
        open_section(attempt, section, now)
    return redirect("taking:take", uuid=uuid)


@friendly
@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Look over everything and submit; afterwards the receipt."""
    if request.method == "POST":
        # What cannot be submitted is left as it is, and the page that is shown next says why.
        submit_attempt(attempt_id(request, uuid))
        return redirect("taking:submission", uuid=uuid)
    attempt, now = attempt_and_clock(request, uuid)
    if attempt.state == Attempt.State.WITHDRAWN:
        return problem(request, "withdrawn", attempt.sitting.contact)
    if attempt.is_paused:
        return paused(request, attempt, now)
    delivered = parts(attempt, now)
    context: dict[str, Any] = {
        "attempt": attempt,
        "booklet": booklet(attempt, delivered.seen if attempt.is_finished else delivered.shown),
        "parts": delivered,
    }
    if attempt.is_finished:
        context |= {"data": receipt_data(request, attempt), "result_address": _result(attempt)}
        return render(request, "exams/receipt.html", context)
    context["data"] = taking_data(request, attempt, now, delivered.open)
    return render(request, "exams/part_end.html" if delivered.open else "exams/submission.html", context)


def _result(attempt: Attempt) -> str:
    """The address of the result when it is released, else nothing."""
    if attempt.sitting.released_at is None:
        return ""
    try:
        return reverse("results:candidate", kwargs={"uuid": attempt.uuid})
    except NoReverseMatch:
        return ""

"""Who may open a candidate's page: whoever holds the link, then whoever holds the attempt's signed cookie.

No session and no user row is read for candidates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models.functions import Now
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.statements import Lookup
from exams.attempts import close_if_overdue, grace
from exams.clock import is_overdue
from exams.links import hash_token
from exams.models import Attempt, Invitation

COOKIE = "attempt"
COOKIE_AGE = 180 * 24 * 60 * 60
_signer = Signer(salt="exams.attempt")


_ATTEMPT = Lookup(lambda: Attempt.objects.select_related("sitting__paper", "invitation").annotate(clock=Now()), "uuid")
_ATTEMPT_ID = Lookup(lambda: Attempt.objects.order_by().values_list("pk", flat=True), "uuid")
_INVITATION = Lookup(
    lambda: Invitation.objects.select_related("sitting__paper__role", "attempt").annotate(clock=Now()),
    "links__token_hash",
)


@dataclass(frozen=True)
class Ticket:
    """What the cookie says: this browser may open this attempt, which is about this paper."""

    attempt: UUID
    paper: UUID


def set_ticket(response: HttpResponseBase, attempt: Attempt) -> None:
    """Let this browser open the attempt's pages, and no others."""
    response.set_cookie(
        COOKIE,
        ticket_value(attempt),
        max_age=COOKIE_AGE,
        path=f"/attempts/{attempt.uuid}/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def ticket_value(attempt: Attempt) -> str:
    return _signer.sign(f"{attempt.uuid.hex}.{attempt.sitting.paper.uuid.hex}")


def read_ticket(request: HttpRequest, uuid: UUID) -> Ticket:
    """The browser's ticket for this attempt, without a query. Raises Http404 for strangers."""
    try:
        ticket = _ticket(request.COOKIES.get(COOKIE, ""))
    except (BadSignature, ValueError) as error:
        raise Http404 from error
    if ticket.attempt != uuid:
        raise Http404
    return ticket


@lru_cache(maxsize=4096)
def _ticket(value: str) -> Ticket:
    """A page sends the same one with every save. What is no ticket raises, and is not kept."""
    attempt, paper = _signer.unsign(value).split(".")
    return Ticket(UUID(attempt), UUID(paper))


def is_save(request: HttpRequest) -> bool:
    """Does the script of a taking page save answers, or ask for the time? Its reply is data for the script."""
    if request.method != "POST" or request.content_type != "application/json":
        return False
    return request.path_info.startswith("/attempts/") and request.path_info.endswith("/answers/")


def attempt_id(request: HttpRequest, uuid: UUID) -> int:
    """The row of this browser's attempt, whatever its state. Raises Http404 for strangers."""
    found = _ATTEMPT_ID.find(read_ticket(request, uuid).attempt)
    if found is None:
        raise Http404
    return found


def candidate_attempt(request: HttpRequest, uuid: UUID) -> Attempt:
    """The attempt of this browser, closed first when its time is over. Raises Http404 for strangers."""
    return attempt_and_clock(request, uuid)[0]


def attempt_and_clock(request: HttpRequest, uuid: UUID) -> tuple[Attempt, datetime]:
    """The same, with the database's time."""
    ticket = read_ticket(request, uuid)
    found = _ATTEMPT.find(ticket.attempt)
    if found is None:
        raise Http404
    running = found.state == Attempt.State.STARTED and found.paused_at is None
    if running and is_overdue(found.clock, found.deadline, grace()):
        close_if_overdue(found.pk)
        found.refresh_from_db(fields=["state", "finished_at"])
    return found, found.clock


def invited_by(token: str) -> tuple[Invitation, datetime]:
    """The invitation that the secret link belongs to, and the database's time. Raises Http404 for any other link.

    The look-up is by hash, so its duration tells nothing about tokens that exist.
    """
    found = _INVITATION.find(hash_token(token))
    if found is None:
        raise Http404
    return found, found.clock

"""Who is invited to a sitting and how far each has come, in a constant number of statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from exams.models import Attempt, Invitation, Response, Sitting

PAGE = 50


class Standing(StrEnum):
    INVITED = "invited"
    RUNNING = "running"
    PAUSED = "paused"
    TIME_UP = "time_up"
    SUBMITTED = "submitted"
    TIMED_OUT = "timed_out"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Row:
    """One line of the table. `minutes_left` is rounded up, by the server's clock; None unless running."""

    invitation: Invitation
    standing: Standing
    attempt: Attempt | None
    answered: int
    minutes_left: int | None

    @property
    def may_withdraw(self) -> bool:
        return self.standing in {Standing.INVITED, Standing.RUNNING, Standing.PAUSED, Standing.TIME_UP}

    @property
    def may_get_link(self) -> bool:
        """Also whoever has finished: the same kind of link shows the receipt and, once released, the result."""
        return self.standing is not Standing.WITHDRAWN


def standing(invitation: Invitation, attempt: Attempt | None, now: datetime) -> Standing:
    if invitation.withdrawn_at or (attempt and attempt.state == Attempt.State.WITHDRAWN):
        return Standing.WITHDRAWN
    if attempt is None:
        return Standing.INVITED
    if attempt.is_paused:
        return Standing.PAUSED
    if attempt.state == Attempt.State.STARTED:
        return Standing.RUNNING if now < attempt.deadline else Standing.TIME_UP
    return Standing(attempt.state)


def minutes_left(attempt: Attempt, now: datetime) -> int:
    return -int(-attempt.left(now).total_seconds() // 60)


def roster(sitting: Sitting, number: str | None, now: datetime) -> tuple[Page[Invitation], list[Row]]:
    """A page of the table: three statements, however many people are invited."""
    invited = sitting.invitations.select_related("attempt").order_by("id")
    page = Paginator(invited, PAGE).get_page(number)
    people = list(page.object_list)
    attempts = [person.attempt for person in people if hasattr(person, "attempt")]
    given = Response.objects.filter(attempt__in=attempts, answer_json__isnull=False).order_by()
    answered = dict(given.values_list("attempt").annotate(n=Count("pk")))
    return page, [_row(person, answered, now) for person in people]


def _row(invitation: Invitation, answered: dict[int, int], now: datetime) -> Row:
    attempt: Attempt | None = getattr(invitation, "attempt", None)
    state = standing(invitation, attempt, now)
    left = minutes_left(attempt, now) if attempt and state in {Standing.RUNNING, Standing.PAUSED} else None
    return Row(invitation, state, attempt, answered.get(attempt.pk, 0) if attempt else 0, left)


def totals(sitting: Sitting) -> dict[str, int]:
    """How many are invited, have not started, are running, have finished; withdrawn people count nowhere."""
    running, done = Q(attempt__state=Attempt.State.STARTED), Q(attempt__state__in=Attempt.FINISHED)
    return sitting.invitations.filter(withdrawn_at=None).aggregate(
        invited=Count("pk"),
        waiting=Count("pk", filter=Q(attempt=None)),
        running=Count("pk", filter=running),
        finished=Count("pk", filter=done),
    )

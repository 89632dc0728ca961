"""Sittings: in which phase one is, and what may still change. Every deed leaves an audit row."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from exams.adjusting import move_to_window
from exams.attempts import lock_sitting
from exams.models import Attempt, Invitation, Sitting


class Phase(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    RELEASED = "released"
    CANCELLED = "cancelled"


# What candidates have agreed to by starting; it stands from the first start on.
FIXED_AFTER_START = (
    "paper",
    "opens_at",
    "minutes",
    "entry_minutes",
    "watches",
    "absence_limit",
    "pass_rule",
    "pass_value",
    "policy",
    "c",
    "shuffle_items",
    "shuffle_options",
)


def phase(sitting: Sitting, now: datetime) -> Phase:
    if sitting.cancelled_at:
        return Phase.CANCELLED
    if sitting.released_at:
        return Phase.RELEASED
    if now < sitting.opens_at:
        return Phase.PLANNED
    return Phase.OPEN if now < sitting.closes_at else Phase.CLOSED


def in_phase(rows: QuerySet[Sitting], wanted: str, now: datetime) -> QuerySet[Sitting]:
    """The sittings of one phase, as `phase` names it; an unknown name filters nothing."""
    live = Q(cancelled_at=None, released_at=None)
    conditions = {
        Phase.CANCELLED: Q(cancelled_at__isnull=False),
        Phase.RELEASED: Q(cancelled_at=None, released_at__isnull=False),
        Phase.PLANNED: live & Q(opens_at__gt=now),
        Phase.OPEN: live & Q(opens_at__lte=now, closes_at__gt=now),
        Phase.CLOSED: live & Q(opens_at__lte=now, closes_at__lte=now),
    }
    return rows.filter(conditions[Phase(wanted)]) if wanted in set(Phase) else rows


def with_counts(rows: QuerySet[Sitting]) -> QuerySet[Sitting]:
    """`invited`, `started` and `finished` for each sitting, in the same statement."""
    attempts = Attempt.objects.filter(sitting=OuterRef("pk")).exclude(state=Attempt.State.WITHDRAWN)
    invitations = Invitation.objects.filter(sitting=OuterRef("pk"), withdrawn_at=None)
    return rows.annotate(
        invited=_count(invitations),
        started=_count(attempts),
        finished=_count(attempts.filter(state__in=Attempt.FINISHED)),
    )


def _count(rows: QuerySet[Attempt] | QuerySet[Invitation]) -> Coalesce:
    counted = rows.order_by().values("sitting").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def has_started(sitting: Sitting) -> bool:
    return sitting.pk is not None and sitting.attempts.exists()


def save_sitting(sitting: Sitting, reviewers: list[User], *, by: User, changed: list[str]) -> None:
    """Make or change a sitting; the form has checked it inside the same transaction."""
    is_new = sitting.pk is None
    sitting.save()
    sitting.reviewers.set(reviewers)
    if not is_new:
        move_to_window(sitting, by=by)
    record(by, "sitting.created" if is_new else "sitting.changed", sitting, fields=changed)


@transaction.atomic
def cancel(sitting: Sitting, *, by: User) -> bool:
    """Cancel a sitting that nobody has started; False when somebody has, or when it is cancelled already."""
    lock_sitting(sitting.pk)
    free = Sitting.objects.filter(pk=sitting.pk, cancelled_at=None, attempts=None)
    if not Sitting.objects.filter(pk__in=free.values("pk")).update(cancelled_at=timezone.now()):
        return False
    record(by, "sitting.cancelled", sitting)
    return True

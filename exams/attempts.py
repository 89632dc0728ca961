"""Starting, submitting and closing attempts. Each change of state is one conditional update; a repeat does nothing.

Time is the database's: servers may disagree about the time, the database is one. `now` is for tests.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Case, Expression, F, QuerySet, Value, When
from django.db.models.functions import Least, Now

from accounts.audit import record
from accounts.statements import Lookup
from exams.clock import Entry, deadline, entry
from exams.models import Attempt, Invitation, Sitting
from exams.ordering import Order, order_for
from exams.signals import attempt_submitted
from exams.snapshot import Snapshot, snapshot
from questionbank.content import points_text

# The text that candidates agree to before they start; a change of the text is a new version.
CONSENT_VERSION = 2


_LOCKED = Lookup(
    lambda: (
        Invitation.objects.select_for_update(of=("self", "sitting"), no_key=True)
        .select_related("sitting__paper")
        .annotate(clock=Now())
    ),
    "pk",
)
_RUNNING = Lookup(lambda: Attempt.objects.select_related("sitting__paper"), "invitation_id")
_NAMED = Lookup(
    lambda: Attempt.objects.select_related("invitation", "sitting").only(
        "uuid", "state", "invitation__name", "sitting__title"
    ),
    "pk",
)


class StartRefused(Exception):
    """Nobody may start now. `code`: early, late, withdrawn or cancelled."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def grace() -> timedelta:
    """How long after the deadline a save that was on its way still counts."""
    return timedelta(seconds=settings.TIKU_SAVE_GRACE)


def refusal(invitation: Invitation, now: datetime) -> str | None:
    """Why this invitation cannot be used now, or None."""
    sitting = invitation.sitting
    if invitation.withdrawn_at is not None:
        return "withdrawn"
    if sitting.cancelled_at is not None:
        return "cancelled"
    when = entry(now, sitting.opens_at, sitting.last_entry)
    return None if when == Entry.OPEN else when.value


def lock_sitting(sitting_id: int) -> Sitting:
    """The sitting as it is now, until the end of the transaction. Starting, changing and cancelling queue here."""
    return Sitting.objects.select_for_update(no_key=True).get(pk=sitting_id)


@transaction.atomic
def start_attempt(invitation: Invitation, *, now: datetime | None = None) -> Attempt:
    """The invitation's attempt, made when there is none yet: pressing twice gives one attempt.

    Raises `StartRefused`. Terms and order are frozen here; later changes of the sitting do not reach them.
    """
    # Two presses queue here, so the second one finds the first one's attempt; and the sitting's terms must not change
    # under the start.
    locked = _LOCKED.find(invitation.pk)
    if locked is None:
        raise StartRefused("withdrawn")
    running = _RUNNING.find(locked.pk)
    if running is not None:
        return running
    moment = now or locked.clock
    code = refusal(locked, moment)
    if code is not None:
        raise StartRefused(code)
    return _begin(locked, moment)


def _begin(invitation: Invitation, now: datetime) -> Attempt:
    sitting = invitation.sitting
    held = snapshot(sitting.paper)
    identity = uuid4()
    end = deadline(now, sitting.minutes, invitation.extra_factor, sitting.end)
    made = Attempt.objects.create(
        uuid=identity,
        sitting=sitting,
        invitation=invitation,
        started_at=now,
        last_seen_at=now,
        deadline=end,
        cut=deadline(now, sitting.minutes, invitation.extra_factor, None) - end,
        terms_json=_terms(invitation, held),
        order_json=_order(invitation, held, identity.int),
    )
    record(None, "attempt.started", made)
    return made


def _terms(invitation: Invitation, held: Snapshot) -> dict[str, Any]:
    sitting = invitation.sitting
    return {
        "minutes": sitting.minutes,
        "factor": points_text(invitation.extra_factor),
        "policy": sitting.policy.model_dump(mode="json"),
        "sections": {
            str(section.id): section.policy.model_dump(mode="json") if section.policy else None
            for section in held.sections
        },
        "consent": CONSENT_VERSION,
        "watches": sitting.watches,
        "absence_limit": sitting.absence_limit if sitting.watches else None,
    }


def _order(invitation: Invitation, held: Snapshot, seed: int) -> Order:
    return order_for(
        ([(item.id, item.content) for item in section.items] for section in held.sections),
        seed=seed,
        items=invitation.sitting.shuffle_items,
        options=invitation.sitting.shuffle_options,
    )


def submit_attempt(attempt_id: int, *, now: datetime | None = None) -> bool:
    """Submit a running attempt; True when this call did it.

    After the deadline it counts as closed by time, at the deadline. Nobody submits in a pause.
    """
    clock = _clock(now)
    with transaction.atomic():
        changed = Attempt.objects.filter(pk=attempt_id, state=Attempt.State.STARTED, paused_at=None).update(
            state=Case(
                When(deadline__lt=clock, then=Value(Attempt.State.TIMED_OUT)),
                default=Value(Attempt.State.SUBMITTED),
            ),
            finished_at=Least(F("deadline"), clock),
        )
        if changed:
            _announce(attempt_id)
    return bool(changed)


def close_overdue(now: datetime | None = None) -> int:
    """Close every running attempt whose time and grace are over, with the deadline as its end. Gives their number.

    Several processes may do this at once: the conditional update lets only one of them close an attempt.
    """
    overdue = running_overdue(now).order_by("pk").values_list("pk", flat=True)
    return sum(close_if_overdue(attempt_id, now) for attempt_id in list(overdue))


def close_if_overdue(attempt_id: int, now: datetime | None = None) -> bool:
    with transaction.atomic():
        changed = (
            running_overdue(now).filter(pk=attempt_id).update(state=Attempt.State.TIMED_OUT, finished_at=F("deadline"))
        )
        if changed:
            _announce(attempt_id)
    return bool(changed)


def running_overdue(now: datetime | None = None) -> QuerySet[Attempt]:
    """Running attempts past deadline and grace; in a pause no time passes."""
    return Attempt.objects.filter(state=Attempt.State.STARTED, paused_at=None, deadline__lt=_clock(now) - grace())


def _clock(now: datetime | None) -> Expression:
    return Now() if now is None else Value(now)


def _announce(attempt_id: int) -> None:
    """Write it into the audit trail, and tell scoring after the commit; what goes wrong there never undoes a
    submission."""
    finished = _NAMED.get(attempt_id)
    record(None, f"attempt.{finished.state}", finished)
    send = partial(attempt_submitted.send_robust, sender=Attempt, attempt_id=attempt_id)
    transaction.on_commit(send, robust=True)

"""Letting somebody go on whose test was closed by time, because a fault of ours ran into the deadline.

HR does it for one person, with minutes and a reason; it stands in the record of time and in the audit trail. It is for
tests that nobody has begun to mark and whose results are not released: scoring is asked inside the transaction, takes
its automatic scores back, and scores anew after the next end.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now

from accounts.audit import record
from accounts.models import User
from exams.adjusting import let_overrun
from exams.attempts import lock_sitting
from exams.clock import whole_minutes
from exams.models import Adjustment, Attempt, Invitation, Sitting
from exams.signals import attempt_reopened


class NotReopened(Exception):
    """`code`: running (not closed by time), released, withdrawn, cancelled, marked (somebody has begun to mark it) or
    window (the sitting ends before the first minute)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def reopen(invitation: Invitation, span: timedelta, *, by: User, reason: str, past_end: bool = False) -> Attempt:
    """Open the test again with `span` from now on, never past the end of the window unless it may. Raises
    `NotReopened`; then nothing has changed."""
    sitting = lock_sitting(invitation.sitting_id)  # a release waits, or comes before and is seen
    if past_end:
        let_overrun(sitting, by)
    rows = Attempt.objects.select_for_update(of=("self",), no_key=True).select_related("invitation")
    found = rows.annotate(clock=Now()).filter(invitation=invitation).first()
    code = refusal(found, sitting)
    if found is None or code:
        raise NotReopened(code)
    full = found.clock + span
    deadline = full if sitting.end is None else min(full, sitting.end)
    if deadline <= found.clock:
        raise NotReopened("window")
    before = found.deadline
    attempt_reopened.send(sender=Attempt, attempt_id=found.pk, by=by, reason=reason)
    _open(found, deadline, full - deadline, _section_deadline(found, found.clock, span))
    Adjustment.objects.create(
        invitation=invitation,
        kind=Adjustment.Kind.OUTAGE,
        added=deadline - before,
        deadline=deadline,
        value=Adjustment.REOPENED,
        reason=reason,
        by=by,
    )
    record(by, "invitation.reopened", invitation, minutes=whole_minutes(span), reason=reason)
    return found


def refusal(attempt: Attempt | None, sitting: Sitting) -> str:
    """Why it stays closed, as far as this app knows; empty when nothing stands against it."""
    if attempt is None or attempt.state != Attempt.State.TIMED_OUT:
        return "running"
    if attempt.invitation.withdrawn_at is not None:
        return "withdrawn"
    if sitting.cancelled_at is not None:
        return "cancelled"
    return "released" if sitting.released_at is not None else ""


def _open(attempt: Attempt, deadline: datetime, cut: timedelta, section_deadline: datetime | None) -> None:
    attempt.state = Attempt.State.STARTED
    attempt.deadline, attempt.cut, attempt.section_deadline = deadline, cut, section_deadline
    attempt.finished_at = attempt.scored_at = None
    attempt.save(update_fields=["state", "deadline", "cut", "section_deadline", "finished_at", "scored_at"])


def _section_deadline(attempt: Attempt, now: datetime, span: timedelta) -> datetime | None:
    """A section that was open at the end goes on with what it had left, and with what is given."""
    ends, finished = attempt.section_deadline, attempt.finished_at
    if ends is None or finished is None or ends < finished:
        return ends
    return now + (ends - finished) + span

"""Who may write in an attempt: one page at a time holds the pen.

A page names itself by a random word (`static/exams/pen.js`). The first page that reports takes the pen; another one may
only read until the candidate says that they go on there. Saves check the pen in their own statement (exams/saving.py).
A page that reloads, crashes or loses the network keeps the pen: nothing but a take-over moves it.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from exams.integrity import note_network
from exams.models import Attempt, PenChange
from exams.saving import REPORTED, Receipt, current_end, state_for

# How often an attempt that reports is marked as seen; the reports in between only read.
SEEN_EVERY = timedelta(seconds=20)
# So many are told one by one; whoever goes to and fro more often has shown that, and fills no disk with it.
MAX_CHANGES = 500


def report(attempt: UUID, writer: str, device: str, network: str = "") -> Receipt:
    """Time and state, and whether the page may write; takes the pen when nobody has it.

    One statement, a second one every 20 seconds, more when the network is another one. Raises `Attempt.DoesNotExist`.
    """
    rows = Attempt.objects.annotate(clock=Now())
    found = rows.only(*REPORTED, "uuid", "network", "terms_json", "last_seen_at").get(uuid=attempt)
    if writer and not found.writer and found.state == Attempt.State.STARTED:
        if _take(found, writer, device, Attempt.objects.filter(writer="")):
            found.writer = writer
        else:  # another page was first
            found.refresh_from_db(fields=["state", "writer"])
    elif found.last_seen_at is None or found.clock - found.last_seen_at > SEEN_EVERY:
        Attempt.objects.filter(pk=found.pk, state=Attempt.State.STARTED).update(last_seen_at=Now())
    if network and found.network != network:
        note_network(found, network, found.clock)
    moment = found.paused_at or found.clock
    end, part = current_end(found.deadline, found.section_id, found.section_deadline, moment)
    return Receipt(state_for(found, found.clock, writer), found.clock, end, part=part)


def take_over(attempt: Attempt, writer: str, device: str) -> bool:
    """The candidate goes on in this page; False when it has the pen already or the attempt is over."""
    is_noted = PenChange.objects.filter(attempt=attempt).count() < MAX_CHANGES
    return _take(attempt, writer, device, Attempt.objects.exclude(writer=writer), is_noted=is_noted)


@transaction.atomic
def _take(attempt: Attempt, writer: str, device: str, among: QuerySet[Attempt], *, is_noted: bool = True) -> bool:
    # On PostgreSQL this waits for a save under way, which holds the row; every later save sees the new pen.
    running = among.filter(pk=attempt.pk, state=Attempt.State.STARTED)
    if not running.update(writer=writer, last_seen_at=Now()):
        return False
    if is_noted:
        PenChange.objects.create(attempt=attempt, writer=writer, device=device)
    return True

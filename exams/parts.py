"""Which sections a candidate has on the page.

A section with its own time limit or no way back is delivered when the candidate opens it, not before: one at a time, in
the order of the paper, and once. All the others are free: they are on the page together whenever no such section is
open. Saves ask in their own statement whether the section is open (exams/saving.py).

Free questions take answers at any time, also while such a section is open: what was typed may still be on its way, and
who answers them from another window spends the open section's own time, nobody else's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now

from exams.clock import allowance
from exams.models import Attempt, SectionVisit
from exams.saving import current_end
from exams.snapshot import SectionSnapshot, snapshot


@dataclass(frozen=True)
class Parts:
    """`open` is the section that is open of those that are delivered by themselves, `waiting` the next ones in order,
    `shown` the sections on the page now, `seen` all that were ever on it."""

    open: SectionSnapshot | None
    waiting: tuple[SectionSnapshot, ...]
    shown: frozenset[int]
    seen: frozenset[int]

    @property
    def next(self) -> SectionSnapshot | None:
        return self.waiting[0] if self.waiting else None


def parts(attempt: Attempt, now: datetime) -> Parts:
    """One statement where a section is delivered by itself, else none."""
    sections = snapshot(attempt.sitting.paper).sections
    gated = [section for section in sections if section.is_gated]
    free = frozenset(section.id for section in sections if not section.is_gated)
    if not gated:
        return Parts(None, (), free, free)
    visited = frozenset(SectionVisit.objects.filter(attempt=attempt).values_list("section_id", flat=True))
    moment = attempt.paused_at or now
    current = current_end(attempt.deadline, attempt.section_id, attempt.section_deadline, moment)[1]
    opened = next((section for section in gated if section.id == current), None)
    waiting = tuple(section for section in gated if section.id not in visited)
    return Parts(opened, waiting, frozenset({opened.id}) if opened else free, free | visited)


@transaction.atomic
def open_section(attempt: Attempt, section: int, now: datetime) -> bool:
    """Open the next section; False when it is not its turn, another one is open, or the test does not run."""
    locked = Attempt.objects.select_for_update(of=("self",)).select_related("sitting__paper", "invitation")
    found = locked.annotate(clock=Now()).get(pk=attempt.pk)
    known = parts(found, found.clock)
    chosen = known.next
    if known.open is not None or chosen is None or chosen.id != section:
        return False
    running = Attempt.objects.filter(pk=found.pk, state=Attempt.State.STARTED, paused_at=None, deadline__gte=Now())
    ends = None
    if chosen.minutes is not None:
        ends = found.clock + allowance(chosen.minutes, found.invitation.extra_factor)
    if not running.update(section=section, section_deadline=ends):
        return False
    SectionVisit.objects.create(attempt=found, section_id=section, at=found.clock)
    return True


def leave_section(attempt: Attempt, section: int) -> bool:
    """There is no way back. A repeat does nothing."""
    mine = Attempt.objects.filter(pk=attempt.pk, section=section, state=Attempt.State.STARTED, paused_at=None)
    return bool(mine.update(section=None, section_deadline=None))

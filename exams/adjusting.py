"""What HR changes for one candidate or for everybody who is running: time, pauses, help. Each deed leaves a row for
each person in `Adjustment` and one in the audit trail.

A deadline is moved by one conditional statement, whatever the number of people; the pages of running tests hear of it
with their next report, within ten seconds. Time is the database's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Case, DateTimeField, DurationField, Expression, ExpressionWrapper, F, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest, Least, Now

from accounts.audit import record
from accounts.models import User
from exams.clock import allowance, whole_minutes
from exams.models import Adjustment, Attempt, Invitation, Sitting
from questionbank.content import points_text

Kind = Adjustment.Kind
NOTHING = timedelta(0)


@dataclass(frozen=True)
class Given:
    """How many running tests a deed reached, and how many of them got less because the window ends."""

    people: int
    cut_short: int = 0


@dataclass(frozen=True)
class Target:
    """Whose clock is meant: one candidate's, or that of everybody in the sitting whose test is running."""

    sitting: Sitting
    invitation: Invitation | None = None

    @property
    def running(self) -> QuerySet[Attempt]:
        mine = {} if self.invitation is None else {"invitation": self.invitation}
        return Attempt.objects.filter(sitting=self.sitting, state=Attempt.State.STARTED, **mine)

    def tell(self, by: User, deed: str, given: Given, **details: str | int) -> None:
        if self.invitation is None:
            record(by, f"sitting.{deed}", self.sitting, people=given.people, **details)
        else:
            record(by, f"invitation.{deed}", self.invitation, **details)


@transaction.atomic
def give_time(target: Target, span: timedelta, kind: Kind, *, by: User, reason: str, past_end: bool = False) -> Given:
    """More time on running clocks, never past the end of the window unless the sitting lets it (`past_end` says so
    from now on)."""
    if past_end:
        let_overrun(target.sitting, by)
    given = _move(target, target.running, Value(span, DurationField()), kind, by=by, reason=reason)
    if given.people:
        target.tell(by, "time_given", given, minutes=whole_minutes(span), reason=reason)
    return given


@transaction.atomic
def pause(target: Target, *, by: User, reason: str) -> Given:
    """Stop the clocks that run. Whoever has no time left has nothing to pause."""
    rows = _locked(target.running.filter(paused_at=None, deadline__gte=Now()))
    free = Attempt.objects.filter(pk__in=[row.pk for row in rows], state=Attempt.State.STARTED, paused_at=None)
    given = Given(free.update(paused_at=rows[0].clock) if rows else 0)  # type: ignore[attr-defined]  # annotated
    if given.people:
        _log(Kind.PAUSE, {row: (NOTHING, row.deadline) for row in rows}, by, reason)
        target.tell(by, "paused", given, reason=reason)
    return given


@transaction.atomic
def resume(target: Target, *, by: User, reason: str, past_end: bool = False) -> Given:
    """Let the clocks go on with exactly the time that was left when they were stopped."""
    if past_end:
        let_overrun(target.sitting, by)
    paused = target.running.filter(paused_at__isnull=False)
    stood = ExpressionWrapper(Now() - F("paused_at"), DurationField())
    given = _move(target, paused, stood, Kind.RESUME, by=by, reason=reason)
    if given.people:
        target.tell(by, "resumed", given, reason=reason)
    return given


@transaction.atomic
def move_to_window(sitting: Sitting, *, by: User) -> Given:
    """The end of the sitting has moved: give back what its former end took."""
    target = Target(sitting)
    nothing = Value(NOTHING, DurationField())
    return _move(target, target.running.filter(cut__gt=NOTHING), nothing, Kind.WINDOW, by=by, reason="")


def let_overrun(sitting: Sitting, by: User) -> None:
    if Sitting.objects.filter(pk=sitting.pk, overrun=False).update(overrun=True):
        sitting.overrun = True
        record(by, "sitting.changed", sitting, fields=["overrun"])


def _locked(rows: QuerySet[Attempt]) -> list[Attempt]:
    """A submission at the same moment comes before, and the attempt is not among them, or waits."""
    return list(rows.select_for_update(of=("self",), no_key=True).annotate(clock=Now()).order_by("pk"))


def _move(
    target: Target,
    rows: QuerySet[Attempt],
    span: Expression,
    kind: Kind,
    *,
    by: User,
    reason: str,
    value: str = "",
    section_span: Expression | None = None,
) -> Given:
    """Four statements for any number of people: lock, move, read, log."""
    before = _locked(rows)
    if not before:
        return Given(0)
    sitting = target.sitting
    moved = rows.filter(pk__in=[row.pk for row in before])
    changes = {"paused_at": None} if kind == Kind.RESUME else {}
    moved.update(**_deadlines(span, sitting.end), **_section_deadline(section_span or span), **changes)
    after = Attempt.objects.in_bulk([row.pk for row in before])
    added = {row: (after[row.pk].deadline - row.deadline, after[row.pk].deadline) for row in before}
    if kind == Kind.WINDOW:
        added = {row: change for row, change in added.items() if change[0]}
    _log(kind, added, by, reason, value)
    short = sum(after[row.pk].cut > row.cut for row in before)
    return Given(len(before), short)


def _deadlines(span: Expression, end: datetime | None) -> dict[str, Expression]:
    """The new deadline and what the window takes off it, from what stands in the row."""
    full = ExpressionWrapper(F("deadline") + F("cut") + span, DateTimeField())
    if end is None:
        return {"deadline": full, "cut": Value(NOTHING, DurationField())}
    last = Value(end, DateTimeField())
    over = ExpressionWrapper(full - last, DurationField())
    return {"deadline": Least(full, last), "cut": Greatest(over, Value(NOTHING, DurationField()))}


def _section_deadline(span: Expression) -> dict[str, Expression]:
    """The open section's clock moves along while it has time left, so that what was given can be used there."""
    runs = When(
        section_deadline__gte=Coalesce(F("paused_at"), Now()),
        then=ExpressionWrapper(F("section_deadline") + span, DateTimeField()),
    )
    return {"section_deadline": Case(runs, default=F("section_deadline"), output_field=DateTimeField())}


def _log(
    kind: Kind, changes: dict[Attempt, tuple[timedelta, datetime]], by: User, reason: str, value: str = ""
) -> None:
    Adjustment.objects.bulk_create(
        Adjustment(
            invitation_id=attempt.invitation_id,
            kind=kind,
            added=added,
            deadline=deadline,
            value=value,
            reason=reason,
            by=by,
        )
        for attempt, (added, deadline) in changes.items()
    )


@dataclass(frozen=True)
class Help:
    """What one candidate is helped with. `factor` multiplies the time of the sitting."""

    factor: Decimal
    large_text: bool
    hide_clock: bool


class TakesTime(Exception):
    """A running test keeps the time that was promised: the factor only rises."""


@transaction.atomic
def accommodate(invitation: Invitation, wanted: Help, *, by: User, reason: str) -> list[str]:
    """Help for one person before or during the test; the names of what changed. Raises `TakesTime`."""
    # A start at the same moment waits here, and then begins with the new factor.
    locked = Invitation.objects.select_for_update(of=("self",)).select_related("sitting").get(pk=invitation.pk)
    names = ("extra_factor", "large_text", "hide_clock")
    new = dict(zip(names, (wanted.factor, wanted.large_text, wanted.hide_clock), strict=True))
    changed = [name for name in names if getattr(locked, name) != new[name]]
    if "extra_factor" in changed:
        _set_factor(locked, wanted.factor, by, reason)
    Adjustment.objects.bulk_create(
        Adjustment(invitation=locked, kind=Kind(name), value="on" if new[name] else "off", reason=reason, by=by)
        for name in changed
        if name != "extra_factor"
    )
    for name in changed:
        setattr(locked, name, new[name])
    if changed:
        locked.save(update_fields=changed)
        record(by, "invitation.helped", locked, fields=changed, reason=reason)
    return changed


def _set_factor(invitation: Invitation, factor: Decimal, by: User, reason: str) -> None:
    target, value = Target(invitation.sitting, invitation), points_text(factor)
    attempt = target.running.select_related("section").first()
    if attempt is None:
        Adjustment.objects.create(invitation=invitation, kind=Kind.FACTOR, value=value, reason=reason, by=by)
        return
    if factor < invitation.extra_factor:
        raise TakesTime
    minutes = attempt.terms_json.get("minutes", invitation.sitting.minutes)
    more = allowance(minutes, factor) - allowance(minutes, invitation.extra_factor)
    own = attempt.section.minutes if attempt.section and attempt.section.minutes else 0
    in_section = Value(allowance(own, factor) - allowance(own, invitation.extra_factor), DurationField())
    span = Value(more, DurationField())
    _move(target, target.running, span, Kind.FACTOR, by=by, reason=reason, value=value, section_span=in_section)

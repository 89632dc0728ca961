"""The integrity record: absences with their duration, sizes of pastes, changes of network and device.

It is shown to people. Nothing here changes a score; the one automatic deed, submitting after so many absences, happens
only where HR switched it on and the candidate was told so before the start.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Substr

from accounts.audit import record
from accounts.models import User
from exams.attempts import submit_attempt
from exams.clock import clock_words
from exams.devices import BROWSER, BROWSER_LENGTH, browser_of
from exams.models import Attempt, IntegrityDecision, IntegrityEvent, PenChange, Sitting

Kind = IntegrityEvent.Kind
Verdict = IntegrityDecision.Verdict
# A shorter absence is recorded and does not count towards a limit: a notification that took the focus.
COUNTS_FROM = timedelta(seconds=5)
MAX_EVENTS = 500
MAX_BATCH = 50
NAME = re.compile(r"[a-z0-9-]{8,40}")


@dataclass(frozen=True)
class Noticed:
    """What the page says; `ago` is how long before it was sent it began, so the device's clock does not matter."""

    kind: Kind
    name: str
    ago: timedelta
    lasted: timedelta
    size: int
    question: int | None


def read_events(body: bytes, questions: Collection[int]) -> list[Noticed]:
    """`{"events": [{"name", "kind", "ago", "lasted", "size", "question"}]}`, times in milliseconds. What is not such an
    event is left out: a record is never a reason to fail."""
    try:
        sent = json.loads(body)["events"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return []
    if not isinstance(sent, list):
        return []
    return [found for one in sent[:MAX_BATCH] if isinstance(one, dict) and (found := _event(one, questions))]


def _event(one: dict[str, Any], questions: Collection[int]) -> Noticed | None:
    kind, name, question = one.get("kind"), one.get("name"), one.get("question")
    if kind not in (Kind.AWAY.value, Kind.PASTE.value) or not isinstance(name, str) or not NAME.fullmatch(name):
        return None
    known = question if type(question) is int and question in questions else None
    return Noticed(Kind(kind), name, _span(one.get("ago")), _span(one.get("lasted")), _count(one.get("size")), known)


def _count(value: Any) -> int:
    return min(value, 2**31 - 1) if type(value) is int and value > 0 else 0


def _span(value: Any) -> timedelta:
    return timedelta(milliseconds=min(_count(value), 24 * 3600 * 1000))


def note_events(attempt: Attempt, noticed: Sequence[Noticed], now: datetime) -> int:
    """Keep what was noticed during the test; the number of absences that count. Submits at the limit."""
    if attempt.state != Attempt.State.STARTED or not attempt.terms_json.get("watches"):
        return 0
    if noticed and _how_many(attempt, Kind.AWAY, Kind.PASTE) + len(noticed) <= MAX_EVENTS:
        rows = [_row(attempt, one, now) for one in noticed if not _is_pause(attempt, one, now)]
        IntegrityEvent.objects.bulk_create(rows, ignore_conflicts=True)
    absences = attempt.integrity_events.filter(kind=Kind.AWAY, lasted__gte=COUNTS_FROM).count()
    limit = attempt.terms_json.get("absence_limit")
    if limit and absences >= limit:
        _submit_for(attempt, absences, now)
    return absences


def _how_many(attempt: Attempt, *kinds: Kind) -> int:
    """What a page says of itself has a limit of its own, so that it cannot leave no room for what the server sees."""
    return attempt.integrity_events.filter(kind__in=kinds).count()


def _is_pause(attempt: Attempt, one: Noticed, now: datetime) -> bool:
    """Nobody has to stay while the clock stands still."""
    return one.kind == Kind.AWAY and attempt.paused_at is not None and now - one.ago >= attempt.paused_at


def _row(attempt: Attempt, one: Noticed, now: datetime) -> IntegrityEvent:
    began = max(now - one.ago, attempt.started_at)
    lasted = min(one.lasted, (attempt.paused_at or now) - began)
    return IntegrityEvent(
        attempt=attempt,
        kind=one.kind,
        at=began,
        lasted=lasted,
        size=one.size,
        paper_item_id=one.question,
        name=one.name,
    )


@transaction.atomic
def _submit_for(attempt: Attempt, absences: int, now: datetime) -> None:
    if submit_attempt(attempt.pk):
        IntegrityEvent.objects.create(attempt=attempt, kind=Kind.LIMIT, name="limit", at=now, size=absences)
        record(None, "attempt.absence_limit", attempt, absences=absences)


def note_network(attempt: Attempt, network: str, now: datetime) -> None:
    """The test goes on from another network than before; the first one is only remembered, by one statement."""
    if not attempt.terms_json.get("watches"):
        return
    before = attempt.network
    moved = Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.STARTED, network=before)
    if not before:
        moved.update(network=network)
        return
    with transaction.atomic():
        if moved.update(network=network) and _how_many(attempt, Kind.NETWORK) < MAX_EVENTS:
            detail = f"{before} → {network}"
            IntegrityEvent.objects.create(attempt=attempt, kind=Kind.NETWORK, at=now, detail=detail, name=str(uuid4()))


@dataclass(frozen=True)
class Record:
    """One candidate's record in numbers."""

    attempt: Attempt
    absences: int
    away: timedelta
    longest: timedelta
    pastes: int
    pasted: int
    networks: int
    devices: int
    decision: IntegrityDecision | None

    @property
    def away_words(self) -> str:
        return clock_words(self.away)

    @property
    def longest_words(self) -> str:
        return clock_words(self.longest)

    @property
    def may_decide(self) -> bool:
        """There is something to decide about, and the test is over."""
        return self.attempt.is_finished and not self.is_empty

    @property
    def is_empty(self) -> bool:
        return not (self.absences or self.pastes or self.networks or self.devices)


def records(sitting: Sitting) -> list[Record]:
    """Everybody who has begun, those without a decision first. Four statements, however many they are."""
    attempts = sitting.attempts.exclude(state=Attempt.State.WITHDRAWN).select_related("invitation")
    rows = attempts.prefetch_related("integrity_events", "pen_changes", "integrity_decisions__by").order_by("pk")
    found = [record_of(attempt) for attempt in rows]
    return sorted(found, key=lambda one: (one.is_empty or one.decision is not None, one.attempt.pk))


def record_of(attempt: Attempt) -> Record:
    events = list(attempt.integrity_events.all())
    away = [event.lasted for event in events if event.kind == Kind.AWAY]
    pastes = [event.size for event in events if event.kind == Kind.PASTE]
    decisions = list(attempt.integrity_decisions.all())
    return Record(
        attempt=attempt,
        absences=len(away),
        away=sum(away, timedelta(0)),
        longest=max(away, default=timedelta(0)),
        pastes=len(pastes),
        pasted=max(pastes, default=0),
        networks=sum(event.kind == Kind.NETWORK for event in events),
        devices=len(to_another_device(attempt.pen_changes.all())),
        decision=decisions[-1] if decisions else None,
    )


def to_another_device(changes: Iterable[PenChange]) -> dict[PenChange, bool]:
    """Those that went elsewhere and not to another window of the same browser: a page that was closed and opened again
    says nothing about anybody. With each, whether it goes by another browser or system than the one before; else what
    the pages keep on their device is another one's: a device of the same make, or a private window."""
    found: dict[PenChange, bool] = {}
    known, before = "", None
    for change in changes:
        browser, other = browser_of(change.writer), before is not None and before.device != change.device
        if other or (known and browser and browser != known):
            found[change] = other
        known, before = browser or known, change
    return found


def undecided(sitting: Sitting) -> QuerySet[Attempt]:
    return waiting().filter(sitting=sitting)


def waiting() -> QuerySet[Attempt]:
    """Finished tests with something in their record about which nobody has decided."""
    of_browser = Case(When(writer__regex=BROWSER, then=Substr("writer", 1, BROWSER_LENGTH)))
    changes = PenChange.objects.annotate(browser=of_browser)
    before = changes.filter(attempt=OuterRef("attempt"), pk__lt=OuterRef("pk"))
    elsewhere = ~Q(device=OuterRef("device")) | Q(browser__isnull=False) & ~Q(browser=OuterRef("browser"))
    moved = changes.filter(Exists(before.filter(elsewhere)), attempt=OuterRef("pk"))
    noticed = IntegrityEvent.objects.filter(attempt=OuterRef("pk"))
    recorded = Attempt.objects.filter(terms_json__watches=True, integrity_decisions=None)
    finished = recorded.filter(state__in=Attempt.FINISHED)
    return finished.filter(Q(Exists(noticed)) | Q(Exists(moved))).order_by(F("pk"))


@transaction.atomic
def decide(sitting: Sitting, attempts: Collection[str], verdict: Verdict, *, by: User, reason: str) -> int:
    """One row and one audit row for each; how many."""
    chosen = sitting.attempts.filter(uuid__in=attempts, state__in=Attempt.FINISHED)
    found = list(chosen.select_related("invitation", "sitting").order_by("pk"))
    for attempt in found:
        IntegrityDecision.objects.create(attempt=attempt, verdict=verdict, reason=reason, by=by)
        record(by, "attempt.integrity_decided", attempt, reason=reason)
    return len(found)

"""Letting candidates see their results: a person's decision, kept as it was told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from exams.integrity import undecided
from exams.models import Attempt, Sitting
from scoring.models import Mark, MarkTask, Release, ReleasedResult, ScoreEvent
from scoring.ranking import Verdict
from scoring.results import Standings, standings
from scoring.totals import fold


class Refused(Exception):
    """`code`: incomplete (marks are missing or somebody is still writing), integrity (a record waits for HR's decision)
    or unchanged (already released so)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def release(sitting_id: int, actor: User | None, reason: str, now: datetime) -> Release:
    """Make what candidates see: a first version, or one that amends the last. Two at once make one."""
    sitting = Sitting.objects.select_for_update().get(pk=sitting_id)
    table = standings(sitting)
    if not table.is_complete:
        raise Refused("incomplete")
    if undecided(sitting).exists():
        raise Refused("integrity")
    if table.release and not table.changed:
        raise Refused("unchanged")
    version = table.release.version + 1 if table.release else 1
    made = Release.objects.create(
        sitting=sitting, version=version, released_by=actor, released_at=now, reason=reason[:400]
    )
    _tell(made, table)
    Sitting.objects.filter(pk=sitting_id, released_at=None).update(released_at=now)
    record(actor, "result.released", sitting, version=version, candidates=len(table.rows), reason=made.reason)
    return made


def _tell(made: Release, table: Standings) -> None:
    snapshots = _snapshots(table)
    ReleasedResult.objects.bulk_create(
        ReleasedResult(
            release=made,
            attempt_id=row.attempt,
            total=row.span.sure,
            maximum=row.maximum,
            rank=row.band.best,
            passed=row.verdict is Verdict.PASSED,
            snapshot_json=snapshots[row.attempt],
        )
        for row in table.rows
    )


def _snapshots(table: Standings) -> dict[int, dict[str, Any]]:
    """Per attempt: points by question, comments by question, and the pass line, as fraction texts."""
    wanted = [row.attempt for row in table.rows]
    comments = comments_by_attempt(table.sitting)
    scores = scores_by_attempt(wanted)
    return {
        row.attempt: {
            "items": {str(item): str(points) for item, points in scores.get(row.attempt, {}).items()},
            "comments": {str(item): text for item, text in comments.get(row.attempt, {}).items()},
            "line": str(table.line),
        }
        for row in table.rows
    }


def scores_by_attempt(attempts: list[int]) -> dict[int, Mapping[int, Fraction | None]]:
    events = ScoreEvent.objects.filter(attempt__in=Attempt.objects.filter(pk__in=attempts)).order_by("pk")
    grouped: dict[int, list[tuple[int, Fraction | None]]] = {}
    for attempt, item, after in events.values_list("attempt_id", "paper_item_id", "after"):
        grouped.setdefault(attempt, []).append((item, after))
    return {attempt: fold(history) for attempt, history in grouped.items()}


def comments_by_attempt(sitting: Sitting) -> dict[int, dict[int, str]]:
    """The comment of the newest mark on each answer."""
    marks = Mark.objects.filter(task__sitting=sitting, task__state=MarkTask.State.DONE).order_by("pk")
    found: dict[int, dict[int, str]] = {}
    for attempt, item, comment in marks.values_list("task__attempt_id", "task__paper_item_id", "comment"):
        found.setdefault(attempt, {})[item] = comment
    return {attempt: {item: text for item, text in by_item.items() if text} for attempt, by_item in found.items()}


def told_to(attempt: Attempt) -> list[ReleasedResult]:
    """What this candidate was told, newest first; empty before the release."""
    if attempt.sitting.released_at is None:
        return []
    rows = ReleasedResult.objects.filter(attempt=attempt).select_related("release")
    return list(rows.order_by("-release__version"))

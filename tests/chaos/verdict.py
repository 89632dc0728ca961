"""What was acknowledged against what is stored, after the storm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Count

from accounts.models import AuditEvent
from exams.models import AnswerVersion, Attempt, Response
from scoring.auto import score_pending
from scoring.models import ScoreEvent
from tests.chaos.candidates import Ledger, Saved

ENDS = ("attempt.submitted", "attempt.timed_out")


@dataclass(frozen=True)
class Verdict:
    """Counts; all but `scored_later` must be 0."""

    lost: int
    overwritten: int
    saved_after_submission: int
    submissions_lost: int
    double_starts: int
    double_submissions: int
    double_scores: int
    unscored: int
    # Submitted in the moment of a kill, scored by `score_pending` as after any crash.
    scored_later: int

    @property
    def is_good(self) -> bool:
        return not any(value for name, value in vars(self).items() if name != "scored_later")


def judge(ledger: Ledger) -> Verdict:
    later, _failed = score_pending()
    finished = Attempt.objects.filter(state__in=Attempt.FINISHED)
    done = {str(uuid) for uuid in finished.values_list("uuid", flat=True)}
    return Verdict(
        lost=len(set(ledger.saved) - stored()),
        overwritten=overwritten(ledger.saved),
        saved_after_submission=saved_after(ledger.submitted),
        submissions_lost=len(set(ledger.submitted) - done),
        double_starts=sum(len(attempts) > 1 for attempts in ledger.started.values()),
        double_submissions=repeated(AuditEvent.objects.filter(action__in=ENDS).values_list("object_id", flat=True)),
        double_scores=ScoreEvent.objects.values("attempt", "paper_item")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
        .count(),
        unscored=finished.filter(scored_at=None).count(),
        scored_later=later,
    )


def stored() -> set[Saved]:
    rows = AnswerVersion.objects.filter(standing=AnswerVersion.Standing.SAVED)
    named = rows.values_list("attempt__uuid", "paper_item_id", "revision", "answer_json")
    return {(str(attempt), question, revision, text) for attempt, question, revision, text in named.iterator()}


def overwritten(saved: Iterable[Saved]) -> int:
    """Answers that are older than one that was acknowledged, or another text of the same revision."""
    newest: dict[tuple[str, int], tuple[int, str]] = {}
    for attempt, question, revision, text in saved:
        newest[attempt, question] = max((revision, text), newest.get((attempt, question), (0, "")))
    rows = Response.objects.values_list("attempt__uuid", "paper_item_id", "revision", "answer_json")
    held = {(str(attempt), question): (revision, text) for attempt, question, revision, text in rows.iterator()}
    return sum(not is_kept(known, held.get(place, (0, ""))) for place, known in newest.items())


def is_kept(known: tuple[int, str], held: tuple[int, str]) -> bool:
    return held[0] > known[0] or held == known


def saved_after(submitted: dict[str, float]) -> int:
    """Saves that became answers after the candidate was told that the test is submitted."""
    return sum(
        AnswerVersion.objects.filter(
            attempt__uuid=UUID(attempt),
            standing=AnswerVersion.Standing.SAVED,
            at__gt=datetime.fromtimestamp(told, UTC),
        ).count()
        for attempt, told in submitted.items()
    )


def repeated(names: Iterable[str]) -> int:
    listed = list(names)
    return len(listed) - len(set(listed))

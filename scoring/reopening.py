"""A test goes on that was scored already: what was scored automatically is taken back, with the reason."""

from __future__ import annotations

from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import User
from exams.reopening import NotReopened
from scoring.events import current_scores
from scoring.models import MarkTask, ScoreEvent


def on_reopened(sender: object, attempt_id: int, by: User, reason: str, **_kwargs: object) -> None:
    """Receiver of `exams.signals.attempt_reopened`, inside its transaction. Raises `NotReopened` when a reviewer has
    the answers in hand; what a person has judged is never taken back."""
    tasks = MarkTask.objects.filter(attempt=attempt_id)
    waiting = list(tasks.select_for_update(of=("self",)).values_list("pk", flat=True))
    in_hand = Q(lease_until__gt=Now()) | Q(marks__isnull=False) | Q(notes__isnull=False)
    touched = tasks.filter(in_hand | ~Q(state=MarkTask.State.OPEN) | ~Q(draft_json={}))
    judged = ScoreEvent.objects.filter(attempt=attempt_id, mark__isnull=False)
    if touched.exists() or judged.exists():
        raise NotReopened("marked")
    MarkTask.objects.filter(pk__in=waiting).delete()
    ScoreEvent.objects.bulk_create(
        ScoreEvent(
            attempt_id=attempt_id,
            paper_item_id=item,
            before=points,
            after=None,
            cause=ScoreEvent.Cause.REGRADE,
            basis_json={"reason": "reopened"},
            actor=by,
            reason=reason,
        )
        for item, points in current_scores(attempt_id).items()
        if points is not None
    )

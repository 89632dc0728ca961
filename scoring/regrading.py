"""Scoring one answer again because another one counts now. The history keeps what was scored before."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from exams.models import Attempt, Response
from exams.snapshot import snapshot
from scoring.auto import Graded, answer_code, basis, frozen_policy, grade_stored
from scoring.events import refresh_result
from scoring.models import MarkTask, ScoreEvent


def on_answer_replaced(
    sender: object, attempt_id: int, paper_item_id: int, by: User, reason: str, **_kwargs: Any
) -> None:
    """Receiver of `exams.signals.answer_replaced`, inside its transaction. An attempt that has no score yet gets one in
    the ordinary way."""
    attempt = Attempt.objects.select_related("sitting__paper").get(pk=attempt_id)
    if attempt.scored_at is None:
        return
    item = snapshot(attempt.sitting.paper).items[paper_item_id]
    stored = Response.objects.filter(attempt=attempt, paper_item=item.id).values_list("answer_json", flat=True).first()
    graded = grade_stored(item, stored, frozen_policy(attempt.terms_json, item.section))
    if graded.outcome.needs_person:
        _ask(attempt, item.id)
    _add_event(attempt, graded, by, reason)
    refresh_result(attempt.pk, attempt.sitting_id, attempt.sitting.paper_id)


def _ask(attempt: Attempt, item: int) -> None:
    """A reviewer marks the new text, without the ticks for the old one; marks that were given stay in the history."""
    fresh: dict[str, Any] = {"state": MarkTask.State.OPEN, "claimed_by": None, "lease_until": None, "draft_json": {}}
    made = {**fresh, "sitting": attempt.sitting, "code": answer_code()}
    MarkTask.objects.update_or_create(
        attempt=attempt, paper_item_id=item, round=1, defaults=fresh, create_defaults=made
    )


def _add_event(attempt: Attempt, graded: Graded, by: User, reason: str) -> None:
    last = ScoreEvent.objects.filter(attempt=attempt, paper_item=graded.item.id).order_by("-pk").first()
    after = None if graded.outcome.needs_person else graded.outcome.points
    ScoreEvent.objects.create(
        attempt=attempt,
        paper_item_id=graded.item.id,
        before=last.after if last else None,
        after=after,
        cause=ScoreEvent.Cause.REGRADE,
        basis_json=basis(graded),
        actor=by,
        reason=reason,
    )

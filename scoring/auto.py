"""Scoring a finished attempt without a person, as far as that goes.

It runs after each submission and, for whatever was missed, in `manage.py score_pending`. Running it again adds
nothing; of two workers exactly one scores an attempt. The number of statements does not depend on the questions.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from pydantic import ValidationError

from accounts.audit import record
from accounts.statements import Lookup, insert
from exams.answers import Answer, InvalidAnswer, read_answer
from exams.models import Attempt, Response
from exams.snapshot import PlacedItem, Snapshot, snapshot
from questionbank.content import MultipleChoice
from questionbank.policy import Policy
from scoring.events import current_scores, store_result
from scoring.grading import Outcome, Reason, grade
from scoring.models import MarkTask, ScoreEvent
from scoring.totals import Place, add_up

log = logging.getLogger(__name__)

# Without letters and digits that look alike.
CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
# What scoring and its line in the audit trail need of an attempt.
SCORED = ("uuid", "terms_json", "sitting__title", "sitting__paper__uuid", "invitation__name")
_ATTEMPT = Lookup(lambda: Attempt.objects.select_related("sitting__paper", "invitation").only(*SCORED), "pk")
_ANSWERS = Lookup(lambda: Response.objects.values_list("paper_item_id", "answer_json"), "attempt_id")


class Graded(NamedTuple):
    item: PlacedItem
    policy: Policy | None
    outcome: Outcome


def on_submitted(sender: object, attempt_id: int, **_kwargs: Any) -> None:
    """Receiver of `exams.signals.attempt_submitted`. The submission stands whatever happens here."""
    try:
        score_attempt(attempt_id)
    except Exception:
        log.exception("Attempt %s could not be scored; score_pending will try again.", attempt_id)


def score_pending() -> tuple[int, int]:
    """Score every finished attempt that has no score yet; (scored, failed). One failure does not stop the rest."""
    waiting = Attempt.objects.filter(state__in=Attempt.FINISHED, scored_at=None).order_by("pk")
    scored = failed = 0
    for attempt_id in list(waiting.values_list("pk", flat=True)):
        try:
            scored += score_attempt(attempt_id)
        except Exception:
            failed += 1
            log.exception("Attempt %s could not be scored.", attempt_id)
    return scored, failed


@transaction.atomic
def score_attempt(attempt_id: int, now: datetime | None = None) -> bool:
    """False when the attempt is not finished or somebody else has scored it."""
    now = now or timezone.now()
    claimed = Attempt.objects.filter(pk=attempt_id, state__in=Attempt.FINISHED, scored_at=None).update(scored_at=now)
    if not claimed:
        return False
    attempt = _ATTEMPT.get(attempt_id)
    paper = snapshot(attempt.sitting.paper)
    # A score that was taken back, because the test went on, is given anew.
    known = {item: points for item, points in current_scores(attempt_id).items() if points is not None}
    graded = [one for one in _grade_all(attempt, paper) if one.item.id not in known]
    _add_events(attempt, graded, now)
    waiting = _add_tasks(attempt, graded)
    scores = known | {one.item.id: one.outcome.points for one in graded}
    store_result(attempt_id, attempt.sitting_id, add_up(_places(paper), scores))
    record(None, "attempt.scored", attempt, waiting=waiting)
    return True


def _grade_all(attempt: Attempt, paper: Snapshot) -> list[Graded]:
    answers = dict(_ANSWERS.all(attempt.pk))
    policies = {section.id: frozen_policy(attempt.terms_json, section.id) for section in paper.sections}
    return [
        grade_stored(item, answers.get(item.id), policies[section.id])
        for section in paper.sections
        for item in section.items
    ]


def grade_stored(item: PlacedItem, stored: Any, policy: Policy | None) -> Graded:
    """An answer that does not fit its question is for a person to look at."""
    try:
        answer: Answer = read_answer(item.content, stored)
    except InvalidAnswer:
        return Graded(item, policy, Outcome(None, Reason.UNREADABLE))
    return Graded(item, policy, grade(item.content, answer, item.points, policy))


def _places(paper: Snapshot) -> list[Place]:
    return [Place(item.id, item.section, Fraction(item.points)) for item in paper.items.values()]


def frozen_policy(terms: Mapping[str, Any], section_id: int) -> Policy | None:
    """The section's own policy as it was agreed at the start, else the sitting's; None when it cannot be read."""
    stored = (terms.get("sections") or {}).get(str(section_id)) or terms.get("policy")
    try:
        return None if stored is None else Policy.model_validate(stored)
    except ValidationError:
        return None


def _add_events(attempt: Attempt, graded: Sequence[Graded], now: datetime) -> None:
    blank, auto = ScoreEvent.Cause.BLANK, ScoreEvent.Cause.AUTO
    events = [
        {
            "attempt_id": attempt.pk,
            "paper_item_id": one.item.id,
            "after": one.outcome.points,
            "cause": blank if one.outcome.reason is Reason.BLANK else auto,
            "basis_json": basis(one),
            "at": now,
        }
        for one in graded
        if not one.outcome.needs_person
    ]
    insert(ScoreEvent, events)


def basis(one: Graded) -> dict[str, Any]:
    basis: dict[str, Any] = {"revision": one.item.revision, "reason": one.outcome.reason.value}
    if isinstance(one.item.content, MultipleChoice) and one.policy is not None:
        basis["policy"] = one.policy.model_dump(mode="json")
    return basis


def _add_tasks(attempt: Attempt, graded: Sequence[Graded]) -> int:
    """One task for each answer that needs a person, unless it has one already."""
    tasks = [
        MarkTask(attempt=attempt, paper_item_id=one.item.id, sitting=attempt.sitting, code=answer_code())
        for one in graded
        if one.outcome.needs_person
    ]
    MarkTask.objects.bulk_create(tasks, ignore_conflicts=True)
    return len(tasks)


def answer_code() -> str:
    """Random, so that nothing about the candidate can be read from it: eight of 32 signs, 40 bits."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(8))

"""What reviewers and marking leaders do with an answer. Each deed is one transaction.

A deed on an answer that is not (or no longer) in one's hands raises `NotYours` and changes nothing.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from accounts.roles import Capability
from exams.models import PaperItem, Sitting
from scoring.events import refresh_result
from scoring.models import Mark, MarkTask, ScoreEvent, TaskNote
from scoring.queue import LEASE
from scoring.rubric import Rubric, rubric

State = MarkTask.State


class NotYours(Exception):
    """Somebody else has the answer, or it is marked already."""


class Released(Exception):
    """The results are released: only a marking leader may open a mark again."""


@dataclass(frozen=True)
class Judgement:
    """What a reviewer ticked and wrote."""

    ticked: tuple[str, ...] = ()
    adjustment: Decimal = Decimal(0)
    adjustment_reason: str = ""
    comment: str = ""

    @classmethod
    def of(cls, mark: Mark) -> Judgement:
        return cls(tuple(mark.ticked), mark.adjustment, mark.adjustment_reason, mark.comment)


def rubric_of(task: MarkTask) -> Rubric:
    return rubric(task.paper_item.revision.content, task.paper_item.points)


@transaction.atomic
def save_mark(task: MarkTask, reviewer: User, judgement: Judgement, now: datetime) -> Mark:
    """Make the judgement a mark and a score. Of two people who save one answer only its holder can."""
    held = MarkTask.objects.filter(pk=task.pk, state=State.OPEN, claimed_by=reviewer)
    if not held.update(state=State.DONE, claimed_by=None, lease_until=None):
        raise NotYours
    rows = rubric_of(task)
    mark = Mark.objects.create(
        task=task,
        reviewer=reviewer,
        ticked=rows.known(judgement.ticked),
        adjustment=judgement.adjustment,
        adjustment_reason=judgement.adjustment_reason,
        comment=judgement.comment,
        points=rows.mark(judgement.ticked, judgement.adjustment),
        at=now,
    )
    _write_draft(task, reviewer, draft_of(judgement))
    _score(task, mark.points, _cause(task, reviewer), actor=reviewer, mark=mark, at=now)
    record(reviewer, "mark.saved", task, points=str(mark.points))
    return mark


def _cause(task: MarkTask, reviewer: User) -> ScoreEvent.Cause:
    """A leader's mark on an answer that a reviewer could not or would not settle is a decision."""
    if reviewer.can(Capability.LEAD) and task.notes.exists():
        return ScoreEvent.Cause.ADJUDICATE
    return ScoreEvent.Cause.MARK


def _score(task: MarkTask, after: Fraction | None, cause: ScoreEvent.Cause, **fields: Any) -> None:
    last = ScoreEvent.objects.filter(attempt=task.attempt_id, paper_item=task.paper_item_id).order_by("-pk").first()
    basis = {"revision": task.paper_item.revision_id, "reason": "marked" if after is not None else "reopened"}
    ScoreEvent.objects.create(
        attempt_id=task.attempt_id,
        paper_item_id=task.paper_item_id,
        before=last.after if last else None,
        after=after,
        cause=cause,
        basis_json=basis,
        **fields,
    )
    refresh_result(task.attempt_id, task.sitting_id, task.paper_item.section.paper_id)


def draft_of(judgement: Judgement) -> dict[str, Any]:
    return {**asdict(judgement), "ticked": list(judgement.ticked), "adjustment": str(judgement.adjustment)}


def draft_for(task: MarkTask, reviewer: User) -> dict[str, Any]:
    """What this reviewer typed into this answer; never what somebody else did."""
    return dict(task.draft_json.get(str(reviewer.pk)) or {})


@transaction.atomic
def keep_draft(task: MarkTask, reviewer: User, draft: dict[str, Any], now: datetime) -> bool:
    """Keep what was typed in any case; True and a renewed lease while the answer is still in one's hands."""
    _write_draft(task, reviewer, draft)
    held = MarkTask.objects.filter(pk=task.pk, state=State.OPEN, claimed_by=reviewer)
    return held.update(lease_until=now + LEASE) == 1


def _write_draft(task: MarkTask, reviewer: User, draft: dict[str, Any]) -> None:
    """Drafts are kept apart by person, under a lock of the row, so that none can overwrite another's."""
    stored = MarkTask.objects.select_for_update().only("draft_json").get(pk=task.pk)
    stored.draft_json = {**stored.draft_json, str(reviewer.pk): draft}
    stored.save(update_fields=["draft_json"])


@transaction.atomic
def reopen_last(sitting: Sitting, item: PaperItem, reviewer: User, now: datetime) -> MarkTask | None:
    """Take one's newest mark on this question back; None when there is none that still counts."""
    if Sitting.objects.select_for_update().get(pk=sitting.pk).released_at:
        raise Released
    marks = Mark.objects.filter(reviewer=reviewer, task__sitting=sitting, task__paper_item=item)
    mine = marks.filter(task__state=State.DONE).order_by("-pk").first()
    if mine is None or Mark.objects.filter(task=mine.task_id, pk__gt=mine.pk).exists():
        return None
    task = _loaded(mine.task_id)
    return task if _reopen(task, reviewer, now) else None


def _loaded(task_id: int) -> MarkTask:
    return MarkTask.objects.select_related("paper_item__revision", "paper_item__section").get(pk=task_id)


def _reopen(task: MarkTask, reviewer: User, now: datetime) -> bool:
    done = MarkTask.objects.filter(pk=task.pk, state=State.DONE)
    if not done.update(state=State.OPEN, claimed_by=reviewer, lease_until=now + LEASE):
        return False
    _score(task, None, ScoreEvent.Cause.MARK, actor=reviewer, at=now)
    record(reviewer, "mark.reopened", task)
    return True


@transaction.atomic
def set_aside(task: MarkTask, reviewer: User, reason: str) -> None:
    held = MarkTask.objects.filter(pk=task.pk, state=State.OPEN, claimed_by=reviewer)
    if not held.update(state=State.SET_ASIDE, claimed_by=None, lease_until=None):
        raise NotYours
    _note(task, reviewer, TaskNote.Kind.SET_ASIDE, reason)


@transaction.atomic
def flag(task: MarkTask, reviewer: User, reason: str) -> None:
    """The answer stays in the reviewer's hands; a leader will look at it as well."""
    if not MarkTask.objects.filter(pk=task.pk, state=State.OPEN, claimed_by=reviewer).update(flagged=True):
        raise NotYours
    _note(task, reviewer, TaskNote.Kind.FLAG, reason)


@transaction.atomic
def ask_again(task: MarkTask, user: User, reason: str) -> None:
    """HR asks the marking leader to look at a mark again; the mark stands until the leader opens it."""
    if not MarkTask.objects.filter(pk=task.pk, state=State.DONE).update(flagged=True):
        raise NotYours
    _note(task, user, TaskNote.Kind.FLAG, reason)


@transaction.atomic
def settle(task: MarkTask, leader: User, reason: str) -> None:
    """Put an answer that was set aside back into the queue, or take the flag off another one."""
    unsettled = MarkTask.objects.filter(pk=task.pk)
    back = unsettled.filter(state=State.SET_ASIDE).update(state=State.OPEN, flagged=False)
    if not back and not unsettled.filter(flagged=True).update(flagged=False):
        raise NotYours
    _note(task, leader, TaskNote.Kind.RETURN, reason)


@transaction.atomic
def take(task: MarkTask, leader: User, now: datetime) -> None:
    """The leader marks an answer that was set aside or flagged, also one that has a mark already."""
    Sitting.objects.select_for_update().get(pk=task.sitting_id)  # a release at this moment comes before or after
    aside = MarkTask.objects.filter(pk=task.pk, state=State.SET_ASIDE)
    if aside.update(state=State.OPEN, claimed_by=leader, lease_until=now + LEASE):
        record(leader, "mark.taken", task)
    elif not task.flagged or not _reopen(task, leader, now):
        raise NotYours


def _note(task: MarkTask, user: User, kind: TaskNote.Kind, reason: str) -> None:
    TaskNote.objects.create(task=task, reviewer=user, kind=kind, reason=reason)
    record(user, f"mark.{kind.value}", task)

"""The marking queue: who has which answer, and which one comes next.

An answer is claimed by a conditional update of one row, which is correct on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Q

from accounts.models import User
from exams.models import PaperItem, Sitting
from scoring.models import Mark, MarkTask
from scoring.pace import minutes_left

LEASE = timedelta(minutes=10)
State = MarkTask.State


def free_for(reviewer: User, now: datetime) -> Q:
    """Nobody's, one's own, or left by someone whose lease ran out."""
    return Q(claimed_by=None) | Q(claimed_by=reviewer) | Q(lease_until__lt=now)


def claim(task_id: int, reviewer: User, now: datetime) -> bool:
    """True for exactly one of those who ask at once. The holder may ask again, which renews the lease."""
    free = MarkTask.objects.filter(free_for(reviewer, now), pk=task_id, state=State.OPEN)
    return free.update(claimed_by=reviewer, lease_until=now + LEASE) == 1


def holds(task: MarkTask, reviewer: User) -> bool:
    """A lease that ran out still holds while nobody else has taken the answer."""
    return task.state == State.OPEN and task.claimed_by_id == reviewer.pk


def order_key(seed: int, reviewer_id: int, code: str) -> str:
    """Each reviewer meets the answers in an order of their own, the same one every time."""
    return hashlib.sha256(f"{seed}:{reviewer_id}:{code}".encode()).hexdigest()


def claim_next(sitting: Sitting, item: PaperItem, reviewer: User, now: datetime) -> MarkTask | None:
    """The next answer to this question, claimed; None when there is none left for this reviewer."""
    free = MarkTask.objects.filter(free_for(reviewer, now), sitting=sitting, paper_item=item, state=State.OPEN)
    rows = list(free.values_list("pk", "code", "claimed_by"))
    rows.sort(key=lambda row: (row[2] != reviewer.pk, order_key(sitting.pk, reviewer.pk, row[1])))
    for task_id, _code, _holder in rows:
        if claim(task_id, reviewer, now):
            return MarkTask.objects.get(pk=task_id)
    return None


class Progress(NamedTuple):
    """Answers to one question: how many there are, are marked, and are set aside."""

    total: int = 0
    done: int = 0
    set_aside: int = 0
    minutes: int | None = None

    @property
    def waiting(self) -> int:
        return self.total - self.done - self.set_aside


COUNTS = {
    "total": Count("pk"),
    "done": Count("pk", filter=Q(state=State.DONE)),
    "set_aside": Count("pk", filter=Q(state=State.SET_ASIDE)),
}


def progress(task: MarkTask, reviewer: User) -> Progress:
    """With the minutes left at the reviewer's own pace on this question."""
    of_question = MarkTask.objects.filter(sitting=task.sitting_id, paper_item=task.paper_item_id)
    counted = Progress(**of_question.aggregate(**COUNTS))
    mine = Mark.objects.filter(
        reviewer=reviewer, task__sitting=task.sitting_id, task__paper_item=task.paper_item_id
    ).order_by("-pk")
    times = sorted(mine.values_list("at", flat=True)[:30])
    return counted._replace(minutes=minutes_left(times, counted.waiting))


def progress_by_question(sittings: list[Sitting]) -> dict[tuple[int, int], Progress]:
    """(sitting, paper item) to its progress, in one statement for all sittings."""
    tasks = MarkTask.objects.filter(sitting__in=sittings).values("sitting_id", "paper_item_id").annotate(**COUNTS)
    rows = tasks.order_by().values_list("sitting_id", "paper_item_id", *COUNTS)
    return {(sitting, item): Progress(*counts) for sitting, item, *counts in rows}

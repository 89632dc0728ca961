"""Which answers may this person mark, and which results may they see? 404 for everything else."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.roles import Capability
from exams.models import Attempt, PaperItem, Sitting
from scoring.events import items_of_paper
from scoring.models import MarkTask


def sittings_to_mark(user: User) -> QuerySet[Sitting]:
    """Sittings that name no reviewer are for all of them; leaders see every sitting."""
    sittings = Sitting.objects.filter(cancelled_at=None)
    if user.can(Capability.LEAD):
        return sittings
    return sittings.filter(Q(reviewers=None) | Q(reviewers=user)).distinct()


def task_to_mark(user: User, uuid: UUID) -> MarkTask:
    tasks = MarkTask.objects.select_related("paper_item__revision", "paper_item__section", "sitting")
    return get_object_or_404(tasks.filter(sitting__in=sittings_to_mark(user)), uuid=uuid)


def question_to_mark(user: User, sitting: UUID, number: int) -> tuple[Sitting, PaperItem]:
    """The question that stands at `number`, counted from 1 through the whole paper."""
    found = get_object_or_404(sittings_to_mark(user), uuid=sitting)
    items = items_of_paper(found.paper_id)
    if not 0 < number <= len(items):
        raise Http404
    return found, items[number - 1]


def sitting_of_hr(uuid: UUID) -> Sitting:
    return get_object_or_404(Sitting.objects.select_related("paper__role"), uuid=uuid)


def task_of_hr(sitting: UUID, task: UUID) -> MarkTask:
    return get_object_or_404(MarkTask.objects.select_related("attempt"), uuid=task, sitting__uuid=sitting)


def attempt_of_hr(sitting: UUID, attempt: UUID) -> Attempt:
    attempts = Attempt.objects.select_related("sitting__paper", "invitation").filter(state__in=Attempt.FINISHED)
    return get_object_or_404(attempts, uuid=attempt, sitting__uuid=sitting)

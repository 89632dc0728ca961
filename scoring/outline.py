"""What waits for reviewers and marking leaders, ready for their lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User
from exams.models import PaperItem, Sitting
from questionbank.content import AnyContent
from scoring.access import sittings_to_mark
from scoring.models import MarkTask, TaskNote
from scoring.queue import Progress, progress_by_question


class Question(NamedTuple):
    """A question of a sitting with answers to mark; `number` counts through the whole paper."""

    number: int
    content: AnyContent
    item: PaperItem
    progress: Progress


class SittingToMark(NamedTuple):
    sitting: Sitting
    questions: list[Question]

    @property
    def waiting(self) -> int:
        return sum(question.progress.waiting for question in self.questions)


def waiting_questions(sittings: list[Sitting]) -> list[SittingToMark]:
    """Sittings with answers for people, those with work left first; released ones only while something waits.

    The same number of statements for any number of sittings.
    """
    counted = progress_by_question(sittings)
    marked = [sitting for sitting in sittings if any(key[0] == sitting.pk for key in counted)]
    items = _items_by_paper({sitting.paper_id for sitting in marked})
    listed = [
        SittingToMark(sitting, list(_questions(sitting, items.get(sitting.paper_id, []), counted)))
        for sitting in marked
    ]
    shown = [entry for entry in listed if entry.waiting or entry.sitting.released_at is None]
    return sorted(shown, key=lambda entry: entry.waiting == 0)


def _items_by_paper(papers: set[int]) -> dict[int, list[PaperItem]]:
    found = PaperItem.objects.filter(section__paper__in=papers).select_related("section", "revision")
    grouped: dict[int, list[PaperItem]] = {}
    for item in found.order_by("section__position", "section_id", "position", "pk"):
        grouped.setdefault(item.section.paper_id, []).append(item)
    return grouped


def _questions(
    sitting: Sitting, items: list[PaperItem], counted: dict[tuple[int, int], Progress]
) -> Iterator[Question]:
    for number, item in enumerate(items, start=1):
        if progress := counted.get((sitting.pk, item.pk)):
            yield Question(number, item.revision.content, item, progress)


def tasks_needing_attention(leader: User) -> QuerySet[MarkTask]:
    notes = Prefetch("notes", TaskNote.objects.select_related("reviewer").order_by("pk"))
    unsettled = MarkTask.objects.filter(Q(state=MarkTask.State.SET_ASIDE) | Q(flagged=True))
    return (
        unsettled.filter(sitting__in=sittings_to_mark(leader))
        .select_related("sitting", "paper_item__section", "paper_item__revision")
        .prefetch_related(notes)
        .order_by("pk")
    )


def waiting_for(leader: User) -> int:
    return tasks_needing_attention(leader).count()

"""The bank as the draw sees it."""

from __future__ import annotations

from uuid import UUID

from exams.assembly import Candidate
from questionbank.content import Difficulty, ItemKind
from questionbank.models import Item, JobRole

FIELDS = ("uuid", "kind", "topic_id", "difficulty", "fingerprint", "status")
Row = tuple[UUID, str, int | None, str, str, str]


def pool_of(role: JobRole) -> list[Candidate]:
    """The role's items in one statement: approved ones to draw from, drafts to explain a shortage with."""
    rows = Item.objects.filter(role=role).exclude(status=Item.Status.RETIRED).order_by().values_list(*FIELDS)
    return [_candidate(row) for row in rows]


def candidate(item: Item) -> Candidate:
    return _candidate((item.uuid, item.kind, item.topic_id, item.difficulty, item.fingerprint, item.status))


def _candidate(row: Row) -> Candidate:
    uuid, kind, topic, difficulty, fingerprint, status = row
    level = Difficulty(difficulty) if difficulty else None
    return Candidate(uuid, ItemKind(kind), topic, level, fingerprint, status == Item.Status.APPROVED)

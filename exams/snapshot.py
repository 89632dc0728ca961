"""What a published paper holds, read once per process: a published paper never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from uuid import UUID

from exams.models import Paper, PaperItem
from exams.ordering import Order
from questionbank.content import AnyContent, ItemKind, points_text
from questionbank.delivery import CandidateQuestion, question_for_candidate
from questionbank.policy import Policy

PAPERS_KEPT = 64


@dataclass(frozen=True)
class PlacedItem:
    """A question in its place, with its parsed content. The content holds the key: it never leaves the server."""

    id: int
    section: int
    revision: int
    points: Decimal
    content: AnyContent


@dataclass(frozen=True)
class SectionSnapshot:
    id: int
    title: str
    note: str
    kind: ItemKind
    policy: Policy | None
    items: tuple[PlacedItem, ...]
    minutes: int | None = None
    no_return: bool = False

    @property
    def is_gated(self) -> bool:
        """Delivered by itself, when the candidate opens it."""
        return self.minutes is not None or self.no_return

    @property
    def points(self) -> Decimal:
        return sum((item.points for item in self.items), Decimal(0))

    @property
    def points_text(self) -> str:
        return points_text(self.points)


@dataclass(frozen=True)
class Snapshot:
    sections: tuple[SectionSnapshot, ...]

    @cached_property
    def items(self) -> Mapping[int, PlacedItem]:
        return {item.id: item for section in self.sections for item in section.items}

    @cached_property
    def contents(self) -> Mapping[int, AnyContent]:
        return {identity: item.content for identity, item in self.items.items()}

    @cached_property
    def gated(self) -> Mapping[int, int]:
        """Question → its section, for the sections that are delivered by themselves."""
        return {item.id: section.id for section in self.sections if section.is_gated for item in section.items}

    @property
    def count(self) -> int:
        return sum(len(section.items) for section in self.sections)

    @property
    def points(self) -> Decimal:
        return sum((section.points for section in self.sections), Decimal(0))

    def questions(self, order: Order) -> list[CandidateQuestion]:
        """The questions in a candidate's order. A question that the order forgot comes at the end."""
        items = self.items
        known = [identity for identity in order.get("items", []) if identity in items]
        rest = [identity for identity in items if identity not in set(known)]
        options = order.get("options", {})
        return [
            question_for_candidate(items[identity], items[identity].content, options.get(str(identity)))
            for identity in (*known, *rest)
        ]


def _placed(row: PaperItem) -> PlacedItem:
    return PlacedItem(row.pk, row.section_id, row.revision_id, row.points, row.revision.content)


def snapshot(paper: Paper) -> Snapshot:
    """Three statements the first time a process meets the paper, none afterwards."""
    return snapshot_of(paper.uuid)


@lru_cache(maxsize=PAPERS_KEPT)
def snapshot_of(paper_uuid: UUID) -> Snapshot:
    """By the paper's random identity, which no other paper ever had. Raises `Paper.DoesNotExist`."""
    paper = Paper.objects.get(uuid=paper_uuid, published_at__isnull=False)
    placed: dict[int, list[PlacedItem]] = {}
    rows = PaperItem.objects.filter(section__paper=paper).select_related("revision").order_by("position", "id")
    for row in rows:
        placed.setdefault(row.section_id, []).append(_placed(row))
    return Snapshot(
        tuple(
            SectionSnapshot(
                id=section.pk,
                title=section.title,
                note=section.note,
                kind=ItemKind(section.kind),
                policy=section.policy,
                items=tuple(placed.get(section.pk, ())),
                minutes=section.minutes,
                no_return=section.no_return,
            )
            for section in paper.sections.order_by("position", "id")
        )
    )

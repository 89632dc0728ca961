"""A paper as its pages show it: sections with their questions, totals and rules, in a constant number of statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from exams.assembly import Need, met
from exams.checkup import SheetItem, SheetSection
from exams.models import Paper, PaperItem, Section
from exams.pools import candidate
from exams.proposing import Proposal, proposal
from questionbank.content import AnyContent, ItemKind
from questionbank.models import Item


@dataclass(frozen=True)
class Line:
    """A question in its place. `number` counts through the whole paper."""

    number: int
    placed: PaperItem
    content: AnyContent

    @property
    def item(self) -> Item:
        return self.placed.revision.item

    @property
    def is_newest(self) -> bool:
        return self.item.current_id == self.placed.revision_id


@dataclass(frozen=True)
class Part:
    """A section with its questions."""

    section: Section
    lines: tuple[Line, ...]

    @property
    def points(self) -> Decimal:
        return sum((line.placed.points for line in self.lines), Decimal(0))

    @property
    def asked(self) -> int:
        return sum(need.rule.count for need in self.needs)

    @cached_property
    def needs(self) -> list[Need]:
        return needs_of(self.section)

    @cached_property
    def short_by(self) -> int:
        return self.asked - met(self.needs, [candidate(line.item) for line in self.lines], self.section.pk)

    @cached_property
    def proposal(self) -> Proposal | None:
        """The rule that the questions' documents state, where the section has none of its own."""
        section = self.section
        if section.kind != ItemKind.MULTIPLE_CHOICE or section.policy or not self.lines:
            return None
        return proposal([line.item for line in self.lines], min(line.placed.points for line in self.lines))

    def sheet(self) -> SheetSection:
        """What the check-up looks at."""
        section = self.section
        items = tuple(_sheet_item(line) for line in self.lines)
        return SheetSection(
            id=section.pk,
            title=section.title,
            kind=ItemKind(section.kind),
            points_each=section.points_each,
            items=items,
            short_by=self.short_by,
            asked=self.asked,
            policy=section.policy,
            stated=self.proposal.policy if self.proposal else None,
            minutes=section.minutes,
        )


def _sheet_item(line: Line) -> SheetItem:
    return SheetItem(
        id=line.placed.pk,
        number=line.number,
        content=line.content,
        points=line.placed.points,
        approved=line.item.status == Item.Status.APPROVED,
        newest=line.is_newest,
        fingerprint=line.item.fingerprint,
    )


@dataclass(frozen=True)
class Outline:
    paper: Paper
    parts: tuple[Part, ...]

    @property
    def lines(self) -> Iterator[Line]:
        for part in self.parts:
            yield from part.lines

    @property
    def count(self) -> int:
        return sum(len(part.lines) for part in self.parts)

    @property
    def points(self) -> Decimal:
        return sum((part.points for part in self.parts), Decimal(0))

    @property
    def has_rules(self) -> bool:
        return any(part.needs for part in self.parts)

    @property
    def titles(self) -> dict[int, str]:
        return {part.section.pk: part.section.title for part in self.parts}

    def sheet(self) -> list[SheetSection]:
        return [part.sheet() for part in self.parts]


def outline(paper: Paper) -> Outline:
    """Two statements, however long the paper is."""
    rows = PaperItem.objects.filter(section__paper=paper)
    placed: dict[int, list[PaperItem]] = {}
    for row in rows.select_related("revision__item__topic").order_by("position", "id"):
        placed.setdefault(row.section_id, []).append(row)
    parts, number = [], 0
    for section in paper.sections.order_by("position", "id"):
        section.paper = paper
        items = placed.get(section.pk, [])
        lines = tuple(Line(number + n, item, item.revision.content) for n, item in enumerate(items, start=1))
        parts.append(Part(section, lines))
        number += len(items)
    return Outline(paper, tuple(parts))


def needs_of(section: Section) -> list[Need]:
    kind = ItemKind(section.kind)
    return [Need(section.pk, row, kind, rule) for row, rule in enumerate(section.rules)]

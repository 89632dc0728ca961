"""Deeds on a draft paper."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.models import AuditEvent
from exams import composing
from exams.blueprint import Rule
from exams.freezing import PublishedPaper
from exams.models import PaperItem
from questionbank.authoring import revise_item
from questionbank.models import Item
from tests import build
from tests.cast import chen
from tests.exams.desk import RETURNS, SHIPPING, bank, draft, place, stems, topic

pytestmark = pytest.mark.django_db


def test_a_draw_is_repeatable_and_keeps_what_was_picked_by_hand() -> None:
    items = bank(returns=12)
    section = draft(Rule(count=4))
    place(section, items[3])

    assert composing.draw(section.paper, by=chen(), seed=5).feasible
    first = stems(section)
    composing.draw(section.paper, by=chen(), seed=6)
    other = stems(section)
    composing.draw(section.paper, by=chen(), seed=5)

    assert stems(section) == first
    assert len(first) == 4
    assert first[0] == other[0] == items[3].revision.content.stem
    assert set(first) != set(other)


def test_rules_that_overlap_are_met() -> None:
    bank(returns=3, shipping=3)
    section = draft(Rule(count=3), Rule(count=3, topic=topic(RETURNS)))

    assert composing.draw(section.paper, by=chen()).feasible
    assert len(set(stems(section))) == 6


def test_a_draw_that_cannot_be_met_changes_nothing() -> None:
    items = bank(returns=2, shipping=4)
    section = draft(Rule(count=5, topic=topic(RETURNS)))
    place(section, items[0], picked="rule")

    plan = composing.draw(section.paper, by=chen(), seed=99)

    (shortage,) = plan.shortages
    assert (shortage.asked, shortage.available, shortage.short_by) == (5, 2, 3)
    assert stems(section) == [items[0].revision.content.stem]
    section.paper.refresh_from_db()
    assert section.paper.seed == 7


def test_drafts_retired_and_foreign_items_are_never_drawn() -> None:
    build.item(build.single("草稿题?"), status=Item.Status.DRAFT)
    build.item(build.single("停用题?"), status=Item.Status.RETIRED)
    build.item(build.single("别的岗位?"), role=build.role("manager"))
    build.item(build.multiple())
    section = draft(Rule(count=1))

    (shortage,) = composing.draw(section.paper, by=chen()).shortages

    assert (shortage.available, shortage.unapproved) == (0, 1)


def test_picking_adds_approved_items_of_the_kind_once() -> None:
    items = bank(returns=2)
    waiting = build.item(build.single("草稿题?"), status=Item.Status.DRAFT)
    section = draft()

    wanted = [items[0].uuid, items[0].uuid, waiting.uuid, build.item(build.essay()).uuid]
    assert composing.pick(section, wanted, by=chen()) == 1
    assert composing.pick(section, [items[0].uuid], by=chen()) == 0
    assert stems(section) == [items[0].revision.content.stem]


def test_replacing_keeps_the_rules_met() -> None:
    items = bank(returns=2, shipping=5)
    section = draft(Rule(count=1, topic=topic(RETURNS)), Rule(count=1, topic=topic(SHIPPING)))
    placed, _other = place(section, items[0], items[2], picked="rule")

    assert composing.replace(placed, by=chen())
    assert stems(section)[0] == items[1].revision.content.stem
    assert composing.replace(placed, by=chen())
    assert stems(section)[0] == items[0].revision.content.stem


def test_replacing_without_another_item_says_so() -> None:
    (item,) = bank(returns=1)
    (placed,) = place(draft(), item)

    assert not composing.replace(placed, by=chen())


def test_moving_and_points() -> None:
    section = draft()
    one, two, three = place(section, *bank(returns=3))

    composing.move_item(three, -1, by=chen())
    composing.move_item(one, -1, by=chen())
    composing.set_points(section.paper, {two.pk: Decimal("2.5"), 10**6: Decimal(9)}, by=chen())

    assert [(row.pk, row.points) for row in section.items.order_by("position")] == [
        (one.pk, Decimal(2)),
        (three.pk, Decimal(2)),
        (two.pk, Decimal("2.5")),
    ]


def test_new_points_each_reach_the_questions_that_had_the_old_ones() -> None:
    section = draft()
    _one, two = place(section, *bank(returns=2))
    composing.set_points(section.paper, {two.pk: Decimal(5)}, by=chen())

    section.points_each = Decimal(3)
    composing.save_section(section, [Rule(count=2)], by=chen())

    assert [row.points for row in section.items.order_by("position")] == [Decimal(3), Decimal(5)]
    section.refresh_from_db()
    assert section.rules == [Rule(count=2)]


def test_the_newest_wording_can_be_taken() -> None:
    (item,) = bank(returns=1)
    (placed,) = place(draft(), item)
    revise_item(item, build.single("改过的题干?"), author=chen())

    composing.take_newest(PaperItem.objects.get(pk=placed.pk), by=chen())

    assert stems(placed.section) == ["改过的题干?"]


def test_every_deed_leaves_an_audit_row_and_none_reaches_a_published_paper() -> None:
    items = bank(returns=3)
    section = draft(Rule(count=1))
    placed = place(section, items[0])[0]
    composing.draw(section.paper, by=chen())
    composing.move_section(section, 1, by=chen())  # nowhere to go: not a deed
    assert [row.action for row in AuditEvent.objects.all()] == ["paper.drawn"]
    type(section.paper).objects.filter(pk=section.paper_id).update(published_at="2026-01-01T00:00:00Z")

    for attempt in (
        lambda: composing.draw(section.paper, by=chen()),
        lambda: composing.pick(section, [items[1].uuid], by=chen()),
        lambda: composing.remove(placed, by=chen()),
        lambda: composing.replace(placed, by=chen()),
        lambda: composing.move_item(placed, 1, by=chen()),
        lambda: composing.set_points(section.paper, {placed.pk: Decimal(9)}, by=chen()),
        lambda: composing.save_section(section, [], by=chen()),
        lambda: composing.delete_section(section, by=chen()),
        lambda: composing.relax(section, 0, None, by=chen()),
    ):
        with pytest.raises(PublishedPaper):
            attempt()
    assert AuditEvent.objects.count() == 1

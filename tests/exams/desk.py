"""What HR has on the desk in these tests: a small bank and a draft paper with one section."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from exams.blueprint import Rule
from exams.models import Paper, PaperItem, Section
from questionbank.content import Difficulty
from questionbank.models import Item, Topic
from tests import build
from tests.cast import chen

RETURNS, SHIPPING = "退换货", "物流"


def bank(returns: int = 0, shipping: int = 0, difficulty: Difficulty | None = None) -> list[Item]:
    """Approved single-choice items with different keys."""
    names = [RETURNS] * returns + [SHIPPING] * shipping
    have = Item.objects.count()
    return [
        build.item(
            build.single(f"{name}第{have + n}题:{chr(0x4E00 + 97 * (have + n)) * 12}?", key="ABCD"[n % 4]),
            topic=name,
            difficulty=difficulty,
        )
        for n, name in enumerate(names)
    ]


def topic(name: str) -> int:
    return Topic.objects.get_or_create(role=build.role(), name=name)[0].pk


def draft(*rules: Rule, **fields: Any) -> Section:
    """The only section of a new draft."""
    paper = Paper.objects.create(role=build.role(), title="客服文员笔试", minutes=60, seed=7, created_by=chen())
    section = Section(paper=paper, position=1, title="一、单选题", kind="single_choice", points_each=Decimal(2))
    section.rules = list(rules)
    for name, value in fields.items():
        setattr(section, name, value)
    section.save()
    return section


def place(section: Section, *items: Item, picked: str = "hand") -> list[PaperItem]:
    start = section.items.count() + 1
    return [
        PaperItem.objects.create(
            section=section, position=start + n, revision=item.revision, points=section.points_each, picked=picked
        )
        for n, item in enumerate(items)
    ]


def stems(section: Section) -> list[str]:
    rows = section.items.select_related("revision").order_by("position")
    return [row.revision.content.stem for row in rows]

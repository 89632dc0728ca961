"""New items and new revisions."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questionbank.authoring import EditConflict, NewItem, create_items, revise_item, set_tags
from questionbank.models import Item
from tests import build
from tests.cast import chen, wu

pytestmark = pytest.mark.django_db


def test_a_revision_that_somebody_else_overtook_is_refused() -> None:
    item = build.item()
    revise_item(item, build.single(stem="陈静的改法"), author=chen(), base=1)

    with pytest.raises(EditConflict):
        revise_item(Item.objects.get(), build.single(stem="吴桐的改法"), author=wu(), base=1)

    assert [revision.content.stem for revision in item.revisions.all()] == ["陈静的改法", "客户催发货,先做什么?"]


def test_revising_an_approved_item_asks_for_review_again() -> None:
    approved, retired = build.item(), build.item(build.essay(), status=Item.Status.RETIRED)

    for item in (approved, retired):
        revise_item(item, build.single(stem="改"), author=chen())

    assert list(Item.objects.order_by("pk").values_list("status", "kind")) == [
        ("review", "single_choice"),
        ("retired", "single_choice"),
    ]


def test_tags_are_replaced() -> None:
    item = build.item(tags=["细心", " 耐心 ", ""])
    set_tags(item, ["细心", "表达"])

    assert [tag.name for tag in item.tags.all()] == ["细心", "表达"]


def test_many_items_take_as_many_queries_as_one() -> None:
    counts = []
    for number in (1, 3):
        news = [NewItem(build.single(stem=f"{number}-{n}"), topic="售后", tags=("细心",)) for n in range(number)]
        role = build.role(f"r{number}")
        with CaptureQueriesContext(connection) as captured:
            create_items(role, news, author=None)
        counts.append(len(captured))

    assert counts[0] == counts[1]

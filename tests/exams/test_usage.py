"""The bank learns which papers hold its items."""

from __future__ import annotations

import pytest
from django.urls import reverse

from questionbank.authoring import revise_item
from questionbank.models import Item
from questionbank.usage import Use, uses
from tests import build
from tests.cast import chen

pytestmark = pytest.mark.django_db


def test_papers_that_hold_an_item() -> None:
    paper = build.paper(build.single(), title="秋招试卷")
    draft = build.paper(build.essay(), published=False, title="草稿卷")
    used = Item.objects.get(kind="single_choice")
    free = build.item(build.true_false())
    revise_item(used, build.single(stem="新"), author=chen())

    address = reverse("papers:paper", kwargs={"uuid": paper.uuid})
    assert uses([used.pk, free.pk]) == [Use(used.pk, "秋招试卷", address, 1, True)]
    assert [use.is_final for use in uses(list(Item.objects.values_list("pk", flat=True)))] == [False, True]
    assert draft.title in [use.title for use in uses([Item.objects.get(kind="essay").pk])]


def test_one_query_for_any_number_of_items(django_assert_num_queries: object) -> None:
    build.paper()
    ids = list(Item.objects.values_list("pk", flat=True)) + list(range(10**9, 10**9 + 400))
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(uses(ids)) == 5

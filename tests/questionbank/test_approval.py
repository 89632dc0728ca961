"""Who may give which status to which items."""

from __future__ import annotations

import pytest
from django.conf import LazySettings

from accounts.models import AuditEvent
from questionbank.approval import OWN_WORK, change_status
from questionbank.authoring import revise_item
from questionbank.models import Item
from tests import build
from tests.cast import chen, wu

pytestmark = pytest.mark.django_db


def test_an_item_with_errors_is_not_approved() -> None:
    good = build.item(status=Item.Status.DRAFT)
    bad = build.item(build.single(stem="没有答案", key=None), status=Item.Status.DRAFT)

    report = change_status([good, bad], Item.Status.APPROVED, chen())

    assert report.changed == [good]
    assert [(item, [problem.code for problem in reasons]) for item, reasons in report.refused] == [(bad, ["no-key"])]
    assert list(Item.objects.order_by("pk").values_list("status", flat=True)) == ["approved", "draft"]
    assert list(AuditEvent.objects.values_list("action", "details")) == [
        ("item.status", {"before": "draft", "after": "approved"})
    ]


def test_a_second_person_approves_where_the_installation_asks_for_it(settings: LazySettings) -> None:
    settings.TIKU_SECOND_APPROVER = True
    item = build.item(status=Item.Status.REVIEW)

    assert change_status([item], Item.Status.APPROVED, chen()).refused == [(item, [OWN_WORK])]
    assert change_status([item], Item.Status.APPROVED, wu()).changed == [item]


def test_a_text_that_changed_meanwhile_is_not_approved() -> None:
    item = build.item(status=Item.Status.REVIEW)
    seen = Item.objects.select_related("current").get(pk=item.pk)
    revise_item(item, build.single(stem="另一个题干"), author=wu())

    report = change_status([seen], Item.Status.APPROVED, chen())

    assert [reason.code for reason in report.refused[0][1]] == ["changed-meanwhile"]
    assert Item.objects.get().status == Item.Status.REVIEW


def test_every_status_leads_back() -> None:
    item = build.item(status=Item.Status.APPROVED)

    for status in (Item.Status.RETIRED, Item.Status.DRAFT, Item.Status.REVIEW, Item.Status.APPROVED):
        assert change_status([item], status, chen()).changed == [item]
    assert change_status([item], Item.Status.APPROVED, chen()).changed == []

"""HR adds, renames and deletes roles and topics."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from questionbank.models import Item, JobRole, Topic
from tests import build

pytestmark = pytest.mark.django_db
ROLES = reverse("bank:roles")


def test_a_role_from_birth_to_deletion(hr: Client) -> None:
    answer = hr.post(ROLES, {"name_zh": "仓库主管", "name_en": "Warehouse lead", "code": "warehouse"})
    page = reverse("bank:role", args=["warehouse"])
    assert answer["Location"] == page

    hr.post(page, {"name_zh": "仓储主管", "name_en": "Warehouse lead"})
    hr.post(reverse("bank:new-topic", args=["warehouse"]), {"name": " 盘点 "})
    assert "仓储主管" in hr.get(page).content.decode()
    assert [topic.name for topic in Topic.objects.all()] == ["盘点"]

    hr.post(reverse("bank:role-deletion", args=["warehouse"]))
    assert (JobRole.objects.count(), Topic.objects.count()) == (0, 0)
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "role.created",
        "role.renamed",
        "topic.created",
        "role.deleted",
    ]


@pytest.mark.parametrize(
    "data", [{}, {"name_zh": "甲", "name_en": "A", "code": "客服"}, {"name_zh": "甲", "code": "a"}]
)
def test_incomplete_roles_are_refused(hr: Client, data: dict[str, str]) -> None:
    assert hr.post(ROLES, data).status_code == 400
    assert JobRole.objects.count() == 0


def test_a_code_is_used_once(hr: Client) -> None:
    build.role("clerk")
    assert hr.post(ROLES, {"name_zh": "甲", "name_en": "A", "code": "clerk"}).status_code == 400


def test_what_is_used_stays(hr: Client) -> None:
    item = build.item(topic="售后")
    topic = Topic.objects.get()

    hr.post(reverse("bank:role-deletion", args=[item.role.code]))
    hr.post(reverse("bank:topic-deletion", args=[topic.pk]))

    assert (JobRole.objects.count(), Topic.objects.count(), Item.objects.count()) == (1, 1, 1)
    assert AuditEvent.objects.count() == 0


def test_topics_are_renamed_but_not_doubled(hr: Client) -> None:
    build.item(topic="售后")
    build.item(build.essay(), topic="售前")
    after = Topic.objects.get(name="售后")
    page = reverse("bank:topic", args=[after.pk])

    assert hr.post(page, {"name": "售前"}).status_code == 400
    assert hr.post(page, {"name": "售后服务"}).status_code == 302
    assert hr.post(reverse("bank:new-topic", args=["clerk"]), {"name": "售前"}).status_code == 400
    assert sorted(Topic.objects.values_list("name", flat=True)) == ["售前", "售后服务"]


def test_queries_do_not_grow(hr: Client) -> None:
    numbers = []
    for count in (1, 2):
        for place in range(count):
            build.item(build.single(stem=f"{count}{place}"), role=build.role(f"r{count}{place}"), topic=f"t{place}")
        with CaptureQueriesContext(connection) as captured:
            hr.get(ROLES)
        numbers.append(len(captured))

    assert numbers[0] == numbers[1]

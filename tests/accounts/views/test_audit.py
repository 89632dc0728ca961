"""Reading the audit trail."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.audit import record
from accounts.models import AuditEvent
from tests.cast import chen, wu, zhao


def labels(client: Client, query: str = "") -> list[str]:
    return [event.object_label for event, _sentence, _details in client.get(f"/audit/{query}").context["rows"]]


def test_newest_first_with_words_for_deed_and_details(administrator: Client) -> None:
    record(chen(), "person.created", zhao(), role="reviewer")
    record(None, "account.blocked", chen(), username="chen")

    page = administrator.get("/audit/")

    assert [(sentence, details) for _event, sentence, details in page.context["rows"]] == [
        ("多次输错密码，暂停登录", [("用户名", "chen")]),
        ("添加人员", [("角色", "阅卷人")]),
    ]
    assert "考生或系统" in page.content.decode()


def test_filters(administrator: Client) -> None:
    record(chen(), "person.created", zhao())
    record(wu(), "item.revised", wu())
    AuditEvent.objects.create(
        actor=chen(), action="item.created", object_label="旧题", at=datetime(2026, 1, 31, 15, 59, tzinfo=UTC)
    )

    assert labels(administrator) == ["旧题", "吴桐", "赵岩"]
    assert labels(administrator, f"?person={chen().pk}") == ["旧题", "赵岩"]
    assert labels(administrator, "?area=item") == ["旧题", "吴桐"]
    assert labels(administrator, f"?area=item&person={chen().pk}") == ["旧题"]
    assert labels(administrator, "?q=赵") == ["赵岩"]
    assert labels(administrator, "?until=2026-01-31") == ["旧题"], "the day is the installation's, not UTC's"
    assert labels(administrator, "?until=2026-01-30") == []
    assert labels(administrator, "?since=2026-01-31&until=2026-01-31") == ["旧题"]
    assert labels(administrator, "?since=2026-02-01") == ["吴桐", "赵岩"]


@pytest.mark.parametrize(
    "query",
    [
        "?person=999",
        "?person=x",
        "?area=x",
        "?since=yesterday",
        "?before=x",
        "?before=²",
        "?before=" + "9" * 30,
        "?until=9999-12-31",
    ],
)
def test_a_value_that_cannot_be_read_filters_nothing(administrator: Client, query: str) -> None:
    record(chen(), "person.created", zhao())

    assert labels(administrator, query) == ["赵岩"]


def test_older_rows_follow_from_a_cursor(administrator: Client) -> None:
    AuditEvent.objects.bulk_create(AuditEvent(action="item.created", object_label=str(n)) for n in range(120))

    first = administrator.get("/audit/?area=item")
    assert [event.object_label for event, _s, _d in first.context["rows"]] == [str(n) for n in range(119, 69, -1)]
    assert f"?area=item&amp;before={first.context['older']}" in first.content.decode()
    assert labels(administrator, f"?before={first.context['older']}") == [str(n) for n in range(69, 19, -1)]
    last = AuditEvent.objects.get(object_label="20").pk
    assert labels(administrator, f"?before={last}") == [str(n) for n in range(19, -1, -1)]


def test_the_trail_asks_the_database_as_often_for_many(
    administrator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    record(chen(), "person.created", zhao())
    with django_assert_num_queries(4):  # session, user, people to choose from, rows with their actors
        administrator.get("/audit/")
    for actor in (wu(), zhao(), None):
        record(actor, "item.revised", chen())
    with django_assert_num_queries(4):
        administrator.get("/audit/")

"""HR looks for questions, reads one, and changes its status."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEvent
from questionbank.authoring import revise_item
from questionbank.content import Difficulty
from questionbank.listing import Choice
from questionbank.models import Item
from tests import build
from tests.cast import chen, wu

pytestmark = pytest.mark.django_db
LIST = reverse("bank:items")
SCRIPT = "<script>alert(1)</script>"


def stems(response: Any) -> list[str]:
    return [row.content.stem for row in response.context["rows"]]


def counts(response: Any, name: str) -> dict[str, int]:
    choices: list[Choice] = response.context["choices"][name]
    return {choice.value: choice.count for choice in choices}


def test_an_empty_bank_says_what_to_do(hr: Client) -> None:
    assert reverse("bank:new-import") in hr.get(LIST).content.decode()


@pytest.mark.parametrize("words", ["退货", "退貨", "退 货", "ＡＢＣ", "abc"])
def test_search_ignores_script_width_and_blanks(hr: Client, words: str) -> None:
    build.item(build.single(stem="退货时ＡＢＣ怎么办?"))
    build.item(build.single(stem="发货"))

    assert stems(hr.get(LIST, {"q": words})) == ["退货时ＡＢＣ怎么办?"]


def test_counts_respect_the_other_filters(hr: Client) -> None:
    build.item(build.single(stem="甲"), topic="售后", difficulty=Difficulty.HARD)
    build.item(build.single(stem="乙"), topic="售前", status=Item.Status.DRAFT)
    build.item(build.essay(stem="丙"), topic="售后")

    page = hr.get(LIST, {"kind": "single_choice", "status": "approved"})

    assert stems(page) == ["甲"]
    kinds = {"single_choice": 1, "multiple_choice": 0, "true_false": 0, "short_answer": 0, "essay": 1}
    assert counts(page, "kind") == kinds
    assert counts(page, "status") == {"draft": 1, "review": 0, "approved": 1, "retired": 0}
    assert counts(page, "difficulty") == {"easy": 0, "medium": 0, "hard": 1}
    assert [choice.count for choice in page.context["choices"]["role"]] == [1]
    assert [(choice.label, choice.count) for choice in page.context["choices"]["topic"]] == [("电商客服文员 / 售后", 1)]


def test_unknown_values_of_filters_are_ignored(hr: Client) -> None:
    build.item()
    strange = {
        "q": "\x00",
        "role": "\x00",
        "kind": "song",
        "status": "gone",
        "topic": "x",
        "difficulty": "9",
        "sort": "zz",
        "page": "99",
    }

    assert len(stems(hr.get(LIST, strange))) == 1
    assert stems(hr.get(LIST, {"topic": "9" * 40})) == []
    assert stems(hr.get(LIST, {"role": "nobody"})) == []


def test_twenty_five_a_page(hr: Client) -> None:
    for number in range(26):
        build.item(build.single(stem=f"第{number}题"))

    assert len(stems(hr.get(LIST))) == 25
    assert stems(hr.get(LIST, {"page": "2"})) == ["第0题"]
    assert stems(hr.get(LIST, {"sort": "old"}))[0] == "第0题"


def test_queries_do_not_grow(hr: Client) -> None:
    numbers = []
    for count in (1, 2):
        for place in range(count):
            build.item(build.single(stem=f"{count}-{place}"), topic=f"主题{count}{place}", tags=["细心"])
        with CaptureQueriesContext(connection) as captured:
            hr.get(LIST)
        numbers.append(len(captured))

    assert numbers[0] == numbers[1] == 11


def test_htmx_gets_the_list_alone(hr: Client) -> None:
    build.item()
    part = hr.get(LIST, headers={"HX-Request": "true"})

    assert part.content.decode().lstrip().startswith('<div id="bank-list"')
    assert "HX-Request" in part["Vary"]
    assert hr.get(LIST).content.decode().startswith("<!doctype html>")


def test_scripts_in_questions_are_inert(hr: Client) -> None:
    content = build.single(stem=SCRIPT, options=build.options(SCRIPT, "乙"), key="A", explanation=SCRIPT)
    item = build.item(content, topic=SCRIPT, tags=[SCRIPT])
    revise_item(item, build.essay(stem=SCRIPT + "2"), author=chen(), note=SCRIPT)

    for address in (LIST, reverse("bank:item", args=[item.uuid]), reverse("bank:edit-item", args=[item.uuid])):
        text = hr.get(address).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


def test_bulk_change_of_status(hr: Client) -> None:
    good, bad = (build.item(content, status=Item.Status.DRAFT) for content in (build.single(), build.single(key=None)))
    data = {"item": [good.pk, bad.pk], "status": "approved", "back": LIST + "?page=1"}

    answer = hr.post(reverse("bank:statuses"), data)

    assert (answer.status_code, answer["Location"]) == (302, LIST + "?page=1")
    assert dict(Item.objects.values_list("pk", "status")) == {good.pk: "approved", bad.pk: "draft"}
    assert f"#{bad.pk}" in hr.get(LIST).content.decode()


def test_bulk_change_without_a_choice_changes_nothing(hr: Client) -> None:
    item = build.item(status=Item.Status.DRAFT)
    for data in ({}, {"item": [item.pk]}, {"item": [item.pk], "status": "gone"}, {"status": "approved", "item": ["x"]}):
        assert hr.post(reverse("bank:statuses"), {**data, "back": "https://evil.example/"})["Location"] == LIST

    assert Item.objects.get().status == "draft"


def test_an_item_page_shows_key_rubric_and_history(hr: Client) -> None:
    item = build.item(build.essay(), tags=["表达"])
    revise_item(item, build.essay(stem="新的题干"), author=wu())

    page = hr.get(reverse("bank:item", args=[item.uuid]))

    text = page.content.decode()
    for shown in ("先致歉并安抚", "表达清楚有条理", "评卷说明:不得外泄", "新的题干", "吴桐", "表达"):
        assert shown in text
    changes = [[change.field for change in row.changes] for row in page.context["history"]]
    assert changes == [["stem"], []]


def test_queries_of_an_item_page_do_not_grow_with_revisions(hr: Client) -> None:
    item = build.item(tags=["甲"])
    numbers = []
    for revisions in (1, 3):
        for number in range(revisions):
            revise_item(item, build.single(stem=f"{revisions}{number}"), author=chen())
        with CaptureQueriesContext(connection) as captured:
            hr.get(reverse("bank:item", args=[item.uuid]))
        numbers.append(len(captured))

    assert numbers[0] == numbers[1]


def test_status_of_one_item(hr: Client, settings: LazySettings) -> None:
    item = build.item(status=Item.Status.DRAFT)
    address = reverse("bank:item-status", args=[item.uuid])

    hr.post(address, {"status": "approved", "revision": "9"})
    assert Item.objects.get().status == "draft"
    hr.post(address, {"status": "approved", "revision": "1"})
    assert Item.objects.get().status == "approved"
    hr.post(address, {"status": "nothing", "revision": "1"})
    assert Item.objects.get().status == "approved"

    settings.TIKU_SECOND_APPROVER = True
    Item.objects.update(status="review")
    hr.post(address, {"status": "approved", "revision": "1"})
    assert Item.objects.get().status == "review"


def test_restoring_an_old_revision_makes_a_new_one(hr: Client) -> None:
    item = build.item(build.single(stem="旧"))
    revise_item(item, build.single(stem="新"), author=chen())

    hr.post(reverse("bank:restoration", args=[item.uuid, 1]))

    assert [revision.content.stem for revision in item.revisions.all()] == ["旧", "新", "旧"]
    assert Item.objects.get().revision.number == 3
    assert AuditEvent.objects.filter(action="item.revised").count() == 2
    assert hr.post(reverse("bank:restoration", args=[item.uuid, 9])).status_code == 404

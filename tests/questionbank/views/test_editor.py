"""HR writes and changes questions."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from questionbank import editor
from questionbank.authoring import revise_item
from questionbank.content import AnyContent
from questionbank.models import Item
from tests import build
from tests.cast import wu

pytestmark = pytest.mark.django_db
NEW = reverse("bank:new-item")
SCRIPT = "<script>alert(1)</script>"


def form(content: AnyContent, **fields: Any) -> dict[str, Any]:
    """What a browser would send for the editor of this content."""
    typed = editor.from_content(content)
    simple = ("stem", "points", "seconds", "genre", "explanation", "assesses", "truth", "accepted_answers")
    return {
        "kind": typed.kind.value,
        **{name: getattr(typed, name) for name in (*simple, "reference_answer")},
        "option_text": [row.text for row in typed.options],
        "right": [str(at) for at, row in enumerate(typed.options) if row.right],
        "point_text": [row.text for row in typed.answer_points],
        "point_points": [row.points for row in typed.answer_points],
        "point_detail": [row.detail for row in typed.answer_points],
        "point_level": [str(row.level) for row in typed.answer_points],
        "criterion_text": [row.text for row in typed.criteria],
        "criterion_points": [row.points for row in typed.criteria],
        "rule_name": list(typed.rule),
        "rule_value": list(typed.rule.values()),
        **fields,
    }


EVERY_KIND = [build.single(), build.multiple(), build.true_false(), build.short(), build.essay()]


@pytest.mark.parametrize("content", EVERY_KIND)
def test_a_new_question_of_every_kind(hr: Client, content: AnyContent) -> None:
    build.role()
    assert hr.get(NEW, {"kind": content.kind.value, "role": "clerk"}).status_code == 200

    answer = hr.post(NEW, form(content, role="clerk", topic="售后", difficulty="hard", tags="细心,表达"))

    item = Item.objects.get()
    assert answer["Location"] == reverse("bank:item", args=[item.uuid])
    assert item.revision.content == content
    assert (item.status, item.difficulty, str(item.topic)) == ("draft", "hard", "售后")
    assert [tag.name for tag in item.tags.all()] == ["细心", "表达"]
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["item.created"]


@pytest.mark.parametrize("content", EVERY_KIND)
def test_every_kind_opens_and_saves_unchanged(hr: Client, content: AnyContent) -> None:
    item = build.item(content)
    page = hr.get(reverse("bank:edit-item", args=[item.uuid]))
    assert page.context["content"] == content

    hr.post(reverse("bank:edit-item", args=[item.uuid]), form(content, base="1"))

    assert Item.objects.get().revision.number == 1


def test_nothing_is_lost_when_a_value_is_refused(hr: Client) -> None:
    build.role()
    data = form(build.single(stem="我的题"), role="", points="两分")

    answer = hr.post(NEW, data)

    text = answer.content.decode()
    assert answer.status_code == 400
    assert sorted(answer.context["errors"]) == ["points", "role"]
    for kept in ("我的题", "两分", "转给主管"):
        assert kept in text
    assert Item.objects.count() == 0


def test_rows_are_added_and_removed_without_javascript(hr: Client) -> None:
    build.role()
    added = hr.post(NEW, form(build.single(), role="clerk", do="add-option"))
    removed = hr.post(NEW, form(build.essay(), role="clerk", do="remove-point-0"))
    part = hr.post(NEW, form(build.single(), do="add-option"), headers={"HX-Request": "true"})

    assert len(added.context["typed"].options) == 5
    assert [row.text for row in removed.context["typed"].answer_points] == ["核实订单与破损证据"]
    assert part.content.decode().lstrip().startswith('<form method="post" id="editor"')
    assert Item.objects.count() == 0


def test_an_edit_is_a_revision_and_asks_for_approval_again(hr: Client) -> None:
    item = build.item()
    data = form(build.single(stem="改过"), base="1", note="更清楚", topic="售后")

    hr.post(reverse("bank:edit-item", args=[item.uuid]), data)

    item = Item.objects.get()
    assert (item.revision.number, item.revision.note, item.status) == (2, "更清楚", "review")
    assert (item.revision.content.stem, str(item.topic)) == ("改过", "售后")
    assert sorted(AuditEvent.objects.values_list("action", flat=True)) == ["item.described", "item.revised"]


def test_two_people_at_once_see_both_texts(hr: Client) -> None:
    item = build.item()
    revise_item(item, build.single(stem="吴桐的改法"), author=wu())
    address = reverse("bank:edit-item", args=[item.uuid])

    answer = hr.post(address, form(build.single(stem="陈静的改法"), base="1", topic="售后"))

    text = answer.content.decode()
    assert answer.status_code == 409
    for shown in ("吴桐的改法", "陈静的改法", "吴桐"):
        assert shown in text
    unchanged = Item.objects.get()
    assert (unchanged.revision.content.stem, unchanged.topic) == ("吴桐的改法", None)

    hr.post(address, form(build.single(stem="陈静的改法"), base=str(answer.context["base"])))
    assert Item.objects.get().revision.number == 3


def test_the_preview_shows_no_key_and_no_script(hr: Client) -> None:
    content = build.single(stem=SCRIPT, explanation="解析不外露")
    text = hr.post(reverse("bank:check"), form(content)).content.decode()

    assert "&lt;script&gt;" in text
    assert "<script>" not in text
    assert "解析不外露" not in text
    assert 'class="choice right"' not in text


def test_the_preview_tells_what_is_wrong(hr: Client) -> None:
    missing = hr.post(reverse("bank:check"), form(build.single(key=None)))
    refused = hr.post(reverse("bank:check"), form(build.single(), points="x"))

    assert [problem.code for problem in missing.context["problems"]] == ["no-key", "no-explanation"]
    assert list(refused.context["errors"]) == ["points"]


def test_the_preview_is_the_question_as_candidates_see_it(hr: Client) -> None:
    shown = hr.post(reverse("bank:check"), form(build.single(explanation="评卷说明"))).content.decode()

    assert 'class="question card"' in shown
    assert shown.count('type="radio"') == len(build.single().options)
    assert "评卷说明" not in shown

"""HR looks at like questions side by side and decides."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from questionbank.authoring import revise_item
from questionbank.imports.batches import UndoRefused, reparse, stage, undo
from questionbank.imports.jobs import ask_rereading
from questionbank.models import ImportBatch, Item
from questionbank.reading import Unreadable, read_document
from tests import build
from tests.cast import chen
from tests.questionbank.views.test_imports import take

pytestmark = pytest.mark.django_db
TEXT = """一、单选题(每题2分)
1. 客户收到破损商品要求赔付,客服首先应怎样做?
A. 致歉并核实
B. 直接退款
答案:A
解析:先核实。
2. 发票抬头写错以后怎样更正?
A. 重开
B. 手改
答案:A
解析:重开。
"""
KNOWN = "客户收到破损商品要求赔付,客服首先应该怎样做?"


def known(**fields: Any) -> Item:
    options = build.options("致歉并核实", "直接退款")
    return build.item(build.single(stem=KNOWN, options=options, key="B", **fields))


def staged(text: str = TEXT) -> ImportBatch:
    return stage(read_document(text.encode(), "试卷.txt"), text.encode(), build.role(), chen())


def page_of(batch: ImportBatch, position: int = 0) -> str:
    return reverse("bank:import-likeness", args=[batch.uuid, position])


def rows(hr: Client, batch: ImportBatch, **query: str) -> list[Any]:
    return list(hr.get(batch.address, query).context["rows"])


def test_nothing_is_decided_while_the_document_is_read_again(hr: Client) -> None:
    item = known()
    batch = staged()
    ask_rereading(batch, TEXT + "3. 运费谁付?\n", chen())

    answer = hr.post(page_of(batch), {"choice": "revise", "item": str(item.uuid)})

    assert (answer.status_code, answer["Location"]) == (302, batch.address)
    assert (item.revisions.count(), batch.revisions.count()) == (1, 0)


def test_what_is_like_the_bank_is_held_back_and_shown_side_by_side(hr: Client) -> None:
    item = known()
    batch = staged()

    assert [entry.chosen for entry in rows(hr, batch)] == [False, True]
    assert [entry.number for entry in rows(hr, batch, state="similar")] == [1]
    assert page_of(batch) in hr.get(batch.address).content.decode()
    (pair,) = hr.get(page_of(batch)).context["pairs"]
    assert (pair.item, pair.likeness.is_alike) == (item, True)
    assert [field.field for field in pair.fields if field.differs] == ["stem", "key", "explanation"]
    take(hr, batch, 1, ticked=(1,))
    assert list(batch.items.values_list("batch_position", flat=True)) == [1]


def test_keeping_both(hr: Client) -> None:
    known()
    batch = staged()
    answer = hr.post(page_of(batch), {"choice": "both"})

    assert answer["Location"] == f"{batch.address}?item=0#item-0"
    assert [entry.chosen for entry in rows(hr, batch)] == [True, True]
    assert rows(hr, batch, state="similar") == []
    take(hr, batch, 0, 1, ticked=(0, 1))
    assert Item.objects.count() == 3


def test_skipping(hr: Client) -> None:
    known()
    batch = staged()
    hr.post(page_of(batch), {"choice": "skip"})

    assert [entry.chosen for entry in rows(hr, batch)] == [False, True]
    assert rows(hr, batch, state="similar") == []
    details = AuditEvent.objects.get(action="import.likeness-decided").details
    assert details == {"position": 0, "choice": "skip", "item": None}


def test_a_new_revision_of_the_bank_s_item_and_back(hr: Client) -> None:
    item = known()
    batch = staged()
    hr.post(page_of(batch), {"choice": "revise", "item": str(item.uuid)})

    item.refresh_from_db()
    assert (item.revision.number, item.revision.content_json["key"], item.status) == (2, "A", "review")
    assert [entry.state for entry in rows(hr, batch)] == ["done", "sure"]
    assert batch.items.count() == 0
    with pytest.raises(Unreadable):
        reparse(batch, TEXT + "\n", chen())
    hr.post(page_of(batch), {"choice": "both"})
    assert [entry.state for entry in rows(hr, batch)] == ["done", "sure"]

    hr.post(reverse("bank:import-undo", args=[batch.uuid]))

    item.refresh_from_db()
    assert (item.revision.number, item.revision.content_json["key"], item.status) == (3, "B", "approved")
    assert [entry.state for entry in rows(hr, batch)] == ["sure", "sure"]
    assert (batch.revisions.count(), Item.objects.count()) == (0, 1)


def test_an_item_that_somebody_revised_since_stays_as_it_is(hr: Client) -> None:
    item = known()
    batch = staged()
    hr.post(page_of(batch), {"choice": "revise", "item": str(item.uuid)})
    item.refresh_from_db()
    revise_item(item, build.single(stem="又改过"), author=chen())

    assert undo(batch, chen()) == 0
    item.refresh_from_db()
    assert item.revision.content.stem == "又改过"


def test_a_revision_in_a_paper_keeps_the_import_from_being_undone(hr: Client) -> None:
    item = known()
    batch = staged()
    hr.post(page_of(batch), {"choice": "revise", "item": str(item.uuid)})
    item.refresh_from_db()
    paper = build.paper(build.essay(), published=False, title="秋招试卷")
    paper.sections.get().items.create(position=9, revision=item.revision, points=2)

    with pytest.raises(UndoRefused) as refused:
        undo(batch, chen())
    assert refused.value.titles == ["秋招试卷"]


def test_the_same_document_says_it_twice(hr: Client) -> None:
    again = TEXT + TEXT.split("\n", 1)[1].replace("1. 客户收到", "3. 客户若收到").replace("2. 发票", "4. 电子发票")
    batch = staged(again)

    assert [entry.chosen for entry in rows(hr, batch)] == [True, True, False, False]
    (pair,) = hr.get(page_of(batch, 2)).context["pairs"]
    assert (pair.item, pair.row.position) == (None, 0)
    assert hr.post(page_of(batch, 2), {"choice": "skip"})["Location"] == page_of(batch, 3)


def test_a_bank_that_grew_after_the_preview_is_seen_at_the_import(hr: Client) -> None:
    batch = staged()
    known()

    take(hr, batch, 0, 1, ticked=(0, 1))

    assert list(batch.items.values_list("batch_position", flat=True)) == [1]
    assert [entry.number for entry in rows(hr, batch, state="similar")] == [1]


def test_decisions_survive_parsing_again(hr: Client) -> None:
    known()
    batch = staged()
    hr.post(page_of(batch), {"choice": "both"})
    reparse(batch, TEXT.replace("手改", "涂改"), chen())

    assert [entry.chosen for entry in rows(hr, batch)] == [True, True]
    assert rows(hr, batch, state="similar") == []


@pytest.mark.parametrize("data", [{}, {"choice": "song"}, {"choice": "revise"}, {"choice": "revise", "item": "x"}])
def test_what_is_no_decision_changes_nothing(hr: Client, data: dict[str, str]) -> None:
    known()
    batch = staged()

    assert hr.post(page_of(batch), data).status_code in {302, 404}
    assert rows(hr, batch)[0].stored.included is None
    assert hr.get(page_of(batch, 99)).status_code == 404
    assert Item.objects.get().revision.number == 1

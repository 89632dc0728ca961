"""HR brings the answers in a document of their own."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from questionbank.importing import commit, stage, undo
from questionbank.keyfiles import own_text
from questionbank.models import ImportBatch, Item, KeyFile
from questionbank.reading import read_document
from tests import build
from tests.cast import chen
from tests.questionbank.views.test_editor import form

pytestmark = pytest.mark.django_db
PAPER = """一、单选题(每题2分)
1. 退货先做什么?
A. 核对订单
B. 直接退款
2. 催发货先做什么?
A. 请稍等
B. 查询状态
答案:A
二、论述题(每题10分)
1. 如何安抚客户?
"""
KEYS = "一、单选题\n1-3 BBA\n二、论述题\n1. 答案要点:\n1)先致歉(4分)\n2)给出方案(6分)\n"


def staged(text: str = PAPER) -> ImportBatch:
    return stage(read_document(text.encode(), "试卷.txt"), text.encode(), build.role(), chen())


def bring(hr: Client, batch: ImportBatch, keys: str = KEYS) -> KeyFile:
    file = SimpleUploadedFile("答案.txt", keys.encode())
    answer = hr.post(reverse("bank:new-key-file", args=[batch.uuid]), {"file": file, "text": ""})
    made = KeyFile.objects.latest("pk")
    assert answer["Location"] == page_of(made)
    return made


def page_of(file: KeyFile, name: str = "key-file") -> str:
    return reverse(f"bank:{name}", args=[file.batch.uuid, file.uuid])


def keys_of(batch: ImportBatch) -> list[Any]:
    return [row.key for row in batch.document.items]


def test_what_joins_what_contradicts_and_what_finds_no_question(hr: Client) -> None:
    batch = staged()
    file = bring(hr, batch)

    shown = hr.get(page_of(file)).context["report"]

    assert [(line.number, line.joint.field, line.given) for line in shown.new] == [
        (1, "key", "B"),
        (3, "answer_points", "先致歉 (4); 给出方案 (6)"),
    ]
    assert [(line.number, line.own, line.given) for line in shown.differs] == [(2, "A", "B")]
    assert [(each.code, each.params) for each in shown.told] == [("answer-without-question", {"number": "3"})]
    assert keys_of(batch) == [None, ["A"], None]
    assert bytes(file.original) == KEYS.encode()


def test_joining_fills_in_and_leaves_contradictions_to_people(hr: Client) -> None:
    batch = staged()
    file = bring(hr, batch)
    page = hr.post(page_of(file), follow=True)

    assert "已合并 2 道题的答案" in page.content.decode()  # the second question keeps its own
    assert keys_of(batch) == [["B"], ["A"], None]
    assert [entry.state for entry in page.context["rows"]] == ["sure", "check", "sure"]
    assert [remark.code for remark in page.context["rows"][1].remarks][:1] == ["key-file-differs"]
    assert "1-3 BBA" in page.content.decode()
    hr.post(page_of(file))
    assert list(AuditEvent.objects.filter(action="import.keys-joined").values_list("details", flat=True)) == [
        {"name": "答案.txt", "answers": 2, "taken": 0}
    ]


def test_the_file_decides_where_somebody_says_so(hr: Client) -> None:
    batch = staged()
    file = bring(hr, batch)
    hr.post(page_of(file), {"take": ["1-key", "x-key", "1-stem", "99-key"]})

    assert keys_of(batch) == [["B"], ["B"], None]
    assert [entry.state for entry in hr.get(batch.address).context["rows"]] == ["sure", "sure", "sure"]


def test_corrections_stay_and_get_the_answers_that_they_lack(hr: Client) -> None:
    batch = staged()
    edit = reverse("bank:import-item", args=[batch.uuid, 0])
    own = build.single(stem="退货首先做什么?", key=None, options=build.options("核对订单", "直接退款"))
    hr.post(edit, form(own))
    hr.post(page_of(bring(hr, batch)))

    row = hr.get(batch.address).context["rows"][0].row
    assert (row.edited, row.shown.stem, row.shown.key) == (True, "退货首先做什么?", "B")


def test_a_corrected_text_is_joined_again(hr: Client) -> None:
    batch = staged()
    hr.post(reverse("bank:import-item", args=[batch.uuid, 2]), form(build.essay(stem="怎样安抚客户?")))
    file = bring(hr, batch)
    hr.post(page_of(file), {"take": ["1-key"]})
    text = reverse("bank:import-text", args=[batch.uuid])
    assert hr.get(text).context["text"] == own_text(batch) == PAPER

    hr.post(text, {"text": PAPER.replace("一、单选题", "2026年试题\n一、单选题").replace("1. 退货先", "1. 退货时先")})

    batch.refresh_from_db()
    file.refresh_from_db()
    assert keys_of(batch) == [["B"], ["B"], None]
    assert (batch.text or "")[file.start :] == KEYS
    shown = [entry.row.shown for entry in hr.get(batch.address).context["rows"]]
    assert [content.stem for content in shown] == ["退货时先做什么?", "催发货先做什么?", "怎样安抚客户?"]


def test_questions_in_the_bank_keep_their_answers(hr: Client) -> None:
    batch = staged()
    commit(batch, [1], chen())
    file = bring(hr, batch)
    assert hr.get(page_of(file)).context["report"].known == 1

    hr.post(page_of(file), {"take": ["1-key"]})

    assert keys_of(batch) == [["B"], ["A"], None]
    assert [entry.state for entry in hr.get(batch.address).context["rows"]] == ["sure", "done", "sure"]
    assert Item.objects.get().revision.content_json["key"] == "A"
    assert undo(batch, chen()) == 1
    commit(batch, user=chen())
    assert batch.items.count() == 3


def test_a_file_that_nobody_joined_can_be_thrown_away(hr: Client) -> None:
    batch = staged()
    first, again = bring(hr, batch), bring(hr, batch)
    assert first == again
    assert "答案.txt" in hr.get(batch.address).content.decode()
    hr.post(page_of(first, "key-file-deletion"))
    assert KeyFile.objects.count() == 0

    joined = bring(hr, batch)
    hr.post(page_of(joined))
    hr.post(page_of(joined, "key-file-deletion"))
    assert KeyFile.objects.get() == joined


def test_refusals_say_why(hr: Client) -> None:
    batch = staged()
    address = reverse("bank:new-key-file", args=[batch.uuid])

    for data in ({"text": ""}, {"text": "1.A", "file": SimpleUploadedFile("a.txt", b"1.B")}):
        answer = hr.post(address, data)
        assert (answer.status_code, len(answer.context["form"].non_field_errors())) == (400, 1)
    assert KeyFile.objects.count() == 0


def test_a_file_of_another_batch_is_not_found(hr: Client) -> None:
    file = bring(hr, staged())
    other = staged("1. 另一题?\nA. 甲\nB. 乙\n")

    assert hr.get(reverse("bank:key-file", args=[other.uuid, file.uuid])).status_code == 404

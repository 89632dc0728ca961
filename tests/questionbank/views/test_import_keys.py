"""HR brings the answers in a document of their own."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from questionbank.imports.batches import commit, stage, undo
from questionbank.imports.keyfiles import own_text
from questionbank.imports.reader import work_off
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


def word_of(text: str) -> bytes:
    made, out = docx.Document(), BytesIO()
    for line in text.split("\n"):
        made.add_paragraph(line)
    made.save(out)
    return out.getvalue()


def keys_of(batch: ImportBatch) -> list[Any]:
    return [row.key for row in batch.document.items]


def test_what_joins_what_contradicts_and_what_finds_no_question(hr: Client) -> None:
    batch = staged()
    file = bring(hr, batch)

    shown = hr.get(page_of(file)).context["report"]

    assert [(line.number, line.field, line.given) for line in shown.new] == [
        (1, "key", "B"),
        (3, "answer_points", "先致歉 (4); 给出方案 (6)"),
    ]
    assert [(line.number, line.own, line.given) for line in shown.differs] == [(2, "A", "B")]
    assert [(each.code, each.params) for each in shown.told] == [("answer-without-question", {"number": "3"})]
    assert keys_of(batch) == [None, ["A"], None]
    assert bytes(file.original) == KEYS.encode()


def test_a_small_file_that_may_take_long_is_compared_and_joined_beside_the_requests(hr: Client) -> None:
    batch = staged()
    file = SimpleUploadedFile("答案.docx", word_of(KEYS + "." * 600))
    answer = hr.post(reverse("bank:new-key-file", args=[batch.uuid]), {"file": file, "text": ""})
    made = KeyFile.objects.get()

    assert answer["Location"] == batch.address
    assert work_off() == 1
    shown = hr.get(page_of(made)).context["report"]
    assert next((line.number, line.given) for line in shown.new) == (1, "B")
    hr.post(page_of(made))
    assert keys_of(batch) == [None, ["A"], None]
    assert work_off() == 1
    assert keys_of(batch) == [["B"], ["A"], None]


def test_joining_fills_in_and_leaves_contradictions_to_people(hr: Client) -> None:
    batch = staged()
    file = bring(hr, batch)
    page = hr.post(page_of(file), follow=True)

    assert [str(told) for told in page.context["messages"]] == [
        "已合并 2 道题的答案。",
        "还有 1 处答案不一致未处理：题目保留原有答案，并标为“待核对”。",
    ]
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


def taken_out(hr: Client, file: KeyFile) -> Any:
    return hr.post(page_of(file, "key-file-removal"), follow=True)


def test_a_joined_file_can_be_taken_out_and_joined_again(hr: Client) -> None:
    batch = staged()
    file = bring(hr, batch)
    hr.post(page_of(file), {"take": ["1-key"]})
    assert keys_of(batch) == [["B"], ["B"], None]

    page = taken_out(hr, file)

    assert "答案文件已撤回" in page.content.decode()
    batch, file = ImportBatch.objects.get(), KeyFile.objects.get()
    assert (keys_of(batch), batch.text, file.joined_at, file.start, file.taken) == (
        [None, ["A"], None],
        PAPER,
        None,
        None,
        {},
    )
    assert [entry.state for entry in hr.get(batch.address).context["rows"]] == ["check", "sure", "sure"]
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))[-1] == "import.keys-taken-out"
    hr.post(page_of(file), {"take": ["all"]})
    assert keys_of(ImportBatch.objects.get()) == [["B"], ["B"], None]


def test_taking_a_file_out_keeps_what_people_wrote_before_and_since(hr: Client) -> None:
    batch = staged(PAPER.replace("二、", "3. 面单贴在哪里?\nA. 正面\nB. 底面\n二、"))
    before = build.single(stem="退货首先做什么?", key=None, options=build.options("核对订单", "直接退款"))
    hr.post(reverse("bank:import-item", args=[batch.uuid, 0]), form(before))
    file = bring(hr, batch)
    hr.post(page_of(file))
    since = build.single(stem="面单贴在哪一面?", key="A", options=build.options("正面", "底面"))
    hr.post(reverse("bank:import-item", args=[batch.uuid, 2]), form(since))
    by_hand = build.single(stem="催发货首先做什么?", key="B", options=build.options("请稍等", "查询状态"))
    hr.post(reverse("bank:import-item", args=[batch.uuid, 1]), form(by_hand))

    taken_out(hr, file)

    rows = [entry.row for entry in hr.get(batch.address).context["rows"]]
    assert [(row.edited, row.shown.stem) for row in rows] == [
        (True, "退货首先做什么?"),
        (True, "催发货首先做什么?"),
        (True, "面单贴在哪一面?"),
        (False, "如何安抚客户?"),
    ]
    assert [row.shown.key for row in rows[:2]] == [None, "B"]
    assert rows[3].shown.answer_points == ()


def test_a_correction_made_after_joining_loses_only_the_answer_of_the_file(hr: Client) -> None:
    batch = staged()
    file = bring(hr, batch)
    hr.post(page_of(file))
    reworded = build.single(stem="退货首先做什么?", key="B", options=build.options("核对订单", "直接退款"))
    hr.post(reverse("bank:import-item", args=[batch.uuid, 0]), form(reworded))

    taken_out(hr, file)

    row = hr.get(batch.address).context["rows"][0].row
    assert (row.edited, row.shown.stem, row.shown.key) == (True, "退货首先做什么?", None)


def test_questions_in_the_bank_stay_when_the_file_is_taken_out(hr: Client) -> None:
    batch = staged()
    file = bring(hr, batch)
    hr.post(page_of(file))
    commit(ImportBatch.objects.get(), [0], chen())

    taken_out(hr, file)

    assert [entry.state for entry in hr.get(batch.address).context["rows"]] == ["done", "sure", "sure"]
    assert Item.objects.get().revision.content_json["key"] == "B"


def test_a_file_for_many_questions_is_read_joined_and_taken_out_beside_the_requests(hr: Client) -> None:
    batch = staged("一、单选题\n" + "".join(f"{n}. 第{n}步?\nA. 甲\nB. 乙\n" for n in range(1, 1_004)))
    data = SimpleUploadedFile("答案.txt", ("一、单选题\n" + "".join(f"{n}. B\n" for n in range(1, 1_004))).encode())
    sent = hr.post(reverse("bank:new-key-file", args=[batch.uuid]), {"file": data, "text": ""}, follow=True)
    assert "正在读取答案文件" in sent.content.decode()
    work_off()
    file = KeyFile.objects.get()
    done = hr.get(reverse("bank:import-progress", args=[batch.uuid]), headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == page_of(file)
    told = hr.get(page_of(file)).content.decode()
    assert "另有 803 条" in told

    assert "正在合并答案文件" in hr.post(page_of(file), follow=True).content.decode()
    work_off()
    assert "已合并 1003 道题的答案" in hr.get(batch.address).content.decode()
    assert "正在撤回答案文件" in taken_out(hr, file).content.decode()
    work_off()
    assert "答案文件已撤回" in hr.get(batch.address).content.decode()
    hr.post(page_of(file, "key-file-comparison"))
    assert work_off() == 1

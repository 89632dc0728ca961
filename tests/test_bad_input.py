"""What people get wrong, one by one: each is told plainly, in both languages, and nothing is lost by it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exams.attempts import submit_attempt
from exams.blueprint import Rule
from exams.models import Attempt, Response
from questionbank.content import ItemKind
from questionbank.imports.batches import stage
from questionbank.imports.reader import work_off
from questionbank.models import ImportBatch, Item
from scoring.models import MarkTask, ScoreEvent
from tests import build, candidates, cast
from tests.conftest import signed_in
from tests.exams import desk
from tests.questionbank.drafting import document, draft
from tests.scoring import world

pytestmark = pytest.mark.django_db
LANGUAGES = ("zh-hans", "en")
TEXT = """一、单选题(每题2分)
1. 客户要求退货,先做什么?
A. 核对订单
B. 直接退款
答案:A
解析:先核对“龥㐀𠮷”的订单。
"""


def said(response: Any) -> str:
    return str(response.content.decode())


def send(data: bytes, name: str = "题目.txt", language: str = "zh-hans") -> Any:
    """HR chooses a file and presses the button."""
    file = SimpleUploadedFile(name, data)
    form = {"role": build.role().code, "file": file}
    return signed_in(cast.chen(), language).post(reverse("bank:new-import"), form, follow=True)


def held() -> tuple[list[str], list[str]]:
    """Everything the bank has: stems, and names of imports."""
    stems = [item.revision.content.stem for item in Item.objects.order_by("pk")]
    return stems, list(ImportBatch.objects.order_by("pk").values_list("name", flat=True))


def refused(data: bytes, sentences: dict[str, str]) -> None:
    """Refused in words, and what was there before is as it was."""
    build.item()
    stage(document(draft(stem="已有的题")), b"earlier", build.role(), cast.chen())
    before = held()
    for language, sentence in sentences.items():
        response = send(data, language=language)
        assert (response.status_code, sentence in said(response)) == (400, True)
    assert held() == before


def test_an_empty_file() -> None:
    refused(
        b"", {"zh-hans": "文件是空的，请选择包含题目的文件。", "en": "The file is empty. Choose the file that holds"}
    )


def test_a_binary_file_renamed_txt() -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256))

    refused(picture, {"zh-hans": "这都不是文本文件。", "en": "This is not a text file, whatever its name says."})


def test_gb18030_text() -> None:
    data = TEXT.encode("gb18030")

    for language, sentence in zip(LANGUAGES, ("按 GB18030 编码读取", "Read as GB18030"), strict=True):
        shown = said(send(data, language=language))
        assert sentence in shown
        assert "先核对“龥㐀𠮷”的订单。" in shown
    batch = ImportBatch.objects.get()
    assert (bytes(batch.original or b""), batch.document.text) == (data, TEXT)


def long_text() -> str:
    """Over 5 MB in 160 questions with very long explanations."""
    rule = "先核对订单与签收时间,再答复客户,避免作出做不到的承诺。" * 10
    explanation = "\n".join(f"第{line}条:{rule}" for line in range(39))
    items = "".join(
        f"{n}. 第{n}位客户催发货,先做什么?\nA. 请稍等\nB. 查询订单\n答案:B\n解析:{explanation}\n" for n in range(1, 161)
    )
    return f"一、单选题(每题2分)\n{items}"


def test_a_5_mb_text(hr: Client) -> None:
    text = long_text()
    assert len(text.encode()) > 5_000_000

    assert "正在读取文档" in said(send(text.encode()))
    assert work_off() == 1

    batch = ImportBatch.objects.get()
    assert batch.document.text == text
    assert [item.number for item in batch.document.items] == [str(number) for number in range(1, 161)]
    assert {item.explanation.count("\n") for item in batch.document.items if item.explanation} == {38}
    assert 'enctype="multipart/form-data"' in said(hr.get(reverse("bank:import-text", args=[batch.uuid])))
    corrected = text.replace("第160位客户", "第一百六十位客户")
    hr.post(reverse("bank:import-text", args=[batch.uuid]), {"text": corrected})
    assert work_off() == 1
    assert ImportBatch.objects.get().document.items[-1].stem == "第一百六十位客户催发货,先做什么?"


def test_a_file_larger_than_any_question_document() -> None:
    refused(b"1. ?\n" * 2_100_000, {"zh-hans": "文件超过 10 MiB", "en": "The file is larger than 10 MiB."})


def test_a_document_with_no_question() -> None:
    letter = "各位同事:\n明天上午九点开会,请准时参加。\n"

    shown = {language: said(send(letter.encode(), language=language)) for language in LANGUAGES}

    assert "未能从文档中识别出题目。" in shown["zh-hans"]
    assert "No question was found" in shown["en"]
    batch = ImportBatch.objects.get()
    assert letter in said(signed_in(cast.chen()).get(reverse("bank:import-text", args=[batch.uuid])))
    assert held() == ([], ["题目.txt"])


def test_an_item_with_a_key_that_is_not_an_option(hr: Client) -> None:
    data = (TEXT + "2. 客户催发货,先做什么?\nA. 请稍等\nB. 查询订单\n答案:D\n").encode()

    shown = {language: said(send(data, language=language)) for language in LANGUAGES}

    assert "答案 D 不在选项中" in shown["zh-hans"]
    assert "The key D is not among the options." in shown["en"]
    batch = ImportBatch.objects.get()
    taken = {"shown": [0, 1], "take": [0, 1], "then": "commit"}
    after = said(hr.post(reverse("bank:import-selection", args=[batch.uuid]), taken, follow=True))
    assert held()[0] == ["客户要求退货,先做什么?"]
    assert "客户催发货,先做什么?" in after


def test_a_blueprint_asking_for_more_items_than_there_are() -> None:
    section = desk.draft(Rule(count=2))
    drawn = desk.place(section, *desk.bank(returns=2), picked="rule")
    section.rules = [Rule(count=5, topic=desk.topic(desk.RETURNS))]
    section.save(update_fields=["rules_json"])
    address = reverse("papers:draws", args=[section.paper.uuid])

    for language, sentence in zip(LANGUAGES, ("还差 3 题：需要 5 题，题库只有 2 题", "short by 3"), strict=True):
        assert sentence in said(signed_in(cast.chen(), language).post(address, {"seed": 7}, follow=True))
    assert list(section.items.order_by("position")) == drawn
    section.refresh_from_db()
    assert section.rules[0].count == 5


def test_an_expired_link() -> None:
    over = timezone.now() - timedelta(hours=1)
    sitting = build.sitting(closes_at=over, opens_at=over - timedelta(days=1), contact="人力资源部 010-5555 0100")
    link = reverse("taking:confirm", args=[build.invitation(sitting)[1]])

    for language, sentence in zip(LANGUAGES, ("本次考试已截止", "The time for this test is over"), strict=True):
        visitor = Client(headers={"accept-language": language})
        for response in (visitor.get(link), visitor.post(link, {"consent": "1"})):
            assert (response.status_code, sentence in said(response)) == (403, True)
            assert "人力资源部 010-5555 0100" in said(response)
    assert not Attempt.objects.exists()


def test_a_forged_link() -> None:
    token = build.invitation()[1]
    forged = [reverse("taking:confirm", args=[wrong]) for wrong in (token[:-1], token.swapcase(), "0" * len(token))]

    for language, sentence in zip(LANGUAGES, ("链接无效", "This link does not open a test"), strict=True):
        visitor = Client(headers={"accept-language": language})
        answers = [visitor.get(link) for link in forged] + [visitor.post(link, {"consent": "1"}) for link in forged]
        assert [(answer.status_code, sentence in said(answer)) for answer in answers] == [(404, True)] * 6
    assert not Attempt.objects.exists()


def test_saving_after_the_deadline() -> None:
    attempt = candidates.started()
    question = candidates.questions(attempt)[4]
    candidates.post_answers(candidates.browser(attempt), attempt, candidates.answer(question, "按时写的"))
    candidates.run_out(attempt)

    for language, sentence in zip(LANGUAGES, ("在截止时间之后", "after the deadline"), strict=True):
        late = candidates.answer(question, "来不及了", 2)
        response = candidates.post_answers(candidates.browser(attempt, language), attempt, late)
        assert (response.status_code, sentence in response.json()["message"]) == (409, True)
    assert list(Response.objects.values_list("answer_json", "revision")) == [("按时写的", 1)]
    receipt = said(candidates.browser(attempt).get(reverse("taking:take", args=[attempt.uuid]), follow=True))
    assert "考试时间已到，已自动交卷" in receipt
    assert "按时写的" in receipt


def test_submitting_twice(django_capture_on_commit_callbacks: Any) -> None:
    attempt = candidates.started()
    question = candidates.questions(attempt)[0]
    client = candidates.browser(attempt)
    candidates.post_answers(client, attempt, candidates.answer(question, ["B"]))
    address, seen = reverse("taking:submission", args=[attempt.uuid]), []

    for language in ("zh-hans", "zh-hans", "en"):
        with django_capture_on_commit_callbacks(execute=True):
            shown = said(candidates.browser(attempt, language).post(address, follow=True))
        attempt.refresh_from_db()
        seen.append((attempt.finished_at, attempt.scored_at, ScoreEvent.objects.count()))
        assert {"zh-hans": "交卷成功", "en": "submitted"}[language] in shown
        assert "查询订单状态" in shown
    assert len(set(seen)) == 1
    assert seen[0][2] > 0


def test_a_reviewer_opening_anothers_task(reviewer: Client) -> None:
    sitting = world.essays(1)
    reviewer.post(reverse("marking:next", args=[sitting.uuid, 1]))
    task = MarkTask.objects.get()
    reviewer.post(reverse("marking:draft", args=[task.uuid]), {"ticked": ["p1"], "comment": "写到一半"})
    address = reverse("marking:task", args=[task.uuid])

    for language, sentence in zip(LANGUAGES, ("这份答案不在您手中", "This answer is not in your hands"), strict=True):
        other = signed_in(cast.sun(), language)
        marked = other.post(reverse("marking:mark", args=[task.uuid]), {"ticked": ["p2"], "comment": "也想评"})
        for response in (other.get(address), marked):
            assert (response.status_code, sentence in said(response)) == (409, True)
            assert world.ESSAY_ANSWER not in said(response)
            assert "写到一半" not in said(response)
        assert "也想评" in said(marked)
    assert not ScoreEvent.objects.exists()
    assert "写到一半" in said(reviewer.get(address))


SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def safe(response: Any) -> str:
    """The page with the attack shown as the text that it is."""
    shown = said(response)
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    return shown


def test_scripts_in_stems(hr: Client) -> None:
    safe(send(TEXT.replace("客户要求退货", SCRIPT).replace("直接退款", SCRIPT).encode()))
    content = build.single(stem=SCRIPT, options=build.options(SCRIPT, "乙"), key="A", explanation=SCRIPT)
    paper = build.paper(content, title=SCRIPT)
    item = Item.objects.get(current__isnull=False)
    attempt = candidates.started(build.sitting(paper), SCRIPT)

    for name in ("bank:item", "bank:edit-item"):
        safe(hr.get(reverse(name, args=[item.uuid])))
    for name in ("papers:paper", "papers:preview", "papers:checkup"):
        safe(hr.get(reverse(name, args=[paper.uuid])))
    safe(candidates.browser(attempt).get(reverse("taking:take", args=[attempt.uuid])))


def test_scripts_in_answers(hr: Client, reviewer: Client) -> None:
    sitting = build.sitting(build.paper(build.essay()))
    attempt = candidates.started(sitting)
    client = candidates.browser(attempt)
    question = candidates.questions(attempt)[0]
    candidates.post_answers(client, attempt, candidates.answer(question, f"</textarea>{SCRIPT}"))
    safe(client.get(reverse("taking:take", args=[attempt.uuid])))
    submit_attempt(attempt.pk)
    safe(client.get(reverse("taking:submission", args=[attempt.uuid])))

    scored = world.scored(sitting, "王敏", {ItemKind.ESSAY: SCRIPT})
    reviewer.post(reverse("marking:next", args=[sitting.uuid, 1]))
    safe(reviewer.get(reverse("marking:task", args=[MarkTask.objects.get(attempt=scored).uuid])))
    safe(hr.get(reverse("results:attempt", args=[sitting.uuid, scored.uuid])))
    assert Response.objects.get(attempt=scored).answer_json == SCRIPT

"""HR works with the bank in a browser: search, write with a live preview, import a text; axe looks at every page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from questionbank.authoring import revise_item
from questionbank.imports.batches import commit, stage
from questionbank.imports.jobs import ask_reading, renew, take_job
from questionbank.imports.keyfiles import keep
from questionbank.imports.reader import do, work_off
from questionbank.models import Item
from questionbank.progress import Stage
from questionbank.reading import read_document
from tests import build
from tests.browser.conftest import DESKTOP, PHONE, accessibility_findings
from tests.cast import chen, wu
from tests.questionbank.drafting import document, draft, essay_draft
from tests.questionbank.imports.test_jobs import LONG

Person = Callable[..., Page]
TEXT = """一、单选题(每题2分)
1. 客户要求退货,先做什么?
A. 核对订单
B. 直接退款
答案:A
2. 客户催发货?
A. 稍等
B. 查询
答案:D
"""
COLOURFUL = f"""客服笔试
第1页 共2页
{TEXT}二、多选题(每题4分,少选得1分)
1. 登记什么?(2分)
A. 订单号
B. 照片
C. 生日
答案:AB
解析:生日无关。
三、论述题(每题10分)
1. 如何安抚客户?
(考察点:沟通)
答案要点:
1)先致歉(3分)
2)给出方案(4分)
评分标准:表达清楚(3分)
2. 怎样处理破损?
参考回答:先核实。
"""

TABLE = "甲,乙,丙,丁\n投诉先做什么,倾听,打断,1\n少发先做什么,核对,补发,1\n催发先做什么,公告,关闭,1\n"


def pages() -> Iterator[str]:
    """One of each page, with something on it."""
    item = build.item(build.essay(), topic="售后", tags=["表达"])
    revise_item(item, build.essay(stem="新的题干"), author=wu())
    bad = build.item(build.single(key=None), status=Item.Status.DRAFT)
    batch = stage(document(draft(), draft("i2", "乙题", key=["F"]), essay_draft()), b"one", item.role, chen())
    commit(batch, [2])
    yield from (reverse(f"bank:{name}") for name in ("items", "new-item", "roles", "imports", "new-import"))
    yield from (reverse(f"bank:{name}", args=[of.uuid]) for of in (item, bad) for name in ("item", "edit-item"))
    yield from (reverse(f"bank:{name}", args=[batch.uuid]) for name in ("import", "import-text"))
    yield reverse("bank:import-item", args=[batch.uuid, 1])
    yield from import_pages()
    table = stage(read_document(TABLE.encode(), "题.csv"), TABLE.encode(), item.role, chen())
    yield from (reverse(f"bank:{name}", args=[table.uuid]) for name in ("import-columns", "import-text"))
    yield reverse("bank:role", args=[item.role.code])
    yield reverse("bank:topic", args=[item.role.topics.get().pk])


def import_pages() -> Iterator[str]:
    """A document in every colour, with an answer file and a question that the bank has in other words."""
    build.item(build.single(stem="客户要求退货时,先做什么?", options=build.options("核对订单", "直接退款"), key="B"))
    batch = stage(read_document(COLOURFUL.encode(), "试卷.txt"), COLOURFUL.encode(), build.role(), chen())
    answers = "一、单选题\n1.B 2.A 9.C"
    keys = keep(batch, answers.encode(), "答案.txt", chen(), answers)
    yield batch.address
    yield reverse("bank:new-key-file", args=[batch.uuid])
    yield reverse("bank:key-file", args=[batch.uuid, keys.uuid])
    yield reverse("bank:import-likeness", args=[batch.uuid, 0])


@pytest.mark.parametrize(
    ("language", "scheme", "viewport"),
    [("zh-CN", "light", PHONE), ("en-GB", "dark", DESKTOP), ("zh-CN", "dark", DESKTOP)],
)
def test_axe_finds_nothing(person: Person, language: str, scheme: str, viewport: dict[str, int]) -> None:
    page = person(chen(), language=language, scheme=scheme, viewport=viewport)
    found = {}
    for address in pages():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[address] = accessibility_findings(page) + (["wider than the window"] if wide else [])

    assert {address: rules for address, rules in found.items() if rules} == {}


def test_filters_answer_at_once_and_keep_the_focus(person: Person) -> None:
    build.item(build.single(stem="退货怎么办?"))
    build.item(build.essay(stem="安抚客户"))
    page = person(chen())
    page.goto(reverse("bank:items"))

    page.locator("#filter-kind").focus()
    page.locator("#filter-kind").select_option("essay")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile("kind=essay"))
    expect(page.locator("#filter-kind")).to_be_focused()
    page.go_back()
    expect(page.locator("tbody tr")).to_have_count(2)


def test_writing_with_a_live_preview(person: Person) -> None:
    build.role()
    page = person(chen())
    page.goto(reverse("bank:new-item"))

    page.locator("#stem").fill("<b>先做什么?</b>")
    expect(page.locator("#check .reading")).to_have_text("<b>先做什么?</b>")
    page.locator("#option-0").fill("核对")
    page.locator("#option-1").fill("退款")
    page.locator("button[value=add-option]").click()
    expect(page.locator("[name=option_text]")).to_have_count(5)
    expect(page.locator("#option-1")).to_have_value("退款")
    page.locator("[name=right]").nth(1).check()
    expect(page.locator("#check .choice")).to_have_count(2)
    page.locator("#kind").select_option("multiple_choice")
    expect(page.locator("input[type=checkbox][name=right]")).to_have_count(5)
    page.locator("#role").select_option("clerk")
    page.locator("#editor .button.primary").click()
    page.wait_for_url("**/bank/items/*-*/")

    content = Item.objects.get().revision.content
    assert (content.kind, content.stem) == ("multiple_choice", "<b>先做什么?</b>")


def test_the_preview_follows_rows_that_are_moved_and_removed(person: Person) -> None:
    page = person(chen())
    page.goto(reverse("bank:edit-item", args=[build.item(build.multiple(stem="登记什么?")).uuid]))
    shown = page.locator("#check .choice")
    expect(shown).to_have_text(
        [re.compile(text) for text in ("订单号", "破损照片", "客户生日", "签收时间", "客户职业")]
    )

    page.locator("button[value=up-option-1]").click()
    expect(shown).to_have_text(
        [re.compile(text) for text in ("破损照片", "订单号", "客户生日", "签收时间", "客户职业")]
    )
    page.locator("button[value=remove-option-2]").click()
    expect(shown).to_have_text([re.compile(text) for text in ("破损照片", "订单号", "签收时间", "客户职业")])


@pytest.mark.parametrize(
    ("kind", "field", "bad", "said"),
    [
        ("single_choice", "#option-1", "核对订单", "两个选项内容相同"),
        ("multiple_choice", "#option-1", "核对订单", "两个选项内容相同"),
        ("true_false", "#points", "很多", "分值"),
        ("short_answer", "#points", "-1", "分值"),
        ("essay", "#point-points-0", "x", "答案要点"),
    ],
)
def test_every_kind_is_checked_while_typing(person: Person, kind: str, field: str, bad: str, said: str) -> None:
    build.role()
    page = person(chen())
    page.goto(reverse("bank:new-item") + f"?kind={kind}")
    page.locator("#stem").fill("先做什么?")
    if kind.endswith("choice"):
        page.locator("#option-0").fill("核对订单")
    expect(page.locator("#check .reading").first).to_have_text("先做什么?")

    page.locator(field).fill(bad)

    expect(page.locator("#check")).to_contain_text(said)
    assert Item.objects.count() == 0


def test_an_answer_file_from_pasting_to_its_place_in_the_text(person: Person) -> None:
    text = COLOURFUL.encode()
    batch = stage(read_document(text, "试卷.txt"), text, build.role(), chen())
    page = person(chen())
    page.goto(reverse("bank:new-key-file", args=[batch.uuid]))
    page.locator("textarea[name=text]").fill("一、单选题\n1.B 2.A\n三、论述题\n1. 参考答案:先道歉。")
    page.locator("form .button.primary").click()
    expect(page.locator("[name=take]")).to_have_count(3)  # both contradictions, and all at once
    page.locator("[name=take]").last.check()
    page.locator(".sticky-actions .button.primary").click()

    expect(page.locator(".notice.success")).to_be_visible()
    expect(page.locator("#item-1-key strong")).to_have_text("A")
    expect(page.locator("#item-0-key strong")).to_have_text("A")
    expect(page.locator("#item-0 .diagnostics")).to_contain_text("答案文件给出的是“B”")
    page.locator("#item-3 a.place", has_text="参考答案").click()
    expect(page.locator("#source .region.lit")).to_have_text(["1.", "参考答案:先道歉。"])
    expect(page.locator("#source .region.lit").last).to_be_in_viewport()

    page.locator(".joined-file a").last.click()
    page.locator("form[action$='/removal/'] button").click()

    expect(page.locator(".notice.success")).to_contain_text("答案文件已撤回")
    expect(page.locator("[name=take]")).to_have_count(3)
    page.goto(batch.address)
    expect(page.locator("#item-1-key strong")).to_have_text("D")
    expect(page.locator(".joined-file")).to_have_count(0)


def test_a_similar_question_is_compared_and_taken_as_a_revision(person: Person) -> None:
    item = build.item(
        build.single(stem="客户要求退货时,先做什么?", options=build.options("核对订单", "直接退款"), key="B")
    )
    text = TEXT.encode()
    page = person(chen())
    page.goto(stage(read_document(text, "试卷.txt"), text, build.role(), chen()).address + "?state=similar")
    expect(page.locator("[name=take]")).not_to_be_checked()
    page.locator(".like .button").click()
    expect(page.locator("del").first).to_have_text("时")
    page.locator("button[value=revise]").click()

    expect(page.locator(".notice.success")).to_be_visible()
    expect(page.locator("#item-0 header .badge.success")).to_have_text("已入库")
    item.refresh_from_db()
    assert item.revision.number == 2


def test_a_phone_shows_one_pane_and_changes_it_with_every_link(person: Person) -> None:
    build.role()
    page = person(chen(), viewport=PHONE)
    page.emulate_media(reduced_motion="reduce")  # no smooth scrolling: nothing moves under the pointer
    page.goto(reverse("bank:new-import"))
    page.locator("select[name=role]").select_option("clerk")
    page.locator("textarea[name=text]").fill(TEXT)
    page.locator("form .button.primary").click()

    expect(page.locator("#source")).to_be_hidden()
    page.locator("#item-1 a.place", has_text="选项").click()
    expect(page.locator("#questions")).to_be_hidden()
    expect(page.locator("#source .region.lit").first).to_be_in_viewport()
    page.locator("#source .region.lit").first.click()
    expect(page.locator("#item-1-options")).to_be_in_viewport()
    page.locator(".pane-tabs a[data-pane=source]").click()
    expect(page.locator("#source")).to_be_visible()


def test_places_lead_both_ways_without_scripts(person: Person) -> None:
    batch = stage(document(*(draft(f"i{n}", f"第{n}题是什么?") for n in range(60))), b"many", build.role(), chen())
    page = person(chen(), java_script_enabled=False)
    page.goto(batch.address)

    page.locator("#item-49 a.place").first.click()
    expect(page.locator("#source .region:target")).to_have_text("第49题是什么?")
    page.locator("#source .region:target").click()
    expect(page.locator("#item-49-stem")).to_be_in_viewport()


def test_a_text_from_pasting_to_undo(person: Person) -> None:
    build.role()
    page = person(chen())
    page.goto(reverse("bank:new-import"))
    page.locator("select[name=role]").select_option("clerk")
    page.locator("textarea[name=text]").fill(TEXT)
    page.locator("form .button.primary").click()

    chosen = page.locator("#chosen button")
    expect(chosen).to_have_text("导入所选 1 道题")
    page.locator("[name=take]").first.uncheck()
    expect(chosen).to_be_disabled()
    page.locator("[name=take]").first.check()
    expect(chosen).to_have_text("导入所选 1 道题")
    page.locator("#source [data-item='0'][data-field='stem']").first.click()
    expect(page.locator("#item-0-stem")).to_be_in_viewport()
    expect(page.locator("#item-0-stem")).to_be_focused()
    page.locator("#item-1 a.place", has_text="答案").click()
    lit = page.locator("#source .region.lit")
    expect(lit).to_have_text("答案:D")
    expect(lit).to_be_in_viewport()
    expect(lit).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#item-1-key")).to_be_focused()
    chosen.click()
    expect(page.locator(".notice.success")).to_be_visible()
    assert Item.objects.count() == 1

    page.locator(".page-actions .button.danger").click()
    expect(page.locator(".notice.success")).to_be_visible()
    assert Item.objects.count() == 0


def test_columns_are_chosen_with_the_first_questions_in_view(person: Person) -> None:
    role = build.role()
    table = stage(read_document(TABLE.encode(), "题.csv"), TABLE.encode(), role, chen())
    page = person(chen(), language="zh-CN")
    page.goto(reverse("bank:import-columns", args=[table.uuid]))
    expect(page.locator("#first-questions article")).to_have_count(0)
    for label, held in (("A 列", "stem"), ("B 列", "option:A"), ("C 列", "option:B"), ("D 列", "key")):
        page.get_by_label(label).select_option(held)
    page.get_by_label("第一道题所在的行").fill("2")
    page.get_by_label("第一道题所在的行").press("Tab")
    expect(page.locator("#first-questions article")).to_have_count(3)
    page.get_by_role("button", name="按这样的列读取表格").click()

    expect(page.get_by_text("已按所选的列重新读取表格。")).to_be_visible()
    expect(page.locator("#questions .reading").first).to_contain_text("投诉先做什么")


def test_a_long_document_shows_how_far_its_reading_is(person: Person) -> None:
    batch = ask_reading(LONG.encode(), "题.txt", build.role(), chen())
    page = person(chen())
    page.goto(batch.address)
    expect(page.get_by_role("status")).to_contain_text("等待处理")
    job = take_job()
    assert job
    renew(job, Stage.STORING, 300, 600)

    expect(page.get_by_role("status")).to_have_text("正在生成预览", timeout=20_000)
    expect(page.locator("#progress .number")).to_have_text("已完成 300，共 600")
    assert page.locator("progress").get_attribute("value") == "55"
    renew(job, Stage.COMPARING, 0, 600)
    expect(page.get_by_role("status")).to_have_text("正在查找相似题目", timeout=20_000)
    assert page.locator("progress").get_attribute("value") == "65"
    do(job)

    expect(page.locator("article")).to_have_count(50, timeout=20_000)
    expect(page.get_by_role("navigation", name="按状态查看题目")).to_contain_text("600")


def test_a_long_document_without_scripts(person: Person) -> None:
    batch = ask_reading(LONG.encode(), "题.txt", build.role(), chen())
    page = person(chen(), language="en-GB", java_script_enabled=False)
    page.goto(batch.address)

    page.get_by_role("button", name="Cancel the reading").click()
    expect(page.get_by_text("The reading was cancelled")).to_be_visible()
    page.get_by_role("button", name="Read it now").click()
    expect(page.get_by_text("Waiting to begin")).to_be_visible()
    work_off()
    page.get_by_role("link", name="Load the page again").click()

    expect(page.locator("article")).to_have_count(50, timeout=20_000)

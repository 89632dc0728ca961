"""Candidates on phones and laptops: the way from the link to the receipt, with everything that goes wrong on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from exams.models import Attempt, Response, Sitting
from tests import build
from tests.browser.conftest import PHONE, accessibility_findings

Person = Callable[..., Page]
DIGITS = re.compile(r"^(\d:)?\d\d:\d\d$")
ESSAY = "先致歉并安抚客户,再核实订单号和破损照片。"


@pytest.fixture
def sitting() -> Sitting:
    return build.sitting(contact="人力资源部 010-5555 0100")


def begin(page: Page, token: str) -> Attempt:
    """From the link to the running clock."""
    page.goto(f"/t/{token}/")
    page.get_by_label("我是上述考生本人").check()
    page.get_by_role("button", name="开始答题").click()
    expect(page.get_by_role("timer")).to_have_text(DIGITS)
    return Attempt.objects.get(uuid=page.url.split("/attempts/")[1].split("/")[0])


def go_to(page: Page, number: int) -> None:
    expect(page.locator("#booklet.ready")).to_be_visible()
    page.evaluate(f"location.hash = 'question-{number}'")
    expect(page.get_by_role("heading", name=f"第 {number} 题", exact=True)).to_be_focused()


def take_over(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="在此设备继续").click()
    expect(page.locator("#elsewhere")).to_be_hidden()


def expect_saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_contain_text("已保存", timeout=15_000)


def held(attempt: Attempt) -> list[Any]:
    rows = Response.objects.filter(attempt=attempt, answer_json__isnull=False)
    return [row.answer_json for row in rows.order_by("paper_item_id")]


def kept_on_device(page: Page) -> int:
    return int(page.evaluate("Object.keys(localStorage).filter((key) => /^tiku:.*:\\d+$/.test(key)).length"))


def leave_seconds(attempt: Attempt, seconds: int) -> None:
    back = attempt.deadline - timezone.now() - timedelta(seconds=seconds)
    Attempt.objects.filter(pk=attempt.pk).update(started_at=F("started_at") - back, deadline=F("deadline") - back)


def test_from_the_link_to_the_receipt_on_a_phone(person: Person, sitting: Sitting) -> None:
    page = person(viewport=PHONE, has_touch=True)
    attempt = begin(page, build.invitation(sitting)[1])

    page.get_by_role("radio", name="查询订单状态").check()
    expect_saved(page)
    page.get_by_role("button", name="下一题").click()
    expect(page.get_by_role("heading", name="第 2 题")).to_be_focused()
    for name in ("订单号", "破损照片"):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("button", name="答题卡").click()
    page.get_by_role("link", name="5 未答").click()
    expect(page.locator(".sheet")).to_be_hidden()
    page.get_by_role("textbox").fill(ESSAY)
    expect(page.get_by_text("已写 20 字")).to_be_visible()
    page.get_by_role("checkbox", name="标记此题").check()
    expect_saved(page)
    page.get_by_role("button", name="检查并交卷").click()

    expect(page.get_by_role("heading", name="检查并交卷")).to_be_visible()
    expect(page.locator(".stats dd")).to_have_text(["3 / 5", "2", "1", "0"])
    page.get_by_role("button", name="仍有 2 题未答").click()

    expect(page.get_by_role("heading", name="交卷成功")).to_be_visible()
    expect(page.get_by_text(ESSAY)).to_be_visible()
    attempt.refresh_from_db()
    assert (attempt.state, held(attempt)) == (Attempt.State.SUBMITTED, [["B"], ["A", "B"], ESSAY])
    assert kept_on_device(page) == 0


def test_what_is_typed_offline_arrives_when_the_network_is_back(person: Person, sitting: Sitting) -> None:
    page = person()
    attempt = begin(page, build.invitation(sitting)[1])
    go_to(page, 5)
    page.get_by_role("textbox").fill(ESSAY)
    expect_saved(page)

    page.context.set_offline(True)
    page.get_by_role("textbox").fill(ESSAY * 2)
    page.get_by_role("textbox").blur()
    expect(page.locator("#save-state")).to_have_text("离线，已存在本机，联网后自动上传")
    expect(page.get_by_role("link", name="5 已答, 未保存")).to_be_visible()
    go_to(page, 1)
    page.get_by_role("radio", name="查询订单状态").check()
    page.get_by_role("button", name="检查并交卷").click()
    expect(page.get_by_text("当前没有网络，联网后即可交卷").last).to_be_visible()
    assert (held(attempt), kept_on_device(page)) == ([ESSAY], 2)

    page.context.set_offline(False)
    expect_saved(page)
    assert (held(attempt), kept_on_device(page)) == ([["B"], ESSAY * 2], 0)


def test_a_closed_browser_loses_nothing(person: Person, sitting: Sitting) -> None:
    page = person()
    token = build.invitation(sitting)[1]
    attempt = begin(page, token)
    go_to(page, 5)
    page.context.set_offline(True)
    page.get_by_role("textbox").fill(ESSAY)
    page.close()

    again = page.context.new_page()
    again.context.set_offline(False)
    again.goto(f"/t/{token}/")
    again.get_by_role("button", name="继续答题").click()
    expect_saved(again)
    go_to(again, 5)
    expect(again.get_by_role("textbox")).to_have_value(ESSAY)
    assert held(attempt) == [ESSAY]


def read_only(page: Page) -> None:
    expect(page.get_by_text("本场考试已在另一个窗口或另一台设备上打开。")).to_be_visible(timeout=10_000)
    expect(page.locator("#save-state")).to_have_text("只读：正在别处作答")


def test_a_second_device_reads_until_it_takes_over_and_no_text_is_lost(person: Person, sitting: Sitting) -> None:
    laptop, phone = person(), person(viewport=PHONE)
    token = build.invitation(sitting)[1]
    attempt = begin(laptop, token)
    go_to(laptop, 5)
    laptop.get_by_role("textbox").fill("电脑上的答案")
    laptop.get_by_role("textbox").blur()
    expect_saved(laptop)

    phone.goto(f"/t/{token}/")
    phone.get_by_role("button", name="继续答题").click()
    read_only(phone)
    go_to(phone, 5)
    expect(phone.get_by_role("textbox")).to_have_value("电脑上的答案")
    expect(phone.get_by_role("textbox")).not_to_be_editable()

    laptop.context.set_offline(True)
    laptop.get_by_role("textbox").fill("断网时写的")
    laptop.get_by_role("textbox").blur()
    take_over(phone)
    go_to(phone, 5)
    phone.get_by_role("textbox").fill("手机上的答案")
    phone.get_by_role("textbox").blur()
    expect_saved(phone)
    laptop.context.set_offline(False)

    read_only(laptop)
    expect(laptop.get_by_label("未作为答案的内容")).to_have_value("断网时写的")
    assert held(attempt) == ["手机上的答案"]
    versions = attempt.versions.order_by("pk").values_list("answer_json", "standing")
    assert sorted(versions) == [("手机上的答案", "saved"), ("断网时写的", "aside"), ("电脑上的答案", "saved")]

    take_over(laptop)
    go_to(laptop, 5)
    expect(laptop.locator("#text-5")).to_have_value("手机上的答案")
    laptop.get_by_role("button", name="用作我的答案").click()
    expect_saved(laptop)
    expect(laptop.get_by_label("未作为答案的内容")).to_have_count(0)
    assert held(attempt) == ["断网时写的"]
    read_only(phone)


def test_a_second_tab_reads_and_a_reload_keeps_the_pen(person: Person, sitting: Sitting) -> None:
    first = person()
    attempt = begin(first, build.invitation(sitting)[1])
    first.get_by_role("radio", name="查询订单状态").check()
    expect_saved(first)

    second = first.context.new_page()
    second.goto(first.url)
    read_only(second)
    first.reload()
    first.get_by_role("radio", name="建议退款").check()
    expect_saved(first)
    assert held(attempt) == [["D"]]

    address = first.url
    first.close()
    third = second.context.new_page()
    third.goto(address)
    third.get_by_role("radio", name="查询订单状态").check()
    expect_saved(third)
    assert held(attempt) == [["B"]]


def test_an_answer_of_the_network_that_is_no_receipt_counts_as_not_saved(person: Person, sitting: Sitting) -> None:
    page = person()
    attempt = begin(page, build.invitation(sitting)[1])

    def portal(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body="<h1>请登录无线网络</h1>")

    page.route("**/answers/", portal)
    page.get_by_role("radio", name="查询订单状态").check()
    expect(page.locator("#save-state")).to_have_text("尚未保存，已存在本机，正在重试")
    assert (held(attempt), kept_on_device(page)) == ([], 1)

    page.unroute("**/answers/")
    expect_saved(page)
    assert (held(attempt), kept_on_device(page)) == ([["B"]], 0)


def test_keys_choose_move_and_flag_but_not_in_texts(person: Person, sitting: Sitting) -> None:
    page = person()
    begin(page, build.invitation(sitting)[1])

    page.keyboard.press("b")
    expect(page.get_by_role("radio", name="查询订单状态")).to_be_checked()
    page.keyboard.press("f")
    expect(page.get_by_role("checkbox", name="标记此题")).to_be_checked()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="第 2 题")).to_be_focused()
    page.keyboard.press("1")
    page.keyboard.press("4")
    expect(page.get_by_role("checkbox", name="签收时间")).to_be_checked()
    page.keyboard.press("p")
    expect(page.get_by_role("heading", name="第 1 题")).to_be_focused()
    page.get_by_text("键盘快捷键").click()
    page.get_by_label("启用单键快捷键").uncheck()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="第 1 题")).to_be_visible()
    go_to(page, 5)
    page.get_by_role("textbox").press_sequentially("n p 1 f")
    expect(page.get_by_role("textbox")).to_have_value("n p 1 f")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="检查并交卷")).to_be_visible()


def test_the_clock_hides_and_comes_back(person: Person, sitting: Sitting) -> None:
    page = person()
    attempt = begin(page, build.invitation(sitting)[1])
    page.get_by_role("button", name="隐藏").click()
    expect(page.get_by_role("timer")).to_be_hidden()

    leave_seconds(attempt, 299)
    page.get_by_role("radio", name="查询订单状态").check()

    expect(page.get_by_role("timer")).to_be_visible()
    expect(page.locator("#announcements")).to_have_text("还剩 5 分钟。")


def test_the_time_runs_out_and_the_test_submits_itself(person: Person, sitting: Sitting) -> None:
    page = person()
    attempt = begin(page, build.invitation(sitting)[1])
    leave_seconds(attempt, 4)
    page.get_by_role("radio", name="查询订单状态").check()

    expect(page.get_by_role("heading", name="考试时间已到，已自动交卷")).to_be_visible(timeout=20_000)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.finished_at) == (Attempt.State.TIMED_OUT, attempt.deadline)
    assert held(attempt) == [["B"]]


def test_what_came_too_late_is_shown_and_stays_on_the_device(person: Person, sitting: Sitting) -> None:
    page = person()
    attempt = begin(page, build.invitation(sitting)[1])
    go_to(page, 5)
    page.context.set_offline(True)
    page.get_by_role("textbox").fill(ESSAY)
    leave_seconds(attempt, -60)
    page.context.set_offline(False)

    expect(page.get_by_role("heading", name="考试时间已到，已自动交卷")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("有部分内容未能在截止前送达服务器。")).to_be_visible()
    expect(page.get_by_text(ESSAY)).to_be_visible()
    assert (held(attempt), kept_on_device(page)) == ([], 1)
    page.get_by_role("button", name="从本机删除").click()
    expect(page.get_by_text(ESSAY)).to_have_count(0)
    assert kept_on_device(page) == 0


def test_without_javascript_everything_can_be_answered_and_submitted(person: Person, sitting: Sitting) -> None:
    page = person(java_script_enabled=False)
    page.goto(f"/t/{build.invitation(sitting)[1]}/")
    page.get_by_label("我是上述考生本人").check()
    page.get_by_role("button", name="开始答题").click()

    page.get_by_role("radio", name="查询订单状态").check()
    page.get_by_role("textbox").last.fill(ESSAY)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("答案已保存。")).to_be_visible()
    page.get_by_role("button", name="检查并交卷").first.click()
    page.get_by_role("button", name="仍有 3 题未答").click()

    expect(page.get_by_role("heading", name="交卷成功")).to_be_visible()
    assert held(Attempt.objects.get()) == [["B"], ESSAY]


def test_when_the_scripts_do_not_arrive_the_page_is_a_plain_form(person: Person, sitting: Sitting) -> None:
    page = person(viewport=PHONE)
    page.route("**/take*.js", lambda route: route.abort())
    page.goto(f"/t/{build.invitation(sitting)[1]}/")
    page.get_by_label("我是上述考生本人").check()
    page.get_by_role("button", name="开始答题").click()

    page.get_by_role("textbox").last.fill(ESSAY)
    page.get_by_role("button", name="保存", exact=True).click()

    expect(page.get_by_text("答案已保存。")).to_be_visible()
    assert held(Attempt.objects.get()) == [ESSAY]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(person: Person, sitting: Sitting, language: str, scheme: str) -> None:
    page = person(viewport=PHONE if scheme == "dark" else None, language=language, scheme=scheme)
    token = build.invitation(sitting)[1]

    findings: dict[str, list[str]] = {}
    page.goto("/t/unknown/")
    findings["unknown"] = accessibility_findings(page)
    page.goto(f"/t/{token}/")
    findings["confirm"] = accessibility_findings(page)
    page.locator("input[name=consent]").check()
    page.locator("form.start button").click()
    for number in range(1, 6):
        page.evaluate(f"location.hash = 'question-{number}'")
        findings[f"question {number}"] = accessibility_findings(page)
    if scheme == "dark":
        page.locator("#sheet-toggle").click()
        page.wait_for_timeout(300)
        findings["sheet"] = accessibility_findings(page)
        page.keyboard.press("Escape")
    page.evaluate("document.getElementById('review').click()")
    page.wait_for_url("**/submission/")
    findings["review"] = accessibility_findings(page)
    page.locator("#time-over button").click()
    page.locator("#print").wait_for()
    findings["receipt"] = accessibility_findings(page)

    assert {name: found for name, found in findings.items() if found} == {}

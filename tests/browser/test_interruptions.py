"""What candidates cannot help: networks, crashes, deadlines, full disks, crowds, and the browser's own buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from playwright.sync_api import Error, Page, expect

from exams.late import late_answers
from exams.models import Attempt, Response, Sitting
from exams.turns import starts
from tests import build
from tests.browser.conftest import PHONE, accessibility_findings
from tests.browser.test_clock import minutes_on
from tests.browser.test_taking import DIGITS, ESSAY, begin, expect_saved, go_to, held, kept_on_device, leave_seconds

Person = Callable[..., Page]
OFFLINE = "离线，已存在本机，联网后自动上传"
NOT_SAVED = "尚未保存，已存在本机，正在重试"
MINUTE = 60_000


@pytest.fixture
def sitting() -> Sitting:
    return build.sitting(contact="人力资源部 010-5555 0100")


def test_ten_minutes_without_a_network_lose_nothing(person: Person, sitting: Sitting) -> None:
    page = person()
    page.clock.install()
    attempt = begin(page, build.invitation(sitting)[1])
    page.get_by_role("radio", name="建议退款").check()
    expect_saved(page)

    page.context.set_offline(True)
    page.get_by_role("radio", name="查询订单状态").check()
    for minute in range(10):
        go_to(page, 4 + minute % 2)
        page.get_by_role("textbox").press_sequentially(f"第{minute}分钟")
        page.clock.run_for(MINUTE)
    # Half a minute more, for the clock shows a full 50:00 during the first second of the fiftieth minute.
    page.clock.run_for(MINUTE // 2)
    expect(page.locator("#save-state")).to_have_text(OFFLINE)
    assert minutes_on(page) == 49
    assert (held(attempt), kept_on_device(page)) == ([["D"]], 3)

    passed = timedelta(minutes=10, seconds=30)
    Attempt.objects.update(started_at=F("started_at") - passed, deadline=F("deadline") - passed)
    page.context.set_offline(False)
    expect_saved(page)
    written = ["".join(f"第{minute}分钟" for minute in range(first, 10, 2)) for first in (0, 1)]
    assert (held(attempt), kept_on_device(page)) == ([["B"], *written], 0)
    assert minutes_on(page) == 49


def test_what_is_answered_before_the_scripts_have_run_is_saved(person: Person, sitting: Sitting) -> None:
    page = person()
    page.goto(f"/t/{build.invitation(sitting)[1]}/")
    page.get_by_label("我是上述考生本人").check()
    slow: list[Any] = []
    page.route("**/exams/take*.js", lambda route: slow.append(route))
    page.get_by_role("button", name="开始答题").click(no_wait_after=True)
    page.wait_for_url("**/attempts/**", wait_until="commit")
    page.get_by_role("radio", name="建议退款").check()
    page.locator("textarea").first.fill("先致歉")
    assert not Response.objects.exists()

    for route in slow:
        route.continue_()
    expect(page.get_by_role("timer")).to_have_text(DIGITS)
    expect_saved(page)
    assert (held(Attempt.objects.get()), kept_on_device(page)) == ([["D"], "先致歉"], 0)


def test_what_is_chosen_early_in_a_second_window_is_set_aside(person: Person, sitting: Sitting) -> None:
    page = person()
    attempt = begin(page, build.invitation(sitting)[1])
    page.get_by_role("radio", name="建议退款").check()
    expect_saved(page)

    second, slow = page.context.new_page(), list[Any]()
    second.route("**/exams/take*.js", lambda route: slow.append(route))
    second.goto(page.url, wait_until="commit")
    second.get_by_role("radio", name="查询订单状态").check()
    for route in slow:
        route.continue_()
    expect(second.locator("#save-state")).to_have_text("只读：正在别处作答")
    expect(second.locator("[data-question] textarea[readonly]").first).to_have_value("B 查询订单状态")
    assert held(attempt) == [["D"]]


def test_a_killed_tab_gives_back_what_it_had_not_sent(person: Person, sitting: Sitting) -> None:
    page = person()
    token = build.invitation(sitting)[1]
    attempt = begin(page, token)
    go_to(page, 5)
    page.route("**/answers/", lambda route: route.abort())
    page.get_by_role("textbox").press_sequentially("先致歉")
    # No handler of the page runs: neither pagehide nor beforeunload.
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
    assert held(attempt) == []

    again = page.context.new_page()
    again.goto(f"/t/{token}/")
    again.get_by_role("button", name="继续答题").click()
    expect_saved(again)
    go_to(again, 5)
    expect(again.get_by_role("textbox")).to_have_value("先致歉")
    again.get_by_role("textbox").press_sequentially(",再核实")
    again.get_by_role("textbox").blur()
    expect_saved(again)
    assert (held(attempt), kept_on_device(again)) == (["先致歉,再核实"], 0)


def test_the_deadline_passes_offline_and_what_was_typed_before_still_counts(person: Person, sitting: Sitting) -> None:
    page = person()
    page.clock.install()
    attempt = begin(page, build.invitation(sitting)[1])
    leave_seconds(attempt, 40)
    page.reload()
    go_to(page, 5)
    page.context.set_offline(True)
    page.get_by_role("textbox").fill(ESSAY)
    page.clock.run_for(41_000)
    expect(page.get_by_role("timer")).to_have_text("00:00")
    expect(page.get_by_text("考试时间已到，正在自动交卷。").last).to_be_visible()
    expect(page.locator("#announcements")).to_have_text("考试时间已到，正在自动交卷。")
    expect(page.locator("#save-state")).to_have_text(OFFLINE)
    expect(page.locator("[data-number='5']")).to_have_attribute("inert", "")
    assert (held(attempt), kept_on_device(page)) == ([], 1)

    attempt.refresh_from_db()
    leave_seconds(attempt, -3)  # within the grace
    page.context.set_offline(False)
    page.clock.run_for(12_000)
    expect(page.get_by_role("heading", name="考试时间已到，已自动交卷")).to_be_visible()
    attempt.refresh_from_db()
    assert (attempt.state, attempt.finished_at) == (Attempt.State.TIMED_OUT, attempt.deadline)
    assert (held(attempt), kept_on_device(page)) == ([ESSAY], 0)


def test_what_a_killed_tab_kept_past_the_end_is_handed_in_and_shown_to_hr(person: Person, sitting: Sitting) -> None:
    page = person()
    token = build.invitation(sitting)[1]
    attempt = begin(page, token)
    go_to(page, 5)
    page.route("**/answers/", lambda route: route.abort())
    page.get_by_role("textbox").press_sequentially("先致歉")
    with page.expect_event("crash"), suppress(Error):
        page.goto("chrome://crash")
    leave_seconds(attempt, -600)

    again = page.context.new_page()
    again.goto(f"/t/{token}/")
    again.goto(f"/attempts/{attempt.uuid}/submission/")
    expect(again.get_by_text("有部分内容未能在截止前送达服务器。")).to_be_visible()
    expect(again.locator("#arrived")).to_be_visible()
    again.reload()
    expect(again.locator("#arrived")).to_be_visible()
    assert held(attempt) == []
    assert [(one.late, one.counted) for one in late_answers(sitting)] == [("先致歉", "")]


def test_a_device_that_keeps_nothing_still_saves_and_claims_no_copy(person: Person, sitting: Sitting) -> None:
    page = person(viewport=PHONE)
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };")
    attempt = begin(page, build.invitation(sitting)[1])
    go_to(page, 5)
    page.context.set_offline(True)
    page.get_by_role("textbox").fill(ESSAY)
    page.get_by_role("textbox").blur()
    expect(page.locator("#save-state")).to_have_text("离线，请勿关闭本页：此浏览器无法在本机保存内容")
    page.context.set_offline(False)
    expect_saved(page)
    assert held(attempt) == [ESSAY]
    page.reload()  # the tab goes on under its own name, with nothing to keep it in
    expect(page.locator("#booklet.ready")).to_be_visible()
    page.get_by_role("textbox").fill("先核实")
    page.get_by_role("textbox").blur()
    expect_saved(page)
    assert (held(attempt), page.locator("#elsewhere").is_hidden()) == (["先核实"], True)


def test_the_back_button_goes_from_question_to_question_and_never_behind_the_submission(
    person: Person, sitting: Sitting
) -> None:
    page = person(viewport=PHONE)
    attempt = begin(page, build.invitation(sitting)[1])
    expect(page.locator("#booklet.ready")).to_be_visible()
    page.get_by_role("button", name="下一题").click()
    page.get_by_role("button", name="下一题").click()
    expect(page.get_by_role("heading", name="第 3 题")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", name="第 2 题")).to_be_focused()
    page.get_by_role("checkbox", name="订单号").check()
    page.go_forward()
    expect(page.get_by_role("heading", name="第 3 题")).to_be_focused()
    go_to(page, 5)
    page.get_by_role("textbox").fill(ESSAY)

    page.get_by_role("button", name="检查并交卷").click()
    expect(page.get_by_role("heading", name="检查并交卷")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("textbox")).to_have_value(ESSAY)
    page.go_forward()
    page.get_by_role("button", name="仍有 3 题未答").click()
    expect(page.get_by_role("heading", name="交卷成功")).to_be_visible()

    page.go_back()
    expect(page.get_by_role("heading", name="交卷成功")).to_be_visible()
    assert page.get_by_role("textbox").count() == 0
    assert held(attempt) == [["A"], ESSAY]


@pytest.fixture
def crowd(settings: Any) -> Iterator[None]:
    """One may start at a time, and somebody does."""
    settings.TIKU_STARTS_AT_ONCE = 1
    starts.cache_clear()
    starts().knock(0, 0, 0)
    yield
    starts.cache_clear()


@pytest.mark.usefixtures("crowd")
def test_who_waits_to_start_is_let_in_by_the_page_itself(person: Person, sitting: Sitting) -> None:
    page = person(viewport=PHONE)
    page.goto(f"/t/{build.invitation(sitting)[1]}/")
    page.get_by_label("我是上述考生本人").check()
    page.get_by_role("button", name="开始答题").click()
    expect(page.get_by_role("heading", name="请稍候，马上为您打开考试")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("下一个就是您。")
    expect(page.get_by_text("您的考试时间尚未开始计算。")).to_be_visible()
    assert (Attempt.objects.count(), accessibility_findings(page)) == (0, [])

    starts().leave(0.01)
    expect(page.get_by_role("timer")).to_contain_text("59:")
    assert Attempt.objects.count() == 1


@contextmanager
def refusing(*tables: str) -> Iterator[None]:
    """The database refuses every write to these tables, as it does on a full disk; reading goes on."""
    make = """CREATE TRIGGER full_{deed}_{table} BEFORE {deed} ON {table}
              BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"""
    deeds = [(deed, table) for deed in ("INSERT", "UPDATE") for table in tables]
    with connection.cursor() as cursor:
        for deed, table in deeds:
            cursor.execute(make.format(deed=deed, table=table))
        try:
            yield
        finally:
            for deed, table in deeds:
                cursor.execute(f"DROP TRIGGER full_{deed}_{table}")


def test_a_full_disk_is_told_truthfully_and_saving_resumes_by_itself(person: Person, sitting: Sitting) -> None:
    page = person()
    attempt = begin(page, build.invitation(sitting)[1])
    go_to(page, 5)
    with refusing("exams_response", "exams_attempt"):
        page.get_by_role("textbox").fill(ESSAY)
        page.get_by_role("textbox").blur()
        expect(page.locator("#save-state")).to_have_text(NOT_SAVED)
        expect(page.locator("#announcements")).to_have_text(NOT_SAVED)
        expect(page.get_by_role("link", name="5 已答, 未保存")).to_be_visible()
        page.get_by_role("button", name="检查并交卷").first.click()
        expect(page.locator("#need-network")).to_be_visible()
        # Reading still works, so that a reload shows the test with everything that was typed.
        page.reload()
        expect(page.get_by_role("textbox")).to_have_value(ESSAY)
        expect(page.locator("#save-state")).to_have_text(NOT_SAVED)
        assert (held(attempt), kept_on_device(page)) == ([], 1)

    expect_saved(page)
    expect(page.locator("#announcements")).to_contain_text("已保存")
    assert (held(attempt), kept_on_device(page)) == ([ESSAY], 0)


def test_a_database_that_is_gone_takes_no_typed_text_with_it(person: Person, sitting: Sitting) -> None:
    page = person()
    attempt = begin(page, build.invitation(sitting)[1])
    go_to(page, 5)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE exams_attempt RENAME TO gone")
        try:
            page.get_by_role("textbox").fill(ESSAY)
            page.get_by_role("textbox").blur()
            expect(page.locator("#save-state")).to_have_text(NOT_SAVED)
            page.reload()
            expect(page.get_by_text("考试中的作答会保存在本机，直到服务器确认收到。")).to_be_visible()
            assert accessibility_findings(page) == []
        finally:
            cursor.execute("ALTER TABLE gone RENAME TO exams_attempt")
    page.reload()
    expect_saved(page)
    assert (held(attempt), kept_on_device(page)) == ([ESSAY], 0)

"""HR moves clocks while candidates write: the pages follow by themselves."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Page, expect

from exams.adjusting import Kind, Target, give_time, pause, resume
from exams.models import Attempt, Paper, Response, Section, Sitting
from tests import build
from tests.browser.conftest import PHONE, accessibility_findings
from tests.browser.test_taking import ESSAY, begin, expect_saved, go_to, held, kept_on_device
from tests.cast import chen

Person = Callable[..., Page]


@pytest.fixture
def sitting() -> Sitting:
    return build.sitting(contact="人力资源部 010-5555 0100")


def minutes_on(page: Page) -> int:
    """Whole minutes on the clock, of `1:02:03` or `02:03`."""
    parts = [int(part) for part in page.get_by_role("timer").inner_text().split(":")]
    return parts[0] * 60 + parts[1] if len(parts) == 3 else parts[0]


def test_more_time_reaches_a_running_clock_within_ten_seconds(person: Person, sitting: Sitting) -> None:
    page = person()
    attempt = begin(page, build.invitation(sitting)[1])
    page.wait_for_timeout(3000)
    assert minutes_on(page) == 59

    given = time.monotonic()
    give_time(Target(sitting), timedelta(minutes=20), Kind.OUTAGE, by=chen(), reason="断电")
    while minutes_on(page) != 79:
        assert time.monotonic() - given < 10
        page.wait_for_timeout(200)
    assert Attempt.objects.get().deadline == attempt.deadline + timedelta(minutes=20)


def test_a_pause_hides_the_paper_and_gives_the_time_back(person: Person, sitting: Sitting) -> None:
    page = person(viewport=PHONE)
    attempt = begin(page, build.invitation(sitting)[1])
    go_to(page, 5)
    page.get_by_role("textbox").fill(ESSAY)

    pause(Target(sitting), by=chen(), reason="消防演习")
    expect(page.get_by_role("heading", name="考试已暂停")).to_be_visible(timeout=10_000)
    assert (held(attempt), kept_on_device(page)) == ([ESSAY], 0)
    assert page.get_by_role("textbox").count() == 0
    assert build.essay().stem not in page.content()
    assert accessibility_findings(page) == []

    resume(Target(sitting), by=chen(), reason="演习结束")
    expect(page.get_by_role("textbox")).to_have_value(ESSAY, timeout=10_000)
    left = Attempt.objects.get().deadline - attempt.deadline
    assert timedelta(seconds=1) < left < timedelta(seconds=20)


def test_what_was_typed_offline_before_a_pause_is_saved_after_it(person: Person, sitting: Sitting) -> None:
    page = person()
    attempt = begin(page, build.invitation(sitting)[1])
    go_to(page, 5)
    page.context.set_offline(True)
    page.get_by_role("textbox").fill(ESSAY)
    pause(Target(sitting), by=chen(), reason="断网")
    Attempt.objects.update(paused_at=Attempt.objects.get().paused_at - timedelta(minutes=5))  # type: ignore[operator]
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="考试已暂停")).to_be_visible(timeout=15_000)
    assert (Response.objects.count(), kept_on_device(page)) == (0, 1)

    resume(Target(sitting), by=chen(), reason="恢复")
    expect(page.get_by_role("textbox")).to_have_value(ESSAY, timeout=10_000)
    expect_saved(page)
    assert held(attempt) == [ESSAY]


def test_hr_gives_time_and_help_in_one_place(person: Person, sitting: Sitting) -> None:
    candidate, hr = person(), person(chen())
    invitation, token = build.invitation(sitting)
    begin(candidate, token)

    hr.goto(f"/sittings/{sitting.uuid}/")
    hr.get_by_role("link", name=invitation.name, exact=True).click()
    hr.get_by_label("时长（分钟）").fill("30")
    hr.get_by_label("原因").first.fill("电脑故障")
    hr.get_by_role("button", name="加时").click()
    expect(hr.get_by_text("已加时，考生页面将在 10 秒内更新。")).to_be_visible()
    expect(hr.get_by_role("cell", name="电脑故障")).to_be_visible()
    expect(candidate.get_by_role("timer")).to_contain_text("1:2", timeout=10_000)
    hr.get_by_label("放大字号").check()
    hr.get_by_label("不显示倒计时").check()
    hr.locator("#help_reason").fill("事先约定")
    hr.get_by_role("button", name="保存").click()
    expect(hr.get_by_text("考试便利已更新。")).to_be_visible()

    candidate.reload()
    expect(candidate.get_by_role("heading", name="第 1 题")).to_be_visible()
    expect(candidate.get_by_role("timer")).to_have_count(0)
    assert candidate.evaluate("getComputedStyle(document.documentElement).fontSize") == "24px"
    findings = [accessibility_findings(page) for page in (candidate, hr)]
    hr.goto(f"/sittings/{sitting.uuid}/time/")
    assert [*findings, accessibility_findings(hr)] == [[], [], []]


def test_absences_and_pastes_are_noticed_and_warned_of(person: Person) -> None:
    page = person()
    attempt = begin(page, build.invitation(build.sitting(absence_limit=2))[1])
    Attempt.objects.update(started_at=F("started_at") - timedelta(minutes=5))
    go_to(page, 5)
    with page.expect_response("**/events/"):  # its place in time is known to the length of a request
        page.evaluate(
            "const data = new DataTransfer(); data.setData('text', '粘贴的一段文字');"
            "const paste = new ClipboardEvent('paste', {clipboardData: data, bubbles: true});"
            "document.querySelector('#text-5').dispatchEvent(paste);"
        )
    for kind in ("paste", "away", "limit"):
        if kind != "paste":
            page.evaluate("window.dispatchEvent(new Event('blur'))")
            page.wait_for_timeout(5500)
            page.evaluate("window.dispatchEvent(new Event('focus'))")
        if kind == "away":
            expect(page.locator("#absence-notice")).to_have_text(
                "您离开过本页面，这是第 1 次；第 2 次离开时将自动交卷。", timeout=10_000
            )
    expect(page.get_by_role("heading", name="交卷成功")).to_be_visible(timeout=15_000)
    rows = attempt.integrity_events.values_list("kind", "size")
    assert list(rows) == [("paste", 7), ("away", 0), ("away", 0), ("limit", 2)]


def test_a_timed_section_opens_runs_out_and_closes_by_itself(person: Person) -> None:
    paper = build.paper(build.single(), build.essay(), published=False)
    Section.objects.filter(paper=paper, kind="essay").update(minutes=10)
    Paper.objects.update(published_at=paper.created_at)
    page = person(viewport=PHONE)
    attempt = begin(page, build.invitation(build.sitting(Paper.objects.get()))[1])
    assert build.essay().stem not in page.content()
    page.get_by_role("radio", name="查询订单状态").check()
    expect_saved(page)
    assert accessibility_findings(page) == []

    page.get_by_role("link", name="前往下一部分").click()
    expect(page.locator("#next-part")).to_be_in_viewport()
    expect(page.get_by_role("heading", name="第 1 题")).to_be_visible()
    page.get_by_role("button", name="开始这一部分").click()
    expect(page.get_by_role("heading", name="第 2 题")).to_be_visible()
    expect(page.get_by_role("timer")).to_contain_text("09:5")
    assert build.single().stem not in page.content()
    assert accessibility_findings(page) == []
    page.get_by_role("button", name="完成本部分", exact=True).click()
    expect(page.get_by_role("heading", name="完成本部分")).to_be_visible()
    assert accessibility_findings(page) == []
    page.get_by_role("link", name="返回答题").click()
    page.get_by_role("textbox").fill(ESSAY)
    Attempt.objects.update(section_deadline=timezone.now() + timedelta(seconds=3))

    expect(page.get_by_role("heading", name="第 1 题")).to_be_visible(timeout=25_000)
    expect(page.get_by_role("timer")).to_contain_text("59:")
    assert build.essay().stem not in page.content()
    assert held(attempt) == [["B"], ESSAY]


@pytest.mark.parametrize("days", [-3, 3])
def test_a_browser_whose_clock_is_wrong_shows_the_servers_time(person: Person, sitting: Sitting, days: int) -> None:
    page = person()
    page.clock.set_fixed_time(timezone.now() + timedelta(days=days))
    attempt = begin(page, build.invitation(sitting)[1])

    assert minutes_on(page) in {59, 60}
    page.get_by_role("radio", name="查询订单状态").check()
    expect_saved(page)
    assert (Attempt.objects.get().state, held(attempt)) == (Attempt.State.STARTED, [["B"]])


def test_the_clock_of_a_device_that_is_turned_during_the_test_changes_nothing(person: Person, sitting: Sitting) -> None:
    page = person()
    attempt = begin(page, build.invitation(sitting)[1])
    page.evaluate("const real = Date.now; Date.now = () => real() + 7_200_000")
    page.wait_for_timeout(2500)

    assert minutes_on(page) == 59
    assert Attempt.objects.get(pk=attempt.pk).state == Attempt.State.STARTED

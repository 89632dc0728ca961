"""What counts as an absence, and what does not: nobody is told to have left who went from page to page of the test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db.models import F
from playwright.sync_api import Page, Route, expect

from exams.adjusting import Target, pause, resume
from exams.models import Attempt, IntegrityEvent, Paper, Section
from tests import build
from tests.browser.test_taking import begin
from tests.cast import chen

Person = Callable[..., Page]
REVIEW = "检查并交卷"


def absences(attempt: Attempt) -> list[int]:
    """Whole seconds of each."""
    rows = attempt.integrity_events.filter(kind=IntegrityEvent.Kind.AWAY)
    return [int(event.lasted.total_seconds()) for event in rows]


def test_looking_over_the_answers_is_no_absence(person: Person) -> None:
    page = person()
    attempt = begin(page, build.invitation(build.sitting())[1])
    Attempt.objects.update(started_at=F("started_at") - timedelta(minutes=5))
    page.locator("#review").click()
    expect(page.get_by_role("heading", name=REVIEW)).to_be_visible()
    page.wait_for_timeout(4000)
    page.get_by_role("link", name="返回答题").click()
    expect(page.get_by_role("heading", name="第 1 题")).to_be_visible()
    page.wait_for_timeout(1000)
    assert absences(attempt) == []


def test_a_pause_and_a_slow_network_are_no_absence(person: Person) -> None:
    page = person()
    sitting = build.sitting()
    attempt = begin(page, build.invitation(sitting)[1])
    Attempt.objects.update(started_at=F("started_at") - timedelta(minutes=5))
    pause(Target(sitting), by=chen(), reason="消防演习")
    expect(page.get_by_role("heading", name="考试已暂停")).to_be_visible(timeout=15_000)
    page.wait_for_timeout(3000)
    resume(Target(sitting), by=chen(), reason="演习结束")
    expect(page.get_by_role("heading", name="第 1 题")).to_be_visible(timeout=15_000)

    def slowly(route: Route) -> None:
        page.wait_for_timeout(2500)
        route.continue_()

    page.route("**/attempts/*/", slowly, times=1)
    page.reload()
    expect(page.get_by_role("heading", name="第 1 题")).to_be_visible()
    page.wait_for_timeout(1000)
    assert absences(attempt) == []


def test_the_page_between_two_sections_is_part_of_the_test(person: Person) -> None:
    paper = build.paper(build.single(), build.essay(), published=False)
    Section.objects.filter(paper=paper).update(minutes=10)
    Paper.objects.update(published_at=paper.created_at)
    page = person()
    _, link = build.invitation(build.sitting(Paper.objects.get()))
    page.goto(f"/t/{link}/")
    page.get_by_label("我是上述考生本人").check()
    page.get_by_role("button", name="开始答题").click()
    expect(page.get_by_role("button", name="开始这一部分")).to_be_visible()
    attempt = Attempt.objects.get()
    Attempt.objects.update(started_at=F("started_at") - timedelta(minutes=5))
    page.get_by_role("button", name="开始这一部分").click()
    page.get_by_role("button", name="完成本部分", exact=True).click()
    page.get_by_role("button", name="完成本部分", exact=True).click()
    expect(page.get_by_role("button", name="开始这一部分")).to_be_visible()
    page.wait_for_timeout(3000)
    page.get_by_role("button", name="开始这一部分").click()
    expect(page.get_by_role("heading", name="第 2 题")).to_be_visible()
    page.wait_for_timeout(1000)
    assert absences(attempt) == []

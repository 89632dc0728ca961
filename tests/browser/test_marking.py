"""A reviewer's evening by keyboard, and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from scoring.models import Mark, MarkTask
from tests.browser.conftest import PHONE, accessibility_findings
from tests.cast import zhao
from tests.scoring import world

Person = Callable[..., Page]


def begin(page: Page) -> None:
    page.goto("/marking/")
    page.get_by_role("button", name="开始阅卷").click()
    page.wait_for_url("**/marking/tasks/*/")


def test_marking_by_keyboard(person: Person) -> None:
    world.essays(2)
    page = person(zhao())
    begin(page)
    first = page.url

    page.keyboard.press("1")
    page.keyboard.press("3")
    expect(page.locator("#total")).to_have_text("6")
    page.keyboard.press("3")
    expect(page.locator("#total")).to_have_text("3")
    expect(page.locator("#save-state")).to_contain_text("草稿已保存")
    page.locator("#mark-comment").fill("写到 1 和 2 时不是快捷键")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != first)

    assert [(str(mark.points), mark.comment) for mark in Mark.objects.all()] == [("3", "写到 1 和 2 时不是快捷键")]
    page.keyboard.press("z")
    page.wait_for_url(first)
    expect(page.locator("#mark-comment")).to_have_value("写到 1 和 2 时不是快捷键")
    page.keyboard.press("0")
    expect(page.locator("#total")).to_have_text("0")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != first)

    page.keyboard.press("s")
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.type("看不清")
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    page.wait_for_url("**/marking/")
    assert sorted(MarkTask.objects.values_list("state", flat=True)) == ["done", "set_aside"]
    assert [str(mark.points) for mark in Mark.objects.all()] == ["3", "0"]


def test_a_lease_lost_while_typing_is_told_and_the_text_is_kept(person: Person) -> None:
    world.essays(1)
    page = person(zhao())
    begin(page)
    MarkTask.objects.update(claimed_by=None, state="set_aside")

    page.locator("#mark-comment").fill("不能丢的话")
    expect(page.locator("#save-state")).to_contain_text("已不在您手中")

    assert MarkTask.objects.get().draft_json[str(zhao().pk)]["comment"] == "不能丢的话"


def test_marking_without_javascript_on_a_phone(person: Person) -> None:
    world.essays(1)
    page = person(zhao(), viewport=PHONE, java_script_enabled=False)
    begin(page)

    page.get_by_label("核实订单与破损证据").check()
    page.get_by_role("button", name="保存，下一份").click()
    page.wait_for_url("**/marking/")

    assert [str(mark.points) for mark in Mark.objects.all()] == ["4"]


def test_the_pages_of_marking_are_accessible(person: Person) -> None:
    world.essays(2)
    for language, scheme, viewport in (("zh-CN", "light", None), ("en-US", "dark", PHONE)):
        page = person(zhao(), language=language, scheme=scheme, viewport=viewport)
        page.goto("/marking/")
        assert accessibility_findings(page) == []
        page.locator(".todo button").first.click()
        page.wait_for_url("**/marking/tasks/*/")
        page.locator("summary").last.click()
        assert accessibility_findings(page) == []
        page.keyboard.press("Escape")
        page.locator("[data-dialog=marking-help]").click()
        assert accessibility_findings(page) == []

"""Writing Chinese, reading at 400% and listening instead of looking."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from exams.adjusting import Target, pause
from exams.models import Response, Sitting
from tests import build
from tests.browser.test_taking import ESSAY, begin, expect_saved, go_to, held, kept_on_device, leave_seconds
from tests.cast import chen

Person = Callable[..., Page]
# 1280 × 1024 at 400%.
ZOOMED = {"width": 320, "height": 256}


@pytest.fixture
def sitting() -> Sitting:
    return build.sitting(contact="人力资源部 010-5555 0100")


def compose(keyboard: CDPSession, text: str) -> None:
    """What an input method shows while the word is being chosen."""
    keyboard.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})


def test_a_half_composed_word_is_not_saved_and_a_chosen_one_is(person: Person, sitting: Sitting) -> None:
    page = person()
    page.clock.install()
    attempt = begin(page, build.invitation(sitting)[1])
    go_to(page, 5)
    box = page.get_by_role("textbox")
    box.focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.insertText", {"text": "先"})
    for letters in ("z", "zhi", "zhi'qian"):
        compose(keyboard, letters)
        page.clock.run_for(6000)
    expect_saved(page)
    expect(box).to_have_value("先zhi'qian")
    assert (held(attempt), kept_on_device(page)) == (["先"], 0)

    keyboard.send("Input.insertText", {"text": "致歉"})
    page.clock.run_for(6000)
    expect_saved(page)
    assert held(attempt) == ["先致歉"]

    # Leaving in the middle of a word: what stays in the box is what is saved.
    compose(keyboard, "heshi")
    page.get_by_role("button", name="上一题").click()
    expect(page.get_by_role("heading", name="第 4 题")).to_be_focused()
    expect_saved(page)
    expect(page.locator("#text-5")).to_have_value("先致歉heshi")
    assert held(attempt) == ["先致歉heshi"]
    assert "zhi" not in " ".join(str(version) for version in attempt.versions.values_list("answer_json", flat=True))


OUTSIDE = """() => {
  const page = document.documentElement;
  const looksAt = (element) => getComputedStyle(element).overflowX;
  const scrolls = (element) => element && (/auto|scroll/.test(looksAt(element)) || scrolls(element.parentElement));
  const meantToHide = ".visually-hidden, .skip-link, .exam-title, [hidden], .sheet:not(.open)";
  const shown = [...document.querySelectorAll("body *")].filter((element) => !element.closest(meantToHide));
  const wide = shown.filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width && !scrolls(element.parentElement) && (box.right > innerWidth + 1 || box.left < -1);
  });
  const cut = shown.filter((element) => looksAt(element) === "hidden" && element.scrollWidth > element.clientWidth + 1);
  const found = [...wide, ...cut].map((element) => `wide: ${element.outerHTML.slice(0, 120)}`);
  return page.scrollWidth > innerWidth ? [`page: ${page.scrollWidth}`, ...found] : found;
}"""
COVERED = """(within) => {
  const found = [];
  const controls = "a, button, input, textarea, summary, select";
  for (const element of document.querySelector(within).querySelectorAll(controls)) {
    const isHidden = !element.checkVisibility({ visibilityProperty: true });
    if (isHidden || element.closest(".visually-hidden, .skip-link")) continue;
    element.focus();
    if (document.activeElement !== element) continue;
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    const spots = [[left + 4, top + 4], [left + width / 2, top + height / 2], [right - 4, bottom - 4]];
    const seen = spots.some(([x, y]) => {
      const topmost = document.elementFromPoint(x, y);
      return topmost && (element.contains(topmost) || topmost.contains(element));
    });
    if (!seen) found.push(`covered: ${element.outerHTML.slice(0, 120)}`);
  }
  return found;
}"""


def troubles(page: Page, within: str = "body") -> list[Any]:
    """What reaches out of the page or is cut off, and what the bars cover while it has the focus."""
    return [*page.evaluate(OUTSIDE), *page.evaluate(COVERED, within)]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_at_four_hundred_percent_nothing_is_cut_off_or_covered(person: Person, sitting: Sitting, language: str) -> None:
    page = person(viewport=ZOOMED, language=language, reduced_motion="reduce")
    found = {}
    page.goto(f"/t/{build.invitation(sitting)[1]}/")
    found["confirm"] = troubles(page)
    page.locator("input[name=consent]").check()
    page.locator("form.start button").click()
    expect(page.locator("#booklet.ready")).to_be_visible()
    for bar in (".exam-bar", ".exam-nav"):  # they would take half of what is to be seen
        expect(page.locator(bar)).to_have_css("position", "static")
    for number in range(1, 6):
        page.evaluate(f"location.hash = 'question-{number}'")
        found[f"question {number}"] = troubles(page)
    page.locator("#text-5").fill(ESSAY * 20)
    page.context.set_offline(True)
    page.locator("#text-5").blur()
    expect(page.locator("#save-state")).to_have_class("save-state offline")
    found["offline"] = troubles(page)
    page.context.set_offline(False)
    page.locator("#sheet-toggle").press("Enter")
    found["sheet"] = troubles(page, "#sheet")
    expect(page.locator("#sheet")).to_have_class("sticky sheet card open")
    found["behind the sheet"] = troubles(page)
    page.locator("#to-review").click()
    page.wait_for_url("**/submission/")
    found["review"] = troubles(page)
    page.locator("#time-over button").click()
    page.locator("#print").wait_for()
    found["receipt"] = troubles(page)
    page.goto("/t/unknown/")
    found["unknown"] = troubles(page)

    assert [f"{name}: {line}" for name, lines in found.items() for line in lines] == []


QUESTION = """
- banner:
  - heading "秋季招聘" [level=1]
  - paragraph: /已保存/
  - button "隐藏"
  - text: 剩余时间
  - timer "剩余时间": /59:/
- main:
  - status
  - article:
    - paragraph: 第1部分
    - heading "第 1 题" [level=2]
    - paragraph: 单选题 2 分
    - group "第 1 题 客户催发货,先做什么?":
      - radio "A 请客户稍等"
      - radio "B 查询订单状态" [checked]
      - radio "C 转给主管"
      - radio "D 建议退款"
    - checkbox "标记此题，稍后检查" [checked]
  - navigation "切换题目":
    - button "上一题" [disabled]
    - button "下一题"
  - complementary "答题卡":
    - heading "答题卡" [level=2]
    - heading "第1部分" [level=3]
    - list "第1部分":
      - listitem:
        - link "1 已答, 已标记"
    - list "第2部分":
      - listitem:
        - link "2 未答"
    - list:
      - listitem: 已答 1
      - listitem: 未答 4
      - listitem: 已标记 1
      - listitem: 未保存 0
    - button "检查并交卷"
"""
ESSAY_QUESTION = """
- main:
  - article:
    - heading "第 5 题" [level=2]
    - paragraph: 论述题 10 分
    - textbox "第 5 题 客户收到破损商品并要求当天赔付,请写出处理过程。"
  - navigation "切换题目":
    - button "上一题"
    - button "检查并交卷"
"""


def test_what_a_screen_reader_finds_on_a_question(person: Person, sitting: Sitting) -> None:
    page = person()
    begin(page, build.invitation(sitting)[1])
    page.get_by_role("radio", name="查询订单状态").check()
    page.get_by_role("checkbox", name="标记此题").check()
    expect_saved(page)
    expect(page.get_by_role("timer")).to_contain_text("59:")
    expect(page.locator("body")).to_match_aria_snapshot(QUESTION)
    go_to(page, 5)
    expect(page.locator("body")).to_match_aria_snapshot(ESSAY_QUESTION)
    assert page.get_by_role("article").count() == 1  # the other questions are not read out


def test_what_a_screen_reader_is_told(person: Person, sitting: Sitting) -> None:
    """Connection, saving, the remaining time: politely, once, in the words that the page shows."""
    page = person()
    page.clock.install()
    attempt = begin(page, build.invitation(sitting)[1])
    told = page.locator("#announcements")
    for name, value in {"role": "status", "aria-live": "polite"}.items():
        expect(told).to_have_attribute(name, value)
    page.get_by_role("radio", name="查询订单状态").check()
    expect_saved(page)
    expect(told).to_have_text("")  # nothing to say about what goes well

    page.context.set_offline(True)
    page.get_by_role("radio", name="建议退款").check()
    expect(told).to_have_text("离线，已存在本机，联网后自动上传")
    page.context.set_offline(False)
    expect(told).to_contain_text("已保存")

    for seconds, words in ((29 * 60, "还剩 30 分钟。"), (9 * 60, "还剩 10 分钟。"), (4 * 60, "还剩 5 分钟。")):
        leave_seconds(attempt, seconds)
        attempt.refresh_from_db()
        page.clock.run_for(9000)
        expect(told).to_have_text(words)
    leave_seconds(attempt, 50)
    page.clock.run_for(9000)
    expect(told).to_have_text("还剩 1 分钟。时间到后将自动交卷。")
    pause(Target(sitting), by=chen(), reason="消防演习")
    page.clock.run_for(9000)
    expect(page.get_by_role("heading", name="考试已暂停")).to_be_visible()
    assert Response.objects.count() == 1


def test_the_skip_link_leaves_the_question_in_view(person: Person, sitting: Sitting) -> None:
    page = person()
    begin(page, build.invitation(sitting)[1])
    go_to(page, 3)
    page.evaluate("location.hash = 'main'")
    page.evaluate("new Promise((done) => setTimeout(done, 50))")  # the page hears of a new address a moment later

    expect(page.get_by_role("heading", name="第 3 题", exact=True)).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_role("heading", name="第 1 题", exact=True)).to_be_visible()

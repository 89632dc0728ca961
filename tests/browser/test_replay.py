"""HR looks at how an answer was written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from exams.saving import Change, save_answers
from tests.browser.conftest import DESKTOP, PHONE, accessibility_findings
from tests.candidates import LAPTOP, questions, started
from tests.cast import chen

VERSIONS = ["先致歉", "先致歉，再核实订单", "先致歉，再核实订单和破损照片，当天赔付。" * 20]


@pytest.mark.parametrize(
    ("language", "scheme", "viewport"), [("zh-CN", "light", DESKTOP), ("zh-CN", "dark", PHONE), ("en", "dark", DESKTOP)]
)
def test_the_versions_of_an_answer_are_played_and_stepped_through(
    person: Callable[..., Page], language: str, scheme: str, viewport: dict[str, int]
) -> None:
    attempt = started()
    for revision, text in enumerate(VERSIONS, start=1):
        save_answers(attempt.uuid, [Change(questions(attempt)[4], revision, text, False)], LAPTOP)
    page = person(chen(), viewport=viewport, language=language, scheme=scheme)
    page.goto(f"/sittings/{attempt.sitting.uuid}/attempts/{attempt.uuid}/answers/5/")
    shown, slider = page.locator("[data-text]"), page.get_by_role("slider")

    expect(shown).to_have_text(VERSIONS[2])
    slider.press("ArrowLeft")
    expect(shown).to_have_text(VERSIONS[1])
    slider.press("Home")
    expect(shown).to_have_text(VERSIONS[0])
    page.locator("[data-play]").click()
    expect(shown).to_have_text(VERSIONS[2])
    expect(page.locator("[data-play]")).to_have_attribute("aria-pressed", "false")
    assert accessibility_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

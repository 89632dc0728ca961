"""HR releases results, and the candidate finds theirs."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from exams.access import COOKIE, ticket_value
from exams.models import Attempt
from tests.browser.conftest import PHONE, accessibility_findings
from tests.cast import chen
from tests.scoring import world

Person = Callable[..., Page]


def test_release_and_the_candidates_page(person: Person) -> None:
    sitting = world.scores(3, 7, 10, reveal="keys")
    attempt = Attempt.objects.order_by("pk")[1]
    candidate = person(viewport=PHONE, scheme="dark")
    hr = person(chen())
    hr.goto(f"/sittings/{sitting.uuid}/results/")
    assert accessibility_findings(hr) == []
    candidate.goto("/")
    origin = candidate.evaluate("location.origin")
    candidate.context.add_cookies([{"name": COOKIE, "value": ticket_value(attempt), "url": origin}])
    candidate.goto(f"/attempts/{attempt.uuid}/result/")
    expect(candidate.get_by_role("heading", name="成绩尚未发布")).to_be_visible()
    assert accessibility_findings(candidate) == []

    hr.get_by_role("button", name="发布成绩").click()
    expect(hr.get_by_text("成绩已发布（第 1 版）")).to_be_visible()
    candidate.reload()

    expect(candidate.locator(".score")).to_contain_text("7")
    assert accessibility_findings(candidate) == []
    hr.get_by_role("link", name="候选人1").click()
    assert accessibility_findings(hr) == []

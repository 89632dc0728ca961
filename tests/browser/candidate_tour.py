"""The candidate's pages for the tour: door, test, submission, receipt, and a released result."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.tour import VIEWS, Tour

START = "form[method=post].start button"


def candidate_pages(tour: Tour) -> None:
    """One attempt is seen in every language, scheme and width before it is submitted."""
    door = f"/t/{tour.site.token}/"
    tour.visitor({"taking-confirm": door})
    state, attempt = started(tour, door)
    for language, scheme, width in VIEWS:
        context = tour.context(language, scheme, width, storage_state=state)
        page = context.new_page()
        page.goto(attempt)
        answer_first(page)
        tour.shoot(page, "taking-take", language, scheme, width)
        page.goto(f"{attempt}submission/")
        tour.shoot(page, "taking-submission", language, scheme, width)
        context.close()
    submit(tour, state, attempt)
    for language, scheme, width in VIEWS:
        context = tour.context(language, scheme, width, storage_state=state)
        page = context.new_page()
        page.goto(attempt)
        tour.shoot(page, "taking-receipt", language, scheme, width)
        context.close()


def started(tour: Tour, door: str) -> tuple[object, str]:
    context = tour.context("zh", "light", 360)
    page = context.new_page()
    page.goto(door)
    page.locator("input[name=consent]").check()
    page.locator(START).click()
    page.wait_for_url("**/attempts/**")
    state, path = context.storage_state(), page.url.removeprefix(tour.site.address)
    context.close()
    return state, path


def answer_first(page: Page) -> None:
    page.locator("input[type=radio]:visible").first.check()
    page.wait_for_timeout(300)


def submit(tour: Tour, state: object, attempt: str) -> None:
    context = tour.context("zh", "light", 360, storage_state=state)
    page = context.new_page()
    page.goto(f"{attempt}submission/")
    page.locator("main form[method=post] button").last.click()
    page.wait_for_load_state()
    context.close()

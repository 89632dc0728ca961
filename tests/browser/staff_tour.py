"""The pages of staff for the tour, after a click or two of a person so that every page has something to show."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

from tests.browser.tour import ROOT, VIEWS, Tour

DOCUMENT = ROOT / "fixtures/documents/interview.zh.txt"


def staff_pages(tour: Tour) -> None:
    known = {"accounts:sign-in"}
    chen, zhao = tour.signed_in("chen"), tour.signed_in("zhao")
    tour.staff(chen, *chens_starts(tour, chen), "/", known=known)
    tour.staff(zhao, zhaos_start(tour, zhao), known=known)
    tour.staff(tour.signed_in("zhou"), "/marking/", known=known)
    tour.staff(tour.signed_in("wu"), "/people/", known=known)
    released_result(tour, chen)


def chens_starts(tour: Tour, state: object) -> list[str]:
    """The addresses of an import that nobody has committed, and of a paper that nobody has published."""
    context = tour.context("zh", "light", 1280, storage_state=state)
    starts = [open_import(context), open_paper(context)]
    context.close()
    return [start.removeprefix(tour.site.address) for start in starts]


def open_import(context: BrowserContext) -> str:
    page = context.new_page()
    page.goto("/bank/imports/new/")
    page.locator("select[name=role]").select_option(index=1)
    page.locator("input[type=file]").set_input_files(DOCUMENT)
    page.locator("main form button.primary").click()
    page.wait_for_url(lambda url: "/new/" not in url)
    return page.url


def open_paper(context: BrowserContext) -> str:
    page = context.new_page()
    page.goto("/papers/")
    page.locator("main table a").first.click()
    published = page.url
    page.locator("form[action$='/copies/'] button").click()
    page.wait_for_url(lambda url: url != published)
    return page.url


def zhaos_start(tour: Tour, state: object) -> str:
    """The address of an answer that waits for a mark."""
    context = tour.context("zh", "light", 1280, storage_state=state)
    page = context.new_page()
    page.goto("/marking/")
    page.locator(".todo button").first.click()
    page.wait_for_url("**/marking/tasks/**")
    address = page.url
    context.close()
    return address.removeprefix(tour.site.address)


def released_result(tour: Tour, state: object) -> None:
    """What a candidate of the finished sitting sees, through a new link."""
    context = tour.context("zh", "light", 1280, storage_state=state)
    page = context.new_page()
    page.goto("/sittings/")
    page.locator("main tbody a").last.click()
    page.locator("button[name=invitation]").first.click()
    link = page.locator("#list").input_value().split()[-1]
    context.close()
    for language, scheme, width in VIEWS:
        context = tour.context(language, scheme, width)
        page = context.new_page()
        page.goto(link)
        page.locator("a[href$='/result/']").click()
        page.wait_for_url("**/result/")
        tour.shoot(page, "results-candidate", language, scheme, width)
        context.close()

"""People with browsers: Debian's Chromium against a live server, one context for each person."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from accounts.models import User
from tests.cast import PASSWORD

# Playwright's synchronous interface runs an event loop; the tests' own database calls are still ordinary ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A folder for a last picture of every person's page, to see why a test failed.
PICTURES = os.environ.get("TIKU_TEST_PICTURES", "")
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    raise RuntimeError("Chromium is missing: on Debian, apt-get install chromium")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": chromium(), "args": ARGUMENTS}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture
def person(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """`person(width=…, language="zh-CN", scheme="light")` opens a page in a browser context of its own."""
    contexts: list[BrowserContext] = []

    def arrive(
        user: User | None = None,
        *,
        viewport: dict[str, int] | None = None,
        language: str = "zh-CN",
        scheme: str = "light",
        **options: Any,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=viewport or DESKTOP,  # type: ignore[arg-type]  # a typed dict of the same shape
            locale=language,
            color_scheme=scheme,  # type: ignore[arg-type]  # "light" or "dark"
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        if user is not None:
            sign_in(page, user)
        return page

    yield arrive
    for number, context in enumerate(contexts):
        if PICTURES:
            for page in context.pages:
                page.screenshot(path=f"{PICTURES}/person{number}.png", full_page=True)
        context.close()


def sign_in(page: Page, user: User) -> None:
    page.goto("/sign-in/")
    page.locator("input[name=username]").fill(user.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def accessibility_findings(page: Page) -> list[str]:
    """What axe finds, one line each: rule, and the elements."""
    report = Axe().run(page, options=AXE_RULES)
    found = report.response["violations"]
    return [f"{rule['id']}: {[node['target'] for node in rule['nodes']]}" for rule in found]

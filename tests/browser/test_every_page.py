"""Every page of the access matrix, in both languages, both schemes and two widths: axe finds nothing, nothing sticks
out sideways, no script and no policy complains."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE, accessibility_findings
from tests.telling_world import build_telling_world, visitor
from tests.test_access_matrix import MATRIX

# What answers with a file, a fragment or plain text.
NO_PAGE = {"healthz", "readyz", "metrics", "results:export", "sittings:policy", "bank:guide-template"}
PAGES = [name for name, rule in MATRIX.items() if rule.method == "GET" and name not in NO_PAGE]
VIEWS = [("zh-CN", "light", DESKTOP), ("zh-CN", "dark", PHONE), ("en-GB", "light", PHONE), ("en-GB", "dark", DESKTOP)]


def lend_cookies(client: Client, page: Page, address: str) -> None:
    """Let the browser be who the client is."""
    page.context.add_cookies(
        [
            {"name": cookie.key, "value": cookie.value, "url": address.rstrip("/") + (cookie["path"] or "/")}
            for cookie in client.cookies.values()
        ]
    )


def faults(page: Page, path: str) -> list[str]:
    complaints: list[str] = []

    def listen(message: Any) -> None:
        if message.type == "error":
            complaints.append(message.text)

    page.on("console", listen)
    answer = page.goto(path)
    assert answer is not None
    found = [] if answer.status == 200 else [f"status {answer.status}"]
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if overflow > 0:
        found.append(f"sticks out by {overflow} px")
    found += [*accessibility_findings(page), *complaints]
    page.remove_listener("console", listen)
    return found


@pytest.mark.parametrize(("language", "scheme", "viewport"), VIEWS, ids=lambda value: str(value)[:8])
def test_every_page_is_in_order(
    person: Callable[..., Page], live_server: Any, language: str, scheme: str, viewport: dict[str, int]
) -> None:
    world = build_telling_world()
    pages: dict[str, Page] = {}
    found = {}
    for name in PAGES:
        client = visitor(world, name)
        key = "staff" if "sessionid" in client.cookies else str(client.cookies)
        if key not in pages:
            pages[key] = person(language=language, scheme=scheme, viewport=viewport)
            lend_cookies(client, pages[key], live_server.url)
        found[name] = faults(pages[key], world.address(name))

    assert {name: problems for name, problems in found.items() if problems} == {}

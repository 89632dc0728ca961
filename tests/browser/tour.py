"""`python -m tests.browser.tour DIR`: the demo, a screenshot of each page, and an index of them.

Every page is taken in both languages, both colour schemes and two widths: `page.zh.light.360.png`.
"""

from __future__ import annotations

import html
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import django
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
SCHEMES = ("light", "dark")
WIDTHS = (360, 1280)
VIEWS = list(product(LANGUAGES, SCHEMES, WIDTHS))
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Site:
    address: str
    password: str
    token: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demo_site(data: Path) -> Iterator[Site]:
    """The real demo, served from a folder of its own."""
    from config.demo_file import Demo  # noqa: PLC0415 -- app ready

    port = free_port()
    command = [sys.executable, "run.py", "demo", "--port", str(port), "--data", str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", server)
            demo = Demo(**json.loads((data / "demo.json").read_text(encoding="utf-8")))
            yield Site(f"http://127.0.0.1:{port}", demo.password, demo.token)
        finally:
            server.terminate()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise SystemExit("The demo could not be started: run python3 run.py demo to see why.")
        try:
            with urlopen(address):
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise SystemExit("The demo did not answer within a minute.")


class Tour:
    def __init__(self, browser: Browser, site: Site, folder: Path) -> None:
        self.browser, self.site, self.folder = browser, site, folder
        self.names: dict[str, None] = {}

    def context(self, language: str, scheme: str, width: int, **options: object) -> BrowserContext:
        return self.browser.new_context(
            base_url=self.site.address,
            locale=LANGUAGES[language],
            color_scheme=scheme,  # type: ignore[arg-type]  # "light" or "dark"
            viewport={"width": width, "height": 800},
            reduced_motion="reduce",
            **options,  # type: ignore[arg-type]  # a storage state
        )

    def shoot(self, page: Page, name: str, language: str, scheme: str, width: int) -> None:
        self.names[name] = None
        page.screenshot(path=self.folder / f"{name}.{language}.{scheme}.{width}.png", full_page=True)

    def staff(self, state: object, *starts: str, known: set[str]) -> None:
        """Every page that this person reaches by links and nobody before did."""
        from tests.browser.pages import crawl  # noqa: PLC0415 -- app ready

        first = self.context("zh", "light", 1280, storage_state=state)
        pages = [found for found in crawl(first.request, self.site.address, *starts) if found.route not in known]
        known |= {found.route for found in pages}
        first.close()
        for language, scheme, width in VIEWS:
            context = self.context(language, scheme, width, storage_state=state)
            page = context.new_page()
            for found in pages:
                page.goto(found.path)
                self.shoot(page, found.name, language, scheme, width)
            context.close()

    def signed_in(self, username: str) -> object:
        context = self.context("zh", "light", 1280)
        page = context.new_page()
        page.goto("/sign-in/")
        page.locator("input[name=username]").fill(username)
        page.locator("input[name=password]").fill(self.site.password)
        page.locator("main form button").first.click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)
        state = context.storage_state()
        context.close()
        return state

    def visitor(self, pages: dict[str, str]) -> None:
        for language, scheme, width in VIEWS:
            context = self.context(language, scheme, width)
            page = context.new_page()
            for name, path in pages.items():
                page.goto(path)
                self.shoot(page, name, language, scheme, width)
            context.close()

    def index(self) -> None:
        rows = "\n".join(self.row(name) for name in self.names)
        (self.folder / "index.html").write_text(
            f"<!doctype html><meta charset=utf-8><title>Tiku</title><h1>Tiku: {len(self.names)} pages</h1>\n{rows}\n",
            encoding="utf-8",
        )

    def row(self, name: str) -> str:
        files = [f"{name}.{language}.{scheme}.{width}.png" for language, scheme, width in VIEWS]
        shown = "".join(
            f'<a href="{file}"><img loading=lazy height=360 alt="{file}" src="{file}"></a> '
            for file in files
            if (self.folder / file).exists()
        )
        return f"<h2>{html.escape(name)}</h2><p>{shown}</p>"


def main(folder: Path) -> int:
    from tests.browser.candidate_tour import candidate_pages  # noqa: PLC0415 -- app ready
    from tests.browser.conftest import ARGUMENTS, chromium  # noqa: PLC0415 -- app ready
    from tests.browser.staff_tour import staff_pages  # noqa: PLC0415 -- app ready

    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="tiku-tour-") as data,
        demo_site(Path(data)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        tour = Tour(browser, site, folder)
        tour.visitor({"sign-in": "/sign-in/", "not-found": f"/{secrets.token_hex(4)}/"})
        candidate_pages(tour)
        staff_pages(tour)
        tour.index()
        browser.close()
    print(f"{len(tour.names)} pages, {len(tour.names) * len(VIEWS)} pictures: {folder / 'index.html'}")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    sys.exit(main(Path(sys.argv[1])))

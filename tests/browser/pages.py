"""Finding every page of the site by following its links, as a person would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from lxml import html
from playwright.sync_api import APIRequestContext


@dataclass(frozen=True)
class Found:
    """One page for each route: the first address that was met."""

    route: str
    path: str

    @property
    def name(self) -> str:
        return self.route.replace(":", "-")


def route_of(path: str) -> str | None:
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    return match.view_name


def links(text: str, base: str) -> Iterator[str]:
    for anchor in html.fromstring(text).iter("a"):
        address = urlsplit(urljoin(base, anchor.get("href") or ""))
        if not address.netloc or address.netloc == urlsplit(base).netloc:
            yield address.path + (f"?{address.query}" if address.query else "")


def crawl(visitor: APIRequestContext, base: str, *starts: str) -> list[Found]:
    """Pages that can be reached from `starts` by links; addresses that answer with a file are left out."""
    waiting, met, found = [*starts], set[str](), list[Found]()
    while waiting:
        path = waiting.pop(0)
        route = route_of(path)
        if route is None or route in met:
            continue
        met.add(route)
        answer = visitor.get(urljoin(base, path))
        if "text/html" not in answer.headers.get("content-type", "") or answer.status != 200:
            continue
        found.append(Found(route, urlsplit(answer.url).path if path != "/" else path))
        waiting += links(answer.text(), urljoin(base, path))
    return found

"""Whoever may see a page may follow every link on it, in both languages: nothing is missing, forbidden or broken."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from lxml import html

from tests.access_world import World
from tests.telling_world import build_telling_world, visitor
from tests.test_access_matrix import MATRIX

NO_PAGE = {"healthz", "readyz", "metrics", "results:export", "bank:guide-template"}
PAGES = [name for name, rule in MATRIX.items() if rule.method == "GET" and name not in NO_PAGE]


@pytest.fixture
def world(db: None) -> World:
    return build_telling_world()


def links(client: Client, path: str, language: str) -> Iterator[str]:
    """Addresses within the site that the page names, without the places within a page."""
    answer = client.get(path, follow=True, headers={"accept-language": language})
    here = answer.redirect_chain[-1][0] if answer.redirect_chain else path
    for anchor in html.fromstring(answer.content).iter("a"):
        address = urlsplit(urljoin(here, anchor.get("href") or ""))
        if not address.scheme and address.path:
            yield f"{address.path}?{address.query}" if address.query else address.path


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_link_leads_somewhere(world: World, language: str) -> None:
    asked: dict[tuple[int, str], int] = {}
    broken = set()
    for name in PAGES:
        client = visitor(world, name)
        who = client.session.get("_auth_user_id", id(client))
        for link in links(client, world.address(name), language):
            if (who, link) not in asked:
                asked[who, link] = client.get(link, headers={"accept-language": language}).status_code
            if asked[who, link] >= 400:
                broken.add((name, link, asked[who, link]))

    assert broken == set()
    assert len(asked) > 100

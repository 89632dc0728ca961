"""A test is taken on a phone in a bad network: everything that the taking page needs is little, and comes at once."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from questionbank.content import AnyContent
from tests import build
from tests.candidates import browser, started

LIMIT = 60_000
MAKERS: list[Callable[[str], AnyContent]] = [build.single, build.multiple, build.true_false, build.essay, build.short]
ASSET = re.compile(r'(?:href|src)="/static/([^"#]+)')
IMPORT = re.compile(r'^(?:import|export) .*?from "(\./[^"]+)"', re.MULTILINE)


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def file_of(asset: str) -> Path:
    found = finders.find(asset)
    assert isinstance(found, str), asset
    return Path(found)


@pytest.mark.django_db
def test_fifty_questions_and_all_they_need_weigh_little() -> None:
    contents = [
        MAKERS[n % 5](f"第{n + 1}题:客户来信说收到的商品外包装破损,要求当天答复,应当先做什么?") for n in range(50)
    ]
    page = browser(attempt := started(build.sitting(build.paper(*contents)))).get(f"/attempts/{attempt.uuid}/").content
    assets = sorted(set(ASSET.findall(page.decode())))
    weights = {asset: compressed(file_of(asset).read_bytes()) for asset in assets}

    assert page.decode().count("data-question=") == 50
    assert compressed(page) + sum(weights.values()) <= LIMIT, weights
    # What a script imports is asked for by the page itself, not one level after another.
    scripts = [file_of(asset) for asset in assets if asset.endswith(".js")]
    imported = {(script.parent / name).resolve() for script in scripts for name in IMPORT.findall(script.read_text())}
    assert imported - {script.resolve() for script in scripts} == set()

"""No page breaks over values that no form of ours sends: every address × hostile values in every field."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import product

import pytest
from django.test import Client

from questionbank.numbers import whole_number
from tests import cast
from tests.access_world import build_world
from tests.conftest import signed_in
from tests.test_access_matrix import MATRIX, Candidate

pytestmark = pytest.mark.django_db

NAMES = (
    "next back q page role kind topic difficulty status sort state item before person area since until at query "
    "base do option_text right point_text point_level criterion_text rule_name section shown take ticked text code "
    "note seed row count direction accepted paper policy c factor lines invitation reason result adjustment comment "
    "scheme language consent review points-1 points-² rules-TOTAL_FORMS"
)
VALUES = ["²", "9" * 5000, "nowhere", "a\x00b", "9999-12-31"]
# Signing out would make the visits after it those of a stranger.
LEFT_OUT = {"accounts:sign-out"}


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_nothing_breaks() -> None:
    world, administrator = build_world(), signed_in(cast.wu())
    broken = []
    for name, value in product([name for name in MATRIX if name not in LEFT_OUT], VALUES):
        client: Client = world.candidate if isinstance(MATRIX[name], Candidate) else administrator
        client.raise_request_exception = False
        address, fields = world.address(name), dict.fromkeys(NAMES.split(), value)
        if max(client.get(address, fields).status_code, client.post(address, fields).status_code) >= 500:
            broken.append((name, value[:20]))

    assert broken == []


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("0", 0), ("9" * 16, 10**16 - 1), *((text, None) for text in ("", "²", "٣", "-1", " 7", "9" * 17))],
)
def test_whole_numbers(text: str, number: int | None) -> None:
    assert whole_number(text) == number

"""More people start than there is room for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from exams import turns
from exams.links import hash_token
from exams.models import Attempt
from exams.turns import COOKIE, starts
from tests import build
from tests.candidates import started

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def full(settings: Any) -> Iterator[None]:
    """One may start at a time, and somebody does."""
    settings.TIKU_STARTS_AT_ONCE = 1
    starts.cache_clear()
    starts().knock(0, 0, 0)
    yield
    starts.cache_clear()


def press(token: str, client: Client | None = None) -> Any:
    return (client or Client(headers={"accept-language": "en"})).post(f"/t/{token}/", {"consent": "1"})


def test_who_must_wait_is_told_where_they_stand_and_loses_no_time() -> None:
    token = build.invitation()[1]
    waiting = press(token)

    page = waiting.content.decode()
    assert (waiting.status_code, waiting["Retry-After"], Attempt.objects.count()) == (503, "2", 0)
    assert ("You are next." in page, "Your time has not begun." in page) == (True, True)
    assert "1 person is before you" in press(build.invitation()[1]).content.decode()


def test_they_are_let_in_when_there_is_room() -> None:
    token, client = build.invitation()[1], Client()
    press(token, client)
    starts().leave(0.01)

    assert (press(token, client).status_code, Attempt.objects.count(), starts().inside) == (302, 1, 0)
    starts().knock(0, 0, 0)
    assert press(token, client).status_code == 302  # their clock runs, so they wait for nobody


def test_the_turn_is_kept_between_processes() -> None:
    token, client = build.invitation()[1], Client()
    press(token, client)
    came = client.cookies[COOKIE].value
    starts.cache_clear()  # the next request reaches another process
    starts().knock(0, 0, 0)
    press(token, client)

    assert client.cookies[COOKIE].value == came


@pytest.mark.parametrize("forged", ["", "x", "W10", "WzEsMSwieCJd:forged"])
def test_a_forged_turn_is_worth_nothing(forged: str) -> None:
    first, second = (build.invitation() for _ in range(2))
    press(first[1])
    client = Client(headers={"accept-language": "en"})
    client.cookies[COOKIE] = forged

    assert "1 person is before you" in press(second[1], client).content.decode()


def test_a_turn_is_good_for_its_own_link_alone() -> None:
    first, second, third = (build.invitation()[1] for _ in range(3))
    early = Client(headers={"accept-language": "en"})
    press(first, early)
    press(second)
    starts.cache_clear()
    starts().knock(0, 0, 0)
    press(second)

    assert "1 person is before you" in press(third, early).content.decode()


def test_a_turn_that_was_kept_too_long_stands_at_the_end_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody presses the button early to be the first later."""
    first, second = (build.invitation()[1] for _ in range(2))
    early = Client(headers={"accept-language": "en"})
    press(first, early)
    starts.cache_clear()
    starts().knock(0, 0, 0)
    press(second)
    monkeypatch.setattr(turns, "COOKIE_AGE", 0)

    assert "1 person is before you" in press(first, early).content.decode()


def test_who_waits_on_costs_no_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    invitation, token = build.invitation()
    client = Client()
    press(token, client)
    with django_assert_num_queries(0):
        again = press(token, client)

    assert (again.status_code, invitation.sitting.title in again.content.decode()) == (503, True)


def test_nobody_whose_clock_runs_is_kept_waiting() -> None:
    attempt = started()
    token = build.invitation(attempt.sitting)[1]
    assert press(token).status_code == 503
    client = Client()
    link = attempt.invitation.links.get()
    link.token_hash = hash_token("running")
    link.save()

    assert press("running", client).status_code == 302

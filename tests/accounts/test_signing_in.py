"""Ten wrong passwords for one user name, from wherever, and the next ones wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpRequest

from accounts.forms import wait_sentence
from accounts.models import AuditEvent, SignInFailure
from accounts.signing_in import ALLOWED_FAILURES, WINDOW, blocked_until, check_password
from tests.cast import PASSWORD, chen

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def guess(times: int, username: str = "chen", now: datetime = NOW) -> None:
    for _ in range(times):
        assert check_password(HttpRequest(), username, "guess", now) is None


@pytest.mark.django_db
def test_nine_failures_do_not_block() -> None:
    chen()
    guess(ALLOWED_FAILURES - 1)

    assert blocked_until("chen", NOW) is None
    assert check_password(HttpRequest(), "chen", PASSWORD, NOW) == chen()


@pytest.mark.django_db
def test_the_tenth_failure_blocks_this_name_alone_until_the_oldest_is_a_quarter_of_an_hour_old() -> None:
    chen()
    guess(5, now=NOW - timedelta(minutes=4))
    guess(5)

    assert blocked_until("chen", NOW) == NOW - timedelta(minutes=4) + WINDOW
    assert blocked_until("zhao", NOW) is None
    assert blocked_until("chen", NOW + timedelta(minutes=11)) is None


@pytest.mark.django_db
def test_spelling_the_name_differently_does_not_help() -> None:
    guess(4, "chen")
    guess(3, "CHEN")
    guess(3, " ｃｈｅｎ ")

    assert blocked_until("chen", NOW) == NOW + WINDOW


@pytest.mark.django_db
def test_success_forgives_and_old_failures_are_forgotten() -> None:
    chen()
    guess(3, "somebody", now=NOW - WINDOW)
    guess(2)
    check_password(HttpRequest(), "chen", PASSWORD, NOW)

    assert list(SignInFailure.objects.values_list("username", flat=True)) == []


@pytest.mark.django_db
def test_a_block_is_told_in_the_audit_trail_with_the_person_when_there_is_one() -> None:
    chen()
    guess(ALLOWED_FAILURES)
    guess(ALLOWED_FAILURES, "nobody")

    events = AuditEvent.objects.order_by("id")
    assert [(event.actor, event.action, event.object_label, event.details) for event in events] == [
        (None, "account.blocked", "陈静", {"username": "chen"}),
        (None, "account.blocked", "", {"username": "nobody"}),
    ]


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(900, 15), (899, 15), (841, 15), (840, 14), (61, 2), (60, 1), (1, 1), (0, 1)]
)
def test_the_wait_is_rounded_up_to_minutes(seconds: int, minutes: int) -> None:
    assert f" {minutes} 分钟" in wait_sentence(NOW + timedelta(seconds=seconds), NOW)

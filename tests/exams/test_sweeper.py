from __future__ import annotations

from io import StringIO
from threading import Event
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from pytest_django import DjangoAssertNumQueries

from exams import sweeper
from exams.attempts import close_overdue
from exams.models import Attempt
from tests.candidates import run_out, started


@pytest.mark.django_db
def test_the_command_closes_what_is_overdue() -> None:
    attempt = started()
    run_out(attempt)
    told = StringIO()

    call_command("close_overdue", stdout=told)

    attempt.refresh_from_db()
    assert (told.getvalue(), attempt.state) == ("已收卷：1\n", Attempt.State.TIMED_OUT)


@pytest.mark.django_db
def test_a_sweep_with_nothing_to_do_is_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    started()

    with django_assert_num_queries(1):
        assert close_overdue() == 0


def test_the_thread_sweeps_until_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    swept = Event()

    def sweep() -> int:
        swept.set()
        return 0

    monkeypatch.setattr(sweeper, "sweep", sweep)
    monkeypatch.setattr(sweeper, "close_old_connections", lambda: None)
    thread = sweeper.start_sweeper(interval=0.01)

    assert swept.wait(5)
    thread.stop()
    thread.join(5)
    assert not thread.is_alive()


def test_a_database_that_is_away_does_not_end_the_sweeping(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> int:
        raise OperationalError("the database is away")

    monkeypatch.setattr(sweeper, "close_overdue", away)

    assert sweeper.sweep() == 0


def test_what_comes_after_a_sweep_is_done_again_after_it_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    done, calls = Event(), list[int]()

    def also() -> None:
        calls.append(len(calls))
        if len(calls) == 1:
            raise OperationalError("the database is away")
        done.set()

    monkeypatch.setattr(sweeper, "sweep", lambda: 0)
    monkeypatch.setattr(sweeper, "close_old_connections", lambda: None)
    thread = sweeper.start_sweeper(interval=0.01, also=also)

    assert done.wait(5)
    thread.stop()
    thread.join(5)

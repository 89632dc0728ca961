"""Readiness: people are sent to a server only while it can save their answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from config import readiness

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    readiness.is_migrated.cache_clear()
    yield
    readiness.is_migrated.cache_clear()


def ready() -> tuple[int, str]:
    answer = Client().get("/readyz")
    return answer.status_code, answer.content.decode()


def test_everything_is_well(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert ready() == (200, "database: ok\nmigrations: ok\ndisk: ok\n")
    with django_assert_num_queries(1):
        assert ready()[0] == 200


def test_a_database_that_is_away() -> None:
    def away(*_arguments: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(away):
        assert ready() == (503, "database: no\nmigrations: no\ndisk: ok\n")
    assert ready()[0] == 200


def test_a_database_of_an_older_version() -> None:
    newest = MigrationRecorder.Migration.objects.filter(app="scoring").latest("pk")
    newest.delete()
    assert ready() == (503, "database: ok\nmigrations: no\ndisk: ok\n")
    newest.save(force_insert=True)
    assert ready()[0] == 200


def test_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "ROOM", 1 << 62)
    assert ready() == (503, "database: ok\nmigrations: ok\ndisk: no\n")

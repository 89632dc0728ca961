"""Fixtures for all tests. Pure tests use none of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.db import connections
from django.test import Client
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed
from hypothesis import HealthCheck

from accounts.models import User
from config.catalogs import compile_catalogs
from tests import cast
from tests.audited import AuditedClient


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--roundtrips", default="200", help="random banks to write and read back (tests/questionbank/parsing)"
    )


# The gate says the same of the same code; HYPOTHESIS_PROFILE=explore looks at new examples every time.
hypothesis.settings.register_profile(
    "gate", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


def pytest_configure() -> None:
    """Tests read Chinese sentences, so the translations are compiled as they are at every start."""
    compile_catalogs()
    # Django was set up before this and may hold the old ones.
    translation_file_changed(sender=None, file_path=Path("django.mo"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """On SQLite a file instead of memory: threads and the live server need connections of their own."""
    database = connections.databases["default"]
    if "sqlite3" not in database["ENGINE"]:
        return
    database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"


@pytest.fixture(autouse=True)
def _plain_settings(settings: object) -> None:
    """Tests see the product as it is installed: no demo, fast password hashing aside."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    settings.TIKU_DEMO = False  # type: ignore[attr-defined]
    # A thread would outlive its test.
    settings.TIKU_READER = False  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _default_language() -> Iterator[None]:
    """A request leaves its language on the thread; the next test must not inherit it."""
    yield
    translation.deactivate()


def signed_in(user: User, language: str = "zh-hans") -> Client:
    client = AuditedClient(headers={"accept-language": language})
    client.force_login(user)
    return client


@pytest.fixture
def hr(db: None) -> Client:
    return signed_in(cast.chen())


@pytest.fixture
def reviewer(db: None) -> Client:
    return signed_in(cast.zhao())


@pytest.fixture
def leader(db: None) -> Client:
    return signed_in(cast.zhou())


@pytest.fixture
def administrator(db: None) -> Client:
    return signed_in(cast.wu())


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real question documents beside the repository; tests that read it skip where it is absent."""
    root = Path(__file__).resolve().parent.parent
    places = [Path(os.environ["TIKU_SHARED"])] if "TIKU_SHARED" in os.environ else []
    for place in [*places, root.parent / "shared", root.parent.parent / "shared"]:
        if (place / "documents").is_dir():
            return place
    pytest.skip("the folder of shared question documents is not beside this repository")

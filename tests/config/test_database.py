"""`DATABASE_URL` in all its forms."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.database import database


def test_nothing_set_is_sqlite_below_the_data_folder(tmp_path: Path) -> None:
    found = database(None, tmp_path / "new")

    assert found["NAME"] == tmp_path / "new" / "tiku.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert (tmp_path / "new").is_dir()


def test_postgresql_with_quoted_parts_and_options(tmp_path: Path) -> None:
    found = database("postgresql://h%40r:p%2Fw@db.example.com:5433/ti%20ku?sslmode=require", tmp_path)

    assert {key: found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "ti ku",
        "USER": "h@r",
        "PASSWORD": "p/w",
        "HOST": "db.example.com",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_socket_folder_is_the_host(tmp_path: Path) -> None:
    assert database("postgresql://tiku@/tiku?host=/run/pg", tmp_path)["HOST"] == "/run/pg"


def test_another_database_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="must begin with postgresql:// or sqlite://, not mysql://"):
        database("mysql://x/y", tmp_path)

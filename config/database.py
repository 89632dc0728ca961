"""`DATABASE_URL` to Django's `DATABASES["default"]`."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def database(url: str | None, data: Path, pool: int = 0) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?option=value` or `sqlite:///path`; nothing = SQLite below `data`."""
    if not url:
        return sqlite(data / "tiku.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL must begin with postgresql:// or sqlite://, not {parts.scheme}://")
    return postgresql(url, pool)


def sqlite(path: Path) -> dict[str, Any]:
    """Write-ahead log with full synchronisation (an acknowledged answer survives a power cut), short immediate
    transactions so that writers queue instead of failing half-way."""
    with suppress(OSError):  # connecting will say what is wrong with the folder, commands without a database need none
        path.parent.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
        "CONN_MAX_AGE": None,
    }


def postgresql(url: str, pool: int = 0) -> dict[str, Any]:
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or parts.hostname or ""
    if pool:
        options["pool"] = {"min_size": min(2, pool), "max_size": pool, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        # A pool keeps the connections itself.
        "CONN_MAX_AGE": 0 if pool else None,
        "CONN_HEALTH_CHECKS": True,
        # PgBouncer in transaction mode cannot keep a cursor between statements.
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }

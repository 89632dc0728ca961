"""`TIKU_SMTP_URL` to Django's `MAILERS`."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

PORTS = {"smtps": 465, "smtp+starttls": 587, "smtp": 25}
TIMEOUT = 20  # seconds


def mailers(url: str) -> dict[str, Any]:
    """`smtps://user:password@host` (TLS), `smtp+starttls://…` or `smtp://…` (not encrypted); nothing = port 25 here.
    Raises `ValueError` for anything else."""
    parts = urlsplit(url or "smtp://localhost")
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(
            "TIKU_SMTP_URL must look like smtps://user:password@host or smtp+starttls://user:password@host"
        )
    options = {
        "host": parts.hostname,
        "port": parts.port or PORTS[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp+starttls",
        "timeout": TIMEOUT,
    }
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}

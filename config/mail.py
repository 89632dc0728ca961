"""`TIKU_SMTP_URL` to Django's settings for mail."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class MailServer:
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    ssl: bool = False
    starttls: bool = False


def mail_server(url: str) -> MailServer:
    """`smtps://user:password@host` (TLS, port 465), `smtp+starttls://…` (587) or `smtp://…` (25, not encrypted).
    Raises `ValueError` for anything else."""
    if not url:
        return MailServer()
    parts = urlsplit(url)
    ports = {"smtps": 465, "smtp+starttls": 587, "smtp": 25}
    if parts.scheme not in ports or not parts.hostname:
        raise ValueError(
            "TIKU_SMTP_URL must look like smtps://user:password@host or smtp+starttls://user:password@host"
        )
    return MailServer(
        host=parts.hostname,
        port=parts.port or ports[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        ssl=parts.scheme == "smtps",
        starttls=parts.scheme == "smtp+starttls",
    )

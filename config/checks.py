"""System checks: combinations of settings that are unsafe where strangers can reach the server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.http.request import validate_host

# What a secret key needs, as in Django's own check.
LONG_KEY, VARIED_KEY = 50, 5


@register(Tags.security, deploy=True)
def production_settings(**_kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.TIKU_DEMO:
        found.append(Error("TIKU_DEMO is on: everybody can read the demo passwords.", id="tiku.E001"))
    found += [*_debug_and_key(), *_hosts(), *_https()]
    if urlsplit(settings.TIKU_PUBLIC_URL).hostname in {"127.0.0.1", "localhost"}:
        hint = "Set it to the address that candidates can open, for example https://tiku.example.com."
        found.append(Warning("TIKU_PUBLIC_URL names this machine only.", hint=hint, id="tiku.W001"))
    if urlsplit(settings.TIKU_PUBLIC_URL).scheme != "https":
        found.append(Warning("TIKU_PUBLIC_URL is not https: secret links would travel in the open.", id="tiku.W002"))
    return found


def _debug_and_key() -> Iterator[CheckMessage]:
    if settings.DEBUG:
        hint = "Set TIKU_DEBUG=0."
        yield Error("TIKU_DEBUG is on: error pages show code and settings to everybody.", hint=hint, id="tiku.E002")
    key = settings.SECRET_KEY
    if len(key) < LONG_KEY or len(set(key)) < VARIED_KEY or key.startswith("django-insecure-"):
        hint = f"Set TIKU_SECRET_KEY (or TIKU_SECRET_KEY_FILE) to at least {LONG_KEY} random characters."
        yield Warning("TIKU_SECRET_KEY can be guessed: sessions could be forged.", hint=hint, id="tiku.W003")


def _hosts() -> Iterator[CheckMessage]:
    host = urlsplit(settings.TIKU_PUBLIC_URL).hostname or ""
    if not validate_host(host, settings.ALLOWED_HOSTS):
        hint = f"Set TIKU_ALLOWED_HOSTS={host}, or mend TIKU_PUBLIC_URL."
        text = "TIKU_ALLOWED_HOSTS lacks the host of TIKU_PUBLIC_URL: the links in invitations would be refused."
        yield Error(text, hint=hint, id="tiku.E003")
    if "*" in settings.ALLOWED_HOSTS:
        text = "TIKU_ALLOWED_HOSTS is *: anybody can name the server as they like."
        yield Warning(text, hint="Name the hosts, separated by commas.", id="tiku.W004")


def _https() -> Iterator[CheckMessage]:
    if not settings.SECURE_SSL_REDIRECT:
        hint = "Set TIKU_HTTPS=1, and TIKU_BEHIND_PROXY=1 when a proxy in front speaks https."
        text = "TIKU_HTTPS is off: passwords and cookies may travel in the open."
        yield Warning(text, hint=hint, id="tiku.W005")

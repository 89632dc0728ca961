"""System checks: combinations of settings that are unsafe where strangers can reach the server."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security, deploy=True)
def production_settings(**_kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.TIKU_DEMO:
        found.append(Error("TIKU_DEMO is on: everybody can read the demo passwords.", id="tiku.E001"))
    if urlsplit(settings.TIKU_PUBLIC_URL).hostname in {"127.0.0.1", "localhost"}:
        hint = "Set it to the address that candidates can open, for example https://tiku.example.com."
        found.append(Warning("TIKU_PUBLIC_URL names this machine only.", hint=hint, id="tiku.W001"))
    if urlsplit(settings.TIKU_PUBLIC_URL).scheme != "https":
        found.append(Warning("TIKU_PUBLIC_URL is not https: secret links would travel in the open.", id="tiku.W002"))
    return found

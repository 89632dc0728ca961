"""What every template may use."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from config.demo_file import read_demo
from config.navigation import entries

SCHEME_COOKIE = "scheme"
SCHEMES = ("light", "dark")


def site(request: HttpRequest) -> dict[str, Any]:
    """`navigation` is a callable, so that pages without it never look for a user."""
    scheme = request.COOKIES.get(SCHEME_COOKIE)
    return {
        "demo": settings.TIKU_DEMO,
        # A callable: only the page that shows them reads the file.
        "demo_accounts": read_demo if settings.TIKU_DEMO else None,
        "navigation": partial(entries, request),
        "scheme": scheme if scheme in SCHEMES else "",
    }

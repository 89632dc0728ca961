"""The waiting page, when more people start than the server can let in at once."""

from __future__ import annotations

import math
from functools import lru_cache

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from exams.door import Door
from exams.models import Invitation

COOKIE = "came"
# A turn is kept for so long; who comes later stands at the end again.
COOKIE_AGE = 600
_signer = Signer(salt="exams.came")


@lru_cache(maxsize=1)
def starts() -> Door:
    """This process's door."""
    return Door(settings.TIKU_STARTS_AT_ONCE)


def arrival(request: HttpRequest, invitation: Invitation, now: float) -> float:
    """When this invitation's browser first asked, in seconds since 1970, as it was signed then."""
    try:
        whose, came = _signer.unsign(request.COOKIES.get(COOKIE, "")).split(".", 1)
        return float(came) if int(whose) == invitation.pk and now - float(came) < COOKIE_AGE else now
    except (BadSignature, ValueError):
        return now


def waiting_page(request: HttpRequest, invitation: Invitation, place: int, came: float) -> HttpResponse:
    """Where one stands, and that nothing is lost; the page asks again by itself."""
    seconds = math.ceil(starts().pause(place))
    context = {"sitting": invitation.sitting, "before": place - 1, "seconds": seconds}
    response = render(request, "exams/waiting.html", context, status=503)
    response["Retry-After"] = str(seconds)
    response.set_cookie(
        COOKIE,
        _signer.sign(f"{invitation.pk}.{came:.3f}"),
        max_age=COOKIE_AGE,
        path=request.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response

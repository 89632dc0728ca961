"""The waiting page, when more people start than the server can let in at once."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from exams.door import Door

COOKIE = "came"
# A turn is kept for so long; who comes later stands at the end again.
COOKIE_AGE = 600


class Turn(NamedTuple):
    """Who waits since when, in seconds since 1970, and for which sitting."""

    who: int
    came: float
    title: str


def _signer(request: HttpRequest) -> Signer:
    """A turn is good for the link that it was given for."""
    return Signer(salt=f"exams.turns {request.path}")


@lru_cache(maxsize=1)
def starts() -> Door:
    """This process's door."""
    return Door(settings.TIKU_STARTS_AT_ONCE)


def in_turn(request: HttpRequest, turn: Turn, go_in: Callable[[], HttpResponse]) -> HttpResponse:
    """What `go_in` answers, or where this person stands."""
    place, began = starts().knock(turn.who, turn.came, time.time()), time.perf_counter()
    if place:
        return waiting_page(request, turn, place)
    try:
        response = go_in()
        # Used up: who comes back to a test that runs waits for nobody.
        response.delete_cookie(COOKIE, path=request.path, samesite="Lax")
        return response
    finally:
        starts().leave(time.perf_counter() - began)


def turn_of(request: HttpRequest) -> Turn | None:
    """The turn that this browser was given for this link, as it was signed then: no statement is needed to let it wait
    on. None when it has none, or one that is too old."""
    try:
        turn = Turn(*_signer(request).unsign_object(request.COOKIES.get(COOKIE, "")))
    except (BadSignature, TypeError, ValueError):
        return None
    return turn if time.time() - turn.came < COOKIE_AGE else None


def waiting_page(request: HttpRequest, turn: Turn, place: int) -> HttpResponse:
    """Where one stands, and that nothing is lost; the page asks again by itself."""
    seconds = math.ceil(starts().pause(place))
    context = {"title": turn.title, "before": place - 1, "seconds": seconds}
    response = render(request, "exams/waiting.html", context, status=503)
    response["Retry-After"] = str(seconds)
    response.set_cookie(
        COOKIE,
        _signer(request).sign_object(list(turn)),
        max_age=COOKIE_AGE,
        path=request.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response

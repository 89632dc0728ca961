"""One id for each request, in every line of the log and in the answer; one line and one count for each answer."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping
from random import getrandbits
from typing import Any

from django.http import HttpRequest, HttpResponse

from config.logs import REQUEST
from config.metrics import observe

HEADER = "X-Request-ID"
_GIVEN = "HTTP_X_REQUEST_ID"
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Routes that ask all the time and say nothing new.
QUIET = frozenset({"healthz", "readyz", "metrics"})
# HTTP lets anybody invent methods; each one that is counted by itself would be kept for ever.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
logger = logging.getLogger("tiku.requests")

type Handler = Callable[[HttpRequest], HttpResponse]


class RequestLogMiddleware:
    """Outermost, so that it sees what every other middleware answers."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known, start = named(request.META), time.perf_counter()
        response = self.get_response(request)
        tell(request, response.status_code, time.perf_counter() - start)
        response[HEADER] = known
        return response


def named(headers: Mapping[str, Any]) -> str:
    """The id of a request: as a proxy gave it, or a new one."""
    given = headers.get(_GIVEN, "")
    known = given if _SANE.fullmatch(given) else f"{getrandbits(128):032x}"
    # Stays bound until this thread's next request: Django itself writes lines after the last middleware.
    REQUEST.set(known)
    return known


def tell(request: HttpRequest, status: int, seconds: float) -> None:
    """It names routes, never paths: a path may hold a secret link."""
    route = request.resolver_match.view_name if request.resolver_match else "none"
    method = request.method if request.method in METHODS else "?"
    observe(method, route, status, seconds)
    if route not in QUIET:
        told = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        logger.info("answered", extra=told)

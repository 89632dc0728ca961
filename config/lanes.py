"""Saves go past the middleware that only pages need.

A save is small and comes every few seconds from everybody who takes a test; sessions, users, messages and the rest
would cost it more than its own work. The form protection, the log and the headers that data needs stay.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import activate, get_language_from_request

from exams.access import is_save

type Handler = Callable[[HttpRequest], HttpResponse]

# What data needs where a page has its own: nobody keeps it, and opened by itself it is nothing that runs.
SAVE_HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


class LanesMiddleware:
    """Two ways to the same views: `settings.PAGE_MIDDLEWARE` and past it. None of those may need `process_view`."""

    def __init__(self, get_response: Handler) -> None:
        self.past = get_response
        self.through = get_response
        for path in reversed(settings.PAGE_MIDDLEWARE):
            self.through = cast(Handler, convert_exception_to_response(import_string(path)(self.through)))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_save(request) and (request.is_secure() or not settings.SECURE_SSL_REDIRECT):
            return self.save(request)
        return self.through(request)

    def save(self, request: HttpRequest) -> HttpResponse:
        # The thread still has the language of its last page.
        activate(get_language_from_request(request))
        response = self.past(request)
        for name, value in SAVE_HEADERS.items():
            response[name] = value
        return response

"""Saves go past the middleware that only pages need.

A save is small and comes every few seconds from everybody who takes a test; sessions, users, messages and the rest
would cost it more than its own work. The form protection, the headers and the log stay before it.
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


class LanesMiddleware:
    """Two ways to the same views: `settings.PAGE_MIDDLEWARE` and past it. None of those may need `process_view`."""

    def __init__(self, get_response: Handler) -> None:
        self.past = get_response
        self.through = get_response
        for path in reversed(settings.PAGE_MIDDLEWARE):
            self.through = cast(Handler, convert_exception_to_response(import_string(path)(self.through)))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.save(request) if is_save(request) else self.through(request)

    def save(self, request: HttpRequest) -> HttpResponse:
        # The thread still has the language of its last page.
        activate(get_language_from_request(request))
        response = self.past(request)
        response["Cache-Control"] = "no-store, private"
        return response

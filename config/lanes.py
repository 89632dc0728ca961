"""Saves go past the middleware that only pages need, and the later ones of a page past everything that it was asked
with the first.

A save is small and comes every few seconds from everybody who takes a test; sessions, users, messages and the rest
would cost it more than its own work. The form protection, the log and the headers that data needs stay.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, cast

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response, response_for_exception
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch
from django.utils.module_loading import import_string
from django.utils.translation import activate, get_language_from_request

from exams.access import Ticket, is_save, read_ticket
from exams.views.taking import save

type Handler = Callable[[HttpRequest], HttpResponse]
type Headers = tuple[str | bool | None, ...]

# What data needs where a page has its own: nobody keeps it, and opened by itself it is nothing that runs.
SAVE_HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
# All of a request that decides about form protection, ticket and language.
ASKED = (
    "PATH_INFO", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "HTTP_ORIGIN", "HTTP_REFERER", "HTTP_COOKIE",
    "HTTP_X_CSRFTOKEN", "HTTP_ACCEPT_LANGUAGE",
)  # fmt: skip
# So many pages are remembered by a process before it asks all of them again.
REMEMBERED = 10_000
# None of them with longer headers than this, in characters: those of browsers are shorter, and all that is remembered
# fits into memory.
LONGEST = 4_000


class Admitted(NamedTuple):
    """Who was let in: their ticket, the language of their page, and the address that the log names."""

    ticket: Ticket
    language: str
    place: ResolverMatch | None


class LanesMiddleware:
    """Two ways to the same views: `settings.PAGE_MIDDLEWARE` and past it. None of those may need `process_view`.

    A save that was let in is let in again with exactly the same headers; any other is asked everything.
    """

    def __init__(self, get_response: Handler) -> None:
        self.past = get_response
        self.through = get_response
        for path in reversed(settings.PAGE_MIDDLEWARE):
            self.through = cast(Handler, convert_exception_to_response(import_string(path)(self.through)))
        self.remembered: dict[Headers, Admitted] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        secure = request.is_secure()
        if not is_save(request) or (settings.SECURE_SSL_REDIRECT and not secure):
            return self.through(request)
        headers = (secure, *map(request.META.get, ASKED))
        admitted = self.remembered.get(headers)
        response = self.again(request, admitted) if admitted else self.first(request, headers)
        for name, value in SAVE_HEADERS.items():
            response[name] = value
        return response

    def first(self, request: HttpRequest, headers: Headers) -> HttpResponse:
        language = get_language_from_request(request)
        # The thread still has the language of its last page.
        activate(language)
        response = self.past(request)
        length = sum(len(header) for header in headers if isinstance(header, str))
        if response.status_code == 200 and request.resolver_match and length <= LONGEST:
            if len(self.remembered) >= REMEMBERED:
                self.remembered.clear()
            ticket = read_ticket(request, request.resolver_match.kwargs["uuid"])
            self.remembered[headers] = Admitted(ticket, language, request.resolver_match)
        return response

    def again(self, request: HttpRequest, admitted: Admitted) -> HttpResponse:
        activate(admitted.language)
        request.resolver_match = admitted.place
        try:
            return save(request, admitted.ticket)
        except Exception as error:  # as Django treats whatever a view raises
            return response_for_exception(request, error)

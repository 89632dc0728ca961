"""Saves go past the middleware that only pages need, and the later ones of a page past Django's handler and everything
that it was asked with the first.

A save is small and comes every few seconds from everybody who takes a test; sessions, users, messages and the rest
would cost it more than its own work. The form protection, the log and the headers that data needs stay.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple, cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response, response_for_exception
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch
from django.utils.module_loading import import_string
from django.utils.translation import activate, get_language_from_request

from config.requests import HEADER, named, tell
from exams.access import Ticket, is_save, read_ticket
from exams.views.taking import save

type Handler = Callable[[HttpRequest], HttpResponse]
type Headers = tuple[str | None, ...]

# What data needs where a page has its own: nobody keeps it, and opened by itself it is nothing that runs.
SAVE_HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
# All of a request that decides where it goes, about form protection, ticket and language.
ASKED = (
    "REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "CONTENT_TYPE", "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO",
    "HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "HTTP_ORIGIN", "HTTP_REFERER", "HTTP_COOKIE", "HTTP_X_CSRFTOKEN",
    "HTTP_ACCEPT_LANGUAGE",
)  # fmt: skip
# So many pages are remembered by a process before it asks all of them again.
REMEMBERED = 10_000
# None of them with longer headers than this, in characters: those of browsers are shorter, and all that is remembered
# fits into memory.
LONGEST = 4_000
# Where the middleware leaves for the express lane whom it let in.
LET_IN = "tiku.let_in"


class Admitted(NamedTuple):
    """Who was let in: their ticket, the language of their page, and the address that the log names."""

    ticket: Ticket
    language: str
    place: ResolverMatch


class LanesMiddleware:
    """Two ways to the same views: `settings.PAGE_MIDDLEWARE` and past it. None of those may need `process_view`."""

    def __init__(self, get_response: Handler) -> None:
        self.past = get_response
        self.through = get_response
        for path in reversed(settings.PAGE_MIDDLEWARE):
            self.through = cast(Handler, convert_exception_to_response(import_string(path)(self.through)))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_save(request) or (settings.SECURE_SSL_REDIRECT and not request.is_secure()):
            return self.through(request)
        language = get_language_from_request(request)
        # The thread still has the language of its last page.
        activate(language)
        response = self.past(request)
        if response.status_code == 200 and request.resolver_match:
            ticket = read_ticket(request, request.resolver_match.kwargs["uuid"])
            request.META[LET_IN] = Admitted(ticket, language, request.resolver_match)
        for name, value in SAVE_HEADERS.items():
            response[name] = value
        return response


class ExpressLane:
    """The site, with its first lane: a save that was let in is let in again with exactly the same headers, and goes
    straight to the view's function. Any other request takes the ordinary way.

    Django's handler would tell everybody who listens for the beginning and the end of requests; of those a save needs
    only that connections to the database are kept in order."""

    def __init__(self, site: WSGIApplication) -> None:
        self.site = site
        self.remembered: dict[Headers, Admitted] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        headers = tuple(map(environ.get, ASKED))
        admitted = self.remembered.get(headers)
        if admitted:
            return self.again(environ, start_response, admitted)
        body = self.site(environ, start_response)
        if LET_IN in environ:
            self.remember(headers, environ[LET_IN])
        return body

    def remember(self, headers: Headers, admitted: Admitted) -> None:
        if sum(len(header) for header in headers if header) > LONGEST:
            return
        if len(self.remembered) >= REMEMBERED:
            self.remembered.clear()
        self.remembered[headers] = admitted

    def again(self, environ: WSGIEnvironment, start_response: StartResponse, admitted: Admitted) -> Iterable[bytes]:
        known, start = named(environ), time.perf_counter()
        request = WSGIRequest(environ)
        request.resolver_match = admitted.place
        activate(admitted.language)
        response = answered(request, admitted.ticket)
        tell(request, response.status_code, time.perf_counter() - start)
        sent = {**dict(response.items()), **SAVE_HEADERS, HEADER: known}
        start_response(f"{response.status_code} {response.reason_phrase}", list(sent.items()))
        return [response.content]


def answered(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    try:
        return save(request, ticket)
    except Exception as error:  # as Django treats whatever a view raises
        return response_for_exception(request, error)
    finally:
        close_old_connections()

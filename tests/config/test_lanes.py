"""Saves go past the pages' middleware and lose nothing that protects them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from uuid import uuid4
from wsgiref.types import StartResponse

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.utils import translation
from django.utils.module_loading import import_string
from pytest_django import Settings

from config import lanes
from config.metrics import REQUESTS
from config.wsgi import site
from exams import saving
from exams.attempts import submit_attempt
from exams.models import Attempt, Response
from tests.candidates import answer, browser, post_answers, questions, started

# Real transactions: a server looks after its connections between requests, which would end that of a test.
pytestmark = pytest.mark.django_db(transaction=True)


def test_no_page_middleware_needs_the_view() -> None:
    """Django would not call it there."""
    hooks = {"process_view", "process_exception", "process_template_response"}
    for path in settings.PAGE_MIDDLEWARE:
        assert hooks & set(dir(import_string(path))) == set()


def test_a_save_is_protected_like_a_page() -> None:
    attempt = started()
    saved = post_answers(browser(attempt), attempt, answer(questions(attempt)[3], "先致歉"))

    assert (saved.status_code, saved["Cache-Control"], saved["X-Content-Type-Options"]) == (
        200, "no-store, private", "nosniff",
    )  # fmt: skip
    assert saved["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert "sessionid" not in saved.cookies


def test_a_site_with_https_takes_no_save_without_it(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    attempt = started()
    saved = post_answers(browser(attempt), attempt, answer(questions(attempt)[3], "先致歉"))

    assert (saved.status_code, saved["Location"].startswith("https://")) == (301, True)


def test_a_save_without_the_form_token_is_refused() -> None:
    attempt = started()
    strict = browser(attempt)
    strict.handler.enforce_csrf_checks = True

    assert post_answers(strict, attempt, answer(questions(attempt)[3], "先致歉")).status_code == 403


@pytest.mark.parametrize(("language", "told"), [("en", "submission"), ("zh-hans", "交卷")])
def test_a_save_is_answered_in_the_candidates_language(language: str, told: str) -> None:
    attempt = started()
    submit_attempt(attempt.pk)
    translation.activate("zh-hans" if language == "en" else "en")  # what the thread's last page left

    late = post_answers(browser(attempt, language), attempt, answer(questions(attempt)[3], "先致歉"))

    assert (late.status_code, told in json.loads(late.content)["message"]) == (409, True)


def test_a_stranger_is_told_so_in_words() -> None:
    attempt = started()
    told = post_answers(Client(headers={"accept-language": "en"}), attempt, answer(1, "x"))

    assert (told.status_code, "This link does not open a test" in told.content.decode()) == (404, True)


class Wire(ClientHandler):
    """The way of a server, through WSGI, with a memory of its own. `asked` counts what the site itself was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0
        self.lane = lanes.ExpressLane(self.site)

    def site(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        self.asked += 1
        return site(environ, start_response)

    def __call__(self, environ: dict[str, Any]) -> Any:
        head: list[Any] = []

        def begin(*told: Any) -> Callable[[bytes], object]:
            head.extend(told)
            return BytesIO().write

        body = b"".join(self.lane(environ, begin))
        response = HttpResponse(body, status=int(head[0][:3]), headers={k: v for k, v in head[1] if k != "Set-Cookie"})
        for name, value in head[1]:
            if name == "Set-Cookie":
                response.cookies.load(value)
        vars(response)["wsgi_request"] = WSGIRequest(environ)
        return response


def by_script(attempt: Attempt, language: str = "zh-hans") -> Client:
    """A browser with a form token, which the site insists on."""
    page = browser(attempt, language)
    page.handler = Wire()
    page.get(f"/attempts/{attempt.uuid}/")
    page.defaults["HTTP_X_CSRFTOKEN"] = page.cookies["csrftoken"].value
    return page


def remembered(page: Client) -> int:
    assert isinstance(page.handler, Wire)
    return len(page.handler.lane.remembered)


def asked(page: Client) -> int:
    assert isinstance(page.handler, Wire)
    return page.handler.asked


def test_later_saves_of_a_page_are_stored_without_asking_again() -> None:
    attempt = started()
    page, question = by_script(attempt), questions(attempt)[3]
    first, later = (post_answers(page, attempt, answer(question, f"先致歉{n}", n)) for n in (1, 2))

    assert (asked(page), remembered(page), later.status_code) == (2, 1, 200)  # the page itself, and its first save
    assert Response.objects.get(attempt=attempt).answer_json == "先致歉2"
    assert dict(later.items()) == {**dict(first.items()), "X-Request-ID": later["X-Request-ID"]}
    assert (later.json()["saved"], len(later["X-Request-ID"])) == ({str(question): 2}, 32)


def test_a_remembered_page_is_counted_and_named_like_any_other() -> None:
    attempt = started()
    page = by_script(attempt)
    before, saved = saves_counted(), []
    for n in (1, 2, 3):
        page.defaults["HTTP_X_REQUEST_ID"] = f"proxy-{n:03}"
        saved.append(post_answers(page, attempt, answer(questions(attempt)[3], f"{n}", n)))

    assert [one["X-Request-ID"] for one in saved] == ["proxy-001", "proxy-002", "proxy-003"]
    assert saves_counted() - before == 3


def saves_counted() -> float:
    return sum(
        sample.value
        for metric in REQUESTS.collect()
        for sample in metric.samples
        if sample.name.endswith("_total") and sample.labels["route"] == "taking:answers"
    )


def test_who_was_not_let_in_is_asked_again() -> None:
    attempt = started()
    page, question = by_script(attempt), questions(attempt)[3]
    submit_attempt(attempt.pk)

    assert [post_answers(page, attempt, answer(question, "太晚", 1)).status_code for _ in range(2)] == [409, 409]
    assert (asked(page), remembered(page)) == (3, 0)


def test_only_so_many_pages_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "REMEMBERED", 2)
    attempt = started()
    page = by_script(attempt)
    known = []
    for revision, language in enumerate(("zh-hans", "en", "fr"), start=1):
        page.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        post_answers(page, attempt, answer(questions(attempt)[3], "先致歉", revision))
        known.append(remembered(page))

    assert known == [1, 2, 1]


@pytest.mark.parametrize("header", ["HTTP_ACCEPT_LANGUAGE", "HTTP_COOKIE"])
def test_a_page_with_endless_headers_is_served_and_not_remembered(header: str) -> None:
    """Ten thousand of them would fill the memory of the server."""
    attempt = started()
    page, question = by_script(attempt), questions(attempt)[3]
    if header == "HTTP_COOKIE":
        page.cookies["endless"] = "a" * 5_000
    else:
        page.defaults[header] = "en," + "a" * 5_000
    saved = [post_answers(page, attempt, answer(question, "先致歉", n)).status_code for n in (1, 2)]

    assert (saved, remembered(page), asked(page)) == ([200, 200], 0, 3)


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"HTTP_X_CSRFTOKEN": "x" * 32}, 403),
        ({"HTTP_X_CSRFTOKEN": ""}, 403),
        ({"HTTP_ORIGIN": "https://elsewhere.example"}, 403),
        ({"HTTP_COOKIE": "csrftoken=" + "y" * 32}, 403),
    ],
)
def test_a_page_that_was_let_in_is_asked_again_when_anything_changes(changed: dict[str, str], status: int) -> None:
    attempt = started()
    page, question = by_script(attempt), questions(attempt)[3]
    post_answers(page, attempt, answer(question, "先致歉", 1))
    page.defaults.update(changed)

    assert post_answers(page, attempt, answer(question, "别人写的", 2)).status_code == status
    assert Response.objects.get(attempt=attempt).answer_json == "先致歉"


@pytest.mark.parametrize(
    "changed",
    [
        {"HTTP_REFERER": "https://elsewhere.example/"},
        {"HTTP_REFERER": "http://testserver/"},
        {"HTTP_REFERER": ""},
        {"HTTP_HOST": "elsewhere.example"},
        {"SERVER_NAME": "elsewhere.example"},
        {"SERVER_PORT": "8443"},
    ],
)
def test_a_page_over_https_is_asked_again_when_its_origin_changes(changed: dict[str, str]) -> None:
    attempt = started()
    page = by_script(attempt)
    let_in = [over_https(page, attempt, revision) for revision in (1, 2)]

    assert (let_in, over_https(page, attempt, 3, **changed)) == ([200, 200], 403)
    assert Response.objects.get(attempt=attempt).revision == 2


def over_https(page: Client, attempt: Attempt, revision: int, **changed: str) -> int:
    """How a save is answered that comes with the address of its page and without an origin, as some browsers do it."""
    body = {"writer": "", "answers": [answer(questions(attempt)[3], f"{revision}", revision)]}
    headers: dict[str, Any] = {"HTTP_REFERER": "https://testserver/", **changed}
    path = f"/attempts/{attempt.uuid}/answers/"
    return page.post(path, body, content_type="application/json", secure=True, **headers).status_code


def test_a_page_that_was_let_in_over_http_is_asked_again_over_https() -> None:
    attempt = started()
    page = by_script(attempt)
    page.defaults["HTTP_REFERER"] = "http://testserver/"
    let_in = post_answers(page, attempt, answer(questions(attempt)[3], "先致歉", 1)).status_code

    assert (let_in, over_https(page, attempt, 2, HTTP_REFERER="http://testserver/", SERVER_PORT="80")) == (200, 403)


def test_each_page_is_answered_in_its_own_language_although_both_were_let_in() -> None:
    attempt = started()
    question = questions(attempt)[3]
    pages = {language: by_script(attempt, language) for language in ("en", "zh-hans")}
    for revision, page in enumerate(pages.values(), start=1):
        post_answers(page, attempt, answer(question, f"{revision}", revision))
    submit_attempt(attempt.pk)
    told = {name: post_answers(page, attempt, answer(question, "晚", 3)).json() for name, page in pages.items()}

    assert ("submission" in told["en"]["message"], "交卷" in told["zh-hans"]["message"]) == (True, True)


@pytest.mark.parametrize("path", ["/attempts/x/answers/", "/attempts/answers/", "/attempts/\0/answers/"])
def test_what_only_looks_like_a_save_is_not_found(path: str) -> None:
    assert Client().post(path, "{}", content_type="application/json").status_code == 404


def test_who_was_let_in_to_one_attempt_is_not_let_in_to_another() -> None:
    mine, other = started(), started(name="王敏")
    page, question = by_script(mine), questions(mine)[3]
    post_answers(page, mine, answer(question, "先致歉", 1))

    assert post_answers(page, other, answer(questions(other)[3], "不是我的", 1)).status_code == 404
    assert not Response.objects.filter(attempt=other).exists()


def test_a_remembered_page_hears_of_the_end_in_its_language() -> None:
    attempt = started()
    page, question = by_script(attempt, "en"), questions(attempt)[3]
    post_answers(page, attempt, answer(question, "先致歉", 1))
    submit_attempt(attempt.pk)
    translation.activate("zh-hans")

    told = post_answers(page, attempt, answer(question, "太晚", 2))

    assert (told.status_code, "submission" in told.json()["message"]) == (409, True)


def test_an_attempt_that_is_gone_is_told_to_a_remembered_page() -> None:
    attempt = started()
    page, question = by_script(attempt, "en"), questions(attempt)[3]
    post_answers(page, attempt, answer(question, "先致歉", 1))
    Attempt.objects.filter(pk=attempt.pk).update(uuid=uuid4())

    gone = post_answers(page, attempt, answer(question, "先致歉并核实", 2))

    assert (gone.status_code, "This link does not open a test" in gone.content.decode()) == (404, True)


def test_a_failure_of_a_remembered_page_is_told_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    attempt = started()
    page, question = by_script(attempt), questions(attempt)[3]
    post_answers(page, attempt, answer(question, "先致歉", 1))
    page.raise_request_exception = False

    def broken(*_: object) -> None:
        raise OperationalError("disk full")

    monkeypatch.setattr(saving, "store", broken)

    assert post_answers(page, attempt, answer(question, "先致歉并核实", 2)).status_code == 500

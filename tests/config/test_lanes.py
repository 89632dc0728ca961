"""Saves go past the pages' middleware and lose nothing that protects them."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.module_loading import import_string
from pytest_django import Settings

from exams.attempts import submit_attempt
from tests.candidates import answer, browser, post_answers, questions, started

pytestmark = pytest.mark.django_db


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

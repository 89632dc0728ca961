"""Pages of the site itself: home, colours, health, errors."""

from __future__ import annotations

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override
from django.views.defaults import bad_request
from pytest_django import DjangoAssertNumQueries

from tests.cast import chen, wu, zhao
from tests.conftest import signed_in


def places(client: Client) -> list[tuple[str, str, bool]]:
    """Label, address and whether one is there, as the bar shows them on the home page."""
    entries = client.get("/").context["navigation"]()
    return [(entry.label, entry.url, entry.current) for entry in entries]


def test_the_bar_leads_where_the_role_may_go(hr: Client, reviewer: Client, administrator: Client) -> None:
    assert places(hr) == [
        ("首页", "/", True),
        ("题库", "/bank/", False),
        ("试卷", "/papers/", False),
        ("考试安排", "/sittings/", False),
    ]
    assert places(reviewer) == [("首页", "/", True), ("阅卷", "/marking/", False)]
    assert [url for _label, url, _current in places(administrator)] == [
        *("/", "/bank/", "/papers/", "/sittings/", "/marking/", "/people/", "/audit/")
    ]


def test_the_bar_marks_the_place_of_pages_below(administrator: Client) -> None:
    page = administrator.get("/people/new/").content.decode()

    assert page.count('href="/people/" aria-current="true"') == 2, "in the bar and in the phone's menu"
    assert page.count("aria-current") == 2


@pytest.mark.django_db
def test_language_switch_works_without_scripts_and_returns() -> None:
    client = signed_in(chen(), "zh-hans")
    page = client.get("/bank/?q=%E5%AE%A2").content.decode()
    assert 'name="language" value="en" lang="en"' in page
    assert 'name="next" value="/bank/?q=%E5%AE%A2"' in page

    answer = client.post("/language/", {"language": "en", "next": "/bank/?q=%E5%AE%A2"})

    assert answer["Location"] == "/bank/?q=%E5%AE%A2"
    page = client.get("/").content.decode()
    assert '<html lang="en">' in page
    assert 'name="language" value="zh-hans" lang="zh-hans"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(("scheme", "shown"), [("dark", ' data-scheme="dark"'), ("light", ' data-scheme="light"')])
def test_colours_of_this_device(scheme: str, shown: str) -> None:
    client = Client()
    assert client.post("/scheme/", {"scheme": scheme, "next": "/sign-in/"})["Location"] == "/sign-in/"
    assert f'<html lang="zh-hans"{shown}>' in client.get("/sign-in/").content.decode()

    client.post("/scheme/", {"scheme": "system"})
    assert '<html lang="zh-hans">' in client.get("/sign-in/").content.decode()


@pytest.mark.django_db
def test_a_forged_colour_is_ignored_and_no_other_site_is_visited() -> None:
    client = Client()
    client.cookies["scheme"] = '"><script>'

    assert client.post("/scheme/", {"next": "https://evil.example/"})["Location"] == "/"
    client.cookies["scheme"] = '"><script>'
    assert "data-scheme" not in client.get("/sign-in/").content.decode()


def test_health_asks_nobody() -> None:
    """Not even the database: a supervisor that restarts the server would not bring that back."""
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"ok\n", "text/plain; charset=utf-8")


@pytest.mark.django_db
def test_nothing_here_and_not_for_you() -> None:
    missing = signed_in(zhao()).get("/nowhere/")
    refused = signed_in(zhao()).get("/people/")

    assert (missing.status_code, refused.status_code) == (404, 403)
    assert "<h1>页面不存在</h1>" in missing.content.decode()
    assert "<h1>您的角色无权访问此页面</h1>" in refused.content.decode()
    assert 'href="/people/"' not in refused.content.decode()


@pytest.mark.django_db
def test_a_stranger_at_a_dead_link_is_told_what_to_do_without_a_session_being_read(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        page = Client(headers={"accept-language": "en"}).get("/nowhere/").content.decode()

    assert "<h1>This page does not exist</h1>" in page
    assert "open the newest link that you received" in page
    assert "site-nav" not in page


@pytest.mark.django_db
def test_a_form_that_is_too_old_says_so() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(wu())
    answer = client.post("/sign-out/")

    assert answer.status_code == 403
    assert "<h1>页面已过期</h1>" in answer.content.decode()


@pytest.mark.parametrize(("language", "heading"), [("zh-hans", "系统出错"), ("en", "Something went wrong")])
def test_the_page_for_a_failure_needs_no_request(language: str, heading: str) -> None:
    with override(language):
        page = render_to_string("500.html")
    assert f"<h1>{heading}</h1>" in page
    assert f'<html lang="{language}">' in page


def test_the_page_for_a_bad_request() -> None:
    request: HttpRequest = RequestFactory().get("/")
    answer = bad_request(request, SuspiciousOperation("secret"))

    assert answer.status_code == 400
    assert "<h1>服务器无法识别该请求</h1>" in answer.content.decode()
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "form"),
    [
        (b"a=b", "application/x-www-form-urlencoded; charset=latin-1"),
        (b"a=b", "multipart/form-data"),
        (b"&".join([b"a=b"] * 6_000), "application/x-www-form-urlencoded"),
        (b"a" * 13_000_000, "application/x-www-form-urlencoded"),
    ],
)
def test_a_form_that_cannot_be_read_is_told_so(db: None, sent: bytes, form: str) -> None:
    client = Client(headers={"accept-language": "en"}, enforce_csrf_checks=True, raise_request_exception=False)
    client.get("/sign-in/")
    answer = client.generic("POST", "/sign-in/", sent, content_type=form)

    assert (answer.status_code, "<html" in answer.content.decode()) == (400, True)


def test_pages_of_staff_are_kept_by_no_cache(hr: Client) -> None:
    assert "no-store" in hr.get("/")["Cache-Control"]


def test_the_style_guide_is_for_administrators(administrator: Client, hr: Client) -> None:
    assert administrator.get("/design/").status_code == 200
    assert hr.get("/design/").status_code == 403


def test_an_expired_sign_in_moves_the_whole_page_when_htmx_asks(db: None) -> None:
    answer = Client().get("/people/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/sign-in/?next=/people/")

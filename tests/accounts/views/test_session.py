"""Signing in and out, and changing one's password."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import AuditEvent, User
from tests.cast import PASSWORD, chen
from tests.conftest import signed_in

ENGLISH = {"accept-language": "en"}


def sign_in(client: Client, password: str = PASSWORD, **more: str) -> str:
    """Where the browser lands, or the text of the form's error box."""
    response = client.post("/sign-in/", {"username": "chen", "password": password, **more})
    if response.status_code == 302:
        return response["Location"]
    form = response.context["form"]
    return " ".join(form.non_field_errors())


def deeds() -> list[tuple[str | None, str]]:
    return [
        (event.actor.username if event.actor else None, event.action) for event in AuditEvent.objects.order_by("id")
    ]


@pytest.mark.django_db
def test_sign_in_leads_home_and_sign_out_leads_back() -> None:
    chen()
    client = Client()

    assert sign_in(client) == "/"
    assert client.get("/").status_code == 200
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/")["Location"] == "/sign-in/?next=/"
    assert deeds() == [("chen", "account.signed_in"), ("chen", "account.signed_out")]


@pytest.mark.django_db
def test_sign_in_leads_to_the_page_that_was_asked_for_but_never_to_another_site() -> None:
    chen()

    assert sign_in(Client(), next="/bank/?q=1") == "/bank/?q=1"
    assert sign_in(Client(), next="nowhere") == "nowhere", "an address, never the name of one"
    for foreign in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        assert sign_in(Client(), next=foreign) == "/"


@pytest.mark.django_db
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer() -> None:
    client = Client(headers=ENGLISH)
    unknown = sign_in(client)
    chen()

    assert sign_in(client, "wrong") == unknown
    assert unknown == "User name or password is not right. Check capital letters and the keyboard's language."


@pytest.mark.django_db
def test_closed_accounts_cannot_sign_in_and_lose_their_session() -> None:
    client = signed_in(chen())
    User.objects.update(is_active=False)

    assert client.get("/").status_code == 302
    assert sign_in(Client(headers=ENGLISH)).startswith("User name or password is not right.")


@pytest.mark.django_db
def test_after_ten_failures_even_the_right_password_waits() -> None:
    chen()
    client = Client(headers=ENGLISH)
    for _ in range(10):
        sign_in(client, "wrong")

    assert sign_in(client) == (
        "Too many failed tries for this user name. Try again in 15 minutes, or ask an administrator."
    )
    assert deeds() == [(None, "account.blocked")]


@pytest.mark.django_db
def test_empty_fields_are_named_and_count_nothing() -> None:
    response = Client().post("/sign-in/", {"username": "", "password": ""})

    assert response.context["form"].errors == {"username": ["这个字段是必填项。"], "password": ["这个字段是必填项。"]}


@pytest.mark.django_db
def test_an_installation_without_people_says_how_to_begin() -> None:
    assert "createsuperuser" in Client().get("/sign-in/").content.decode()
    chen()
    assert "createsuperuser" not in Client().get("/sign-in/").content.decode()


@pytest.mark.django_db
def test_the_password_never_comes_back() -> None:
    page = Client().post("/sign-in/", {"username": "chen", "password": "s3cret-guess"}).content.decode()

    assert 'value="chen"' in page
    assert "s3cret-guess" not in page


@pytest.mark.django_db
def test_changing_the_password_keeps_this_device_and_signs_out_others() -> None:
    here, elsewhere = signed_in(chen()), signed_in(chen())
    typed = {"old_password": PASSWORD, "new_password1": "new horse battery", "new_password2": "new horse battery"}

    assert here.post("/password/", typed)["Location"] == "/"
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    assert chen().check_password("new horse battery")
    assert deeds() == [("chen", "account.password_changed")]


@pytest.mark.django_db
def test_a_short_password_is_refused_and_nothing_changes() -> None:
    client = signed_in(chen())
    typed = {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"}

    assert client.post("/password/", typed).status_code == 200
    assert chen().check_password(PASSWORD)
    assert deeds() == []

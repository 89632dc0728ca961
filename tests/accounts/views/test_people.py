"""An administrator looks after people."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEvent, User
from accounts.roles import Role
from tests.cast import PASSWORD, chen, sun, wu, zhao
from tests.conftest import signed_in

NEW = {
    "name": "孙悦",
    "username": "sun",
    "email": "",
    "role": "reviewer",
    "password": PASSWORD,
    "is_active": "on",
}


def events() -> list[tuple[str, str, dict[str, Any]]]:
    return list(AuditEvent.objects.order_by("id").values_list("action", "object_label", "details"))


def test_add_a_person_who_can_sign_in(administrator: Client) -> None:
    assert administrator.post("/people/new/", NEW)["Location"] == "/people/"

    assert Client().post("/sign-in/", {"username": "sun", "password": PASSWORD}).status_code == 302
    assert events()[0] == ("person.created", "孙悦", {"role": "reviewer"})
    assert "孙悦" in administrator.get("/people/").content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": "wu"}, "username"),
        ({"name": ""}, "name"),
        ({"role": "emperor"}, "role"),
        ({"password": "short"}, "password"),
        ({"password": "1234567890"}, "password"),
        ({"username": "sunshine-2026", "password": "sunshine-2026"}, "password"),
        ({"email": "no address"}, "email"),
    ],
)
def test_what_is_wrong_is_named_and_nobody_is_added(administrator: Client, change: dict[str, str], field: str) -> None:
    response = administrator.post("/people/new/", {**NEW, **change})

    assert list(response.context["form"].errors) == [field]
    assert list(User.objects.values_list("username", flat=True)) == ["wu"]
    assert events() == []


def test_change_a_role_and_close_an_account(administrator: Client) -> None:
    person = zhao()
    client = signed_in(person)
    typed = {"name": "赵岩", "username": "zhao", "email": "zhao@example.com", "role": "leader"}

    assert administrator.post(f"/people/{person.pk}/", typed)["Location"] == "/people/"

    person.refresh_from_db()
    assert (person.role, person.is_active, person.email) == (Role.LEADER, False, "zhao@example.com")
    assert client.get("/").status_code == 302
    assert events() == [("person.changed", "赵岩", {"fields": ["email", "role", "is_active"], "role": "leader"})]


@pytest.mark.parametrize("change", [{"role": "hr"}, {"is_active": ""}])
def test_nobody_takes_their_own_access_away(administrator: Client, change: dict[str, str]) -> None:
    me = wu()
    typed = {"name": "吴桐", "username": "wu", "email": "", "role": "administrator", "is_active": "on", **change}
    response = administrator.post(f"/people/{me.pk}/", {key: value for key, value in typed.items() if value})

    assert response.context["form"].non_field_errors() == ["不能取消自己的管理权限，请由其他管理员操作。"]
    me.refresh_from_db()
    assert (me.role, me.is_active) == (Role.ADMINISTRATOR, True)


def test_a_refused_change_keeps_the_name_in_the_heading(administrator: Client) -> None:
    person = zhao()
    page = administrator.post(f"/people/{person.pk}/", {"name": "别的名字", "username": "", "role": "reviewer"})

    assert "<h1>赵岩</h1>" in page.content.decode()


def test_set_a_password_for_somebody(administrator: Client) -> None:
    person, client = sun(), signed_in(sun())
    typed = {"new_password1": "another horse battery", "new_password2": "another horse battery"}

    assert administrator.post(f"/people/{person.pk}/password/", typed)["Location"] == "/people/"

    assert client.get("/").status_code == 302
    assert sun().check_password("another horse battery")
    assert events() == [("person.password_set", "孙悦", {})]


def test_setting_ones_own_password_here_does_not_sign_out(administrator: Client) -> None:
    typed = {"new_password1": "another horse battery", "new_password2": "another horse battery"}
    administrator.post(f"/people/{wu().pk}/password/", typed)

    assert administrator.get("/people/").status_code == 200


def test_the_list_asks_the_database_as_often_for_many(
    administrator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):  # session, user, count, page
        administrator.get("/people/")
    for person in (chen, zhao, sun):
        person()
    with django_assert_num_queries(4):
        administrator.get("/people/")


def test_scripts_in_names_are_text(administrator: Client) -> None:
    User.objects.create_user("x", name="<script>alert(1)</script>", role=Role.HR)

    assert "<script>alert" not in administrator.get("/people/").content.decode()

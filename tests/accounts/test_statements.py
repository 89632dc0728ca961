from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from threading import Thread
from uuid import uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection
from django.db.models import QuerySet
from django.db.models.functions import Now
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEvent
from accounts.statements import Lookup, insert
from exams.attempts import start_attempt
from exams.models import Attempt, Invitation, PaperItem, Sitting
from scoring.models import ScoreEvent
from tests import build

pytestmark = pytest.mark.django_db


def whole() -> QuerySet[Attempt]:
    return Attempt.objects.select_related("sitting__paper", "invitation").annotate(clock=Now())


def named() -> QuerySet[Invitation]:
    return Invitation.objects.select_related("attempt").only("name", "extra_factor", "attempt__uuid")


def started(name: str = "林晓") -> Attempt:
    return start_attempt(build.invitation(name=name)[0])


def columns(found: Attempt | Sitting | Invitation) -> dict[str, object]:
    return {name: value for name, value in vars(found).items() if name not in {"_state", "clock"}}


def test_a_look_up_finds_what_get_finds(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    lookup, attempts = Lookup(whole, "uuid"), [started(name) for name in ("林晓", "王敏", "林晓")]
    for attempt in attempts:  # the first writes the statement, the others use it
        plain = whole().get(uuid=attempt.uuid)
        with django_assert_num_queries(1):
            found = lookup.find(attempt.uuid)
            assert found is not None
            assert columns(found) == columns(plain)
            assert columns(found.sitting) == columns(plain.sitting)
            assert columns(found.invitation) == columns(plain.invitation)
            assert found.sitting.paper == plain.sitting.paper
        assert type(vars(found)["clock"]) is datetime
        assert found._state.db == plain._state.db
    assert [lookup.find(uuid4()), lookup.find(None)] == [None, None]
    with pytest.raises(ObjectDoesNotExist, match="nothing with uuid"):
        lookup.get(uuid4())


def test_what_is_put_off_is_read_when_it_is_asked_for(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    invitation, _ = build.invitation(name="王敏", extra_factor=Decimal("1.25"))
    found = Lookup(named, "pk").find(invitation.pk)
    assert found is not None
    with django_assert_num_queries(0):
        assert (found.name, found.extra_factor, getattr(found, "attempt", None)) == ("王敏", Decimal("1.25"), None)
    with django_assert_num_queries(1):
        assert found.sitting_id == invitation.sitting_id


def test_a_look_up_gives_values_too() -> None:
    lookup: Lookup[tuple[int, str]] = Lookup(
        lambda: AuditEvent.objects.order_by("pk").values_list("pk", "action"), "action"
    )
    insert(AuditEvent, [{"action": action} for action in ("a", "b", "a")])
    first, second = AuditEvent.objects.filter(action="a").order_by("pk")
    for _ in range(2):
        assert lookup.all("a") == [(first.pk, "a"), (second.pk, "a")]
    assert lookup.all("c") == []
    assert lookup.find("a") == (first.pk, "a")


def test_a_look_up_asks_for_one_thing_only() -> None:
    def running() -> QuerySet[Attempt]:
        return Attempt.objects.filter(state=Attempt.State.STARTED)

    with pytest.raises(TypeError, match="uuid must be all that is asked for"):
        Lookup(running, "uuid").find(uuid4())


@pytest.mark.django_db(transaction=True)
def test_each_thread_looks_up_with_its_own_connection() -> None:
    lookup, attempt, found = Lookup(whole, "uuid"), started(), []

    def look() -> None:
        found.extend([lookup.find(attempt.uuid), lookup.find(attempt.uuid)])
        connection.close()

    for thread in [Thread(target=look) for _ in range(3)]:
        thread.start()
        thread.join()
    assert found == [attempt] * 6


def test_rows_are_added_as_objects_are(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    attempt = started()
    item = PaperItem.objects.filter(section__paper=attempt.sitting.paper)[0]
    row = {"attempt_id": attempt.pk, "paper_item_id": item.pk, "after": Fraction(1, 3), "cause": "auto"}
    with django_assert_num_queries(1):
        insert(ScoreEvent, [row | {"basis_json": {"reason": "对"}}, row | {"after": None}])
    first, second = ScoreEvent.objects.filter(attempt=attempt).order_by("pk")
    assert (first.after, first.before, first.basis_json, first.mark_id, first.reason) == (
        Fraction(1, 3), None, {"reason": "对"}, None, "",
    )  # fmt: skip
    assert (second.after, second.basis_json) == (None, {})
    assert first.at <= second.at
    made = ScoreEvent.objects.create(attempt=attempt, paper_item=item, after=Fraction(1, 3), cause="auto", at=first.at)
    same = ScoreEvent.objects.filter(at=first.at).values_list("after", "cause", "mark", "actor", "reason")
    assert len(set(same)) == 1
    assert made.pk > second.pk


def test_adding_nothing_asks_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        insert(AuditEvent, [])


def test_more_rows_than_fit_into_a_statement_are_all_added() -> None:
    insert(AuditEvent, [{"action": f"n{number}"} for number in range(5_000)])  # 35,000 values: more than SQLite takes
    assert AuditEvent.objects.count() == 5_000


def test_a_row_that_the_database_refuses_is_an_error() -> None:
    with pytest.raises(IntegrityError):
        insert(AuditEvent, [{"action": None}])

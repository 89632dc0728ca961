from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from accounts.models import AuditEvent
from exams.attempts import StartRefused, close_overdue, start_attempt, submit_attempt
from exams.models import Attempt, Paper, Sitting
from exams.signals import attempt_submitted
from exams.snapshot import snapshot_of
from questionbank.policy import Policy, PolicyId
from tests import build
from tests.candidates import run_out, started

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def announced() -> Iterator[list[int]]:
    heard: list[int] = []

    def listen(attempt_id: int, **_: Any) -> None:
        heard.append(attempt_id)

    attempt_submitted.connect(listen)
    yield heard
    attempt_submitted.disconnect(listen)


def test_two_presses_give_one_attempt() -> None:
    invitation, _ = build.invitation()

    assert start_attempt(invitation) == start_attempt(invitation)
    assert Attempt.objects.count() == 1


def test_the_clock_runs_from_the_start_with_the_persons_factor() -> None:
    attempt = started(extra_factor=Decimal("1.25"), now=NOW)

    assert attempt.started_at == NOW
    assert attempt.deadline == NOW + timedelta(minutes=75)


def test_the_deadline_is_never_later_than_the_window() -> None:
    closes = NOW + timedelta(minutes=20)

    assert started(build.sitting(closes_at=closes), now=NOW).deadline == closes


@pytest.mark.parametrize(
    ("code", "sitting", "invitation"),
    [
        ("early", {"opens_at": NOW + timedelta(seconds=1)}, {}),
        ("late", {"opens_at": NOW - timedelta(days=1), "closes_at": NOW}, {}),
        ("cancelled", {"cancelled_at": NOW}, {}),
        ("withdrawn", {}, {"withdrawn_at": NOW}),
    ],
)
def test_a_start_that_is_refused_spends_nothing(code: str, sitting: Any, invitation: Any) -> None:
    with pytest.raises(StartRefused) as refused:
        started(build.sitting(**sitting), now=NOW, **invitation)

    assert refused.value.code == code
    assert not Attempt.objects.exists()


def test_who_has_started_is_let_in_again_after_the_window() -> None:
    invitation, _ = build.invitation()
    attempt = start_attempt(invitation)

    assert start_attempt(invitation, now=NOW + timedelta(days=9)) == attempt


def test_the_terms_are_frozen_at_the_start() -> None:
    paper = build.paper(build.single(), build.multiple(), published=False)
    choice, several = paper.sections.all()
    own = Policy(id=PolicyId.PER_OPTION, params={"c": "0.5"}).model_dump(mode="json")
    several.policy_json = own
    several.save(update_fields=["policy_json"])
    Paper.objects.update(published_at=NOW)
    sitting = build.sitting(paper, policy=Policy(id=PolicyId.ALL_OR_NOTHING))

    attempt = started(sitting, extra_factor=Decimal("1.5"))
    Sitting.objects.update(minutes=5, policy_json={})

    attempt.refresh_from_db()
    assert attempt.terms_json == {
        "minutes": 60,
        "factor": "1.5",
        "policy": {"id": "all_or_nothing", "version": 1, "params": {}},
        "sections": {str(choice.pk): None, str(several.pk): own},
        "consent": 2,
        "watches": True,
        "absence_limit": None,
    }


def test_each_person_has_an_order_of_their_own() -> None:
    paper = build.paper(*(build.single(stem=f"题干{number}") for number in range(8)))
    sitting = build.sitting(paper, shuffle_items=True, shuffle_options=True)

    orders = [started(sitting, name).order_json for name in ("林晓", "王敏", "周航")]

    assert len({str(order) for order in orders}) == 3
    assert len({tuple(sorted(order["items"])) for order in orders}) == 1


def test_submitting_twice_submits_once(
    announced: list[int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    attempt = started()

    with django_capture_on_commit_callbacks(execute=True):
        assert [submit_attempt(attempt.pk), submit_attempt(attempt.pk)] == [True, False]

    attempt.refresh_from_db()
    assert (attempt.state, announced) == (Attempt.State.SUBMITTED, [attempt.pk])
    assert attempt.finished_at is not None
    assert attempt.started_at <= attempt.finished_at < attempt.deadline


def test_a_submission_after_the_deadline_counts_at_the_deadline() -> None:
    attempt = started()
    run_out(attempt, seconds=3)

    assert submit_attempt(attempt.pk)

    attempt.refresh_from_db()
    assert (attempt.state, attempt.finished_at) == (Attempt.State.TIMED_OUT, attempt.deadline)


def test_the_sweep_closes_what_is_overdue_at_its_deadline(
    announced: list[int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    sitting = build.sitting()
    running, in_grace, overdue = started(sitting, "林晓"), started(sitting, "王敏"), started(sitting, "周航")
    run_out(in_grace, seconds=5)
    run_out(overdue, seconds=3600)

    with django_capture_on_commit_callbacks(execute=True):
        assert [close_overdue(), close_overdue()] == [1, 0]

    states = [Attempt.objects.get(pk=attempt.pk).state for attempt in (running, in_grace, overdue)]
    assert states == [Attempt.State.STARTED, Attempt.State.STARTED, Attempt.State.TIMED_OUT]
    assert Attempt.objects.get(pk=overdue.pk).finished_at == overdue.deadline
    assert announced == [overdue.pk]


def test_a_listener_that_fails_undoes_nothing(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("scoring is broken")

    attempt = started()
    attempt_submitted.connect(fail)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            submit_attempt(attempt.pk)
    finally:
        attempt_submitted.disconnect(fail)

    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.SUBMITTED


@pytest.mark.parametrize("count", [1, 30])
def test_starting_takes_the_same_statements_for_any_paper(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    invitation, _ = build.invitation(build.sitting(build.paper(*(build.single(stem=f"{n}") for n in range(count)))))

    snapshot_of.cache_clear()
    with django_assert_num_queries(9):  # savepoint and its release count as two; the paper costs three, once
        start_attempt(invitation)


def test_beginning_and_ending_leave_an_audit_row_each() -> None:
    sent, late = started(), started(name="王敏")
    run_out(late)

    for _ in range(2):
        start_attempt(sent.invitation)
        submit_attempt(sent.pk)
        close_overdue()

    rows = AuditEvent.objects.filter(object_id__in=[str(sent.uuid), str(late.uuid)], action__startswith="attempt.")
    assert sorted(rows.values_list("action", "object_id")) == sorted(
        [
            *(("attempt.started", str(each.uuid)) for each in (sent, late)),
            ("attempt.submitted", str(sent.uuid)),
            ("attempt.timed_out", str(late.uuid)),
        ]
    )


def test_the_audit_trail_names_the_person_and_the_sitting() -> None:
    attempt = started()
    submit_attempt(attempt.pk)

    named = f"{attempt.invitation.name} · {attempt.sitting.title}"
    events = AuditEvent.objects.filter(action__startswith="attempt.")
    assert {event.object_label for event in events} == {named}
    assert {event.object_id for event in events} == {str(attempt.uuid)}

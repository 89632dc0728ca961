"""Many at once, on connections of their own."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from exams.attempts import StartRefused, close_overdue, grace, lock_sitting, start_attempt, submit_attempt
from exams.inviting import Withdrawal, withdraw
from exams.models import AnswerVersion, Attempt, Paper, Response, Sitting
from exams.pen import report, take_over
from exams.saving import Change, save_answers
from exams.scheduling import cancel
from scoring.models import ScoreEvent
from tests import build
from tests.candidates import LAPTOP, PHONE, questions, run_out, started
from tests.cast import chen
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 12


def together(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all of it at the same moment, each on a connection of its own."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_many_presses_start_one_attempt() -> None:
    invitation, _ = build.invitation()

    made = together(*[lambda: start_attempt(invitation).pk] * MANY)

    assert (len(set(made)), Attempt.objects.count()) == (1, 1)


def test_many_submissions_and_sweeps_finish_an_attempt_once() -> None:
    attempt = started()
    run_out(attempt)

    done = together(*[lambda: submit_attempt(attempt.pk)] * MANY, *[lambda: close_overdue() == 1] * 4)

    assert done.count(True) == 1


def test_fifty_threads_on_one_attempt_end_in_one_result() -> None:
    """Thirty save one change after another, ten submit, ten sweep: what was acknowledged is there, and it ends once."""
    attempt = started()
    asked = questions(attempt)[3:]
    run_out(attempt, seconds=int(grace().total_seconds()) - 1)  # the grace ends while they are at it

    def save(thread: int) -> set[tuple[int, int, str]]:
        acknowledged, receipt, revision = set(), None, thread + 1
        while receipt is None or receipt.is_open:
            change = Change(asked[revision % 2], revision, f"{thread}-{revision}", False)
            receipt = save_answers(attempt.uuid, [change])
            acknowledged |= {(question, number, change.answer) for question, number in receipt.saved.items()}
            revision += 30
        return acknowledged

    def submit() -> bool:
        time.sleep(1)
        return submit_attempt(attempt.pk)

    def sweep() -> bool:
        closed = 0
        while not closed and Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.STARTED).exists():
            closed = close_overdue()
        return closed == 1

    deeds: list[Callable[[], Any]] = [*[partial(save, thread) for thread in range(30)], *[submit] * 10, *[sweep] * 10]
    told = together(*deeds)
    acknowledged = set().union(*told[:30])

    versions = AnswerVersion.objects.filter(attempt=attempt, standing=AnswerVersion.Standing.SAVED)
    assert acknowledged == set(versions.values_list("paper_item_id", "revision", "answer_json"))
    newest = {question: max(number for one, number, _ in acknowledged if one == question) for question in asked}
    assert dict(Response.objects.values_list("paper_item_id", "revision")) == newest
    assert told[30:].count(True) == 1
    attempt.refresh_from_db()
    assert AuditEvent.objects.filter(action=f"attempt.{attempt.state}", object_id=str(attempt.uuid)).count() == 1
    scored = list(ScoreEvent.objects.filter(attempt=attempt).values_list("paper_item_id", flat=True))
    assert (len(scored), attempt.scored_at is None) == (len(set(scored)), False)


def test_the_highest_revision_wins_in_any_order() -> None:
    attempt = started()
    question = questions(attempt)[4]

    def save(revision: int) -> Callable[[], Any]:
        return lambda: save_answers(attempt.uuid, [Change(question, revision, f"{revision}", False)]).saved

    together(*[save(revision) for revision in range(1, MANY + 1)])

    stored = Response.objects.get(attempt=attempt)
    assert (stored.revision, stored.answer_json) == (MANY, str(MANY))


def test_a_save_beside_the_submission_is_stored_before_it_or_refused() -> None:
    """What was acknowledged is in the database, and nothing else is."""
    for round_ in range(5):
        attempt = started(name=f"考生{round_}")
        asked = questions(attempt)

        def save(question: int, to: Attempt = attempt) -> Callable[[], Any]:
            return lambda: set(save_answers(to.uuid, [Change(question, 1, None, True)]).saved)

        *acknowledged, _ = together(*[save(question) for question in asked], partial(submit_attempt, attempt.pk))

        attempt.refresh_from_db()
        stored = set(Response.objects.filter(attempt=attempt).values_list("paper_item_id", flat=True))
        assert set().union(*acknowledged) == stored
        assert attempt.state == Attempt.State.SUBMITTED


def test_a_withdrawal_beside_the_submission_stops_the_attempt_or_comes_too_late() -> None:
    for round_ in range(5):
        attempt = started(name=f"考生{round_}")
        by = chen()

        withdrawn, submitted = together(
            partial(withdraw, attempt.invitation, by=by), partial(submit_attempt, attempt.pk)
        )

        attempt.refresh_from_db()
        attempt.invitation.refresh_from_db()
        stopped = withdrawn is Withdrawal.DONE
        assert (attempt.state == Attempt.State.WITHDRAWN, attempt.invitation.withdrawn_at is not None) == (stopped,) * 2
        assert submitted is not stopped


def test_a_take_over_beside_saves_leaves_each_text_as_answer_or_beside_it() -> None:
    for round_ in range(5):
        attempt = started(name=f"考生{round_}")
        asked = questions(attempt)[4]
        report(attempt.uuid, LAPTOP, "")

        def save(revision: int, to: Attempt = attempt, question: int = asked) -> Callable[[], Any]:
            return lambda: save_answers(to.uuid, [Change(question, revision, f"{revision}", False)], LAPTOP).state

        *_, taken = together(*[save(revision) for revision in range(1, 6)], partial(take_over, attempt, PHONE, ""))

        assert taken is True
        assert save(9)() == "elsewhere"
        kept = AnswerVersion.objects.filter(attempt=attempt).values_list("revision", flat=True)
        assert sorted(kept) == [1, 2, 3, 4, 5, 9]


def test_of_many_pages_one_gets_the_pen() -> None:
    attempt = started()
    names = [f"window-{number:02}" for number in range(MANY)]

    states = together(*[partial(report, attempt.uuid, name, "") for name in names])

    attempt.refresh_from_db()
    assert [receipt.state for receipt in states].count("started") == 1
    assert list(attempt.pen_changes.values_list("writer", flat=True)) == [attempt.writer]


def during(deed: Callable[[], Any], other: Callable[[], Any]) -> Any:
    """Do `deed` and commit it only when `other`, begun meanwhile on a connection of its own, waits for a lock; what
    `other` gives. SQLite does not tell who waits: there it gets a second to begin."""

    def run() -> Any:
        try:
            return other()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            deed()
            running = pool.submit(run)
            until = time.monotonic() + 10
            while connection.vendor == "postgresql" and not somebody_waits():
                assert time.monotonic() < until, "nothing waits"
            if connection.vendor != "postgresql":
                wait([running], timeout=1)
        return running.result(timeout=30)


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid())")
        return bool(cursor.fetchone()[0])


def test_an_edit_cannot_undo_a_publication() -> None:
    paper, hr = build.paper(published=False), signed_in(chen())
    fields = {"role": paper.role_id, "title": "改过的标题", "minutes": 5, "instructions": ""}
    address = reverse("papers:edit", args=[paper.uuid])

    status = during(
        lambda: Paper.objects.filter(pk=paper.pk).update(published_at=timezone.now()),
        lambda: hr.post(address, fields).status_code,
    )

    paper.refresh_from_db()
    assert (status, paper.is_published, paper.title) == (302, True, "客服文员笔试")


def test_nobody_starts_under_terms_that_are_changing() -> None:
    invitation, _ = build.invitation()

    def change() -> None:
        sitting = lock_sitting(invitation.sitting_id)
        sitting.minutes = 7
        sitting.save()

    assert during(change, lambda: start_attempt(invitation)).terms_json["minutes"] == 7


def test_nobody_starts_what_is_being_cancelled() -> None:
    invitation, _ = build.invitation()

    with pytest.raises(StartRefused, match="cancelled"):
        during(lambda: cancel(invitation.sitting, by=chen()), lambda: start_attempt(invitation))


def test_an_edit_cannot_undo_a_release() -> None:
    sitting, hr = build.sitting(), signed_in(chen())
    form = hr.get(reverse("sittings:edit", args=[sitting.uuid])).context["form"]
    fields = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False, [])}

    def release() -> None:
        lock_sitting(sitting.pk)
        Sitting.objects.filter(pk=sitting.pk).update(released_at=timezone.now())

    status = during(release, lambda: hr.post(reverse("sittings:edit", args=[sitting.uuid]), fields).status_code)

    sitting.refresh_from_db()
    assert (status, sitting.released_at is not None) == (302, True)


def test_two_presses_invite_each_person_once() -> None:
    sitting, hr = build.sitting(), chen()
    address, fields = reverse("sittings:invite", args=[sitting.uuid]), {"lines": "林晓,13800000000", "factor": "1"}

    together(*[lambda: signed_in(hr).post(address, fields)] * 4)

    assert list(sitting.invitations.values_list("name", flat=True)) == ["林晓"]

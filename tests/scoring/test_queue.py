"""Claims and leases: of those who want one answer, exactly one has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from exams.models import PaperItem, Sitting
from scoring.auto import score_attempt
from scoring.marking import Judgement, NotYours, save_mark
from scoring.models import AttemptResult, Mark, MarkTask, ScoreEvent
from scoring.queue import LEASE, claim, claim_next, holds, order_key, progress
from tests import build
from tests.cast import sun, zhao
from tests.scoring import world

NOW = timezone.now()


def question(sitting: Sitting) -> PaperItem:
    return PaperItem.objects.get(section__paper=sitting.paper)


@pytest.mark.django_db
def test_an_answer_belongs_to_who_claimed_it_until_the_lease_runs_out() -> None:
    world.essays(1)
    task = MarkTask.objects.get()

    assert claim(task.pk, zhao(), NOW)
    assert not claim(task.pk, sun(), NOW + LEASE)
    assert claim(task.pk, zhao(), NOW + LEASE)
    assert not claim(task.pk, sun(), NOW + LEASE + timedelta(seconds=1))
    assert claim(task.pk, sun(), NOW + 2 * LEASE + timedelta(seconds=1))


@pytest.mark.django_db
def test_an_expired_lease_holds_while_nobody_else_wants_the_answer() -> None:
    world.essays(1)
    task = MarkTask.objects.get()
    claim(task.pk, zhao(), NOW - 3 * LEASE)
    task.refresh_from_db()

    assert holds(task, zhao())
    assert save_mark(task, zhao(), Judgement(("p1",)), NOW).points == 3


@pytest.mark.django_db
def test_only_open_answers_can_be_claimed() -> None:
    world.essays(1)
    MarkTask.objects.update(state="done")
    assert not claim(MarkTask.objects.get().pk, zhao(), NOW)


@pytest.mark.django_db
def test_each_reviewer_meets_every_answer_once_in_an_order_of_their_own() -> None:
    sitting = world.essays(12)
    item = question(sitting)
    met = []
    while task := claim_next(sitting, item, zhao(), NOW):
        met.append(task.code)
        save_mark(task, zhao(), Judgement(("p1",)), NOW)

    codes = list(MarkTask.objects.order_by("pk").values_list("code", flat=True))
    assert sorted(met) == sorted(codes)
    assert met == sorted(codes, key=lambda code: order_key(sitting.pk, zhao().pk, code))
    assert met != sorted(codes, key=lambda code: order_key(sitting.pk, sun().pk, code))


@pytest.mark.django_db
def test_two_reviewers_get_different_answers_and_ones_own_comes_back_first() -> None:
    sitting = world.essays(2)
    item = question(sitting)
    first, second = (claim_next(sitting, item, person, NOW) for person in (zhao(), sun()))

    assert first is not None
    assert second is not None
    assert first != second
    assert claim_next(sitting, item, zhao(), NOW) == first


@pytest.mark.django_db
def test_progress_counts_the_question_alone() -> None:
    sitting = world.essays(4)
    other = world.essays(2)
    tasks = list(MarkTask.objects.filter(sitting=sitting))
    for minute, task in enumerate(tasks[:3]):
        claim(task.pk, zhao(), NOW)
        save_mark(task, zhao(), Judgement(("p1",)), NOW + timedelta(minutes=2 * minute))

    counted = progress(tasks[0], zhao())
    assert (counted.total, counted.done, counted.waiting, counted.minutes) == (4, 3, 1, 2)
    assert progress(tasks[0], sun()).minutes is None
    assert progress(MarkTask.objects.filter(sitting=other)[0], zhao()).done == 0


def together(*deeds: Callable[[], object]) -> list[object]:
    """Run the deeds at the same time, each with a database connection of its own."""
    barrier, found = Barrier(len(deeds)), list[object](deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        barrier.wait(timeout=10)
        try:
            found[place] = deed()
        except NotYours:
            found[place] = "not yours"
        finally:
            connection.close()

    threads = [Thread(target=run, args=entry) for entry in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return found


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_at_once_exactly_one_wins() -> None:
    sitting = world.essays(1)
    task, one, other = MarkTask.objects.get(sitting=sitting), zhao(), sun()

    for _ in range(10):
        MarkTask.objects.update(claimed_by=None, lease_until=None)
        won = together(lambda: claim(task.pk, one, NOW), lambda: claim(task.pk, other, NOW))
        assert sorted(map(bool, won)) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_a_double_press_makes_one_mark() -> None:
    world.essays(1)
    task, one = MarkTask.objects.get(), zhao()
    claim(task.pk, one, NOW)

    results = together(*[lambda: save_mark(task, one, Judgement(("p1",)), NOW) for _ in range(3)])

    assert results.count("not yours") == 2
    assert Mark.objects.count() == ScoreEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_score_an_attempt_once() -> None:
    attempt = world.answered(build.sitting())

    assert sorted(map(bool, together(*[lambda: score_attempt(attempt.pk) for _ in range(3)]))) == [False, False, True]
    assert ScoreEvent.objects.count() == 4
    assert MarkTask.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_marks_saved_at_once_for_one_candidate_are_both_in_the_total() -> None:
    paper = build.paper(build.essay(), build.essay(stem="第二题"))
    attempt = world.scored(build.sitting(paper))
    one, other = zhao(), sun()
    first, second = MarkTask.objects.filter(attempt=attempt)
    claim(first.pk, one, NOW)
    claim(second.pk, other, NOW)

    together(
        lambda: save_mark(first, one, Judgement(("p1",)), NOW),
        lambda: save_mark(second, other, Judgement(("p2",)), NOW),
    )

    result = AttemptResult.objects.get(attempt=attempt)
    assert (result.total, result.pending) == (7, 0)

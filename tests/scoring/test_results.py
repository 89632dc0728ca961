"""Standings while marking runs and after it, and what a release keeps."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import AuditEvent
from exams.models import Attempt, Sitting
from questionbank.content import ItemKind
from questionbank.policy import Policy, PolicyId
from scoring.events import current_scores
from scoring.marking import Judgement, flag, save_mark, take
from scoring.models import AttemptResult, MarkTask, Release, ReleasedResult
from scoring.queue import claim
from scoring.ranking import Band, Span, Verdict
from scoring.release import Refused, release
from scoring.results import standings
from tests import build
from tests.cast import chen, zhao, zhou
from tests.scoring import world

NOW = timezone.now()


@pytest.mark.django_db
def test_equal_scores_share_a_rank() -> None:
    table = standings(world.scores(7, 10, 7, 3))

    assert [(row.band.best, int(row.span.sure)) for row in table.rows] == [(1, 10), (2, 7), (2, 7), (4, 3)]
    assert [row.verdict for row in table.rows] == [Verdict.PASSED, Verdict.PASSED, Verdict.PASSED, Verdict.FAILED]
    assert table.is_complete
    assert table.line == 6


@pytest.mark.django_db
@pytest.mark.parametrize(("rule", "value", "passed"), [("points", "7", 2), ("points", "7.01", 1), ("percent", "70", 2)])
def test_the_pass_rule(rule: str, value: str, passed: int) -> None:
    sitting = world.scores(7, 10, 3)
    Sitting.objects.update(pass_rule=rule, pass_value=value)
    sitting.refresh_from_db()

    assert len(standings(sitting).with_verdict(Verdict.PASSED)) == passed


@pytest.mark.django_db
def test_a_third_of_the_points_meets_a_pass_mark_of_exactly_a_third() -> None:
    """8/3 of 4 points is two thirds: in floating point 66.66… percent of 4 may miss it."""
    policy = Policy(id=PolicyId.PROPORTIONAL_IF_SUBSET)
    sitting = build.sitting(build.paper(build.multiple()), policy=policy, pass_rule="points", pass_value="2.66")
    world.scored(sitting, answers={ItemKind.MULTIPLE_CHOICE: ["A", "B"]})

    table = standings(sitting)
    assert table.rows[0].span.sure == Fraction(8, 3)
    assert table.rows[0].verdict is Verdict.PASSED


@pytest.mark.django_db
def test_an_unmarked_answer_is_never_a_zero() -> None:
    sitting = world.scores(7, 3)
    world.scored(sitting, "王敏", {ItemKind.ESSAY: "还没有人评"})

    table = standings(sitting)

    waiting = next(row for row in table.rows if row.pending)
    assert (waiting.span, waiting.band) == (Span(Fraction(0), Fraction(10)), Band(1, 3))
    assert waiting.verdict is Verdict.OPEN
    assert sum(bar.bin.number for bar in table.histogram.bars) == 2
    assert not table.is_complete


@pytest.mark.django_db
def test_what_still_runs_or_waits_keeps_results_from_being_released() -> None:
    sitting = world.essays(1)
    with pytest.raises(Refused, match="incomplete"):
        release(sitting.pk, chen(), "", NOW)
    world.mark_all(sitting)
    running = world.answered(sitting, "王敏", {})
    Attempt.objects.filter(pk=running.pk).update(state="started", finished_at=None)
    with pytest.raises(Refused, match="incomplete"):
        release(sitting.pk, chen(), "", NOW)
    Attempt.objects.filter(pk=running.pk).update(state="submitted", finished_at=NOW)
    with pytest.raises(Refused, match="incomplete"):
        release(sitting.pk, chen(), "", NOW)
    Attempt.objects.filter(pk=running.pk).update(state="withdrawn")

    assert release(sitting.pk, chen(), "", NOW).version == 1


@pytest.mark.django_db
def test_an_empty_sitting_has_nothing_to_release() -> None:
    with pytest.raises(Refused, match="incomplete"):
        release(build.sitting().pk, chen(), "", NOW)
    assert not Release.objects.exists()


@pytest.mark.django_db
def test_a_release_keeps_what_it_told() -> None:
    sitting = world.scores(7, 10, 7)
    made = release(sitting.pk, chen(), "", NOW)

    told = ReleasedResult.objects.filter(release=made).order_by("attempt_id")
    assert [(row.total, row.maximum, row.rank, row.passed) for row in told] == [
        (7, 10, 2, True),
        (10, 10, 1, True),
        (7, 10, 2, True),
    ]
    item = str(MarkTask.objects.all()[0].paper_item_id)
    assert told[0].snapshot_json == {"items": {item: "7"}, "comments": {}, "line": "6"}
    sitting.refresh_from_db()
    assert sitting.released_at == NOW
    assert AuditEvent.objects.get(action="result.released").details == {"version": 1, "candidates": 3, "reason": ""}


@pytest.mark.django_db
def test_releasing_again_without_a_change_is_refused() -> None:
    sitting = world.scores(7)
    release(sitting.pk, chen(), "", NOW)

    with pytest.raises(Refused, match="unchanged"):
        release(sitting.pk, chen(), "再来一次", NOW)
    assert Release.objects.count() == 1


@pytest.mark.django_db
def test_a_later_change_makes_an_amended_version_and_keeps_the_first() -> None:
    sitting = world.scores(3, 7)
    task = MarkTask.objects.order_by("pk")[0]
    MarkTask.objects.filter(pk=task.pk).update(flagged=True)
    release(sitting.pk, chen(), "", NOW)
    task.refresh_from_db()
    take(task, zhou(), NOW)
    with pytest.raises(Refused, match="incomplete"):
        release(sitting.pk, chen(), "复核", NOW)
    task.refresh_from_db()
    save_mark(task, zhou(), Judgement(("p1", "p2", "c1")), NOW)
    assert standings(sitting).changed == [task.attempt_id]

    second = release(sitting.pk, chen(), "复核后加分", timezone.now())

    assert (second.version, second.reason) == (2, "复核后加分")
    told = ReleasedResult.objects.filter(attempt=task.attempt_id).order_by("release__version")
    assert [(row.total, row.passed, row.rank) for row in told] == [(3, False, 2), (10, True, 1)]
    sitting.refresh_from_db()
    assert sitting.released_at == NOW


def at_once(deed: Callable[[], object], times: int) -> list[str]:
    barrier, found = Barrier(times), list[str]()

    def run() -> None:
        barrier.wait(timeout=10)
        try:
            deed()
            found.append("done")
        except Refused as refused:
            found.append(refused.code)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(found)


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_release() -> None:
    sitting, person = world.scores(7, 3), chen()

    assert at_once(lambda: release(sitting.pk, person, "", timezone.now()), 3) == ["done", "unchanged", "unchanged"]
    assert Release.objects.count() == 1


CHOICES = st.fixed_dictionaries(
    {
        ItemKind.SINGLE_CHOICE: st.sampled_from([None, ["A"], ["B"]]),
        ItemKind.MULTIPLE_CHOICE: st.one_of(
            st.none(), st.lists(st.sampled_from("ABCDE"), min_size=1, unique=True).map(sorted)
        ),
        ItemKind.TRUE_FALSE: st.sampled_from([None, True, False]),
        ItemKind.SHORT_ANSWER: st.sampled_from([None, "服务水平协议", "别的"]),
        ItemKind.ESSAY: st.sampled_from([None, "", world.ESSAY_ANSWER]),
    }
)
MARKS = st.lists(st.sampled_from(["p1", "p2", "c1"]), unique=True).map(tuple)


class TestOneTruth(TestCase):
    """fold(events) == the stored result == the released row, whatever was answered and marked."""

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(CHOICES, min_size=1, max_size=3), MARKS, MARKS, st.sampled_from(list(PolicyId)[:2]))
    def test_events_result_and_release_agree(
        self, sheets: list[dict[str, object]], first: tuple[str, ...], second: tuple[str, ...], policy: PolicyId
    ) -> None:
        sitting = build.sitting(policy=Policy(id=policy))
        for number, sheet in enumerate(sheets):
            world.scored(sitting, f"候选人{number}", sheet)
        for task in MarkTask.objects.filter(sitting=sitting):
            claim(task.pk, zhao(), NOW)
            flag(task, zhao(), "看")
            save_mark(task, zhao(), Judgement(first), NOW)
            task.refresh_from_db()
            take(task, zhou(), NOW)
            save_mark(task, zhou(), Judgement(second), NOW)
        made = release(sitting.pk, chen(), "", NOW)

        for result in AttemptResult.objects.filter(sitting=sitting):
            folded = [points for points in current_scores(result.attempt_id).values() if points is not None]
            told = ReleasedResult.objects.get(release=made, attempt=result.attempt_id)
            assert len(folded) == 5
            assert sum(folded) == result.total == result.possible == told.total
            assert sum(Fraction(text) for text in told.snapshot_json["items"].values()) == told.total
            assert sum(Fraction(part[0]) for part in result.sections_json.values()) == result.total
            assert 0 <= result.total <= result.maximum == 20

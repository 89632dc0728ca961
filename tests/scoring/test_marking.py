"""Marks as history: every deed is a row, and the score is what the rows fold to."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, User
from exams.models import Sitting
from scoring.events import current_scores
from scoring.marking import (
    Judgement,
    NotYours,
    Released,
    draft_for,
    flag,
    keep_draft,
    reopen_last,
    save_mark,
    set_aside,
    settle,
    take,
)
from scoring.models import AttemptResult, Mark, MarkTask, ScoreEvent, TaskNote
from scoring.queue import claim
from tests.cast import sun, zhao, zhou
from tests.scoring import world

NOW = timezone.now()
GOOD = Judgement(("p1", "c1", "p9"), Decimal("-0.5"), "有错别字", "思路清楚。")


def held(reviewer: User) -> MarkTask:
    world.essays(1)
    task = MarkTask.objects.get()
    claim(task.pk, reviewer, NOW)
    task.refresh_from_db()
    return task


def deeds() -> list[str]:
    return list(AuditEvent.objects.exclude(action="attempt.scored").order_by("pk").values_list("action", flat=True))


@pytest.mark.django_db
def test_a_mark_is_a_score_in_the_same_moment() -> None:
    task = held(zhao())

    mark = save_mark(task, zhao(), GOOD, NOW)

    assert (mark.points, mark.ticked, mark.comment) == (Fraction(11, 2), ["p1", "c1"], "思路清楚。")
    event = ScoreEvent.objects.get()
    assert (event.before, event.after, event.cause, event.mark, event.actor) == (
        None,
        mark.points,
        "mark",
        mark,
        zhao(),
    )
    result = AttemptResult.objects.get()
    assert (result.total, result.possible, result.pending) == (mark.points, mark.points, 0)
    task.refresh_from_db()
    assert (task.state, task.claimed_by, task.lease_until) == ("done", None, None)
    assert deeds() == ["mark.saved"]


@pytest.mark.django_db
def test_nobody_marks_what_another_holds() -> None:
    task = held(zhao())

    for deed in (
        lambda: save_mark(task, sun(), GOOD, NOW),
        lambda: set_aside(task, sun(), "?"),
        lambda: flag(task, sun(), "?"),
    ):
        with pytest.raises(NotYours):
            deed()

    assert not Mark.objects.exists()
    assert not TaskNote.objects.exists()
    assert deeds() == []


@pytest.mark.django_db
def test_a_late_draft_is_kept_and_each_sees_only_their_own() -> None:
    task = held(zhao())
    later = NOW + 2 * (task.lease_until - NOW if task.lease_until else NOW - NOW)
    claim(task.pk, sun(), later)

    assert keep_draft(task, sun(), {"comment": "孙的"}, later)
    assert not keep_draft(task, zhao(), {"comment": "赵的"}, later)

    task.refresh_from_db()
    assert draft_for(task, zhao()) == {"comment": "赵的"}
    assert draft_for(task, sun()) == {"comment": "孙的"}
    assert draft_for(task, zhou()) == {}


@pytest.mark.django_db
def test_typing_renews_the_lease() -> None:
    task = held(zhao())
    before: Any = task.lease_until

    keep_draft(task, zhao(), {}, NOW + (before - NOW) / 2)

    task.refresh_from_db()
    assert task.lease_until == before + (before - NOW) / 2


@pytest.mark.django_db
def test_undo_takes_the_last_mark_back_and_the_score_waits_again() -> None:
    task = held(zhao())
    save_mark(task, zhao(), GOOD, NOW)

    reopened = reopen_last(task.sitting, task.paper_item, zhao(), NOW)

    assert reopened == task
    task.refresh_from_db()
    assert (task.state, task.claimed_by) == ("open", zhao())
    assert draft_for(task, zhao()) == {
        "ticked": ["p1", "c1", "p9"],
        "adjustment": "-0.5",
        "adjustment_reason": "有错别字",
        "comment": "思路清楚。",
    }
    result = AttemptResult.objects.get()
    assert (result.total, result.possible, result.pending) == (0, 10, 1)
    assert [(event.before, event.after) for event in ScoreEvent.objects.all()] == [
        (None, Fraction(11, 2)),
        (Fraction(11, 2), None),
    ]
    save_mark(reopened, zhao(), Judgement(("p1", "p2")), NOW)
    assert current_scores(task.attempt_id) == {task.paper_item_id: 7}
    assert deeds() == ["mark.saved", "mark.reopened", "mark.saved"]


@pytest.mark.django_db
def test_undo_goes_back_one_by_one_and_touches_nobody_elses_marks() -> None:
    sitting = world.essays(3)
    first, second, third = MarkTask.objects.all()
    for task, reviewer in ((first, zhao()), (second, sun()), (third, zhao())):
        claim(task.pk, reviewer, NOW)
        save_mark(task, reviewer, Judgement(("p1",)), NOW)

    undone = [reopen_last(sitting, first.paper_item, zhao(), NOW) for _ in range(3)]

    assert undone == [third, first, None]
    second.refresh_from_db()
    assert second.state == "done"


@pytest.mark.django_db
def test_released_results_are_not_opened_by_reviewers() -> None:
    task = held(zhao())
    save_mark(task, zhao(), GOOD, NOW)
    Sitting.objects.update(released_at=NOW)

    with pytest.raises(Released):
        reopen_last(task.sitting, task.paper_item, zhao(), NOW)

    assert AttemptResult.objects.get().pending == 0


@pytest.mark.django_db
def test_set_aside_then_put_back() -> None:
    task = held(zhao())

    set_aside(task, zhao(), "看不懂方言")
    task.refresh_from_db()
    assert (task.state, task.claimed_by) == ("set_aside", None)
    assert not claim(task.pk, sun(), NOW)

    settle(task, zhou(), "按普通话理解")
    assert claim(task.pk, sun(), NOW)
    assert [(note.kind, note.reason) for note in TaskNote.objects.order_by("pk")] == [
        ("set_aside", "看不懂方言"),
        ("return", "按普通话理解"),
    ]
    assert deeds() == ["mark.set_aside", "mark.return"]


@pytest.mark.django_db
def test_a_flagged_answer_stays_in_hand_and_the_leader_may_mark_it_again() -> None:
    task = held(zhao())
    flag(task, zhao(), "疑似抄袭")
    save_mark(task, zhao(), Judgement(("p1",)), NOW)
    task.refresh_from_db()
    assert (task.state, task.flagged) == ("done", True)

    take(task, zhou(), NOW)
    task.refresh_from_db()
    save_mark(task, zhou(), Judgement(("p1", "p2")), NOW)

    events = [(event.cause, event.before, event.after) for event in ScoreEvent.objects.all()]
    assert events == [("mark", None, 3), ("mark", 3, None), ("adjudicate", None, 7)]
    settle(task, zhou(), "")
    task.refresh_from_db()
    assert (task.state, task.flagged) == ("done", False)


@pytest.mark.django_db
def test_the_leader_takes_what_was_set_aside_but_not_what_a_reviewer_holds() -> None:
    task = held(zhao())
    with pytest.raises(NotYours):
        take(task, zhou(), NOW)
    set_aside(task, zhao(), "看不清")

    take(task, zhou(), NOW)

    task.refresh_from_db()
    assert (task.state, task.claimed_by) == ("open", zhou())
    with pytest.raises(NotYours):
        settle(task, zhou(), "")


@pytest.mark.django_db
@pytest.mark.parametrize("row", [Mark, ScoreEvent])
def test_history_is_never_changed(row: type[Mark] | type[ScoreEvent]) -> None:
    save_mark(held(zhao()), zhao(), GOOD, NOW)
    found = row.objects.get()

    with pytest.raises(TypeError, match="never changed"):
        found.save()
    with pytest.raises(TypeError, match="never deleted"):
        found.delete()

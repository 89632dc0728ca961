"""How far everybody has come."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from exams.models import Attempt, PaperItem, Response
from exams.roster import Standing, minutes_left, roster, standing, totals
from tests import build
from tests.exams.test_scheduling import attempt

pytestmark = pytest.mark.django_db


def test_standing_and_minutes_by_the_servers_clock() -> None:
    now = timezone.now()
    sitting = build.sitting(build.paper(build.single()))
    running = attempt(sitting, deadline=now + timedelta(minutes=4, seconds=1))

    assert standing(running.invitation, running, now) is Standing.RUNNING
    assert minutes_left(running, now) == 5
    assert standing(running.invitation, running, running.deadline) is Standing.TIME_UP
    assert minutes_left(running, running.deadline + timedelta(minutes=3)) == 0
    running.state = Attempt.State.TIMED_OUT
    assert standing(running.invitation, running, now) is Standing.TIMED_OUT
    running.invitation.withdrawn_at = now
    assert standing(running.invitation, running, now) is Standing.WITHDRAWN


def test_rows_count_answers_that_say_something() -> None:
    now = timezone.now()
    sitting = build.sitting()
    running = attempt(sitting, deadline=now + timedelta(minutes=60))
    one, two, *_ = PaperItem.objects.all()
    Response.objects.create(attempt=running, paper_item=one, answer_json=["A"], saved_at=now)
    Response.objects.create(attempt=running, paper_item=two, answer_json=None, saved_at=now)
    build.invitation(sitting, "王敏")

    page, rows = roster(sitting, None, now)

    assert page.paginator.count == 2
    assert [(row.invitation.name, row.standing.value, row.answered, row.minutes_left) for row in rows] == [
        ("林晓", "running", 1, 60),
        ("王敏", "invited", 0, None),
    ]
    assert totals(sitting) == {"invited": 2, "waiting": 1, "running": 1, "finished": 0}

"""Phases, counts, cancelling."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from exams.models import Attempt, Sitting
from exams.scheduling import Phase, cancel, in_phase, phase, with_counts
from tests import build
from tests.cast import chen

pytestmark = pytest.mark.django_db


def attempt(sitting: Sitting, name: str = "林晓", state: str = "started", **fields: object) -> Attempt:
    invited, _token = build.invitation(sitting, name)
    now = timezone.now()
    times = {"started_at": now, "deadline": now + timedelta(minutes=60), **fields}
    return Attempt.objects.create(sitting=sitting, invitation=invited, state=state, **times)


def test_phases_agree_with_the_filter() -> None:
    now, hour = timezone.now(), timedelta(hours=1)
    paper = build.paper(build.single())
    wanted = {
        build.sitting(paper, opens_at=now + hour, closes_at=now + 2 * hour).pk: Phase.PLANNED,
        build.sitting(paper, opens_at=now, closes_at=now + hour).pk: Phase.OPEN,
        build.sitting(paper, opens_at=now - hour, closes_at=now).pk: Phase.CLOSED,
        build.sitting(paper, released_at=now).pk: Phase.RELEASED,
        build.sitting(paper, cancelled_at=now, released_at=now).pk: Phase.CANCELLED,
    }

    assert {sitting.pk: phase(sitting, now) for sitting in Sitting.objects.all()} == wanted
    assert {row.pk: each for each in Phase for row in in_phase(Sitting.objects.all(), each, now)} == wanted
    assert in_phase(Sitting.objects.all(), "rubbish", now).count() == 5


def test_counts_leave_out_who_was_withdrawn() -> None:
    sitting = build.sitting(build.paper(build.single()))
    build.invitation(sitting, "王敏")
    build.invitation(sitting, "周航", withdrawn_at=timezone.now())
    attempt(sitting, "甲", "started")
    attempt(sitting, "乙", "timed_out")
    attempt(sitting, "丙", "withdrawn")

    (found,) = with_counts(Sitting.objects.all())

    assert [getattr(found, name) for name in ("invited", "started", "finished")] == [4, 2, 1]


def test_only_a_sitting_that_nobody_started_is_cancelled() -> None:
    sitting = build.sitting(build.paper(build.single()))

    assert cancel(sitting, by=chen())
    assert not cancel(sitting, by=chen())
    running = build.sitting(build.paper(build.single()))
    attempt(running)
    assert not cancel(running, by=chen())
    assert [row.action for row in AuditEvent.objects.all()] == ["sitting.cancelled"]

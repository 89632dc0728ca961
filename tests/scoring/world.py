"""Finished attempts for the tests of scoring, written row by row as taking a test leaves them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from exams.models import Attempt, Invitation, PaperItem, Response, Sitting
from questionbank.content import ItemKind
from scoring.auto import score_attempt
from scoring.marking import Judgement, save_mark
from scoring.models import MarkTask
from scoring.queue import claim
from tests import build
from tests.cast import chen, zhao

ESSAY_ANSWER = "先向客户致歉,再核实订单与照片,当天赔付。"
RIGHT: dict[str, Any] = {
    ItemKind.SINGLE_CHOICE: ["B"],
    ItemKind.MULTIPLE_CHOICE: ["A", "B", "D"],
    ItemKind.TRUE_FALSE: True,
    ItemKind.SHORT_ANSWER: "服務水平協議",
    ItemKind.ESSAY: ESSAY_ANSWER,
}


def answered(sitting: Sitting, name: str = "林晓", answers: Mapping[str, Any] | None = None) -> Attempt:
    """A submitted attempt that nobody has scored. `answers` by kind of question; all right when none are given."""
    now = timezone.now()
    invited = Invitation.objects.create(
        sitting=sitting, name=name, email="candidate@example.com", phone="13800000000", created_by=chen()
    )
    attempt = Attempt.objects.create(
        sitting=sitting,
        invitation=invited,
        state=Attempt.State.SUBMITTED,
        started_at=now - timedelta(minutes=40),
        deadline=now + timedelta(minutes=20),
        finished_at=now,
        terms_json={"minutes": 60, "factor": "1", "policy": sitting.policy_json, "sections": {}},
    )
    given = RIGHT if answers is None else answers
    for item in PaperItem.objects.filter(section__paper=sitting.paper).select_related("section"):
        if item.section.kind in given:
            Response.objects.create(
                attempt=attempt, paper_item=item, answer_json=given[item.section.kind], revision=1, saved_at=now
            )
    return attempt


def scored(sitting: Sitting, name: str = "林晓", answers: Mapping[str, Any] | None = None) -> Attempt:
    attempt = answered(sitting, name, answers)
    assert score_attempt(attempt.pk)
    attempt.refresh_from_db()
    return attempt


def essays(count: int = 3) -> Sitting:
    """A sitting with one essay, answered by `count` people and waiting for marks."""
    sitting = build.sitting(build.paper(build.essay()))
    for number in range(count):
        scored(sitting, f"候选人{number}", {ItemKind.ESSAY: f"{ESSAY_ANSWER}({number})"})
    return sitting


def mark_all(sitting: Sitting, ticked: tuple[str, ...] = ("p1",), comment: str = "") -> None:
    """Every waiting answer marked alike by one reviewer."""
    for task in MarkTask.objects.filter(sitting=sitting, state=MarkTask.State.OPEN):
        assert claim(task.pk, zhao(), timezone.now())
        save_mark(task, zhao(), Judgement(ticked, comment=comment), timezone.now())


def scores(*essay_points: int, **fields: Any) -> Sitting:
    """A sitting with one essay of 10 points; one candidate for each number of points: 0, 3, 4, 7 or 10."""
    ticks = {0: (), 3: ("p1",), 4: ("p2",), 7: ("p1", "p2"), 10: ("p1", "p2", "c1")}
    sitting = build.sitting(build.paper(build.essay()), **fields)
    for number, wanted in enumerate(essay_points):
        scored(sitting, f"候选人{number}", {ItemKind.ESSAY: f"{ESSAY_ANSWER}({number})"})
        mark_all(sitting, ticks[wanted])
    return sitting

"""Finished attempts for the tests of scoring, written row by row as taking a test leaves them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from exams.models import Attempt, Invitation, PaperItem, Response, Sitting
from questionbank.content import ItemKind
from scoring.auto import score_attempt
from tests import build
from tests.cast import chen

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

"""Candidates for tests: browsers that hold an attempt's cookie, and attempts at any stage."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.test import Client
from django.utils import timezone

from exams.access import COOKIE, ticket_value
from exams.attempts import start_attempt
from exams.models import Attempt, Sitting
from tests import build

# Names that pages give themselves.
LAPTOP, PHONE = "laptop-1", "phone-01"


def started(to: Sitting | None = None, name: str = "林晓", *, now: datetime | None = None, **fields: Any) -> Attempt:
    """An attempt that has just begun."""
    return start_attempt(build.invitation(to, name, **fields)[0], now=now)


def browser(attempt: Attempt, language: str = "zh-hans", **options: Any) -> Client:
    """A browser that may open the attempt's pages."""
    client = Client(headers={"accept-language": language}, **options)
    client.cookies[COOKIE] = ticket_value(attempt)
    return client


def questions(attempt: Attempt) -> list[int]:
    """The paper's questions in the candidate's order."""
    return list(attempt.order_json["items"])


def post_answers(client: Client, attempt: Attempt, *answers: dict[str, Any], writer: str = "") -> Any:
    """The response to a save, as the taking page sends it."""
    body = json.dumps({"writer": writer, "answers": list(answers)})
    return client.post(f"/attempts/{attempt.uuid}/answers/", body, content_type="application/json")


def answer(question: int, value: Any, revision: int = 1, *, flagged: bool = False) -> dict[str, Any]:
    return {"question": question, "revision": revision, "answer": value, "flagged": flagged}


def run_out(attempt: Attempt, seconds: int = 60) -> None:
    """Let the deadline pass: the database's clock cannot be turned, so the attempt is moved back in time."""
    attempt.refresh_from_db()
    back = attempt.deadline - timezone.now() + timedelta(seconds=seconds)
    Attempt.objects.filter(pk=attempt.pk).update(started_at=F("started_at") - back, deadline=F("deadline") - back)
    attempt.refresh_from_db()

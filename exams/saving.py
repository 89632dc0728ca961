"""Saving answers: one conditional statement per save, whatever the number of questions (exams/storing.py).

The statement itself asks whether the attempt is running and in time, by the database's clock, and whether this page
holds the pen (exams/pen.py), and lets a higher revision win. It commits by itself, so a receipt is only ever given for
what is stored. A trigger copies what it stores to the history; what it does not store is kept there beside the answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now

from exams.answers import InvalidAnswer, read_answer
from exams.attempts import grace
from exams.clock import is_overdue
from exams.models import AnswerVersion, Attempt, Response
from exams.pace import PLACE, Pace
from exams.storing import Stored, store
from questionbank.content import AnyContent

MAX_BATCH = 500
MAX_REVISION = 2**53
# So many versions that do not count are kept for an attempt; a person never comes near it.
MAX_KEPT = 500
# What this process let each attempt add to the history.
PACE = Pace()
WRITER = re.compile(r"[A-Za-z0-9-]{8,40}")
# What a report needs to know of an attempt.
REPORTED = (
    "id", "state", "deadline", "paused_at", "writer", "section_id", "section_deadline",
)  # fmt: skip
PART_OVER = "part-over"
ELSEWHERE, OVER, PAUSED = "elsewhere", "over", "paused"


class Unreadable(ValueError):
    """The request is not a batch of answers."""


@dataclass(frozen=True)
class Change:
    """One answer on its way in, already checked. `answer` is as JSON has it."""

    question: int
    revision: int
    answer: Any
    flagged: bool
    # The section that must be open, for questions that are delivered with it.
    section: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Batch:
    changes: tuple[Change, ...] = ()
    # Question as sent → why it was refused.
    refused: Mapping[str, str] = field(default_factory=dict)
    # The page that sends, by the name that it gave itself; empty when it has none.
    writer: str = ""


@dataclass(frozen=True)
class Receipt:
    """What the server holds now. `state` is the attempt's, `over` when its time has run out, `paused` while its clock
    stands still, or `elsewhere` when another page holds the pen; `stale` holds the winning answer where a newer one
    was stored before, `kept` the questions whose text did not become the answer and is held in the history instead."""

    state: str
    now: datetime
    deadline: datetime
    saved: Mapping[int, int] = field(default_factory=dict)
    stale: Mapping[int, Change] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[int, ...] = ()
    # The section that is open, of those that are delivered by themselves; `deadline` is then the earlier of the two.
    part: int | None = None

    @property
    def is_open(self) -> bool:
        return self.state == Attempt.State.STARTED


def read_batch(body: bytes, contents: Mapping[int, AnyContent], gated: Mapping[int, int] | None = None) -> Batch:
    """`{"writer", "answers": [{"question", "revision", "answer", "flagged"}]}`. Raises `Unreadable` when it is not
    that; a single answer that cannot be is refused by itself, so that it does not keep the others from being saved."""
    try:
        read = json.loads(body)
        sent = read["answers"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(sent, list) or len(sent) > MAX_BATCH or not all(isinstance(one, dict) for one in sent):
        raise Unreadable
    return check_answers(sent, contents, gated, read_writer(read.get("writer")))


def read_writer(value: Any) -> str:
    """The name of a page, or nothing."""
    return value if isinstance(value, str) and WRITER.fullmatch(value) else ""


def check_answers(
    sent: Sequence[Mapping[str, Any]],
    contents: Mapping[int, AnyContent],
    gated: Mapping[int, int] | None = None,
    writer: str = "",
) -> Batch:
    """`gated` says for questions of sections that are delivered by themselves which one must be open."""
    changes: dict[int, Change] = {}
    refused: dict[str, str] = {}
    for one in sent:
        try:
            change = _read_change(one, contents, gated or {})
        except InvalidAnswer as error:
            refused[str(one.get("question"))[:40]] = error.code
            continue
        # Twice in one batch: the higher revision, as the database would have it.
        if change.question not in changes or changes[change.question].revision < change.revision:
            changes[change.question] = change
    return Batch(tuple(changes.values()), refused, writer)


def _read_change(one: Mapping[str, Any], contents: Mapping[int, AnyContent], gated: Mapping[int, int]) -> Change:
    question, revision = one.get("question"), one.get("revision")
    if type(question) is not int or question not in contents:
        raise InvalidAnswer("unknown-question")
    if type(revision) is not int or not 0 < revision <= MAX_REVISION:
        raise InvalidAnswer("not-a-revision")
    answer = read_answer(contents[question], storable(one.get("answer")))
    stored = list(answer) if isinstance(answer, tuple) else answer
    return Change(question, revision, stored, one.get("flagged") is True, gated.get(question))


def storable(value: Any) -> Any:
    """Text without what a database cannot hold: NUL and halves of surrogate pairs."""
    if not isinstance(value, str):
        return value
    return value.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def save_answers(attempt: UUID, changes: Sequence[Change], writer: str = "") -> Receipt:
    """Store what is newer than what is held. Raises `Attempt.DoesNotExist`.

    One statement when everything was stored, a few more to say why something was not and to keep it.
    """
    stored = store(attempt, changes, writer, settings.TIKU_SAVE_GRACE) if changes else []
    if stored:
        _bound_history(attempt, changes, stored)
    if changes and len(stored) == len(changes):
        return _receipt(stored)
    return _explain(attempt, changes, {one.question: one.revision for one in stored}, writer)


def _bound_history(attempt: UUID, changes: Sequence[Change], stored: Sequence[Stored]) -> None:
    """Nothing for whom people can be: only a script saves so much that its versions must make room for one another."""
    saved = {one.question: one.revision for one in stored}
    replaced = PACE.make_room(attempt, saved, sum(map(_size, changes)), stored[0].at)
    if not replaced:
        return
    versions = (Q(paper_item=question, revision=revision) for question, revision in replaced)
    rows = AnswerVersion.objects.filter(attempt__uuid=attempt, standing=AnswerVersion.Standing.SAVED)
    rows.filter(reduce(or_, versions)).only("pk").delete()


def _size(change: Change) -> int:
    return PLACE + (len(change.answer) if isinstance(change.answer, str) else 0)


def _receipt(stored: list[Stored]) -> Receipt:
    """Of what was stored by one statement."""
    first = stored[0]
    end, part = current_end(first.deadline, first.section, first.section_deadline, first.at)
    state = PAUSED if first.paused_at else Attempt.State.STARTED
    return Receipt(state, first.at, end, saved={one.question: one.revision for one in stored}, part=part)


def current_end(
    deadline: datetime, section: int | None, section_deadline: datetime | None, now: datetime
) -> tuple[datetime, int | None]:
    """When the clock on the page ends, and the section that is open: none when its own time is over."""
    if section is None or section_deadline is None:
        return deadline, section
    return (min(deadline, section_deadline), section) if now <= section_deadline else (deadline, None)


def state_for(attempt: Attempt, now: datetime, writer: str) -> str:
    """The attempt's state, or why this page cannot write although it runs."""
    if attempt.state != Attempt.State.STARTED:
        return attempt.state
    if attempt.paused_at is not None:
        return PAUSED
    if is_overdue(now, attempt.deadline, grace()):
        return OVER
    return attempt.state if attempt.writer in {"", writer} else ELSEWHERE


def _explain(attempt: UUID, changes: Sequence[Change], saved: dict[int, int], writer: str) -> Receipt:
    """The receipt when some answer was not stored by this call: the attempt is over, another page holds the pen, or
    the stored answer is as new."""
    rows = Attempt.objects.annotate(clock=Now()).only(*REPORTED)
    found = rows.get(uuid=attempt)
    state = state_for(found, found.clock, writer)
    missing = [change for change in changes if change.question not in saved]
    stale: dict[int, Change] = {}
    for change, held in _held_instead(found, missing):
        if held == change:
            saved[change.question] = change.revision  # the same save once more: its receipt was lost on the way
        else:
            stale[change.question] = held
    lost = [change for change in missing if change.question not in saved]
    end, part = current_end(found.deadline, found.section_id, found.section_deadline, found.clock)
    over = [change for change in lost if change.section is not None and change.section != part]
    runs = state in {Attempt.State.STARTED, ELSEWHERE, PAUSED}
    late = [one.question for one in lost if (state != PAUSED if one in over else not runs) and _is_ahead(one, stale)]
    kept = _keep(found, lost, writer, found.clock, late)
    refused = {str(change.question): PART_OVER for change in over} if state == Attempt.State.STARTED else {}
    return Receipt(state, found.clock, end, saved=saved, stale=stale, refused=refused, kept=kept, part=part)


def _is_ahead(change: Change, held: Mapping[int, Change]) -> bool:
    """Newer than what is held: nobody is asked whether a text should count that the candidate has replaced."""
    return change.question not in held or change.revision > held[change.question].revision


def _keep(
    attempt: Attempt, lost: Sequence[Change], writer: str, now: datetime, late: Collection[int]
) -> tuple[int, ...]:
    """Keep in the history what did not become the answer, those in `late` for HR; the questions that are kept."""
    if not lost or _kept_already(attempt) + len(lost) > MAX_KEPT:
        return ()
    AnswerVersion.objects.bulk_create(
        [
            AnswerVersion(
                attempt=attempt,
                paper_item_id=change.question,
                answer_json=change.answer,
                flagged=change.flagged,
                revision=change.revision,
                writer=writer,
                standing=AnswerVersion.Standing.LATE if change.question in late else AnswerVersion.Standing.ASIDE,
                at=now,
            )
            for change in lost
        ],
        ignore_conflicts=True,
    )
    return tuple(change.question for change in lost)


def _kept_already(attempt: Attempt) -> int:
    return AnswerVersion.objects.filter(attempt=attempt).exclude(standing=AnswerVersion.Standing.SAVED).count()


def _held_instead(attempt: Attempt, missing: Sequence[Change]) -> list[tuple[Change, Change]]:
    if not missing:
        return []
    sent = {change.question: change for change in missing}
    rows = Response.objects.filter(attempt=attempt, paper_item_id__in=sent)
    return [
        (sent[row.paper_item_id], Change(row.paper_item_id, row.revision, row.answer_json, row.flagged)) for row in rows
    ]

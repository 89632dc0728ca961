"""Saving answers: one conditional statement per save, whatever the number of questions.

The statement itself asks whether the attempt is running and in time, by the database's clock, and lets a higher
revision win. It commits by itself, so a receipt is only ever given for what is stored.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models.functions import Now
from django.utils.dateparse import parse_datetime

from exams.answers import InvalidAnswer, read_answer
from exams.attempts import grace
from exams.clock import is_overdue
from exams.models import Attempt, Response
from questionbank.content import AnyContent

MAX_BATCH = 500
MAX_REVISION = 2**53


class Unreadable(ValueError):
    """The request is not a batch of answers."""


@dataclass(frozen=True)
class Change:
    """One answer on its way in, already checked. `answer` is as JSON has it."""

    question: int
    revision: int
    answer: Any
    flagged: bool


@dataclass(frozen=True)
class Batch:
    changes: tuple[Change, ...] = ()
    # Question as sent → why it was refused.
    refused: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """What the server holds now. `state` is the attempt's, or `over` when its time has run out; `stale` holds the
    winning answer where a newer one was stored before."""

    state: str
    now: datetime
    deadline: datetime
    saved: Mapping[int, int] = field(default_factory=dict)
    stale: Mapping[int, Change] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return self.state == Attempt.State.STARTED


def read_batch(body: bytes, contents: Mapping[int, AnyContent]) -> Batch:
    """`{"answers": [{"question", "revision", "answer", "flagged"}]}`. Raises `Unreadable` when it is not that; a
    single answer that cannot be is refused by itself, so that it does not keep the others from being saved."""
    try:
        sent = json.loads(body)["answers"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(sent, list) or len(sent) > MAX_BATCH or not all(isinstance(one, dict) for one in sent):
        raise Unreadable
    return check_answers(sent, contents)


def check_answers(sent: Sequence[Mapping[str, Any]], contents: Mapping[int, AnyContent]) -> Batch:
    changes: dict[int, Change] = {}
    refused: dict[str, str] = {}
    for one in sent:
        try:
            change = _read_change(one, contents)
        except InvalidAnswer as error:
            refused[str(one.get("question"))[:40]] = error.code
            continue
        # Twice in one batch: the higher revision, as the database would have it.
        if change.question not in changes or changes[change.question].revision < change.revision:
            changes[change.question] = change
    return Batch(tuple(changes.values()), refused)


def _read_change(one: Mapping[str, Any], contents: Mapping[int, AnyContent]) -> Change:
    question, revision = one.get("question"), one.get("revision")
    if type(question) is not int or question not in contents:
        raise InvalidAnswer("unknown-question")
    if type(revision) is not int or not 0 < revision <= MAX_REVISION:
        raise InvalidAnswer("not-a-revision")
    answer = read_answer(contents[question], storable(one.get("answer")))
    stored = list(answer) if isinstance(answer, tuple) else answer
    return Change(question, revision, stored, one.get("flagged") is True)


def storable(value: Any) -> Any:
    """Text without what a database cannot hold: NUL and halves of surrogate pairs."""
    if not isinstance(value, str):
        return value
    return value.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def save_answers(attempt: UUID, changes: Sequence[Change]) -> Receipt:
    """Store what is newer than what is held. Raises `Attempt.DoesNotExist`.

    One statement when everything was stored, two or three more to say why something was not.
    """
    rows = _upsert(attempt, changes) if changes else []
    if changes and len(rows) == len(changes):
        now, deadline = _moment(rows[0][2]), _moment(rows[0][3])
        return Receipt(Attempt.State.STARTED, now, deadline, saved={row[0]: row[1] for row in rows})
    return _explain(attempt, changes, {row[0]: row[1] for row in rows})


def _upsert(attempt: UUID, changes: Sequence[Change]) -> list[tuple[Any, ...]]:
    """Rows of (question, revision, saved_at, deadline) for the answers that were stored."""
    postgresql = connection.vendor == "postgresql"
    now = "clock_timestamp()" if postgresql else "STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'now')"
    limit = (
        "clock_timestamp() - make_interval(secs => %s)"
        if postgresql
        else "STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'now', '-' || %s || ' seconds')"
    )
    json_type = "jsonb" if postgresql else "text"
    # A submission at the same moment waits for this statement, or this one for it and then stores nothing.
    lock = "FOR SHARE OF attempt" if postgresql else ""
    places = ", ".join(["(%s, %s, %s, %s)"] * len(changes))
    sql = f"""
        INSERT INTO exams_response (attempt_id, paper_item_id, answer_json, flagged, revision, saved_at)
        SELECT attempt.id, CAST(sent.column1 AS bigint), CAST(sent.column2 AS {json_type}),
               sent.column3, CAST(sent.column4 AS bigint), {now}
        FROM exams_attempt attempt CROSS JOIN (VALUES {places}) AS sent
        WHERE attempt.uuid = %s AND attempt.state = 'started' AND attempt.deadline >= {limit}
        {lock}
        ON CONFLICT (attempt_id, paper_item_id) DO UPDATE SET
            answer_json = excluded.answer_json, flagged = excluded.flagged,
            revision = excluded.revision, saved_at = excluded.saved_at
        WHERE excluded.revision > exams_response.revision
        RETURNING paper_item_id, revision, saved_at,
                  (SELECT deadline FROM exams_attempt WHERE id = exams_response.attempt_id)
    """  # noqa: S608 -- only fixed words are put in
    # Always in the same order, so that two batches for the same questions cannot lock each other out.
    ordered = sorted(changes, key=lambda change: change.question)
    sent = [value for change in ordered for value in _values(change)]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*sent, _identity(attempt), int(grace().total_seconds())])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _values(change: Change) -> tuple[int, str | None, bool, int]:
    answer = None if change.answer is None else json.dumps(change.answer, ensure_ascii=False)
    return change.question, answer, change.flagged, change.revision


def _identity(attempt: UUID) -> Any:
    return Attempt._meta.get_field("uuid").get_db_prep_value(attempt, connection)


def _moment(value: Any) -> datetime:
    """A moment as a raw statement gives it: SQLite hands out text in UTC."""
    read = value if isinstance(value, datetime) else parse_datetime(value)
    if read is None:
        raise ValueError(f"not a moment: {value!r}")
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _explain(attempt: UUID, changes: Sequence[Change], saved: dict[int, int]) -> Receipt:
    """The receipt when some answer was not stored by this call: the attempt is over, or the stored one is as new."""
    found = Attempt.objects.annotate(clock=Now()).only("id", "state", "deadline").get(uuid=attempt)
    over = found.state == Attempt.State.STARTED and is_overdue(found.clock, found.deadline, grace())
    stale: dict[int, Change] = {}
    for change, held in _held_instead(found, [one for one in changes if one.question not in saved]):
        if held == change:
            saved[change.question] = change.revision  # the same save once more: its receipt was lost on the way
        else:
            stale[change.question] = held
    state = "over" if over else found.state
    return Receipt(state, found.clock, found.deadline, saved=saved, stale=stale)


def _held_instead(attempt: Attempt, missing: Sequence[Change]) -> list[tuple[Change, Change]]:
    if not missing:
        return []
    sent = {change.question: change for change in missing}
    rows = Response.objects.filter(attempt=attempt, paper_item_id__in=sent)
    return [
        (sent[row.paper_item_id], Change(row.paper_item_id, row.revision, row.answer_json, row.flagged)) for row in rows
    ]

"""The statement that stores a batch of answers, and how each database is asked to run it.

It finds the attempt, asks everything that a save must ask, stores what is newer than what is held, and tells what a
receipt needs of the attempt. PostgreSQL keeps it prepared, for making its plan takes longer than the save itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple, Protocol
from uuid import UUID
from weakref import WeakSet

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.backends.utils import CursorWrapper
from django.utils.dateparse import parse_datetime

from exams.models import Attempt


class Sent(Protocol):
    """What is asked of an answer that is to be stored."""

    @property
    def question(self) -> int: ...
    @property
    def answer(self) -> Any: ...
    @property
    def flagged(self) -> bool: ...
    @property
    def revision(self) -> int: ...
    @property
    def section(self) -> int | None: ...


class Stored(NamedTuple):
    """An answer that was stored, with what its receipt tells of the attempt."""

    question: int
    revision: int
    at: datetime
    deadline: datetime
    paused_at: datetime | None
    section: int | None
    section_deadline: datetime | None


# In both, the state stands where no index is looked for: with statistics from before the start, PostgreSQL would go
# through everybody whose test is running instead of looking up one identity. `sent` holds rows as `_row` makes them.
_NEWER = """
    ON CONFLICT (attempt_id, paper_item_id) DO UPDATE SET
        answer_json = excluded.answer_json, flagged = excluded.flagged,
        revision = excluded.revision, saved_at = excluded.saved_at, writer = excluded.writer
    WHERE excluded.revision > exams_response.revision
    RETURNING paper_item_id, revision, saved_at
"""
# A submission at the same moment waits for this statement, or this one for it and then finds nothing that runs.
_POSTGRESQL = """
    WITH attempt AS MATERIALIZED (
        SELECT id, deadline, paused_at, section_id, section_deadline FROM exams_attempt
        WHERE uuid = {attempt} AND writer IN ('', {writer})
              AND CASE WHEN state = 'started' THEN COALESCE(paused_at, deadline) END >= {earliest}
        FOR SHARE
    ), sent AS (
        SELECT CAST(row->>0 AS bigint) AS question, CAST(row->>1 AS jsonb) AS answer,
               CAST(row->>2 AS boolean) AS flagged, CAST(row->>3 AS bigint) AS revision,
               CAST(row->>4 AS bigint) AS section
        FROM jsonb_array_elements({sent}) AS row
    ), stored AS (
        INSERT INTO exams_response (attempt_id, paper_item_id, answer_json, flagged, revision, saved_at, writer)
        SELECT attempt.id, question, answer, flagged, revision, clock_timestamp(), {writer}
        FROM attempt CROSS JOIN sent
        WHERE section IS NULL OR (section = section_id AND (section_deadline IS NULL OR section_deadline >= {earliest}))
        {newer}
    )
    SELECT stored.*, deadline, paused_at, section_id, section_deadline FROM stored CROSS JOIN attempt
"""
# It gives back columns of the table that it writes and nothing else; nobody can write between.
_SQLITE = """
    INSERT INTO exams_response (attempt_id, paper_item_id, answer_json, flagged, revision, saved_at, writer)
    SELECT attempt.id, question, answer, flagged, revision, {now}, {writer}
    FROM exams_attempt attempt CROSS JOIN (
        SELECT json_extract(value, '$[0]') AS question, json_extract(value, '$[1]') AS answer,
               json_extract(value, '$[2]') AS flagged, json_extract(value, '$[3]') AS revision,
               json_extract(value, '$[4]') AS section
        FROM json_each({sent})
    )
    WHERE uuid = {attempt} AND attempt.writer IN ('', {writer})
          AND CASE WHEN state = 'started' THEN COALESCE(paused_at, deadline) END >= {earliest}
          AND (section IS NULL
               OR (section = section_id AND (section_deadline IS NULL OR section_deadline >= {earliest})))
    {newer},
    (SELECT deadline FROM exams_attempt WHERE id = attempt_id),
    (SELECT paused_at FROM exams_attempt WHERE id = attempt_id),
    (SELECT section_id FROM exams_attempt WHERE id = attempt_id),
    (SELECT section_deadline FROM exams_attempt WHERE id = attempt_id)
"""
SQLITE = _SQLITE.format(
    attempt="%(attempt)s",
    writer="%(writer)s",
    sent="%(sent)s",
    now="STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'now')",
    earliest="STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'now', '-' || %(grace)s || ' seconds')",
    newer=_NEWER,
)
POSTGRESQL = _POSTGRESQL.format(
    attempt="%(attempt)s",
    writer="CAST(%(writer)s AS varchar)",
    sent="CAST(%(sent)s AS jsonb)",
    earliest="clock_timestamp() - make_interval(secs => %(grace)s)",
    newer=_NEWER,
)

# A prepared statement belongs to a connection of the server, which a pooler between us and it hands to anybody: by the
# name, what is found there is this very statement.
NAME = f"tiku_save_{sha256(POSTGRESQL.encode()).hexdigest()[:16]}"
_PLACES = {"attempt": "$1", "writer": "$2", "grace": "$3", "sent": "$4"}
EXECUTE = f"EXECUTE {NAME} (%(attempt)s, %(writer)s, %(grace)s, %(sent)s)"
PREPARE = f"PREPARE {NAME} (uuid, varchar, integer, jsonb) AS {POSTGRESQL % _PLACES}; {EXECUTE}"
_encode = json.JSONEncoder(ensure_ascii=False).encode
_DUPLICATE, _MISSING = "42P05", "26000"
_prepared: WeakSet[Any] = WeakSet()


def store(attempt: UUID, changes: Sequence[Sent], writer: str, grace: int) -> list[Stored]:
    """Those of the changes that were stored: the attempt runs and is in time (`grace` in seconds), the writer may
    write, their section is open, and their revision is higher than what is held.

    A connection that broke is opened again, once. What it had stored before it broke is not told as stored again: the
    caller finds it held."""
    # Asking the database whether it still hears us would cost every save a message; the failure tells as well.
    connection.health_check_done = True  # type: ignore[attr-defined]  # missing in the stubs
    try:
        return _store(attempt, changes, writer, grace)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        return _store(attempt, changes, writer, grace)


def _store(attempt: UUID, changes: Sequence[Sent], writer: str, grace: int) -> list[Stored]:
    # Always in the same order, so that two batches for the same questions cannot lock each other out.
    ordered = sorted(changes, key=lambda change: change.question)
    parameters = {
        "attempt": Attempt._meta.get_field("uuid").get_db_prep_value(attempt, connection),
        "writer": writer,
        "grace": grace,
        "sent": _encode([_row(change) for change in ordered]),
    }
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _execute_prepared(cursor, parameters)
            return [Stored(*row) for row in cursor.fetchall()]
        cursor.execute(SQLITE, parameters)
        return [_read(row) for row in cursor.fetchall()]


def _row(change: Sent) -> tuple[Any, ...]:
    # JSON in JSON: SQLite could not give back a part of it as it was sent.
    answer = None if change.answer is None else _encode(change.answer)
    return change.question, answer, change.flagged, change.revision, change.section


def _execute_prepared(cursor: CursorWrapper, parameters: Mapping[str, Any]) -> None:
    """With a pooler between, another connection of the server may answer than the last time, and it may or may not know
    the statement. None of these failures has stored anything."""
    known = connection.connection in _prepared
    for text in (EXECUTE, PREPARE, EXECUTE) if known else (PREPARE, EXECUTE, PREPARE):
        _prepared.add(connection.connection)
        try:
            cursor.execute(text, parameters)
        except DatabaseError as error:
            if getattr(error.__cause__, "sqlstate", "") not in {_DUPLICATE, _MISSING}:
                raise
        else:
            if text is PREPARE:
                cursor.nextset()
            return
    cursor.execute(POSTGRESQL, parameters)


def _read(row: Sequence[Any]) -> Stored:
    moments = {place: _moment(row[place]) for place in (2, 3, 4, 6) if row[place] is not None}
    return Stored(*(moments.get(place, value) for place, value in enumerate(row)))


def _moment(value: datetime | str) -> datetime:
    """SQLite hands out text in UTC, but for columns of its tables."""
    read = parse_datetime(value) if isinstance(value, str) else value
    if read is None:
        raise ValueError(f"not a moment: {value!r}")
    return read if read.tzinfo else read.replace(tzinfo=UTC)

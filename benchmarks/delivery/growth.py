"""Answers of earlier tests, as many as wanted, put into the tables by the database itself."""

from __future__ import annotations

from django.db import connection

from exams.models import Attempt, Response, Sitting

# For each attempt that stands, a finished copy with every question answered; the triggers write the history.
NUMBERS = {
    "postgresql": "SELECT n FROM generate_series(%s::bigint, %s::bigint) AS n",
    "sqlite": "WITH RECURSIVE c(n) AS (SELECT %s UNION ALL SELECT n + 1 FROM c WHERE n < %s) SELECT n FROM c",
}
UUID = {
    "postgresql": "gen_random_uuid()",
    "sqlite": "lower(hex(randomblob(16)))",
}


def fill(of: Sitting, answers: int) -> int:
    """At least so many stored answers more; the number of responses afterwards."""
    questions = list(of.paper.sections.values_list("items", flat=True))
    copies = -(-answers // len(questions))
    first = (Attempt.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    invitations = _copy(of.invitations.model._meta.db_table, _columns_of(of, "invitation"), first, copies)
    _copy(Attempt._meta.db_table, _columns_of(of, "attempt") | {"invitation_id": invitations}, first, copies)
    _respond(first, copies, questions)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Response.objects.count()


def _columns_of(of: Sitting, table: str) -> dict[str, str]:
    return {"uuid": UUID[connection.vendor]} | (
        {"state": "'submitted'", "sitting_id": str(of.pk)} if table == "attempt" else {}
    )


def _copy(table: str, own: dict[str, str], first: int, copies: int) -> str:
    """Rows like the newest one, with ids of their own from 1,000,000,000 on; gives the expression of their id."""
    identity = "1000000000 + n"
    with connection.cursor() as cursor:
        names = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        values = [identity if name == "id" else own.get(name, f"model.{name}") for name in names]
        numbers = NUMBERS[connection.vendor]
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM ({numbers}) AS numbers "
            f"CROSS JOIN (SELECT * FROM {table} WHERE id < 1000000000 ORDER BY id DESC LIMIT 1) AS model",
            [first, first + copies - 1],
        )
    return identity


def _respond(first: int, copies: int, questions: list[int]) -> None:
    now = "now()" if connection.vendor == "postgresql" else "STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'now')"
    cast = "::jsonb" if connection.vendor == "postgresql" else ""
    asked = " UNION ALL ".join(f"SELECT {question} AS question" for question in questions)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO exams_response (attempt_id, paper_item_id, answer_json, flagged, revision, saved_at, writer) "
            f"SELECT 1000000000 + n, question, '[\"B\"]'{cast}, false, 1, {now}, 'earlier' "
            f"FROM ({NUMBERS[connection.vendor]}) AS numbers CROSS JOIN ({asked}) AS asked",
            [first, first + copies - 1],
        )

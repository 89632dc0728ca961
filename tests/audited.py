"""A browser of staff that watches the audit trail: whatever a request writes, it also writes who did it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client

WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
TRAIL = "accounts_auditevent"
# Tables whose change is nobody's deed.
QUIET = {"django_session"}
# A reviewer's draft, and having an answer in hand for ten minutes.
PASSING = tuple(
    f'UPDATE "scoring_marktask" SET {columns} WHERE'
    for columns in ('"draft_json" = %s', '"lease_until" = %s', '"claimed_by_id" = %s, "lease_until" = %s')
)
# Ticks of an import that nobody has committed, by the end of the address.
UNFINISHED = ("/selection/",)


class AuditedClient(Client):
    """Fails when a request that succeeded changed the database and left no row in the audit trail."""

    def request(self, **request: Any) -> Any:
        tables: list[str] = []

        def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            result = execute(sql, params, many, context)
            # SQLite does not count the rows of INSERT … RETURNING.
            if sql.startswith("INSERT") or (context["cursor"].rowcount and not sql.startswith(PASSING)):
                tables.extend(WRITE.findall(sql)[:1])
            return result

        with connection.execute_wrapper(watch):
            response = super().request(**request)
        path = str(request.get("PATH_INFO", ""))
        if response.status_code < 400 and not path.endswith(UNFINISHED):
            told = TRAIL in tables
            assert told or not set(tables) - QUIET, f"{path} changed {sorted(set(tables))} without a word of who did it"
        return response

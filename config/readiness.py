"""May people be sent to this server now?"""

from __future__ import annotations

import shutil
from contextlib import suppress
from functools import lru_cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

# Bytes that must be free where the data lies: enough to go on saving while somebody makes room.
ROOM = 100 * 1024 * 1024


def conditions() -> dict[str, bool]:
    """Condition → whether it holds."""
    reached = database_answers()
    return {"database": reached, "migrations": reached and migrated(), "disk": disk_has_room()}


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


@lru_cache(maxsize=1)
def is_migrated() -> bool:
    """Asked once: a process that found its database complete works with that database until it ends."""
    if missing := missing_migrations():
        raise Incomplete(missing)
    return True


class Incomplete(Exception):
    """The database is older than this version of Tiku; raised, because an exception is not kept as an answer."""


def migrated() -> bool:
    with suppress(Incomplete):
        return is_migrated()
    return False


def missing_migrations() -> list[str]:
    """Names of migrations that this version of Tiku has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def disk_has_room() -> bool:
    try:
        return shutil.disk_usage(settings.TIKU_DATA).free >= ROOM
    except OSError:
        return False

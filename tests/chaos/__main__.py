"""`python -m tests.chaos [--short] [--database postgresql|sqlite] [--seed N] [--json FILE]`.

The long form kills the application 100 times and PostgreSQL 20 times; it takes a quarter of an hour. Ends with 1 when
an acknowledged answer is lost or overwritten, or something happened twice.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

from tests.chaos.processes import PostgreSQL
from tests.chaos.storm import KEY, Plan, stage

LONG = Plan(application_kills=100, worker_kills=30, database_kills=20, freezes=10, candidates=16)
SHORT = Plan(application_kills=1, worker_kills=1, database_kills=1, freezes=1, candidates=8, odds=0.05)


def run(plan: Plan, folder: Path, database: PostgreSQL | None) -> dict[str, Any]:
    """The report, with the verdict in it."""
    url = database.url if database else f"sqlite://{folder / 'storm.sqlite3'}"
    os.environ.update(DATABASE_URL=url, TIKU_DATA=str(folder), TIKU_SECRET_KEY=KEY)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from tests.chaos.tests_to_sit import prepare  # noqa: PLC0415 -- models are there only after the set-up
    from tests.chaos.verdict import judge  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    tokens, questions = prepare(200 + 100 * len(plan.deeds()))
    connection.close()  # the database may die; this process must not hold on to it
    with stage(plan, folder, url, database) as storm:
        seconds = storm.rage(tokens, questions)
        verdict = judge(storm.ledger)
        report = {"database": connection.vendor, "seconds": round(seconds), **storm.report()}
    connection.close()
    return {**report, "verdict": vars(verdict), "good": verdict.is_good}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--short", action="store_true", help="a minute instead of a quarter of an hour")
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="also write the report here")
    chosen = parser.parse_args(arguments)
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="tiku-chaos-", ignore_cleanup_errors=True))
        )
        folder.chmod(0o755)
        database = None
        if chosen.database == "postgresql":
            database = PostgreSQL(folder / "postgresql")
            stack.callback(database.close)
            database.start()
        plan = Plan(**{**vars(SHORT if chosen.short else LONG), "seed": chosen.seed})
        report = run(plan, folder, database)
    told = json.dumps(report, indent=2)
    print(told)
    if chosen.json:
        chosen.json.write_text(told + "\n", encoding="utf-8")
    return 0 if report["good"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

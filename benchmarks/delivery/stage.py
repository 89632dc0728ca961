"""The product, the rival and their database, on this machine."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import django
from django.core.management import call_command

from tests.chaos.processes import Application, PostgreSQL

KEY = "a benchmark's own key, long enough and with Various 0123456789 signs %&/"
THREADS = 8


class Rival(Application):
    @property
    def command(self) -> list[str]:
        return [sys.executable, "-m", "benchmarks.delivery.lean", str(self.port), str(self.workers or 1), str(THREADS)]


@dataclass
class Stage:
    vendor: str
    product: Application
    rival: Application
    database: PostgreSQL | None

    @property
    def database_process(self) -> int:
        return self.database.process.pid if self.database and self.database.process else 0


@contextmanager
def stage(vendor: str, folder: Path, workers: int = 2) -> Iterator[Stage]:
    """Both servers run, with as many processes and threads each."""
    with ExitStack() as stack:
        database = None
        if vendor == "postgresql":
            database = PostgreSQL(folder / "postgresql")
            stack.callback(database.close)
            database.start()
        url = database.url if database else f"sqlite://{folder / 'benchmark.sqlite3'}"
        prepare(url, folder)
        count = workers if database else 0
        product, rival = Application(url, folder, KEY, count), Rival(url, folder, KEY, count)
        for server in (product, rival):
            stack.callback(server.close)
            server.start()
            wait_until_it_answers(server.port)
        yield Stage(vendor, product, rival, database)


def prepare(url: str, folder: Path) -> None:
    os.environ.update(DATABASE_URL=url, TIKU_DATA=str(folder), TIKU_SECRET_KEY=KEY)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from benchmarks.delivery.lean import create_table  # noqa: PLC0415 -- after the set-up

    call_command("migrate", verbosity=0)
    create_table()


def wait_until_it_answers(port: int) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except (OSError, HTTPException):
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"nothing answers at port {port}")

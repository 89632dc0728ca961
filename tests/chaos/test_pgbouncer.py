"""PgBouncer in transaction mode between the application and PostgreSQL: fewer connections than people who save."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from django.db import connection

from tests.chaos.candidates import Candidate, Ledger
from tests.chaos.processes import Application, free_port
from tests.chaos.storm import KEY
from tests.chaos.tests_to_sit import prepare
from tests.chaos.verdict import judge

CONNECTIONS = 2
PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@contextmanager
def pgbouncer(folder: Path) -> Iterator[int]:
    """The port at which it hands out the test database."""
    to, port = connection.settings_dict, free_port()
    behind = f"host={to['HOST']} port={to['PORT'] or 5432} user={to['USER']}"
    lines = ["[databases]", f"tiku = {behind} dbname={to['NAME']}", "[pgbouncer]", "listen_addr = 127.0.0.1"]
    lines += [f"listen_port = {port}", "auth_type = any", "unix_socket_dir =", "pool_mode = transaction"]
    lines += [f"default_pool_size = {CONNECTIONS}", "ignore_startup_parameters = extra_float_digits"]
    settings = folder / "pgbouncer.ini"
    settings.write_text("\n".join(lines) + "\n", encoding="utf-8")
    # It refuses to run as root; the server's own user may reach its socket.
    reachable = os.stat(to["HOST"]).st_uid if to["HOST"].startswith("/") else pwd.getpwnam("nobody").pw_uid
    other = reachable if os.geteuid() == 0 else None
    with settings.open("rb") as given, (folder / "pgbouncer.log").open("wb") as log:
        running = subprocess.Popen([str(PGBOUNCER), "/dev/stdin"], stdin=given, stdout=log, stderr=log, user=other)
        try:
            yield port
        finally:
            running.terminate()
            running.wait()


@pytest.mark.skipif(PGBOUNCER is None, reason="PgBouncer is not installed (on Debian: apt-get install pgbouncer)")
@pytest.mark.skipif(connection.vendor != "postgresql", reason="PgBouncer is for PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_tests_are_taken_through_a_pool_in_transaction_mode(tmp_path: Path) -> None:
    tokens, questions = prepare(60)
    ledger, ended = Ledger(), Event()
    with pgbouncer(tmp_path) as port:
        application = Application(f"postgresql://postgres@127.0.0.1:{port}/tiku", tmp_path, KEY, workers=2)
        application.start()
        people = [Candidate(application.port, tokens, questions, ledger, ended, seed) for seed in range(6)]
        try:
            for person in people:
                person.start()
            until = time.monotonic() + 120
            while len(ledger.submitted) < 6 and time.monotonic() < until:
                time.sleep(0.1)
            ended.set()
            for person in people:
                person.join(60)
        finally:
            application.close()

    assert ledger.counts["saves answered 500"] == 0
    assert len(ledger.submitted) >= 6
    verdict = judge(ledger)
    assert (verdict.is_good, verdict) == (True, verdict)

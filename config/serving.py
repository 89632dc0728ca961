"""The application server for this site: granian. SQLite wants one process with threads, because writers in several
starve one another; PostgreSQL gets several processes."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from granian.constants import Interfaces
from granian.server import Server
from granian.server.common import AbstractServer

from config.openfiles import connections_to_hold
from exams.sweeper import start_sweeper
from questionbank.imports.reader import wake

THREADS = 8
# Seconds after which a thread that computes lets another one go on. Saves come in between pages, which take twenty
# times as long: with Python's usual five milliseconds each save would wait for that at every step of its way.
SWITCH_AFTER = 0.001
PORTS = 65_536
# Seconds before a server that gave up starts again: long enough not to fill the log where it cannot work at all.
PAUSE = 2
# Connections that wait to be taken when everybody starts at once; the system may allow fewer.
BACKLOG = 4_096


def serve(host: str, port: int, *, workers: int = 1, threads: int = THREADS) -> None:
    """Serve until the process is told to stop. Each worker is a copy of this process, so this one may hold neither a
    connection nor a thread: a copy of a lock that another thread holds is never let go."""
    while True:
        let_go_of_the_database()
        if threading.active_count() > 1:
            raise RuntimeError(f"threads before the workers: {[thread.name for thread in threading.enumerate()]}")
        server = server_for(host, port, workers, threads)
        try:
            server.serve()
        except SystemExit:
            # It gives up when a worker dies twice within seconds; candidates would find nobody until somebody looks.
            pause(server)
            if server.interrupt_signal:
                raise
        else:
            return


def pause(server: AbstractServer[Any]) -> None:
    """Before it starts again; who tells it to stop is still heard."""
    if not server.interrupt_signal:
        sys.stderr.write("Processes died one after the other; the server starts again.\n")
        time.sleep(PAUSE)


def server_for(host: str, port: int, workers: int, threads: int) -> AbstractServer[Any]:
    return Server(
        "config.serving:worker",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        # Each browser keeps connections open between its saves, and one that waits for nothing counts as well: with
        # granian's own limit nobody could come in after the first thousand.
        backpressure=connections_to_hold(),
        backlog=BACKLOG,
        # A worker that died is replaced; those that are well go on.
        respawn_failed_workers=True,
        # Ctrl+C reaches server and worker at once, and a worker that is told to stop twice may wait for ever.
        workers_kill_timeout=2,
        log_enabled=False,
    )


def let_go_of_the_database() -> None:
    for connection in connections.all(initialized_only=True):
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]  # its driver is not loaded for the sake of a type


def worker() -> WSGIApplication:
    """The application; beside it each worker closes overdue tests, scores what a crash left and reads documents."""
    from config.wsgi import application  # noqa: PLC0415 -- made in the worker alone
    from scoring.auto import score_pending  # noqa: PLC0415 -- models are there once the application is made

    threading.Thread(target=leave_with, args=(os.getppid(),), name="parent watch", daemon=True).start()
    sys.setswitchinterval(SWITCH_AFTER)
    start_sweeper(also=score_pending)
    wake()
    return application


def leave_with(parent: int) -> None:
    """A worker whose parent was killed would keep the port from the server that is started next."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(5)
    os._exit(1)


def processes(vendor: str, wanted: int | None, cores: int) -> int:
    """How many processes serve. Raises `CommandError` where more than one would harm."""
    if vendor != "sqlite":
        return wanted or max(2, cores)
    if wanted and wanted > 1:
        raise CommandError(
            "SQLite lets one process write; with several, answers would wait for one another. "
            "Leave --workers out, or set DATABASE_URL to a PostgreSQL database."
        )
    return 1


def share_counts() -> None:
    """A folder in which the processes of this server add up what they count; empty at every start."""
    folder = Path(settings.TIKU_DATA) / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def refuse_taken_port(host: str, port: int) -> None:
    if not 0 < port < PORTS:
        raise CommandError(f"There is no port {port}: ports are the numbers from 1 to {PORTS - 1}.")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise CommandError(f"Port {port} is not open to you: choose one from 1024 on, such as 8010.") from error
        except OSError as error:
            raise CommandError(why_not(host, port, error)) from error


def why_not(host: str, port: int, error: OSError) -> str:
    if error.errno != errno.EADDRINUSE:
        return f"This machine has no address {host}: use one of its own, or 0.0.0.0 for all of them."
    other = port + 10 if port + 10 < PORTS else 8010
    return f"Port {port} is taken: stop the other program, or choose another port with --port {other}."


def collect_static() -> None:
    """Only when a static file is newer than what was collected."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    base = Path(settings.BASE_DIR)
    newest = max(path.stat().st_mtime for path in base.glob("*/static/**/*") if path.is_file())
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)

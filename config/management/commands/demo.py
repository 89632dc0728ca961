"""`manage.py demo`: the demo's database, its addresses in the terminal, and the server. Started by `run.py demo`."""

from __future__ import annotations

import logging
import socket
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from config.demo import build_demo, refresh_guest
from config.demo_file import Demo, read_demo
from config.serving import serve
from exams.sweeper import start_sweeper

_PORTS = 65_536


class Command(BaseCommand):
    help = "Try Tiku: question packs, a finished sitting, an open one, on this machine only."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare", action="store_true", help="make the data and stop")

    def handle(self, *_args: Any, port: int, prepare: bool, **_options: Any) -> None:
        if not settings.TIKU_DEMO:
            raise CommandError("Start the demo with: python3 run.py demo")
        if not prepare:
            refuse_taken_port(port)
        demo = self.world()
        collect_static()
        self.tell(demo)
        connections.close_all()
        if prepare:
            return
        logging.getLogger("django.request").setLevel(logging.ERROR)
        start_sweeper()
        serve("127.0.0.1", port)

    def world(self) -> Demo:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0)
        demo = read_demo()
        if demo:
            return refresh_guest(demo)
        self.stdout.write("Loading the question packs and a finished sitting …")
        call_command("flush", interactive=False, verbosity=0)  # what an interrupted first start left
        return build_demo()

    def tell(self, demo: Demo) -> None:
        address = settings.TIKU_PUBLIC_URL
        link = f"{address}/t/{demo.token}/"
        lines = [
            "",
            "Tiku 题库 is ready. Accounts exist in this demo only, all with the password " + demo.password,
            f"  HR              {address}/            user name chen",
            f"  Reviewer        {address}/marking/    user name zhao",
            f"  Marking leader  {address}/marking/    user name zhou",
            f"  Administrator   {address}/people/     user name wu",
            f"  Candidate       {link}",
            "",
        ]
        self.stdout.write("\n".join(lines))
        code = StringIO()
        segno.make(link, error="l").terminal(out=code, compact=True, border=2)
        self.stdout.write(code.getvalue())
        self.stdout.write("\nPress Ctrl+C to stop.\n")
        self.stdout.flush()


def refuse_taken_port(port: int) -> None:
    if not 0 < port < _PORTS:
        raise CommandError(f"There is no port {port}: ports are the numbers from 1 to {_PORTS - 1}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise CommandError(f"Port {port} is not open to you: choose one from 1024 on, such as 8010.") from error
        except OSError as error:
            other = port + 10 if port + 10 < _PORTS else 8010
            raise CommandError(
                f"Port {port} is taken: stop the other program, or choose another port with --port {other}."
            ) from error


def collect_static() -> None:
    """Only when a static file is newer than what was collected."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    base = Path(settings.BASE_DIR)
    newest = max(path.stat().st_mtime for path in base.glob("*/static/**/*") if path.is_file())
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)

"""`manage.py demo`: the demo's database, its addresses in the terminal, and the server. Started by `run.py demo`."""

from __future__ import annotations

import logging
from argparse import ArgumentParser
from io import StringIO
from typing import Any

import segno
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from config.demo import build_demo, refresh_guest
from config.demo_file import Demo, read_demo
from config.serving import collect_static, refuse_taken_port, serve


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
            refuse_taken_port("127.0.0.1", port)
        demo = self.world()
        collect_static()
        self.tell(demo)
        connections.close_all()
        if prepare:
            return
        logging.getLogger("django.request").setLevel(logging.ERROR)
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

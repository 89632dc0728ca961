"""`manage.py serve`: Tiku for real use, started by `run.py serve`. Refuses what would lose answers or leak them."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.checks import ERROR, Tags, run_checks
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from accounts.models import User
from config.readiness import missing_migrations
from config.serving import THREADS, collect_static, processes, refuse_taken_port, serve, share_counts


class Command(BaseCommand):
    help = "Serve Tiku: several processes on PostgreSQL, one with threads on SQLite."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 = every network of this machine")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, help="processes; PostgreSQL only; default: one for each core")
        parser.add_argument("--threads", type=int, default=THREADS, help="of each process")

    def handle(self, *_args: Any, host: str, port: int, workers: int | None, threads: int, **_options: Any) -> None:
        if settings.DEBUG:
            raise CommandError("TIKU_DEBUG is on, which shows settings and code to visitors: set TIKU_DEBUG=0.")
        count = processes(connection.vendor, workers, os.cpu_count() or 1)
        refuse_taken_port(host, port)
        self.prepare_database()
        self.warn()
        collect_static()
        share_counts()
        self.stdout.write(f"Tiku serves http://{host}:{port} with {count} × {threads} threads on {connection.vendor}.")
        self.stdout.write("Press Ctrl+C to stop.")
        self.stdout.flush()
        serve(host, port, workers=count, threads=threads)

    def prepare_database(self) -> None:
        """An empty database is set up; one that holds data is only changed by somebody who has made a copy of it."""
        try:
            empty = not connection.introspection.table_names()
            missing = missing_migrations()
        except OperationalError as error:
            raise CommandError(f"The database does not answer ({str(error).strip()}): check DATABASE_URL.") from error
        if empty:
            self.stdout.write("Setting up the empty database …")
            call_command("migrate", verbosity=0)
        elif missing:
            raise CommandError(
                f"The database is older than this version of Tiku ({len(missing)} changes are missing): make a copy of "
                "it, then run python3 run.py manage migrate"
            )
        if not User.objects.exists():
            self.stdout.write("Nobody can sign in yet: python3 run.py manage createsuperuser")

    def warn(self) -> None:
        for found in run_checks(tags=[Tags.security], include_deployment_checks=True):
            if found.level >= ERROR:
                raise CommandError(f"{found.msg} {found.hint or ''}".strip())
            self.stderr.write(f"Warning: {found.msg} ({found.id})")

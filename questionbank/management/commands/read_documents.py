"""`manage.py read_documents [--every SECONDS]`: do what waits to be done for imports."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from questionbank.imports.reader import Reader, work_off


class Command(BaseCommand):
    help = "Read long documents that wait, and take long imports into the bank."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help="keep going, with this pause in between")

    def handle(self, *args: Any, every: float | None = None, **options: Any) -> None:
        self.stdout.write(f"done {work_off()}")
        if every:
            Reader(every).run()

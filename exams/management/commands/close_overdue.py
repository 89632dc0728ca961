"""`manage.py close_overdue [--every SECONDS]`: close attempts whose time is over."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from exams.attempts import close_overdue
from exams.sweeper import Sweeper


class Command(BaseCommand):
    help = "Close running attempts whose time is over; their end is their deadline."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help="keep going, with this pause in between")

    def handle(self, *args: Any, every: float | None = None, **options: Any) -> None:
        self.stdout.write(_("Tests closed: %(n)s") % {"n": close_overdue()})
        if every:
            Sweeper(every).run()

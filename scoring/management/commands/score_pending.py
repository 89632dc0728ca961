"""`manage.py score_pending`: score the submitted attempts that have no score yet."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from scoring.auto import score_pending


class Command(BaseCommand):
    help = "Score submitted attempts that have no score yet. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        scored, failed = score_pending()
        self.stdout.write(_("Answer sheets scored: %(n)s") % {"n": scored})
        if failed:
            raise CommandError(_("Answer sheets that could not be scored: %(n)s. See the log.") % {"n": failed})

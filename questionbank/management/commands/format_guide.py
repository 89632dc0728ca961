"""`manage.py format_guide`: write docs/format-guide*.md from the texts and examples of the application's own guide."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from questionbank.guide.markdown import FILES, markdown


class Command(BaseCommand):
    help = "Writes the format guide below docs/ in both languages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail when a file is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        for language, name in FILES.items():
            path, text = Path(settings.BASE_DIR) / name, markdown(language)
            if path.exists() and path.read_text(encoding="utf-8") == text:
                continue
            if options["check"]:
                raise CommandError(f"{name} is out of date: run manage.py format_guide.")
            path.write_text(text, encoding="utf-8")
            self.stdout.write(name)

"""`manage.py load_packs [--approve]`: the shipped roles and questions. Repeating it adds nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from questionbank.formats.tiku_json import NotADocument
from questionbank.models import JobRole
from questionbank.packs import PackReport, fixtures, load_pack, load_roles, pack_files


class Command(BaseCommand):
    help = "Load the roles and the question packs that come with the product."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--approve", action="store_true", help="approve the loaded questions for use in papers")

    def handle(self, *args: Any, approve: bool, **options: Any) -> None:
        with transaction.atomic():
            made = load_roles(fixtures() / "roles.json")
        self.stdout.write(f"roles: {made} new")
        for path in pack_files(fixtures() / "packs"):
            try:
                self._tell(load_pack(path, approve=approve))
            except (NotADocument, JobRole.DoesNotExist) as error:
                raise CommandError(f"{path.name}: {error}", returncode=2) from error

    def _tell(self, report: PackReport) -> None:
        approved = len(report.approval.changed)
        self.stdout.write(
            f"{report.name}: {report.added} added, {approved} approved, {len(report.refused)} with errors"
        )
        for item, reasons in report.approval.refused:
            self.stdout.write(f"  {item} not approved: {' '.join(reason.code for reason in reasons)}")

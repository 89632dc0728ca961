"""`manage.py load_packs [--approve]`: the shipped roles and questions. Repeating it adds nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from questionbank.formats.tiku_json import NotADocument
from questionbank.messages import sentence
from questionbank.models import JobRole
from questionbank.packs import PackReport, fixtures, load_pack, load_roles, pack_files


class Command(BaseCommand):
    help = "Load the roles and the question packs that come with the product."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--approve", action="store_true", help="approve the loaded questions for use in papers")

    def handle(self, *args: Any, approve: bool, **options: Any) -> None:
        with transaction.atomic():
            made = load_roles(fixtures() / "roles.json")
        self.stdout.write(_("New roles: %(n)s") % {"n": made})
        for path in pack_files(fixtures() / "packs"):
            try:
                self._tell(load_pack(path, approve=approve))
            except (NotADocument, JobRole.DoesNotExist) as error:
                raise CommandError(f"{path.name}: {error}", returncode=2) from error

    def _tell(self, report: PackReport) -> None:
        approved = len(report.approval.changed)
        text = _("%(name)s: %(added)s added, %(approved)s approved, %(refused)s with errors")
        counts = {"added": report.added, "approved": approved, "refused": len(report.refused)}
        self.stdout.write(text % {"name": report.name, **counts})
        for item, reasons in report.approval.refused:
            told = " ".join(sentence(reason.code, reason.params) for reason in reasons)
            self.stdout.write("  " + _("%(item)s not approved: %(reasons)s") % {"item": item, "reasons": told})

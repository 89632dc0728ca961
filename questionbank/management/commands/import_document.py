"""`manage.py import_document FILE --role CODE [--dry-run]`: the items without errors become drafts of the bank."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questionbank.imports.batches import CommitReport, commit, stage
from questionbank.messages import sentence
from questionbank.models import ImportBatch, JobRole
from questionbank.reading import Unreadable, read_document


class Command(BaseCommand):
    help = "Import the questions of a document into the bank as drafts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--role", required=True, help="code of the role that the questions are for")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")

    def handle(self, *args: Any, file: Path, role: str, dry_run: bool, **options: Any) -> None:
        document_role = _role(role)
        try:
            data = file.read_bytes()
            document = read_document(data, file.name)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=2) from error
        except Unreadable as error:
            raise CommandError(f"{file.name}: {sentence(error.code, error.params)}", returncode=2) from error
        with transaction.atomic():
            batch = stage(document, data, document_role, None)
            report = commit(batch)
            transaction.set_rollback(dry_run)
        self._tell(batch, report, len(document.items), dry_run)

    def _tell(self, batch: ImportBatch, report: CommitReport, found: int, dry_run: bool) -> None:
        say = self.stdout.write
        say(ngettext("%(n)s question found.", "%(n)s questions found.", found) % {"n": found})
        say(_("Added as drafts: %(n)s") % {"n": len(report.added)})
        if report.already:
            say(_("Imported earlier: %(n)s") % {"n": len(report.already)})
        if report.duplicates:
            say(_("In the bank already, not added: %(places)s") % {"places": _numbers(report.duplicates)})
        if report.refused:
            say(_("Left in the import for correction: %(places)s") % {"places": _numbers(report.refused)})
        say(_("Nothing was changed (dry run).") if dry_run else _("Import %(id)s") % {"id": batch.uuid})


def _role(code: str) -> JobRole:
    role = JobRole.objects.filter(code=code).first()
    if role is None:
        known = " ".join(JobRole.objects.values_list("code", flat=True)) or "-"
        raise CommandError(
            _("There is no role %(code)s. Roles: %(known)s") % {"code": code, "known": known}, returncode=2
        )
    return role


def _numbers(positions: Any) -> str:
    """Positions as people count them, the first 20."""
    shown = [str(position + 1) for position in sorted(positions)]
    return ", ".join(shown[:20]) + (" …" if len(shown) > 20 else "")

"""`manage.py export_results SITTING -o FILE.xlsx`: the ranked result of a sitting as a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from accounts.audit import record
from exams.models import Sitting
from scoring.export import results_workbook


class Command(BaseCommand):
    help = "Write the ranked result of a sitting to an xlsx file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("sitting", type=UUID, help="the identifier in the address of the sitting's page")
        parser.add_argument("-o", "--output", type=Path, required=True, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        sitting = Sitting.objects.filter(uuid=options["sitting"]).select_related("paper").first()
        if sitting is None:
            raise CommandError(_("There is no sitting %(id)s.") % {"id": options["sitting"]})
        try:
            options["output"].write_bytes(results_workbook(sitting))
        except OSError as error:
            text = _("%(file)s cannot be written: %(reason)s")
            raise CommandError(text % {"file": options["output"], "reason": error.strerror}) from error
        record(None, "result.exported", sitting)
        self.stdout.write(_("Written: %(file)s") % {"file": options["output"]})

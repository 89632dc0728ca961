"""The ranked result as a spreadsheet with a fixed layout."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from exams.models import Sitting
from scoring.exact import rounded
from scoring.notes import notes_of
from scoring.ranking import Verdict
from scoring.results import Line, duration_minutes, lines, section_titles, standings

# No cell becomes a formula, a link or a number because of what a candidate wrote.
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def results_workbook(sitting: Sitting) -> bytes:
    """Rank, name, contact, score, maximum, percent, result, sections, times, notes: one row for each candidate, best
    first.

    While marks are missing the score's cell says so in words and holds no number.
    """
    table = standings(sitting)
    content = BytesIO()
    book = xlsxwriter.Workbook(content, SAFE)
    sheet = book.add_worksheet(_("Results"))
    bold = book.add_format({"bold": True, "bottom": 1})
    titles = list(section_titles(sitting).values())
    for column, title in enumerate(headings(titles)):
        sheet.write_string(0, column, title, bold)
    notes = notes_of(sitting)
    for place, line in enumerate(lines(sitting, table.rows), start=1):
        _write_row(sheet, place, [*_cells(line, len(titles)), *notes.get(line.attempt.pk, ())])
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(headings(titles)) - 1)
    sheet.set_column(1, 2, 22)
    sheet.set_column(3, len(headings(titles)) - 1, 14)
    book.close()
    return content.getvalue()


def headings(sections: Sequence[str]) -> list[str]:
    first = [_("Rank"), _("Name"), _("Contact"), _("Score"), _("Maximum"), _("Percent"), _("Result")]
    last = [_("Started at"), _("Finished at"), _("Minutes taken"), _("Integrity record"), _("Late answers")]
    return [*first, *sections, *last]


def verdict_words(verdict: Verdict) -> str:
    words = {
        Verdict.PASSED: pgettext("result", "Passed"),
        Verdict.FAILED: pgettext("result", "Not passed"),
        Verdict.OPEN: pgettext("result", "Still open"),
    }
    return words[verdict]


def _cells(line: Line, sections: int) -> list[str | Fraction | int]:
    row, invited = line.standing, line.attempt.invitation
    final = row.is_final
    band = row.band.best if row.band.best == row.band.worst else f"{row.band.best}–{row.band.worst}"
    contact = " / ".join(filter(None, [invited.email, invited.phone]))
    percent: str | Fraction = row.span.sure * 100 / row.maximum if final and row.maximum else ""
    scores = [section.sure if section.sure == section.possible else _("waits for marks") for section in line.sections]
    return [
        band,
        invited.name,
        contact,
        row.span.sure if final else _("waits for marks"),
        row.maximum,
        percent,
        verdict_words(row.verdict),
        *scores,
        *[""] * (sections - len(scores)),
        _time(line.attempt.started_at),
        _time(line.attempt.finished_at),
        duration_minutes([line.attempt]).get(line.attempt.pk, ""),
    ]


def _time(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else ""


def _write_row(sheet: Any, place: int, cells: Sequence[str | Fraction | int]) -> None:
    """Texts only as texts; the only numbers are our own."""
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(place, column, cell)
        else:
            sheet.write_number(place, column, rounded(Fraction(cell)))

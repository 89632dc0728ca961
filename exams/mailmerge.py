"""Lists of names and links for mail merge and spreadsheets. Pure: no Django."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# A cell that begins with one of these is a formula for a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """The text, with an apostrophe in front of what a spreadsheet would calculate."""
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Comma-separated, with a byte order mark so that Excel and WPS read Chinese."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in (header, *rows))
    return "\ufeff" + out.getvalue()


def tab_text(rows: Iterable[Sequence[str]]) -> str:
    """One line a row, tabs between the cells: pastes into a spreadsheet or a chat."""
    return "\n".join("\t".join(safe_cell(" ".join(cell.split())) for cell in row) for row in rows)

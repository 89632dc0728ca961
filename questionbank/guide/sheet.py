"""The template for Excel: the template's questions as rows, with lists to choose from. Pure: no Django."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from questionbank.content import AnswerPoint, Criterion, points_text
from questionbank.document import DraftItem
from questionbank.guide.source import Language, template_columns, template_document, template_text, words

# Nothing that stands in a cell becomes a formula, a link or a number by itself.
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
WIDTHS = {"type": 11, "stem": 36, "key": 14, "points": 6, "explanation": 24, "answer_points": 26, "criteria": 18}
WIDTH = 13
# How many rows the lists to choose from reach down.
ROWS = 500
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Notes:
    """What the workbook says in the reader's language: names of its two sheets, advice, and a note on each column."""

    questions: str
    notes: str
    lines: Sequence[str]
    columns: Mapping[str, str]
    pick: str


def excel_template(language: Language, notes: Notes) -> bytes:
    """The .xlsx file. The sheet of notes has no header of questions, so that the import passes over it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, SAFE)
    book.set_properties({"title": template_text(language).splitlines()[0], "author": "Tiku", "created": _CREATED})
    _questions(book, language, notes)
    _notes(book, language, notes)
    book.close()
    return out.getvalue()


def _questions(book: Any, language: Language, notes: Notes) -> None:
    sheet = book.add_worksheet(notes.questions)
    head = book.add_format({"bold": True, "bg_color": "#EDF1FD", "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    cell = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    columns = template_columns()
    for at, (role, names) in enumerate(columns.items()):
        sheet.set_column(at, at, WIDTHS.get(role, WIDTH), cell)
        sheet.write_string(0, at, names[language], head)
    for row, item in enumerate(template_document(language).items, start=1):
        for at, role in enumerate(columns):
            sheet.write_string(row, at, value(item, role, language), cell)
    _lists(sheet, language, notes, list(columns))
    sheet.ignore_errors({"number_stored_as_text": "A1:Z1000"})
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _lists(sheet: Any, language: Language, notes: Notes, roles: list[str]) -> None:
    """Lists for kind and difficulty; another word may still be typed, since the import knows more of them."""
    kinds = [word for names in words("kinds").values() for word in names[language]]
    levels = [names[language][0] for names in words("levels").values()]
    for role, choices in (("type", kinds), ("difficulty", levels)):
        at = roles.index(role)
        rule = {"validate": "list", "source": choices, "error_type": "information", "input_message": notes.pick}
        sheet.data_validation(1, at, ROWS, at, rule)


def _notes(book: Any, language: Language, notes: Notes) -> None:
    """One cell a line: names and texts in columns of their own would be read as the fields of a question."""
    sheet = book.add_worksheet(notes.notes)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True})
    sheet.set_column(0, 0, 84, wrap)
    row = 0
    for row, line in enumerate(notes.lines):
        sheet.write_string(row, 0, line, wrap)
    gap = "：" if language == "zh" else ": "
    for at, (role, names) in enumerate(template_columns().items(), start=row + 2):
        text = notes.columns[role.partition(":")[0]]
        sheet.write_rich_string(at, 0, bold, names[language], gap + text, wrap)


def value(item: DraftItem, role: str, language: Language) -> str:
    """What stands in an item's cell of the column with this role."""
    if role.startswith("option:"):
        return next((option.text for option in item.options if option.label == role[-1]), "")
    written = {
        "type": item.genre or words("kinds")[item.kind][language][0],
        "stem": item.stem,
        "key": _key(item, language),
        "points": points_text(item.points) if item.points is not None else "",
        "explanation": item.explanation or "",
        "answer_points": "\n".join(
            f"{at}) {_worth(point, language)}" for at, point in enumerate(item.answer_points, 1)
        ),
        "criteria": "\n".join(_worth(criterion, language) for criterion in item.criteria),
        "assesses": "、".join(item.assesses) if language == "zh" else ", ".join(item.assesses),
        "difficulty": words("levels")[item.difficulty][language][0] if item.difficulty else "",
        "topics": ", ".join(item.topics),
    }
    return written[role]


def _key(item: DraftItem, language: Language) -> str:
    if isinstance(item.key, bool):
        return words("truth")[str(item.key).lower()][language][1 if language == "zh" else 0]
    return "".join(item.key) if item.key else item.reference_answer or ""


def _worth(row: AnswerPoint | Criterion, language: Language) -> str:
    if row.points is None:
        return row.text
    points = points_text(row.points)
    return f"{row.text}（{points}分）" if language == "zh" else f"{row.text} ({points} points)"

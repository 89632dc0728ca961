"""The sheets of any file that holds a table of questions. Pure: no Django."""

from __future__ import annotations

from pathlib import PurePath

from questionbank.document import SheetView
from questionbank.formats import text
from questionbank.formats.detect import Detected, Form, detect
from questionbank.formats.tables.table import overview
from questionbank.formats.tables.texttables import (
    from_text,
    rows_in_lines,
    rows_in_text,
    table_in_lines,
    table_in_text,
    without_tables,
)
from questionbank.formats.unreadable import Unreadable
from questionbank.formats.word.docx import WordText, read_word
from questionbank.formats.workbooks.sheet import Grid, read_csv, read_workbook
from questionbank.parsing import parse_lines


def sheets_of(data: bytes, name: str, encoding: str | None = None, found: Detected | None = None) -> list[Grid]:
    """Workbooks, lists of values, and texts that are tables or rows; no sheets of anything else. Raises
    `Unreadable`."""
    found = found or detect(data, name)
    if found.form is Form.WORKBOOK:
        return read_workbook(data, found.package)
    if found.form is Form.CSV:
        return values_in(decoded(data, encoding).text, name)
    grid = None
    if found.form is Form.TEXT:
        content = decoded(data, encoding).text
        grid = table_in_text(content) or rows_in_text(content)
    elif found.form is Form.WORD and found.package:
        word = read_word(found.package)
        grid = table_of_word(word) or rows_in_lines(word.lines)
    return [] if grid is None else [grid]


def values_in(content: str, name: str) -> list[Grid]:
    """`.tsv` may hold several sheets under `=== names ===`, as people get them to correct."""
    if PurePath(name).suffix.lower() == ".tsv":
        return from_text(content)
    return [read_csv(content)]


def decoded(data: bytes, encoding: str | None) -> text.Text:
    try:
        return text.text_of(data, encoding)
    except text.NotText as error:
        raise Unreadable(error.code, detail=error.detail) from error


def offered(grid: Grid | None) -> list[SheetView]:
    """The rows of a file that was read as text, for a person who knows that their columns hold questions. Nobody is
    asked: a table may as well be a job description. None without rows."""
    views = overview([grid]) if grid is not None else []
    for view in views:
        view.doubtful, view.skip = False, False
    return views


def table_of_word(word: WordText) -> Grid | None:
    """The table of a Word file without questions outside of its tables."""
    grid = table_in_lines(word.lines)
    if grid is None or parse_lines(without_tables(word.lines)).items:
        return None
    return grid

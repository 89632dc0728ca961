"""Any supported file in, a document out. Needs no database and no Django.

`read_document` judges the size and hands zip and OLE files (Word, spreadsheets) and big texts to a child process,
whose `read_here` unpacks and parses them; texts and JSON of a usual size are read in place.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from questionbank.document import Diagnostic, Document, Severity, Source
from questionbank.formats import text, tiku_json
from questionbank.formats.detect import READABLE, Detected, Form, detect
from questionbank.formats.isolation import DEFAULT_LIMITS, Apart, Limits, read_apart
from questionbank.formats.package import unpacked_xml
from questionbank.formats.programs.dialects import lines_of_records, translated
from questionbank.formats.tables.choice import TableChoice
from questionbank.formats.tables.table import read_table
from questionbank.formats.tables.texttables import (
    as_text,
    piped_out,
    rows_in_lines,
    rows_in_text,
    spelled_out,
    table_in_text,
)
from questionbank.formats.tabular import decoded, offered, sheets_of, table_of_word, values_in
from questionbank.formats.unreadable import Unreadable
from questionbank.formats.word.docx import WordText, read_word
from questionbank.formats.word.marked import take_marked_keys
from questionbank.formats.word.markedblanks import take_marked_blanks
from questionbank.formats.workbooks.sheet import read_workbook
from questionbank.parsing import parse_lines
from questionbank.parsing.source.lines import SourceLine, plain_lines

__all__ = [
    "MAX_BYTES",
    "SUFFIXES",
    "Unreadable",
    "is_quick",
    "read_document",
    "read_here",
    "read_quickly",
    "start_reading",
    "table_text",
]

MAX_BYTES = 10 * 1024 * 1024
# A text of these sizes is read within a second or two, whatever it says; a bigger one must not keep the server busy.
MAX_PLACED_BYTES = 300_000
MAX_PLACED_LINE = 20_000
# The same character again and again, as blanks: some patterns take time that grows faster than such a run.
LONG_RUN = re.compile(rb"([^\n]{1,3}?)\1{199,}")
TAB_TYPE = "text/tab-separated-values"
# What is read while somebody waits, in about a second: XML of an Office file, old spreadsheets.
MAX_QUICK_XML = 1_000_000
MAX_QUICK_OLE = 500_000
# So many are stored within a second.
QUICK_ITEMS = 2_000
HASTY = Limits(seconds=8)
# A reading that nobody waits for may take its time.
PATIENT = Limits(seconds=300)
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OLD_BOOK_TYPE = "application/vnd.ms-excel"


@dataclass(frozen=True, slots=True)
class Request:
    """A file and how to read it. `columns` says what the columns of every sheet of a table hold, counted from 0;
    `choice` says it, and more, of each sheet."""

    data: bytes
    name: str
    encoding: str | None = None
    columns: Mapping[int, str] | None = None
    choice: TableChoice | None = None


def read_document(
    data: bytes,
    name: str,
    *,
    encoding: str | None = None,
    columns: Mapping[int, str] | None = None,
    choice: TableChoice | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Document:
    """Raises `Unreadable` for what is no question document; questions that are wrong are diagnostics instead."""
    check_size(data)
    pairs = None if columns is None else list(columns.items())
    if is_harmless(data):
        return read_here(data, name, encoding, pairs, choice.model_dump() if choice else None)
    request: dict[str, Any] = {"name": name, "encoding": encoding, "columns": pairs}
    request["choice"] = choice.model_dump(mode="json") if choice else None
    return read_apart(data, request, limits)


def is_harmless(data: bytes) -> bool:
    """May the file be read within the server? Neither an archive nor a text that takes long."""
    if text.kind_of(data) in ("zip", "ole") or len(data) > MAX_PLACED_BYTES or LONG_RUN.search(data):
        return False
    return max(map(len, data.split(b"\n"))) <= MAX_PLACED_LINE


def is_quick(data: bytes) -> bool:
    """Is the file likely read or refused within a second? Nothing is unpacked to find out."""
    kind = text.kind_of(data)
    if kind == "zip":
        return unpacked_xml(data) <= MAX_QUICK_XML
    if kind == "ole":
        return len(data) <= MAX_QUICK_OLE
    return is_harmless(data) or isinstance(text.read_text(data), text.Refused)


def read_quickly(data: bytes, name: str) -> Document | None:
    """The document, if somebody may wait for it; None when that would take too long. Raises `Unreadable`."""
    check_size(data)
    if not is_quick(data):
        return None
    try:
        document = read_document(data, name, limits=HASTY)
    except Unreadable as error:
        if error.code == "too-complex":
            return None  # perhaps the server was busy just now
        raise
    return document if len(document.items) <= QUICK_ITEMS else None


def start_reading(
    data: bytes,
    name: str,
    *,
    encoding: str | None = None,
    choice: TableChoice | None = None,
    limits: Limits = PATIENT,
    only_text: bool = False,
) -> Apart:
    """The same as `read_document` in a child process that can be watched and stopped; with `only_text` the same as
    `table_text`, as the text of the document."""
    check_size(data)
    said = choice.model_dump(mode="json") if choice else None
    request = {"name": name, "encoding": encoding, "columns": None, "choice": said, "only_text": only_text}
    return Apart(data, request, limits)


def check_size(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise Unreadable("too-large", limit=str(MAX_BYTES // 1024 // 1024))
    if not data.strip():
        raise Unreadable("empty-file")


def table_text(data: bytes, name: str, *, encoding: str | None = None, limits: Limits = DEFAULT_LIMITS) -> str | None:
    """A table as text for people to correct (see `formats.texttables.as_text`); none of a file that is no table."""
    check_size(data)
    if is_harmless(data):
        return read_here(data, name, encoding, only_text=True).text
    return read_apart(data, {"name": name, "encoding": encoding, "only_text": True}, limits).text


def read_here(
    data: bytes,
    name: str,
    encoding: str | None = None,
    columns: Sequence[tuple[int, str]] | None = None,
    choice: dict[str, Any] | None = None,
    *,
    only_text: bool = False,
) -> Document:
    """The same within this process, without limits on memory and time. `only_text` reads the text of a table and
    no questions."""
    check_size(data)
    found = detect(data, name)
    if only_text:
        return Document(
            text=as_text([grid for grid in sheets_of(data, name, encoding, found) if not grid.hidden]) or None
        )
    request = Request(data, name, encoding, None if columns is None else {at: role for at, role in columns})
    request = request if choice is None else replace(request, choice=TableChoice.model_validate(choice))
    document = READERS[found.form](request, found)
    source = document.source
    document.source = Source(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=source.media_type,
        encoding=source.encoding,
    )
    return document


def _read_text(request: Request, found: Detected) -> Document:
    content = decoded(request.data, request.encoding)
    lines = plain_lines(content.text)
    foreign = translated(lines)
    grid = None if foreign else table_in_text(content.text) or (rows_in_text(content.text) if request.choice else None)
    if grid is None:
        document = parse_lines(foreign or piped_out(content.text) or lines, name=request.name)
        document.sheets = offered(rows_in_text(content.text))
    else:
        document = read_table([grid], request.columns, request.choice)
    document.source = text.source_of(request.data, request.name, content.encoding)
    document.source.media_type = document.source.media_type if grid is None else TAB_TYPE
    return document


def _read_json(request: Request, found: Detected) -> Document:
    try:
        return tiku_json.read(request.data, request.name)
    except tiku_json.NotADocument as error:
        raise Unreadable("not-a-document", detail=str(error)) from error


def _read_word(request: Request, found: Detected) -> Document:
    if found.package is None:
        raise Unreadable("broken-package")
    word = read_word(found.package)
    grid = table_of_word(word) or (rows_in_lines(word.lines) if request.choice else None)
    if grid is None:
        lines = spelled_out(translated(word.lines) or word.lines)
        document = parse_lines(lines, name=request.name)
        take_marked_keys(document, lines)
        take_marked_blanks(document, lines)
        document.diagnostics = word_remarks(word, document) + document.diagnostics
        document.sheets = offered(rows_in_lines(word.lines))
    else:
        document = read_table([grid], request.columns, request.choice)
        document.diagnostics = counts(word) + document.diagnostics
    document.source = Source(media_type=_WORD_TYPE)
    return document


def counts(word: WordText) -> list[Diagnostic]:
    """What a Word file holds beside text."""
    return [
        Diagnostic(code=code, severity=Severity.INFO, params={"count": count})
        for code, count in (
            ("pictures", len(word.findings.pictures)),
            ("outside-pictures", word.findings.outside),
            ("equations", word.findings.equations),
            ("notes-not-read", word.findings.notes),
        )
        if count
    ]


def word_remarks(word: WordText, document: Document) -> list[Diagnostic]:
    """The same, with the files inside this one at their places."""
    told = counts(word)
    starts = [0]
    for line in (document.text or "").split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for line_index, was_read in word.findings.chunks:
        code, severity = ("alt-chunk", Severity.INFO) if was_read else ("alt-chunk-not-read", Severity.ERROR)
        told.append(Diagnostic(code=code, severity=severity, start=min(starts[line_index], len(document.text or ""))))
    return told


def _read_workbook(request: Request, found: Detected) -> Document:
    document = read_table(read_workbook(request.data, found.package), request.columns, request.choice)
    document.source = Source(media_type=_BOOK_TYPE if found.package else _OLD_BOOK_TYPE)
    return document


def _read_csv(request: Request, found: Detected) -> Document:
    content = decoded(request.data, request.encoding)
    foreign = lines_of_records(content.text)
    if foreign:
        return parse_lines(map(SourceLine, foreign), name=request.name)
    document = read_table(values_in(content.text, request.name), request.columns, request.choice)
    document.source = Source(media_type="text/csv", encoding=content.encoding)
    return document


SUFFIXES = tuple(READABLE.split())
READERS: dict[Form, Callable[[Request, Detected], Document]] = {
    Form.TEXT: _read_text,
    Form.JSON: _read_json,
    Form.WORD: _read_word,
    Form.WORKBOOK: _read_workbook,
    Form.CSV: _read_csv,
}

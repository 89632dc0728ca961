"""Any supported file in, a document out. Needs no database and no Django.

`read_document` judges the size and hands zip and OLE files (Word, spreadsheets) and big texts to a child process,
whose `read_here` unpacks and parses them; texts and JSON of a usual size are read in place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from questionbank.document import Diagnostic, Document, Severity, Source
from questionbank.formats import text, tiku_json
from questionbank.formats.detect import READABLE, Detected, Form, detect
from questionbank.formats.docx import WordText, read_word
from questionbank.formats.isolation import DEFAULT_LIMITS, Limits, read_apart
from questionbank.formats.marked import take_marked_keys
from questionbank.formats.sheet import Grid, read_csv, read_workbook
from questionbank.formats.table import read_table
from questionbank.formats.unreadable import Unreadable
from questionbank.parsing import parse_lines

__all__ = ["MAX_BYTES", "SUFFIXES", "Unreadable", "read_document", "read_here"]

MAX_BYTES = 10 * 1024 * 1024
# A text of these sizes is read within a second or two, whatever it says; a bigger one must not keep the server busy.
MAX_PLACED_BYTES = 300_000
MAX_PLACED_LINE = 20_000
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OLD_BOOK_TYPE = "application/vnd.ms-excel"


@dataclass(frozen=True, slots=True)
class Request:
    """A file and how to read it. `columns` says what the columns of a table hold, counted from 0."""

    data: bytes
    name: str
    encoding: str | None = None
    columns: Mapping[int, str] | None = None


def read_document(
    data: bytes,
    name: str,
    *,
    encoding: str | None = None,
    columns: Mapping[int, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Document:
    """Raises `Unreadable` for what is no question document; questions that are wrong are diagnostics instead."""
    check_size(data)
    pairs = None if columns is None else list(columns.items())
    if is_harmless(data):
        return read_here(data, name, encoding, pairs)
    return read_apart(data, {"name": name, "encoding": encoding, "columns": pairs}, limits)


def is_harmless(data: bytes) -> bool:
    """May the file be read within the server? Neither an archive nor a text that takes long."""
    if text.kind_of(data) in ("zip", "ole") or len(data) > MAX_PLACED_BYTES:
        return False
    return max(map(len, data.split(b"\n"))) <= MAX_PLACED_LINE


def check_size(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise Unreadable("too-large", limit=str(MAX_BYTES // 1024 // 1024))
    if not data.strip():
        raise Unreadable("empty-file")


def read_here(
    data: bytes, name: str, encoding: str | None = None, columns: Sequence[tuple[int, str]] | None = None
) -> Document:
    """The same within this process, without limits on memory and time."""
    check_size(data)
    found = detect(data, name)
    request = Request(data, name, encoding, None if columns is None else {at: role for at, role in columns})
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
    try:
        return text.read(request.data, request.name, request.encoding)
    except text.NotText as error:
        raise Unreadable(error.code, detail=error.detail) from error


def _read_json(request: Request, found: Detected) -> Document:
    try:
        return tiku_json.read(request.data, request.name)
    except tiku_json.NotADocument as error:
        raise Unreadable("not-a-document", detail=str(error)) from error


def _read_word(request: Request, found: Detected) -> Document:
    if found.package is None:
        raise Unreadable("broken-package")
    word = read_word(found.package)
    document = parse_lines(word.lines, name=request.name)
    take_marked_keys(document, word.lines)
    document.diagnostics = word_remarks(word, document) + document.diagnostics
    document.source = Source(media_type=_WORD_TYPE)
    return document


def word_remarks(word: WordText, document: Document) -> list[Diagnostic]:
    """What a Word file holds beside text."""
    told = [
        Diagnostic(code=code, severity=Severity.INFO, params={"count": count})
        for code, count in (
            ("pictures", len(word.findings.pictures)),
            ("outside-pictures", word.findings.outside),
            ("equations", word.findings.equations),
            ("notes-not-read", word.findings.notes),
        )
        if count
    ]
    starts = [0]
    for line in (document.text or "").split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for line_index, was_read in word.findings.chunks:
        code, severity = ("alt-chunk", Severity.INFO) if was_read else ("alt-chunk-not-read", Severity.ERROR)
        told.append(Diagnostic(code=code, severity=severity, start=min(starts[line_index], len(document.text or ""))))
    return told


def _read_workbook(request: Request, found: Detected) -> Document:
    document = read_table(read_workbook(request.data, found.package), request.columns)
    document.source = Source(media_type=_BOOK_TYPE if found.package else _OLD_BOOK_TYPE)
    return document


def _read_csv(request: Request, found: Detected) -> Document:
    read = text.read_text(request.data, request.encoding)
    if isinstance(read, text.Refused):
        raise Unreadable(read.code, detail=read.detail)
    grid: Grid = read_csv(read.text)
    document = read_table([grid], request.columns)
    document.source = Source(media_type="text/csv", encoding=read.encoding)
    return document


SUFFIXES = tuple(READABLE.split())
READERS: dict[Form, Callable[[Request, Detected], Document]] = {
    Form.TEXT: _read_text,
    Form.JSON: _read_json,
    Form.WORD: _read_word,
    Form.WORKBOOK: _read_workbook,
    Form.CSV: _read_csv,
}

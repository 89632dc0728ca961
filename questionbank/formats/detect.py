"""What a file is, by its first bytes and what it holds; its name only decides between texts. Pure: no Django."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from questionbank.formats.package import Package
from questionbank.formats.text import Refused, kind_of, read_text
from questionbank.formats.unreadable import Unreadable


class Form(StrEnum):
    WORD = "word"
    WORKBOOK = "workbook"
    CSV = "csv"
    JSON = "json"
    TEXT = "text"


READABLE = ".txt .md .docx .xlsx .xls .ods .csv .json .gift"
_TEXT_SUFFIXES = frozenset(("", ".text", ".markdown", ".tsv", ".doc", *READABLE.split()))
_OFFICE = frozenset((".doc", ".docx", ".xls", ".xlsx", ".ods"))
_PACKAGES = frozenset((".docx", ".xlsx", ".ods"))
_MAIN_TYPES = (
    ("wordprocessingml.document.main", Form.WORD),
    ("wordprocessingml.template.main", Form.WORD),
    ("spreadsheetml.sheet.main", Form.WORKBOOK),
    ("spreadsheetml.template.main", Form.WORKBOOK),
)
_OPEN_TYPES = {
    b"application/vnd.oasis.opendocument.spreadsheet": Form.WORKBOOK,
    b"application/vnd.oasis.opendocument.spreadsheet-template": Form.WORKBOOK,
}
_WEB_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html|mime-version:)", re.IGNORECASE)
_OLE = (
    ("EncryptedPackage", "encrypted"),
    ("_VBA_PROJECT", "macros"),
    ("WordDocument", "old-word"),
)
_OLE_BOOKS = ("Workbook", "Book")
_HEAD = 1024


@dataclass(frozen=True, slots=True)
class Detected:
    """The form, and the checked package when the file is a zip."""

    form: Form
    package: Package | None = None


def detect(data: bytes, name: str) -> Detected:
    """Raises `Unreadable` for what no reader takes."""
    kind = kind_of(data)
    if kind == "zip":
        return _zip(data)
    if kind == "ole":
        return _ole(data)
    if kind in ("rtf", "pdf"):
        raise Unreadable({"rtf": "rich-text", "pdf": "pdf"}[kind])
    if kind:
        raise Unreadable("binary-file", detail=kind)
    if _WEB_PAGE.match(data.removeprefix(b"\xef\xbb\xbf")[:_HEAD]):
        raise Unreadable("web-page")
    suffix = PurePath(name).suffix.lower()
    if data.startswith(b"PK") and suffix in _PACKAGES:
        raise Unreadable("broken-package")  # it begins like the archive that its name promises, and is none
    if suffix not in _TEXT_SUFFIXES:
        raise Unreadable("unsupported-type", suffix=suffix, known=READABLE)
    if suffix in _OFFICE and isinstance(found := read_text(data), Refused) and found.code == "binary-file":
        raise Unreadable("broken-package")  # neither what its name says nor a text under a wrong name
    return Detected(_text_form(data, suffix))


def _text_form(data: bytes, suffix: str) -> Form:
    if suffix == ".csv" or suffix == ".tsv":
        return Form.CSV
    head = data.removeprefix(b"\xef\xbb\xbf")[:_HEAD].lstrip()
    if suffix == ".json" or (head.startswith(b"{") and b'"schema"' in head):
        return Form.JSON
    if suffix in (".xlsx", ".xls", ".ods"):
        return Form.CSV  # tables of values are often sold as workbooks
    return Form.TEXT


def _zip(data: bytes) -> Detected:
    package = Package(data)
    if any(name.lower().rpartition("/")[2] == "vbaproject.bin" for name in package.names):
        raise Unreadable("macros")
    if "mimetype" in package:
        form = _OPEN_TYPES.get(package.read("mimetype").strip())
        if form is not None:
            return Detected(form, package)
    types = set(package.content_types.values())
    if any("macroenabled" in kind and "sheet.binary" not in kind for kind in types):
        raise Unreadable("macros")
    for part, form in _MAIN_TYPES:
        if any(part in kind for kind in types):
            return Detected(form, package)
    raise Unreadable("unsupported-package", known=READABLE)


def _ole(data: bytes) -> Detected:
    """Names of streams stand in the directory of the file in UTF-16."""
    for stream, code in _OLE:
        if stream.encode("utf-16-le") in data:
            raise Unreadable(code)
    if any(stream.encode("utf-16-le") in data for stream in _OLE_BOOKS):
        return Detected(Form.WORKBOOK)
    raise Unreadable("unsupported-package", known=READABLE)

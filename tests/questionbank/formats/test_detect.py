"""Files are what their bytes say, whatever they are called."""

from __future__ import annotations

import docx
import pytest

from questionbank.formats.detect import Form, detect
from questionbank.formats.unreadable import Unreadable
from tests.questionbank.formats.office import changed, member, word, workbook, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
WORD = word(docx.Document())
BOOK = workbook({"题": [["题干", "答案"]]})
SPREADSHEET = zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})


def ole(*streams: str) -> bytes:
    return OLE + b"".join(stream.encode("utf-16-le") + bytes(8) for stream in streams)


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (WORD, "题库.docx", Form.WORD),
        (WORD, "题库.xlsx", Form.WORD),
        (WORD, "题库.txt", Form.WORD),
        (BOOK, "题库.docx", Form.WORKBOOK),
        (BOOK, "题库", Form.WORKBOOK),
        (SPREADSHEET, "题库.ods", Form.WORKBOOK),
        (ole("Workbook"), "题库.xlsx", Form.WORKBOOK),
        (ole("Book"), "题库.xls", Form.WORKBOOK),
        ("题干,答案".encode(), "题库.csv", Form.CSV),
        ("题干\t答案".encode(), "题库.xls", Form.CSV),
        ("1. 题".encode(), "题库.txt", Form.TEXT),
        ("1. 题".encode(), "题库.docx", Form.TEXT),
        (b'{"schema": "tiku/1"}', "题库.json", Form.JSON),
        (b'\xef\xbb\xbf {"schema": "tiku/1"}', "题库.txt", Form.JSON),
    ],
)
def test_forms(data: bytes, name: str, form: Form) -> None:
    assert detect(data, name).form is form


def macro_type(data: bytes) -> bytes:
    types = member(data, "[Content_Types].xml").replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    return changed(data, {"[Content_Types].xml": types})


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (ole("WordDocument"), "题库.doc", "old-word"),
        (ole("WordDocument"), "题库.docx", "old-word"),
        (ole("EncryptionInfo", "EncryptedPackage"), "题库.docx", "encrypted"),
        (ole("Workbook", "_VBA_PROJECT_CUR"), "题库.xls", "macros"),
        (ole("PowerPoint Document"), "题库.ppt", "unsupported-package"),
        (changed(WORD, {"word/vbaProject.bin": b"x"}), "题库.docx", "macros"),
        (changed(BOOK, {"xl/VBAPROJECT.bin": b"x"}), "题库.xlsx", "macros"),
        (macro_type(WORD), "题库.docx", "macros"),
        (zipped({"imsmanifest.xml": "<x/>"}), "题库.zip", "unsupported-package"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "题库.odt", "unsupported-package"),
        (zipped({"../a": ""}), "题库.docx", "unsafe-package"),
        (b"PK\x03\x04 and more", "题库.docx", "broken-package"),
        (b"PK fake", "题库.docx", "broken-package"),
        (b"PK fake", "题库.xlsx", "broken-package"),
        (b"{\\rtf1 }", "题库.doc", "rich-text"),
        (b"%PDF-1.7", "题库.docx", "pdf"),
        (b"<html><table>", "题库.xls", "web-page"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>", "题库.doc", "web-page"),
        (b"MIME-Version: 1.0", "题库.doc", "web-page"),
        (b"\x89PNG\r\n\x1a\n", "题库.docx", "binary-file"),
        (b"MZ", "题库.exe", "unsupported-type"),
    ],
)
def test_refusals(data: bytes, name: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        detect(data, name)
    assert refused.value.code == code


@pytest.mark.parametrize("name", ["题.doc", "题.docx", "题.xls", "题.xlsx", "题.ods"])
def test_bytes_that_are_nothing_are_a_damaged_file_of_the_kind_that_the_name_says(name: str) -> None:
    with pytest.raises(Unreadable) as refused:
        detect(bytes(range(256)) * 8, name)

    assert refused.value.code == "broken-package"


@pytest.mark.parametrize("name", ["题.doc", "题.xls"])
def test_texts_under_the_name_of_an_office_file_are_texts(name: str) -> None:
    assert detect("题干,答案\n先做什么？,倾听\n".encode("gb18030"), name).package is None

"""What cannot be read says what it is and what to do, in both languages; nothing is kept and nothing is asked twice."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from questionbank import reading
from questionbank.imports.batches import stage
from questionbank.models import ImportBatch
from questionbank.reading import read_document
from tests import build
from tests.cast import chen
from tests.conftest import signed_in
from tests.questionbank.formats.office import word, workbook, zipped

pytestmark = pytest.mark.django_db
NEW = reverse("bank:new-import")


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy machine too the file is read while somebody waits, and not beside the request."""
    monkeypatch.setattr(reading, "HASTY", reading.PATIENT)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000)


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(1_000)


def cut() -> bytes:
    whole = workbook({"题": [["题目", "答案"], ["退货先做什么?", "A"]]})
    return whole[: len(whole) // 2]


def picture() -> bytes:
    """One white pixel."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")


def scan() -> bytes:
    document = docx.Document()
    for _ in range(3):
        document.add_picture(BytesIO(picture()))
    return word(document)


REFUSED = [
    pytest.param("题.txt", b"", "文件是空的", "The file is empty.", id="empty"),
    pytest.param("题.txt", b" \n\t", "文件是空的", "The file is empty.", id="blank"),
    pytest.param("题.txt", b"1" * (10 * 1024 * 1024 + 1), "10 MiB", "larger than 10 MiB", id="too large"),
    pytest.param("题.doc", ole("WordDocument"), "另存为 .docx", "save it as .docx", id="old Word"),
    pytest.param("题.docx", ole("EncryptedPackage"), "密码", "Remove the password", id="Word with a password"),
    pytest.param("题.xlsx", ole("EncryptedPackage"), "密码", "Remove the password", id="Excel with a password"),
    pytest.param("题.xlsx", cut(), "已损坏或不完整", "damaged or incomplete", id="broken archive"),
    pytest.param("题.pdf", b"%PDF-1.7\n%", "PDF", "PDF files cannot be read. Save", id="PDF"),
    pytest.param("题.zip", zipped({"题.txt": "1. 问?"}), ".docx", "This kind of file cannot be read.", id="archive"),
    pytest.param(
        "题.doc", b"<html><body>1. \xe9\x97\xae?</body></html>", "网页", "This is a web page", id="page as .doc"
    ),
    pytest.param("题.doc", b"{\\rtf1\\ansi 1. ?}", "RTF", "This is a rich text file", id="rich text"),
    pytest.param("题.txt", picture(), "不是文本文件", "This is not a text file", id="picture as .txt"),
]


@pytest.mark.parametrize(("name", "data", "chinese", "english"), REFUSED)
def test_what_cannot_be_read_says_what_to_do(hr: Client, name: str, data: bytes, chinese: str, english: str) -> None:
    build.role()
    for client, said in ((hr, chinese), (signed_in(chen(), "en"), english)):
        answer = client.post(NEW, {"role": "clerk", "text": "", "file": SimpleUploadedFile(name, data)})
        assert answer.status_code == 400
        told = answer.context["form"].non_field_errors()
        assert len(told) == 1
        assert said in told[0]
    assert ImportBatch.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "data", "chinese", "english"),
    [
        pytest.param("扫描件.docx", scan(), "图片转文字", "recognise the text in the pictures", id="scan"),
        pytest.param("空白.docx", word(docx.Document()), "文档是空的", "The document is empty", id="blank Word file"),
    ],
)
def test_a_document_without_text_says_what_is_missing(
    hr: Client, name: str, data: bytes, chinese: str, english: str
) -> None:
    build.role()
    sent = hr.post(NEW, {"role": "clerk", "text": "", "file": SimpleUploadedFile(name, data)}, follow=True)

    assert chinese in sent.content.decode()
    batch = ImportBatch.objects.get()
    assert english in signed_in(chen(), "en").get(batch.address).content.decode()


def test_a_corrected_text_that_is_too_large_changes_nothing(hr: Client) -> None:
    text = "1. 退货先做什么?\n"
    batch = stage(read_document(text.encode(), "题.txt"), text.encode(), build.role(), chen())
    answer = hr.post(f"{batch.address}text/", {"text": "1" * (10 * 1024 * 1024 + 1)})

    assert [str(told) for told in answer.context["messages"]] == ["文件超过 10 MiB，请拆分后分批导入。"]
    batch.refresh_from_db()
    assert batch.text == text
    assert not batch.jobs.exists()

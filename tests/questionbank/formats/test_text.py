"""Bytes of text files: strict encodings, refusals with codes."""

from __future__ import annotations

import pytest

from questionbank.formats.text import NotText, Refused, Text, read, read_text

WORDS = "客服题库：第一题\r\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("gb18030", "gb18030"), ("gbk", "gb18030")],
)
def test_encodings(encoding: str, name: str) -> None:
    assert read_text(WORDS.encode(encoding)) == Text(WORDS, name)


def test_big_endian_mark() -> None:
    assert read_text(b"\xfe\xff" + WORDS.encode("utf-16-be")) == Text(WORDS, "utf-16")


@pytest.mark.parametrize(
    ("data", "code", "detail"),
    [
        (b"", "empty-file", ""),
        (b" \r\n\t", "empty-file", ""),
        (b"\xef\xbb\xbf", "empty-file", ""),
        (b"PK\x03\x04....", "binary-file", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "binary-file", "ole"),
        (b"%PDF-1.7", "binary-file", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "binary-file", "image"),
        (b"abc\x00def", "binary-file", "unknown"),
        (b"\x01\x02\x03\x04text", "binary-file", "unknown"),
        (b"abc\xff\xff", "undecodable-text", "gb18030"),
    ],
)
def test_refusals(data: bytes, code: str, detail: str) -> None:
    assert read_text(data) == Refused(code, detail)


def test_the_encoding_may_be_named() -> None:
    assert read_text(WORDS.encode("big5", "ignore"), "big5") != Refused("undecodable-text", "big5")
    assert read_text(b"abc", "no-such-code") == Refused("unknown-encoding", "no-such-code")
    assert read_text("é".encode("latin-1"), "utf-8") == Refused("undecodable-text", "utf-8")


def test_documents_have_one_kind_of_newline_and_a_source() -> None:
    document = read("第一行\r\n第二行\r第三行\u2028第四行".encode(), "words.md")

    assert document.text == "第一行\n第二行\n第三行\n第四行"
    assert (document.source.name, document.source.media_type, document.source.encoding) == (
        "words.md",
        "text/markdown",
        "utf-8",
    )
    assert len(document.source.sha256) == 64


def test_reading_binary_content_raises_the_code() -> None:
    with pytest.raises(NotText) as refused:
        read(b"%PDF-1.4", "words.txt")

    assert (refused.value.code, refused.value.detail) == ("binary-file", "pdf")

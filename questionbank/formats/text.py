"""Bytes of a text file to text: strict encodings only, nothing guessed by statistics."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass

from questionbank.document import Document, Source
from questionbank.parsing import parse_text

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "rtf"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ALLOWED_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x1a\x1e\x1f")
_CONTROL_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file is no text. Codes: empty-file, binary-file (param: what), undecodable-text, unknown-encoding."""

    code: str
    detail: str = ""


class NotText(ValueError):
    """The file is refused: the code and detail of `Refused`."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.code)
        self.code = refused.code
        self.detail = refused.detail


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    encoding: str


def kind_of(data: bytes) -> str:
    """`zip`, `ole`, `pdf`, `image`, `archive`, `rtf` by the first bytes, or an empty string."""
    return next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")


def read_text(data: bytes, encoding: str | None = None) -> Text | Refused:
    """UTF-8 (or UTF-16/32 by byte order mark), else GB18030, all strict; `encoding` overrides the choice."""
    if not data.strip():
        return Refused("empty-file")
    binary = kind_of(data)
    if binary:
        return Refused("binary-file", binary)
    if encoding:
        return _as(data, encoding)
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _checked(_as(data, name))
    if _too_binary(data):
        return Refused("binary-file", "unknown")
    found = _as(data, "utf-8")
    return _checked(found if isinstance(found, Text) else _as(data, "gb18030"))


def _as(data: bytes, encoding: str) -> Text | Refused:
    try:
        name = codecs.lookup(encoding).name
        return Text(data.decode(encoding), name)
    except LookupError:
        return Refused("unknown-encoding", encoding)
    except UnicodeError:
        return Refused("undecodable-text", encoding)


def _checked(found: Text | Refused) -> Text | Refused:
    if isinstance(found, Refused):
        return found
    return Refused("empty-file") if not found.text.strip("\ufeff \t\r\n") else found


def _too_binary(data: bytes) -> bool:
    if b"\x00" in data:
        return True
    controls = sum(data.count(bytes((code,))) for code in range(32) if code not in _ALLOWED_CONTROLS)
    return controls > len(data) * _CONTROL_SHARE


def text_of(data: bytes, encoding: str | None = None) -> Text:
    """The text of a file. Raises `NotText`."""
    found = read_text(data, encoding)
    if isinstance(found, Refused):
        raise NotText(found)
    return Text(found.text.removeprefix("\ufeff"), found.encoding)


def read(data: bytes, name: str, encoding: str | None = None) -> Document:
    """The questions of a text file. Raises `NotText`."""
    found = text_of(data, encoding)
    document = parse_text(found.text, name=name)
    document.source = source_of(data, name, found.encoding)
    return document


def source_of(data: bytes, name: str, encoding: str | None) -> Source:
    media_type = "text/markdown" if name.lower().endswith(".md") else "text/plain"
    return Source(name=name, sha256=hashlib.sha256(data).hexdigest(), media_type=media_type, encoding=encoding)

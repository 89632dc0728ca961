"""Any supported file in, a document out. Needs no database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from questionbank.document import Document
from questionbank.formats import text, tiku_json
from questionbank.formats.tiku_json import NotADocument

MAX_BYTES = 10 * 1024 * 1024
Reader = Callable[[bytes, str], Document]
READERS: dict[str, Reader] = {".json": tiku_json.read, ".md": text.read, ".txt": text.read}


class Unreadable(Exception):
    """A file that cannot be read: a code and its parameters (sentences: questionbank/messages.py)."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def read_document(data: bytes, name: str, *, encoding: str | None = None) -> Document:
    """Raises `Unreadable` for what is no question document; questions that are wrong are diagnostics instead."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in READERS:
        raise Unreadable("unsupported-type", suffix=suffix or name, known=" ".join(sorted(READERS)))
    if len(data) > MAX_BYTES:
        raise Unreadable("too-large", limit=str(MAX_BYTES // 1024 // 1024))
    if not data.strip():
        raise Unreadable("empty-file")
    try:
        if encoding and READERS[suffix] is text.read:
            return text.read(data, name, encoding)
        return READERS[suffix](data, name)
    except text.NotText as error:
        raise Unreadable(error.code, detail=error.detail) from error
    except NotADocument as error:
        raise Unreadable("not-a-document", detail=str(error)) from error

"""The interchange document itself as a file: `tiku/1` JSON. Pure: no Django."""

from __future__ import annotations

import hashlib
import json
import re

from pydantic import ValidationError

from questionbank.document import SCHEMA, Document, Source

# The escape itself, not a backslash followed by the letters; databases refuse the character.
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")

MAX_LEVELS = 20  # of answer points


class NotADocument(ValueError):
    """The file is not a `tiku/1` document; the message says where it goes wrong."""


def read(data: bytes, name: str) -> Document:
    """Raises `NotADocument`. Unknown fields are refused rather than dropped."""
    try:
        text = data.decode("utf-8-sig")
        raw = json.loads(text)
        json.dumps(raw, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError) as error:
        raise NotADocument(f"not JSON: {error}") from error
    if _NUL.search(text):
        raise NotADocument("a text holds the character U+0000")
    if not isinstance(raw, dict) or raw.get("schema") != SCHEMA:
        raise NotADocument(f'the field "schema" must be "{SCHEMA}"')
    try:
        document = Document.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        raise NotADocument(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    _check_places(document)
    _check_outlines(document)
    # They ask how to read the cells of a table; this file has none, and its questions are read already.
    document.sheets = []
    sha256 = hashlib.sha256(data).hexdigest()
    document.source = Source(name=name, sha256=sha256, media_type="application/json", encoding="utf-8")
    return document


def _check_places(document: Document) -> None:
    """Pages cut the text at these places."""
    length = len(document.text or "")
    for index, item in enumerate(document.items):
        for span in item.spans:
            _check_place(f"items.{index}.spans", span.start, span.end, length)
    for index, skip in enumerate(document.skipped):
        _check_place(f"skipped.{index}", skip.start, skip.end, length)
    for index, section in enumerate(document.sections):
        _check_place(f"sections.{index}", section.start or 0, section.end or section.start or 0, length)
    for index, one in enumerate(document.diagnostics):
        _check_place(f"diagnostics.{index}", one.start or 0, one.end or one.start or 0, length)


def _check_outlines(document: Document) -> None:
    """Pages draw answer points within answer points."""
    for index, item in enumerate(document.items):
        level, at = 0, item.answer_points
        while at:
            level, at = level + 1, [child for point in at for child in point.children]
        if level > MAX_LEVELS:
            raise NotADocument(f"items.{index}.answer_points: more than {MAX_LEVELS} levels")


def _check_place(name: str, start: int, end: int, length: int) -> None:
    if not 0 <= start <= end <= length:
        raise NotADocument(f"{name}: {start} to {end} is no place in a text of {length} characters")

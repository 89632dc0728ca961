"""What a document holds, as the files beside the examples state it: everything but places and identities."""

from __future__ import annotations

import json
from typing import Any

from questionbank.document import Document, DraftItem, DraftSection, Severity

PLACES = {"id", "section", "spans", "status", "start", "end", "heading"}


def stated(part: DraftItem | DraftSection) -> dict[str, Any]:
    """Every field that says something."""
    data: dict[str, Any] = json.loads(part.model_dump_json(exclude=PLACES))
    return {name: _plain(value) for name, value in data.items() if value not in (None, [], "", {})}


def _plain(value: Any) -> Any:
    """Options, points and criteria without their empty fields."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: one for name, one in value.items() if one not in (None, [])}
    return value


def reading(document: Document) -> dict[str, Any]:
    return {"sections": [stated(part) for part in document.sections], "items": [stated(i) for i in document.items]}


def worries(document: Document) -> list[str]:
    return [diagnostic.code for diagnostic in document.diagnostics if diagnostic.severity is not Severity.INFO]

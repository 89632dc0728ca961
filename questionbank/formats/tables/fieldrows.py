"""Rows below a header that say once more, for programs, what the columns hold. Pure: no Django.

Sheets from which programs are fed carry several header rows: names in words, types (`int`, `string[]`), names of fields
(`question`) and which side reads the column (`client`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_TYPE = re.compile(
    r"(?:u?int(?:eger|\d{1,2})?|long|short|float|double|number|decimal|str(?:ing)?|text|char|varchar(?:\(\d+\))?|"
    r"bool(?:ean)?|json|date|datetime|time|timestamp|enum|array|list|object|map|\{[\w\s:;,\[\]]*\})(?:\[\]|\?)*",
    re.IGNORECASE,
)
_SIDE = re.compile(r"(?:server|client|both|all|none|ignore|cs|sc|[cs])(?:\s*[/|,&+]\s*(?:server|client|[cs]))*", re.I)
_FIELD = re.compile(r"[$@#]?[A-Za-z_][\w.$@#-]*(?:\[\])?")
_QUESTION = re.compile(
    r"(?:\w*_)?(?:question|stem|title|content|subject|topic|problem|text|name|desc|description)\w*", re.I
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEAST = 3


def field_rows(rows: Sequence[Sequence[str]], header: int, stem: int | None) -> int:
    """How many rows right below the header hold types, sides or names of fields instead of questions."""
    first = at = header + 1
    while stem is not None and at < len(rows) and _is_field_row(rows[at], rows[header], stem):
        at += 1
    return at - first


def _is_field_row(values: Sequence[str], header: Sequence[str], stem: int) -> bool:
    used = [value for value in values if value]
    if len(used) < _LEAST or stem >= len(values) or not values[stem]:
        return False
    if all(map(_TYPE.fullmatch, used)):
        return True
    if all(map(_SIDE.fullmatch, used)):
        return any(len(value) > _LEAST for value in used)
    named = _HAN.search("".join(header)) is not None and all(map(_FIELD.fullmatch, used))
    return named and _QUESTION.fullmatch(values[stem]) is not None

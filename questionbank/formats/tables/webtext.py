"""Cells that hold the markup of a web page, as editors on websites write it. Pure: no Django."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

_BLOCKS = "p|div|pre|h[1-6]|ul|ol|li|table|tbody|thead|tr|section|article|blockquote|figure|center"
_INLINE = "span|font|strong|b|em|i|u|s|sub|sup|a|code|td|th|label|small|big|o:p"
_OPENS = re.compile(rf"\s*<(?:{_BLOCKS}|{_INLINE})(?:\s[^<>]*)?>", re.IGNORECASE)
_CLOSES = re.compile(rf"</(?:{_BLOCKS}|{_INLINE})\s*>", re.IGNORECASE)
_PICTURE = re.compile(r"<(?:img|v:imagedata)\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(rf"<br\s*/?>|</(?:{_BLOCKS})\s*>", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_BLOCKS}|{_INLINE})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_LINES = re.compile(r"[ \t]*\n(?:[ \t]*\n)*")
_PICTURE_NAME = "[图片]"
_LEAST = 2
_MOSTLY = 0.5


def without_markup(rows: list[list[str]]) -> int:
    """Take the markup out where most cells of a column have it; returns how many cells changed. Questions about markup
    have it in a few cells, within their text."""
    width = max(map(len, rows), default=0)
    marked = [at for at in range(width) if _is_marked([row[at] for row in rows if at < len(row) and row[at]])]
    changed = 0
    for row in rows if marked else ():
        for at, cell in enumerate(row):
            if "<" in cell and (at in marked or _is_wrapped(cell)):
                row[at] = plain(cell)
                changed += row[at] != cell
    return changed


def _is_marked(cells: Sequence[str]) -> bool:
    if len(cells) < _LEAST or "<" not in "".join(cells):
        return False
    wrapped = sum(map(_is_wrapped, cells))
    return wrapped >= max(_LEAST, len(cells) * _MOSTLY)


def _is_wrapped(cell: str) -> bool:
    """`<p>…</p>` with something in it, or a picture alone."""
    if _PICTURE.fullmatch(cell.strip()):
        return True
    return _OPENS.match(cell) is not None and _CLOSES.search(cell) is not None and bool(plain(cell))


def plain(cell: str) -> str:
    """The words of a cell: blocks and breaks are line ends, pictures leave a sign, characters are what they stand
    for."""
    text = _BREAK.sub("\n", _PICTURE.sub(_PICTURE_NAME, cell))
    text = html.unescape(_TAG.sub("", text)).replace("\xa0", " ")
    return _LINES.sub("\n", text).strip()

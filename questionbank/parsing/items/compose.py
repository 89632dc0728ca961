"""From pieces back to text: what an item keeps is cut from the document by offsets, nothing is rewritten."""

from __future__ import annotations

import re

from questionbank.parsing.machine.drafts import Piece

Cut = tuple[str, int, int]
_LEFT = {"blank": " ", "gap": "____"}  # what stands where something was cut out
_TAGS = r"(?:summary|details|strong|em|b|i|p|ul|ol|li|div|span|font|h[1-6]|center|table|tr|td|th)"
_INLINE = re.compile(r"</?(?:strong|em|b|i|span|font)(?:\s[^<>]*)?>", re.IGNORECASE)
_OPENED = re.compile(rf"^(?:\s*<{_TAGS}(?:\s[^<>]*)?>)+", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[^\W_]")
_CLOSED = re.compile(rf"(?:\s*(?:</{_TAGS}>|<br\s*/?>))+\s*$", re.IGNORECASE)


def text_of(text: str, pieces: list[Piece], cuts: list[Cut] | None = None) -> str:
    """The pieces as one text: pieces of one line joined as they stood, others by a newline."""
    if not pieces:
        return ""
    if len(pieces) == 1 and not cuts:
        only = text[pieces[0].start : pieces[0].end].strip()
        return _untagged(only).strip() if ">" in only else only
    out: list[str] = []
    previous: Piece | None = None
    for piece in pieces:
        if previous is not None:
            between = text[previous.end : piece.start]
            out.append("\n" if piece.mark == "\n" or "\n" in between or between.strip() else between)
        out.append(_without(text, piece, cuts or []))
        previous = piece
    return "".join(out).strip()


def _without(text: str, piece: Piece, cuts: list[Cut]) -> str:
    return _untagged(_uncut(text, piece, cuts))


def _untagged(text: str) -> str:
    """No tags of HTML around a line; within the line they may be what it is about."""
    if ">" not in text:
        return text
    if not _WORD.search(_ANY_TAG.sub("", text)):
        return text  # nothing but tags: the question asks for them
    bare = _CLOSED.sub("", _OPENED.sub("", text)).strip()
    return bare if bare == text.strip() else _INLINE.sub("", bare)


def _uncut(text: str, piece: Piece, cuts: list[Cut]) -> str:
    if not cuts:
        return text[piece.start : piece.end].strip()
    kept = []
    at = piece.start
    for kind, start, end in sorted(cuts, key=lambda cut: cut[1]):
        if start < at or end > piece.end:
            continue
        kept.append(text[at:start] + _LEFT.get(kind, ""))
        at = end
    kept.append(text[at : piece.end])
    return "".join(kept).strip()


def lines_of(text: str, pieces: list[Piece]) -> list[str]:
    """Every piece as a line of its own."""
    return [text[piece.start : piece.end].strip() for piece in pieces if text[piece.start : piece.end].strip()]

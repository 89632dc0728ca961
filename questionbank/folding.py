"""Folding text for search and duplicate detection. Pure: no Django. What people wrote is never changed."""

from __future__ import annotations

import hashlib
import unicodedata
from functools import cache

from opencc import OpenCC

from questionbank.content import AnyContent, MultipleChoice, SingleChoice


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def fold(text: str) -> str:
    """Traditional to simplified script, full width to narrow, lower case, no blanks."""
    narrow = unicodedata.normalize("NFKC", text).casefold()
    return "".join(str(_to_simplified().convert(narrow)).split())


def folded_content(content: AnyContent) -> str:
    """What search looks in: the stem and the options, one folded line each."""
    options = content.options if isinstance(content, SingleChoice | MultipleChoice) else ()
    return "\n".join(fold(text) for text in (content.stem, *(option.text for option in options)))


def fingerprint(content: AnyContent) -> str:
    """Equal for the same question: kind, folded stem without its final punctuation, options in any order."""
    options = content.options if isinstance(content, SingleChoice | MultipleChoice) else ()
    stem = fold(content.stem).strip("?。.:;,、!()_ ")
    parts = [content.kind.value, stem, *sorted(fold(option.text) for option in options)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()

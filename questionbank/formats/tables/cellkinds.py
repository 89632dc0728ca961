"""What one cell looks like: the name of a kind, a key, a question. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from questionbank.content import ItemKind
from questionbank.parsing.words import keys
from questionbank.parsing.words.fold import fold
from questionbank.parsing.words.kinds import asks, names_choice
from questionbank.parsing.words.typenames import is_word, named

Kind = ItemKind | Literal["unsupported"] | None
# Surveys: nothing in them is right or wrong.
# Names that say a kind in a column of kinds, and anything elsewhere.
_IN_COLUMNS: dict[str, ItemKind] = {
    **dict.fromkeys(("dropdown", "select", "mcqsingle", "singlemcq", "singleselect", "mcqsinglecorrect", "mcq1",
                     "imagechoice", "textchoice", "picturechoice"),
                    ItemKind.SINGLE_CHOICE),
    **dict.fromkeys(("mcqmultiple", "multiplemcq", "mcqmulti", "multimcq", "multiselect", "mcqmultiplecorrect", "ma",
                     "checkboxes", "複選", "複選題", "复选", "复选题"), ItemKind.MULTIPLE_CHOICE),
    **dict.fromkeys(("fb", "fib", "completion", "shorttext", "textfield", "numeric"), ItemKind.SHORT_ANSWER),
    **dict.fromkeys(("written", "textarea", "paragraph", "longtext", "freetext", "freeresponse",
                     "text", "opentext", "openended", "openanswer", "subjective", "descriptive", "實例題", "实例题"),
                    ItemKind.ESSAY),
}  # fmt: skip
_UNSUPPORTED = re.compile(r"(?:投票|量表|评分|打分|问卷)题?", re.I)


@lru_cache(maxsize=1024)
def kind_named(name: str) -> tuple[Kind, str | None]:
    """The kind that a type cell or a sheet's name states, with the genre of a written question."""
    folded = fold(name)
    if _UNSUPPORTED.fullmatch(folded.strip(" []()<>")):
        return "unsupported", None
    found = named(folded)
    if found is not None and (found.kind is not None or found.genre is None):
        return found.kind, found.genre
    own = _IN_COLUMNS.get("".join(folded.split()).lower().replace("_", "").replace("-", "").removesuffix("question"))
    return (own, None) if own is not None or found is None else (None, found.genre)


def sheet_kind(name: str) -> tuple[Kind, str | None]:
    """The kind that the name of a sheet states: `多选题`, `一、判断题（20）`; none when it is about something else
    or tells how the others are filled in."""
    if is_word(name) or _TELLS.search(name):
        return None, None
    kind, genre = kind_named(name)
    return (None, None) if kind is None or kind == "unsupported" else (kind, genre)


SAMPLE = 200
_TELLS = re.compile(r"如何|怎[么样]|说明|须知|指南|how to|instruction|guide", re.IGNORECASE)
_BRACKET = re.compile(r"[(\[][^()\[\]]*[)\]]")
_LONGEST_WORD = 5
_MOSTLY = 0.5
_LEAST_KNOWN = 2
_SHORT_STEM = 4
_BLANK_IN = re.compile(r"[(（]\s*[)）]|_{2,}|[?？]|[:：]\s*$|的是\s*[。.]?$")


def sampled(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The first rows in use and some of all the others."""
    used = [row for row in rows if any(row)]
    if len(used) <= SAMPLE:
        return used
    half = SAMPLE // 2
    return [*used[:half], *used[half :: max(1, (len(used) - half) // half)]]


def asks_something(cell: str) -> bool:
    """Whether a text is a question or has a blank to fill in."""
    return _BLANK_IN.search(cell) is not None or asks(fold(cell))


def asking(cells: Sequence[str]) -> float:
    """The share of the cells in use that ask."""
    used = [cell for cell in cells if cell][:SAMPLE]
    return sum(map(asks_something, used)) / len(used) if used else 0.0


def typical(cells: Sequence[str]) -> int:
    """The middle length of the cells in use."""
    lengths = sorted(len(cell) for cell in cells if cell)
    return lengths[len(lengths) // 2] if lengths else 0


def is_type(cell: str) -> bool:
    if len(cell) > _LONGEST_TYPE or (kind_named(cell)[0] is None and not names_choice(fold(cell))):
        return False
    bare = _BRACKET.sub("", fold(cell)).strip()
    return len(bare) <= _LONGEST_WORD or bare.endswith("题") or bare.isascii()  # `简述退款流程` asks


@lru_cache(maxsize=4096)
def letters_of(cell: str) -> tuple[str, ...]:
    """The option letters of a key; words of capitals are none."""
    small = _SMALL.fullmatch(cell) is not None and list(cell) == sorted(set(cell))
    letters = keys.as_letters(fold(cell).upper() if small else fold(cell)) if len(cell) <= _LONGEST_KEY else None
    return tuple(letters) if letters and letters[-1] <= _LAST_LETTER else ()


def is_key(cell: str) -> bool:
    return bool(letters_of(cell)) or (len(cell) <= _LONGEST_TRUTH and keys.as_bool(fold(cell)) is not None)


PLACES = re.compile(r"\d(?:[,，、;；]\s*\d)*")  # `3` or `1,3`: options by their places
_SMALL = re.compile(r"[a-h]{2,8}")
_LONGEST_TYPE = 24
_LONGEST_KEY = 24
_LAST_LETTER = "K"
_LONGEST_TRUTH = 5

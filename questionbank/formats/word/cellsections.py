"""Tables of Word that only lay out a page: columns of questions, and options with a cell for each letter.

Pure: no Django.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from questionbank.parsing.source.lines import Mark, SourceLine
from questionbank.parsing.words.fold import fold
from questionbank.parsing.words.keys import is_key

_NUMBERED = re.compile(r"\s*(?:第?\s*\d{1,3}\s*题?\s*[.、:)]|[(\[]\s*\d{1,3}\s*[)\]]|[一二三四五六七八九十]{1,3}\s*、)")
_OPTION = re.compile(r"\s*[(\[]?\s*[A-H]\s*[)\].、:]")
_LETTER = re.compile(r"[(\[]?([A-H])[)\].、:]?")
_FEWEST_LINES = 3
_PAIR = 2


def holds_questions(cell: Sequence[SourceLine]) -> bool:
    """Whether a cell has lines enough for a question and its options or answer, and begins one of them."""
    lines = [fold(line.printed) for line in cell if line.printed.strip()]
    asked = any(map(_NUMBERED.match, lines)) and not _OPTION.match(lines[0])
    return len(lines) >= _FEWEST_LINES and asked and (any(map(_OPTION.match, lines)) or len(lines) > _FEWEST_LINES + 1)


def question_beside_key(cells: Sequence[Sequence[SourceLine]]) -> list[SourceLine] | None:
    """A question with its options in one cell and its key in the next as lines; none of any other row."""
    if len(cells) != _PAIR or not holds_questions(cells[0]):
        return None
    told = [line.printed.strip() for line in cells[1] if line.printed.strip()]
    options = sum(_OPTION.match(fold(line.printed)) is not None for line in cells[0])
    if len(told) != 1 or options < _PAIR or not is_key(fold(told[0])):
        return None
    return [*(line for line in cells[0] if line.printed.strip()), SourceLine(f"答案：{told[0]}")]


def lettered_cells(cells: Sequence[Sequence[SourceLine]]) -> SourceLine | None:
    """`A | text | B | text` as the line `A. text    B. text`; none of any other row."""
    if len(cells) < _PAIR or len(cells) % _PAIR or any(len(cell) != 1 for cell in cells):
        return None
    lines = [cell[0] for cell in cells]
    found = [_LETTER.fullmatch(fold(line.printed).strip()) for line in lines]
    named = [match[1] for match in found[::_PAIR] if match]
    first = ord(named[0]) if named else 0
    if any(found[1::_PAIR]) or named != [chr(first + count) for count in range(len(lines) // _PAIR)]:
        return None
    text, marks = "", list[Mark]()
    for letter, line in zip(named, lines[1::_PAIR], strict=True):
        text += ("    " if text else "") + f"{letter}. "
        shift = len(text) + len(line.printed) - len(line.text)
        marks += [Mark(mark.start + shift, mark.end + shift, mark.kind) for mark in line.marks]
        text += line.printed.replace("\t", " ")
    return replace(lines[0], text=text, number_label="", level=None, marks=tuple(marks), place=None)

"""Numbers of Word's lists that number nothing: before options and answers that have labels of their own, and numbers
that run on from the questions into the answers.

Pure: no Django. Whoever types `答案：B` below a numbered question often leaves the list switched on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from questionbank.parsing.machine.answering import names_answers
from questionbank.parsing.source.lines import SourceLine
from questionbank.parsing.words.fold import fold
from questionbank.parsing.words.labels import label_at

_FORMS = frozenset(("decimal", "decimalFullWidth", "decimalZero", "chineseCounting", "chineseCountingThousand"))
_TYPED_OPTION = re.compile(r"\s*[(\[]?\s*([A-K])\s*[)\].、:]\s*\S")
_TYPED_NUMBER = re.compile(r"\s*[(\[]?\s*(\d{1,3})\s*[)\].、](?!\d)\s*\S")
_LABELS = frozenset(
    ("key", "explanation", "reference", "points", "criteria", "topic", "difficulty", "worth", "assesses")
)
_LONGEST_HEADING = 20
_LONGEST_LABELLED = 60
_MOSTLY = 0.6
_FEWEST = 2
Key = tuple[int, int]


def without_idle(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines without such numbers, and the others counted anew."""
    made = list(lines)
    entries: dict[Key, list[int]] = defaultdict(list)
    for index, line in enumerate(made):
        if line.place is not None and line.place.form in _FORMS and line.text.strip():
            entries[line.place.list, line.place.level].append(index)
    for found in entries.values():
        _drop_twice(made, found)
        _drop_idle(made, found)
    _begin_answers(made, entries)
    return made


def _drop_twice(made: list[SourceLine], found: list[int]) -> None:
    """`1. 1、题干`: a number was typed behind nearly every one that Word counts; the typed ones are meant."""
    typed = [index for index in found if _TYPED_NUMBER.match(fold(made[index].text))]
    if len(typed) >= max(_FEWEST, len(found) * _MOSTLY):
        for index in typed:
            made[index] = _bare(made[index])


def _drop_idle(made: list[SourceLine], found: list[int]) -> None:
    idle = _idle(made, found)
    led = sum(1 for here, after in pairwise(found) if here not in idle and after in idle)
    if not idle or found[0] in idle or led < (len(found) - len(idle)) * _MOSTLY:
        return
    gone = 0
    for index in found:
        place = made[index].place
        gone = 0 if place is None or place.value == 1 else gone
        gone += index in idle
        made[index] = _bare(made[index]) if index in idle else _lowered(made[index], gone)


def _idle(made: list[SourceLine], found: list[int]) -> set[int]:
    """Entries that begin with the label of an answer, or with the letter after that of the line above."""
    idle, last = set[int](), ""
    for index in found:
        text = fold(made[index].text)
        option = _TYPED_OPTION.match(text)
        label = label_at(text, 0, len(text)) if len(text) <= _LONGEST_LABELLED or ":" in text[:12] else None
        if option and option[1] == (chr(ord(last) + 1) if last else "A"):
            idle.add(index)
            last = option[1]
            continue
        last = ""
        if label is not None and label.name in _LABELS and label.body > 0:
            idle.add(index)
    return idle


def _begin_answers(made: list[SourceLine], entries: dict[Key, list[int]]) -> None:
    """Below `参考答案` a list that goes on from its questions begins again."""
    heads = [index for index, line in enumerate(made) if line.place is None and _heads_answers(line.text)]
    for found in entries.values() if len(heads) == 1 else ():
        before = [index for index in found if index < heads[0]]
        after = [index for index in found if index > heads[0]]
        first, last = (made[rows[at]].place if rows else None for rows, at in ((after, 0), (before, -1)))
        if first is None or last is None or first.value != last.value + 1 or len(after) > last.value:
            continue
        for index in after:
            made[index] = _lowered(made[index], last.value)


def _heads_answers(text: str) -> bool:
    plain = fold(text).strip(" :#*[]()")
    return 0 < len(plain) <= _LONGEST_HEADING and names_answers(plain)


def _bare(line: SourceLine) -> SourceLine:
    return replace(line, number_label="", place=None, level=None)


def _lowered(line: SourceLine, by: int) -> SourceLine:
    """The same entry with a number that is lower; only figures can be counted anew."""
    if not by or line.place is None:
        return line
    value = line.place.value - by
    label = re.sub(rf"(?<!\d){line.place.value}(?!\d)", str(value), line.number_label, count=1)
    return replace(line, number_label=label, place=replace(line.place, value=value))

"""Labels of Word's lists that say less than the list: options that count on through the document, odd numbers.

Pure: no Django. A reader of the printed page knows what they mean by where they stand; here the list itself tells.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from questionbank.content import CHOICE_KINDS
from questionbank.formats.word.idlelabels import without_idle
from questionbank.formats.word.numerals import letters
from questionbank.parsing.source.lines import Place, SourceLine
from questionbank.parsing.words import keys
from questionbank.parsing.words.fold import fold
from questionbank.parsing.words.headings import read_heading
from questionbank.parsing.words.kinds import asks
from questionbank.parsing.words.labels import label_at

_LETTERS = ("upperLetter", "lowerLetter")
_ODD_OPTIONS = ("ideographTraditional", "ideographZodiac", "lowerRoman")
_FIGURES = (
    "decimal",
    "decimalFullWidth",
    "decimalEnclosedCircle",
    "decimalEnclosedCircleChinese",
    "chineseCounting",
    "lowerRoman",
    "upperRoman",
    "ideographDigital",
    "lowerLetter",
    "bullet",
)
_PLAIN = ("decimal", "decimalFullWidth", "upperLetter", "bullet")
_TOLD = re.compile(r"[(\[]\s*([A-H](?:[,、 ]?[A-H]){0,7})\s*[)\]]")
_NUMBERED = re.compile(r"\s*(?:第?\s*\d{1,4}\s*题?\s*[.、．)）:：]|[(（]\s*\d{1,3}\s*[)）])")
_OPTION = re.compile(r"\s*[(（【]?\s*A\s*[.、．:：)）】]")
_BLANK_END = re.compile(r"[?:]\s*$|[(\[]\s*(?:[A-H]{1,8}\s*)?[)\]]|_{2,}")
_FEWEST, _MOST = 2, 8
_LONGEST_HEADING = 60
_TWO_PARTS = re.compile(r"[\d一二三四五六七八九十〇百]{1,4}\s*[.\-—–]\s*\d{1,3}\s*[.、．)）]?")
_MOSTLY = 0.6
_NEARLY = 0.8
_COLOURS = ("colour", "highlight")
_MARKS = (*_COLOURS, "bold", "underline")
_EMPTY_END = re.compile(r"(?:[(\[]\s*[)\]]|_{2,})[。.]?\s*$")
_LONE_KEY = re.compile(r"\s*\d{1,3}\s*[.、)]\s*[A-H]{1,6}\s*")
_ROW_OF_KEYS = re.compile(r"[^\t]{0,6}(?:\t\s*[A-H]{1,6}\s*){2,}")
_LONGEST_RUN = 400
_FIGURE = re.compile(r"[^\W_]|[①-⑳]")
_NEAR = 4
List = tuple[int, int]


def relabelled(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines with `1.` for the odd numbers of questions, every question's options from A, and inner lists in
    brackets."""
    made = without_idle(lines)
    used = [index for index, line in enumerate(made) if line.printed.strip()]
    _letter_options(made, used)
    _letter_numbers(made, used)
    _number_questions(made, used)
    _bracket_inner(made, used)
    return made


def _list_of(line: SourceLine) -> List | None:
    return (line.place.list, line.place.level) if line.place else None


def _number_questions(made: list[SourceLine], used: Sequence[int]) -> None:
    """A list whose entries have options right below them numbers questions, in whatever figures."""
    entries: dict[List, list[tuple[int, bool]]] = defaultdict(list)
    for at, index in enumerate(used):
        place = made[index].place
        if place is not None and (place.form not in _PLAIN or _TWO_PARTS.fullmatch(made[index].number_label)):
            below = made[used[at + 1]] if at + 1 < len(used) else None
            entries[place.list, place.level].append((index, below is not None and _begins_options(below, place)))
    for found in entries.values():
        if len(found) >= _FEWEST and sum(asked for _, asked in found) >= len(found) * _MOSTLY:
            for index, _ in found:
                place = made[index].place
                made[index] = replace(made[index], number_label=f"{place.value if place else 0}.")


def _stands_out(line: SourceLine, kinds: Sequence[str]) -> bool:
    """Whether nearly the whole entry has a mark of one of the kinds."""
    length = len(line.text.strip())
    return any(mark.kind in kinds and mark.end - mark.start >= length * _NEARLY for mark in line.marks)


def _begins_options(line: SourceLine, above: Place) -> bool:
    if line.place is None:
        return _OPTION.match(line.text) is not None
    return line.place.form == "upperLetter" and (line.place.list, line.place.level) != (above.list, above.level)


def _letter_options(made: list[SourceLine], used: Sequence[int]) -> None:
    """Groups of entries below one question each, whose letters count on or are no letters."""
    groups = [group for group in _groups(made, used) if _FEWEST <= len(group) <= _MOST]
    several: dict[List | None, int] = defaultdict(int)
    for group in groups:
        several[_list_of(made[group[0]])] += 1
    for group in groups:
        place = made[group[0]].place
        if place is None or several[place.list, place.level] < _FEWEST:
            continue
        if place.form in _ODD_OPTIONS or (place.form in _LETTERS and place.value > 1):
            for count, index in enumerate(group, 1):
                made[index] = replace(made[index], number_label=f"{letters(count)}.")


def _letter_numbers(made: list[SourceLine], used: Sequence[int]) -> None:
    """Groups of figures or bullets below one question each that something tells to be its options."""
    told: dict[tuple[str, int, str], list[tuple[list[int], bool]]] = defaultdict(list)
    choosing, keyed = _choosing(made, used), _lists_keys(made, used)
    for group in _groups(made, used):
        place = made[group[0]].place
        if place is not None and place.form in _FIGURES and _FEWEST <= len(group) <= _MOST:
            dress = _FIGURE.sub("", made[group[0]].number_label)
            offers = _offers(made, used, group, choosing[bisect_left(used, group[0])], keyed)
            told[place.form, place.level, dress].append((group, offers))
    for groups in told.values():
        if len(groups) >= _FEWEST and sum(offers for _, offers in groups) >= len(groups) * _MOSTLY:
            for count, index in ((count, index) for group, _ in groups for count, index in enumerate(group, 1)):
                made[index] = _as_option(made[index], count)


def _offers(made: Sequence[SourceLine], used: Sequence[int], group: Sequence[int], choosing: bool, keyed: bool) -> bool:
    """Whether keys call the entries A, B, C, some of them stand out, or they stand below a heading of choices or an
    empty bracket (with `keyed`, where the document lists letters as keys: below any line that asks)."""
    at = bisect_left(used, group[0])
    below = fold(made[used[at + len(group)]].printed) if at + len(group) < len(used) else ""
    above = fold(made[used[at - 1]].text)
    if _OPTION.match(below):
        return False
    if _key_of(above, below, len(group)) or _one_of(made, group, above):
        return True
    empty = (_BLANK_END if keyed else _EMPTY_END).search(above) is not None
    return (choosing or empty) and not _told(below)


def _lists_keys(made: Sequence[SourceLine], used: Sequence[int]) -> bool:
    """Whether letters that are keys stand alone on lines or in runs further below."""
    found = [fold(made[index].printed) for index in used if len(made[index].text) <= _LONGEST_RUN]
    alone = sum(_LONE_KEY.fullmatch(line) is not None for line in found)
    return alone >= _FEWEST or any(_ROW_OF_KEYS.fullmatch(line) or keys.run_of_keys(line) for line in found)


def _one_of(made: Sequence[SourceLine], group: Sequence[int], above: str) -> bool:
    """Whether some of the entries stand out: by a colour, or by another mark below a line that asks."""
    kinds = _MARKS if asks(above) or _BLANK_END.search(above) else _COLOURS
    return 0 < sum(_stands_out(made[index], kinds) for index in group) < len(group)


def _as_option(line: SourceLine, count: int) -> SourceLine:
    place = replace(line.place, form="upperLetter", value=count) if line.place else None
    return replace(line, number_label=f"{letters(count)}.", place=place)


def _choosing(made: list[SourceLine], used: Sequence[int]) -> list[bool]:
    """For each line in use, whether the last heading of a kind above it speaks of choices."""
    found, current = list[bool](), False
    for index in used:
        line = made[index]
        plain = line.place is None or line.place.level == 0
        heading = read_heading(fold(line.printed)) if plain and len(line.text) <= _LONGEST_HEADING else None
        if heading is not None and (heading.kind is not None or heading.choice):
            current = heading.choice or heading.kind in CHOICE_KINDS
        found.append(current)
    return found


def _told(below: str) -> bool:
    """Whether the line is an answer with its label."""
    label = label_at(below, 0, len(below))
    return label is not None and label.name in ("key", "reference") and bool(below[label.body :].strip())


def _key_of(above: str, below: str, count: int) -> bool:
    """Whether the line below the options, or a bracket of the question, names some of them by letters."""
    label = label_at(below, 0, len(below))
    content = below[label.body :] if label is not None and label.name == "key" else ""
    content = content[: content.find("解析")].rstrip("[( ") if "解析" in content else content
    bracket = _TOLD.search(above)
    found = keys.as_letters(content) or (keys.as_letters(bracket[1]) if bracket else None)
    return bool(found) and all(ord(letter) - 64 <= count for letter in found or ())


def _bracket_inner(made: list[SourceLine], used: Sequence[int]) -> None:
    """`1.` `2.` below question 3 of a list that goes on with 4: another list, which the eye tells by its indent."""
    for group in _groups(made, used):
        first, at = made[group[0]].place, bisect_left(used, group[0])
        above = made[used[at - 1]].place
        after = next((made[index].place for index in used[at + len(group) : at + len(group) + _NEAR]
                      if made[index].place is not None), None)  # fmt: skip
        if first is None or above is None or above.list == first.list or first.value != 1:
            continue
        if not above.form == first.form == "decimal":
            continue
        if after is not None and (after.list, after.level, after.value) == (above.list, above.level, above.value + 1):
            for count, index in enumerate(group, 1):
                made[index] = replace(made[index], number_label=f"（{count}）")


def _groups(made: Sequence[SourceLine], used: Sequence[int]) -> Iterator[list[int]]:
    """Entries of one list that follow each other right below a numbered line of another."""
    at = 0
    while at < len(used):
        end = at + 1
        own = _list_of(made[used[at]])
        while own is not None and end < len(used) and _list_of(made[used[end]]) == own:
            end += 1
        above = made[used[at - 1]] if at else None
        if own is not None and above is not None and (above.place is not None or _asks(above, made[used[at]])):
            yield list(used[at:end])
        at = end


def _asks(above: SourceLine, first: SourceLine) -> bool:
    """Whether a line without an automatic number is a question: by its own number, or by its words above letters."""
    if _NUMBERED.match(above.printed):
        return True
    lettered = first.place is not None and first.place.form in _LETTERS
    return lettered and (_BLANK_END.search(fold(above.text)) is not None or asks(fold(above.text)))

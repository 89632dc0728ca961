"""What the key of a row means: letters, places, ticks, or the text of an option. Pure: no Django.

A whole column says what one cell leaves open: `4` is the fourth option where the other keys count options too, and
`R` answers a question in words where the other answers are words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from questionbank.content import ItemKind
from questionbank.formats.tables import cellparts
from questionbank.formats.tables.blocks import Block
from questionbank.formats.tables.columns import Columns
from questionbank.formats.tables.rows import RowDraft
from questionbank.formats.tables.tabletext import Cells
from questionbank.parsing.machine.drafts import Piece
from questionbank.parsing.words import keys
from questionbank.parsing.words.fold import fold

_DIGIT_KEY = re.compile(r"\d(?:[\s,，、;；|]*\d)*")
_SMALL = re.compile(r"[a-k](?:[\s,、;/|]*[a-k])+")
_LONGEST_MARK = 60
_MOSTLY = 0.5
_NEARLY_ALL = 0.9
_TRUTHS = {"真": "√", "假": "×", "○": "√", "〇": "√", "right": "√", "wrong": "×", "v": "√"}
_LEAST = 3
_MANY = 10
_LAST_LETTER = "K"


class RowKeys:
    """Reads the keys of one block; `text` is what the offsets of a draft index."""

    def __init__(self, text: str, cells: Cells, block: Block) -> None:
        self._text = text
        self._columns = block.columns
        values = self._values = [cells.grid.rows[row] for row in block.rows]
        self.one_or_two = _types_of(values, block.columns, {"1", "2"})
        self.zero_or_one = _types_of(values, block.columns, {"0", "1"})
        self._counting = _counting(values, block.columns)
        self._surely = _reach_the_last(values, block.columns)
        self.counted = 0

    @cached_property
    def _lettered(self) -> bool:
        return _lettered(self._values, self._columns)

    def take(self, made: RowDraft, shown: str) -> bool:
        """Note the key that a cell shows; False when the parser is to read it as it stands."""
        words = cellparts.key_words(shown)
        translated = self._translated(made, words, shown)
        if made.kind is None and not made.type_name and not made.draft.options:
            self._kind_of_key(made, words)
            translated = "" if made.kind is ItemKind.SHORT_ANSWER else translated
        if translated:
            made.draft.add("run-key", Piece(0, 0, mark=translated))
        return bool(translated)

    def _translated(self, made: RowDraft, words: str, shown: str) -> str:
        """What the parser would not understand: places, letters of other kinds, texts like keys; else bare keys."""
        if made.kind is ItemKind.TRUE_FALSE:
            return self._truth(made, words)
        labels = {option.label for option in made.draft.options}
        plain = words.isascii() and words.isalpha() and labels.issuperset(words)
        pairs = [] if plain or not labels else pairs_of(made, self._text)
        named = _by_text(shown.strip(), pairs, labels) if pairs else ""
        if named:
            return named
        if pairs and _DIGIT_KEY.fullmatch(words):
            told = keys.by_text(words, pairs) is not None
            if not told or self._counting:
                return self._by_place(made, words, told=told)
        if _SMALL.fullmatch(words) and labels >= set(_letters(words)):
            return _letters(words)
        return words if keys.is_key(words) and len(words) < _LONGEST_MARK else ""

    def _truth(self, made: RowDraft, words: str) -> str:
        if words in ("1", "0") and made.type_name not in self.one_or_two:
            return "√" if words == "1" else "×"
        if words.lower() in _TRUTHS:
            return _TRUTHS[words.lower()]
        if words.upper() in ("A", "B", "1", "2") and not made.draft.options:
            made.notes.append("truth-by-letter")
            return "√" if words.upper() in ("A", "1") else "×"
        return words if keys.is_key(words) else ""

    def _by_place(self, made: RowDraft, words: str, *, told: bool) -> str:
        first = 0 if self._columns.from_zero else 1
        figures = re.findall(r"\d+", words) if re.search(r"\D", words) else list(words)
        places = sorted({int(figure) - first for figure in figures})
        if not 0 <= places[0] <= places[-1] < len(made.draft.options) or (told and len(places) > 1):
            return ""
        if self._surely and not told:
            self.counted += 1
        else:
            made.notes.append("key-by-number")
        return "".join(made.draft.options[place].label for place in places)

    def is_option(self, made: RowDraft, content: str) -> bool:
        """Questions to be answered in words may give the answer as an option: `A` with 质 in the column of A."""
        words = cellparts.key_words(content)
        labels = [option.label for option in made.draft.options]
        letters = keys.as_letters(words, labels) if labels else None
        if letters and (made.type_name or len(letters) == len(labels)):
            texts = dict(pairs_of(made, self._text))
            made.blanks += [texts[letter] for letter in letters if texts.get(letter)]
            made.draft.options.clear()
        return bool(made.blanks)

    def _kind_of_key(self, made: RowDraft, words: str) -> None:
        """Letters without any options: the options are missing; among answers in words such a letter is one too."""
        letters = keys.as_letters(words)
        if not letters or not words.isupper() or keys.as_bool(words) is not None:
            return
        if self._lettered:
            made.kind = ItemKind.MULTIPLE_CHOICE if len(letters) > 1 else ItemKind.SINGLE_CHOICE
        else:
            made.kind = ItemKind.SHORT_ANSWER


def pairs_of(made: RowDraft, text: str) -> list[tuple[str, str]]:
    """The labels and texts of the options."""
    return [(one.label, "\n".join(text[p.start : p.end] for p in one.pieces)) for one in made.draft.options]


def _by_text(shown: str, pairs: list[tuple[str, str]], labels: set[str]) -> str:
    """`D、IPO`, or `IPO` where no option is called I: the text of an option that looks like letters."""
    for label, text in pairs if len(shown) > 1 else ():
        own = cellparts.own_label(label).match(shown)
        if own and keys.by_text(shown[own.end() :], [(label, text)]):
            return label
    letters = keys.as_letters(shown)
    found = keys.by_text(shown, pairs) if letters and not set(letters) <= labels else None
    return "".join(found) if found else ""


def _letters(content: str) -> str:
    return "".join(letter.upper() for letter in content if letter.isalpha())


def is_code(name: str) -> bool:
    """Types as numbers: what they mean shows in the questions."""
    return name.isdecimal() and len(name) <= 2


# --- what the whole column says ---------------------------------------------------------------------------------


def _types_of(rows: Sequence[Sequence[str]], columns: Columns, figures: set[str]) -> set[str]:
    """Types as numbers (or none) whose questions have no options and these two keys: right and wrong."""
    key, named = columns.of("key"), columns.of("type")
    places = [at for _, at in columns.all_of("option")]
    together = columns.of("options")
    if key is None or not (places or together is not None or named is not None):
        return set()
    if named is None:
        rows = [
            row for row in rows if not any(row[at] for at in (*places, *([together] if together is not None else [])))
        ]
    seen: dict[str, set[str]] = {}
    if not figures.issubset([row[key] for row in rows]):
        return set()
    for row in rows:
        bare = not any(row[at] for at in (*places, *([together] if together is not None else [])))
        seen.setdefault(row[named] if named is not None else "", set()).add(row[key] if bare else "?")
    return {name for name, found in seen.items() if found == figures and (not name or is_code(name))}


def _counting(rows: Sequence[Sequence[str]], columns: Columns) -> bool:
    """Whether the keys are places of options, though here and there an option is the same number."""
    key, places = columns.of("key"), [at for _, at in columns.all_of("option")]
    used = [row for row in rows if key is not None and row[key]] if places else []
    if key is None or len(used) < _LEAST:
        return False
    figures = [row for row in used if _DIGIT_KEY.fullmatch(row[key]) and len(row[key]) == 1]
    within = all(1 <= int(row[key]) <= sum(bool(row[at]) for at in places) for row in figures)
    told = sum(any(row[at] == row[key] for at in places) for row in figures)
    return within and len(figures) >= _NEARLY_ALL * len(used) and told < _MOSTLY * len(figures)


def _reach_the_last(rows: Sequence[Sequence[str]], columns: Columns) -> bool:
    """Whether so many rows give places, the last of four or more options among them, that no other reading is left."""
    key, places = columns.of("key"), [at for _, at in columns.all_of("option")]
    used = [row for row in rows if key is not None and row[key] and any(row[at] for at in places)]
    if key is None or len(used) < _MANY or not all(_DIGIT_KEY.fullmatch(row[key]) for row in used):
        return False
    figures = [{int(figure) for figure in row[key] if figure.isdecimal()} for row in used]
    reach = [sum(bool(row[at]) for at in places) for row in used]
    fit = sum(min(found) > 0 and max(found) <= last for found, last in zip(figures, reach, strict=True))
    return fit >= _NEARLY_ALL * len(used) and max(reach) > _LEAST and max(map(max, figures)) == max(reach)


def _lettered(rows: Sequence[Sequence[str]], columns: Columns) -> bool:
    """Whether most of the keys are letters of options."""
    key = columns.of("key")
    used = [row[key] for row in rows if key is not None and row[key]]
    named = [keys.as_letters(cellparts.key_words(fold(cell))) for cell in used if len(cell) < _LONGEST_MARK]
    found = sum(bool(letters) and letters[-1] <= _LAST_LETTER for letters in named if letters)
    return found >= len(used) * _MOSTLY

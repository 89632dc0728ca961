"""Signs in the columns of options that stand for no option: `/`, `N/A`, `null`, 无. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Sequence

from questionbank.parsing.machine.drafts import OptionDraft
from questionbank.parsing.words import keys
from questionbank.parsing.words.fold import fold

_SIGN_WORDS = r"/ // \ - -- --- — —— – * n/a #n/a na nan null <null> nil (空) (无) 无选项 无此选项 无此项"
_SIGNS = frozenset(_SIGN_WORDS.split())
# These may be options as well: `以上都有：无`.
_WORDS = frozenset(("无", "none", "空", "没有", "未填"))
_EMPTY = frozenset(("[]", "{}", '""', "''"))
_LEAST = 2
_WRITTEN = re.compile(r"[^\W_]")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def words_used(rows: Sequence[Sequence[str]], places: Sequence[int]) -> frozenset[str]:
    """The words that this table writes where there is no option: such a word stands in the last two of a row."""
    if len(places) <= _LEAST:
        return frozenset()
    before, last = places[-2:]
    found = {row[last].lower() for row in rows if row[last] and row[last] == row[before]}
    return frozenset(found & _WORDS)


def is_none(cell: str) -> bool:
    """Whether the cell that holds all options says that there are none: 无, `/`, `[]`."""
    word = cell.strip().lower()
    return word in _SIGNS or word in _WORDS or word in _EMPTY


def drop_fillers(found: list[OptionDraft], text: str, used: frozenset[str], key: Sequence[str]) -> bool:
    """Take off the options at the end that are none; never one that the key names, and no sign among signs. Returns
    whether a word was taken off that only the rest of the table tells to be none."""
    last = _word(found[-1], text) if found else ""
    if last not in _SIGNS and last not in _WORDS:
        _drop_labels(found, text, last)
        return False
    words = [_word(one, text) for one in found]
    if all(word in _SIGNS or word in _WORDS for word in words) and len(set(words)) == 1 and not key:
        found.clear()
        return False
    while len(found) > _LEAST and found[-1].label not in key and _is_filler(words[: len(found)], used):
        found.pop()
    _drop_labels(found, text, _word(found[-1], text))
    return last in _WORDS and len(found) < len(words) and words.count(last) == 1


def _is_filler(words: Sequence[str], used: frozenset[str]) -> bool:
    """Whether the last of the words stands for no option."""
    word, others = words[-1], [one for one in words[:-1] if one not in _SIGNS]
    if word in _SIGNS:
        return bool(others) and all(map(_WRITTEN.search, others))  # `+`, `-`, `*`, `/` are what is asked for
    if word not in _WORDS:
        return False
    return word in used or words.count(word) > 1 or (word == "none" and any(map(_HAN.search, others)))


def _drop_labels(found: list[OptionDraft], text: str, last: str) -> None:
    """`C` for option C behind 正确 and 错误 is none either."""
    if len(found) <= _LEAST or last != found[-1].label.lower():
        return
    words = [_word(one, text) for one in found]
    labels = [one.label.lower() for one in found[_LEAST:]]
    if labels == words[_LEAST:] and {keys.as_bool(fold(word)) for word in words[:_LEAST]} == {True, False}:
        del found[_LEAST:]


def _word(option: OptionDraft, text: str) -> str:
    return "".join([text[piece.start : piece.end] for piece in option.pieces]).strip().lower()

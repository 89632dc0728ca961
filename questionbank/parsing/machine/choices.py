"""Whether a line of options belongs to the open question, and letters that slipped."""

from __future__ import annotations

import re
from itertools import takewhile

from questionbank.content import CHOICE_KINDS, WRITTEN_KINDS, ItemKind
from questionbank.parsing.machine.drafts import Draft, OptionDraft, Piece
from questionbank.parsing.machine.state import FIELDS, State
from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.keys import as_bool, as_letters, is_key
from questionbank.parsing.words.numerals import CIRCLED

_WIDEST_SLIP = 2
_MOST = 10
_LEAST = 2
_LETTERS = re.compile(r"\s*[A-H](?:[\s,，、]{0,2}[A-H]){0,7}\s*[.。]?\s*")
_BESIDE = re.compile(r"(?:\t|\s{3})\s*(?P<letter>[A-H])\s?[.、]")
_CIRCLES = re.compile(rf"[{CIRCLED}](?:\s*[{CIRCLED}])*\s*")
_SPACED_LEAST = 2  # `A 公司与 B 公司` are no options, `A 中毒 B 缺氧 C 爆炸` are


def takes_options(state: State, index: int, token: Token) -> bool:
    item = state.item
    assert item is not None
    first = token.options[0].label
    if token.swapped and first not in [option.label for option in item.options]:
        return state.part == "option" if item.options else awaits_options(state)
    if item.options:
        last = item.options[-1].label
        counts_on = first == ("false" if last == "true" else chr(ord(last[0]) + 1)) or slips(state, item, token)
        return counts_on and (
            state.part in ("option", "stem") or state.part in FIELDS or explains_one(state, item, token)
        )
    if first == "B" and _lost_first(state, index, token):
        return True
    if first not in ("A", "true") or not awaits_options(state):
        return False
    return not token.weak or confirms(state, index, token)


def _lost_first(state: State, index: int, token: Token) -> bool:
    """`B. …` and `C. …` below a numbered question: its first option was lost, which a person should know."""
    item = state.item
    kind = state.section.heading.kind if state.section else None
    plain = token.fresh and not token.weak and token.style == "letter"
    if item is None or not item.number or kind in WRITTEN_KINDS or state.part != "stem" or not plain:
        return False
    letters = [mark.label for mark in token.options]
    for after in takewhile(lambda one: one.what is T.OPTIONS, state.evidence.tokens[index + 1 : index + _MOST]):
        letters += [mark.label for mark in after.options]
    return letters[1:2] == ["C"] and "A" not in letters


def explains_one(state: State, item: Draft, token: Token) -> bool:
    """Whether each option is explained below it: `A.…`, `解析：…`, `B.…`, and the key comes last."""
    plain = token.fresh and not token.weak and token.style == "letter"
    return plain and state.part == "explanation" and not item.has("key") and state.answers is None


def is_lone_key(state: State, index: int, token: Token) -> bool:
    """`C` alone on the line below the options, with nothing behind it but the next question or an explanation."""
    item = state.item
    section = state.section.heading.kind if state.section else None
    if item is not None and section is ItemKind.TRUE_FALSE and state.part == "stem" and item.has("stem"):
        return token.fresh and as_bool(token.content.strip("*")) is not None
    if item is None or state.part != "option" or item.has("key") or len(item.options) < _LEAST or not token.fresh:
        return False
    if token.content.startswith("="):
        token.body += 1  # `=B`
    letters = as_letters(token.content) if _LETTERS.fullmatch(token.content) else None
    if letters is None or not set(letters) <= {option.label for option in item.options}:
        return False
    after = next(iter(state.evidence.tokens[index + 1 : index + 2]), None)
    explains = after is not None and after.label is not None and after.label.name == "explanation"
    return after is None or explains or after.what in (T.NUMBER, T.HEADING, T.RULER, T.ANSWERS)


def awaits_options(state: State) -> bool:
    """Whether the open part may stand in front of the options: the stem, a field, or the key on the stem's line."""
    if state.part in ("stem", "type", "points", "difficulty", "topics", "other", "mine"):
        return True
    pieces = state.item.parts.get("key", []) if state.item and state.part == "key" else []
    return bool(pieces) and all(is_key(state.evidence.folded[piece.start : piece.end]) for piece in pieces)


def slips(state: State, item: Draft, token: Token) -> bool:
    """A letter written twice or left out on a line of its own: `A. B. B. D.`, `A. B. D.`."""
    first, labels = token.options[0].label, [option.label for option in item.options]
    if not token.fresh or token.weak or token.style != "letter" or state.part != "option" or len(first) > 1:
        return False
    again = first in labels and (first != "A" or len(labels) == 1 or bool(item.repeated))
    return again or 1 < ord(first) - ord(labels[-1][0]) <= _WIDEST_SLIP


def relabel(state: State, item: Draft, token: Token) -> None:
    """Letters that stand twice count on from the last one; a person should look at them."""
    if not item.options and token.options[0].label == "B" and not token.swapped:
        item.options.append(OptionDraft("A", [Piece(token.start, token.start)]))
    for mark in token.options:
        used = [option.label for option in item.options]
        beside = _BESIDE.search(state.evidence.folded, mark.text_start, mark.end)  # two columns run together
        if mark.repeated or mark.label in used or (beside and beside["letter"] == mark.label):
            item.repeated += mark.label
        if mark.label in used:
            mark.label = chr(ord(max(used)[0]) + 1)


def _chooses_circled(token: Token, following: list[Token]) -> bool:
    """`答：①③` below `①甲 ②乙 ③丙`: some of them in their order, and no order of all."""
    label = following[0].label if following else None
    if label is None or label.name not in ("key", "reference") or not _CIRCLES.fullmatch(following[0].content):
        return False
    told = "".join(following[0].content.split())
    return told == "".join(sorted(set(told))) and len(told) < len(token.options)


def confirms(state: State, index: int, token: Token) -> bool:
    """A label without separator needs its successor; circled ones a choice section without lettered options."""
    following = state.evidence.tokens[index + 1 : index + 2]
    last = token.options[-1].label
    follows = bool(
        following and following[0].what is T.OPTIONS and following[0].options[0].label == chr(ord(last[0]) + 1)
    )
    follows = follows or len(token.options) > (_SPACED_LEAST if token.unseparated else 1)
    if not follows or token.style != "circled":
        return follows
    kind = state.section.heading.kind if state.section else None
    choice = kind in CHOICE_KINDS or bool(state.section and state.section.heading.choice)
    return (choice or (kind is None and _chooses_circled(token, following))) and not state.evidence.options(index)

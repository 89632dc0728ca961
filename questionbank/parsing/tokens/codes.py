"""Questions that go by a letter and a number: `A1. …`, `A2. …`, `B1. …` for the parts of an interview."""

from __future__ import annotations

from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.headings import Heading, ends_sentence
from questionbank.parsing.words.kinds import asks_plainly

_LEAST = 2
_SHORT = 30
_NOUNS = ("类", "组", "部", "篇", "级")
_MOST = 0.6
_ANSWERS = frozenset({"key", "reference", "points", "explanation", "criteria", "assesses"})


def take_codes(found: list[Token]) -> list[Token]:
    """Count such lines through where most of them ask or have an answer right below; a code that comes again, as among
    answers, has the count of the first. In place, gives the same list."""
    coded = [index for index, token in enumerate(found) if token.what is T.NUMBER and token.style == "code"]
    codes = [found[index].folded[: found[index].body - found[index].start].strip(" .、").upper() for index in coded]
    places = {code: place for place, code in enumerate(dict.fromkeys(codes), 1)}
    firsts = [index for place, index in enumerate(coded) if codes[place] not in codes[:place]] if codes else []
    if len(places) < _LEAST or not _count_up(list(places)):
        return found
    if sum(_is_question(found, index) for index in firsts) < len(firsts) * _MOST:
        return found
    for index, code in zip(coded, codes, strict=True):
        found[index].value, found[index].weak = places[code], False
        if index and code[1:] == "1" and _heads(found[index - 1], code[0]):
            _make_heading(found[index - 1])
    return found


def _heads(line: Token, letter: str) -> bool:
    """`B类：专业能力` above `B1.`"""
    short = (
        line.what in (T.TEXT, T.OPTIONS)
        and line.fresh
        and len(line.folded) <= _SHORT
        and not ends_sentence(line.folded)
    )
    parted = not line.folded[1:2].isalnum() or line.folded[1:2] in _NOUNS
    return short and line.folded[:1].upper() == letter and parted


def _make_heading(line: Token) -> None:
    line.what, line.style, line.heading, line.options = T.HEADING, "bare", Heading(line.folded), []


def _count_up(codes: list[str]) -> bool:
    """Whether the numbers behind each letter are 1, 2, 3 …"""
    seen: dict[str, int] = {}
    for code in codes:
        letter, number = code[0], int(code[1:])
        if number != seen.get(letter, 0) + 1:
            return False
        seen[letter] = number
    return True


def _is_question(found: list[Token], index: int) -> bool:
    below = found[index + 1] if index + 1 < len(found) else None
    labelled = below is not None and below.label is not None and below.label.name in _ANSWERS
    return labelled or asks_plainly(found[index].content)

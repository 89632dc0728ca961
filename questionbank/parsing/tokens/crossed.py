"""Options that go down two columns: `A. …    C. …` over `B. …    D. …`."""

from __future__ import annotations

import re

from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.options import OptionMark

_APART = re.compile(r"(?:(?<=\t)|(?<=\s\s))[(\[]?(?P<letter>[A-Ha-h])\s*[.、:)\]]\s*(?=\S)")
_ROWS = (2, 3)


def take_crossed(found: list[Token], folded: str) -> list[Token]:
    """The same tokens with such rows as one token, its options in the order of their letters."""
    made: list[Token] = []
    at = 0
    while at < len(found):
        rows = _rows(found, at, folded) if found[at].what is T.OPTIONS else []
        made.append(_joined(found[at], rows, folded) if rows else found[at])
        at += max(1, len(rows))
    return made


def _rows(found: list[Token], at: int, folded: str) -> list[tuple[OptionMark, OptionMark]]:
    """The two options of each row, where the second column goes on with the letter behind the last of the first."""
    for count in _ROWS:
        tokens = found[at : at + count]
        first = [token.options[0].label for token in tokens if token.what is T.OPTIONS and len(token.options) == 1]
        if len(first) < count or first != [chr(65 + place) for place in range(count)]:
            continue
        rows = [_split(token, chr(65 + count + place), folded) for place, token in enumerate(tokens)]
        told = [row for row in rows if row is not None]
        if len(told) == count:
            return told
    return []


def _split(token: Token, letter: str, folded: str) -> tuple[OptionMark, OptionMark] | None:
    left = token.options[0]
    for match in _APART.finditer(folded, left.text_start, token.end):
        if match["letter"].upper() == letter and folded[left.text_start : match.start()].strip():
            end = left.text_start + len(folded[left.text_start : match.start()].rstrip())
            return (
                OptionMark(left.label, left.start, left.text_start, end, left.chosen),
                OptionMark(letter, match.start(), match.end(), token.end),
            )
    return None


def _joined(token: Token, rows: list[tuple[OptionMark, OptionMark]], folded: str) -> Token:
    token.options = [row[0] for row in rows] + [row[1] for row in rows]
    token.end = rows[-1][1].end
    token.folded = folded[token.start : token.end]
    token.weak = False
    return token

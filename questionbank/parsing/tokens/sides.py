"""Questions and answers beside each other, parted by a tab, without a header that names the columns."""

from __future__ import annotations

from itertools import pairwise

from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.labels import Label

_LEAST = 3
_SHARE = 0.8
_LONGEST_TOPIC = 20
_MOST = 3
_NAMES = ("stem", "reference", "topic")


def take_sides(found: list[Token], folded: str) -> list[Token]:
    """The same tokens, where nearly every line with a tab asks in front of it: a question, its answer, a topic."""
    tabbed = {at: bounds for at, token in enumerate(found) if (bounds := _bounds(token))}
    asked = {at for at, bounds in tabbed.items() if folded[bounds[0][0] : bounds[0][1]].endswith("?")}
    counted = any(token.what in (T.NUMBER, T.OPTIONS) for token in found)
    if counted or len(asked) < _LEAST or len(asked) < len(tabbed) * _SHARE:
        return found
    made: list[Token] = []
    for at, token in enumerate(found):
        made += _parts(token, tabbed[at], folded) if at in tabbed else [token]
    return made


def _bounds(token: Token) -> list[tuple[int, int]]:
    """Where the two or three cells of the line stand; none for any other line."""
    if token.what is not T.TEXT or not token.fresh or token.row or "\t" not in token.folded:
        return []
    cuts = [-1, *(at for at, sign in enumerate(token.folded) if sign == "\t"), len(token.folded)]
    cells = [(token.start + first + 1, token.start + last) for first, last in pairwise(cuts)]
    filled = all(token.folded[first - token.start : last - token.start].strip() for first, last in cells)
    short = len(cells) < _MOST or cells[-1][1] - cells[-1][0] <= _LONGEST_TOPIC
    return cells if filled and short and len(cells) <= _MOST else []


def _parts(token: Token, bounds: list[tuple[int, int]], folded: str) -> list[Token]:
    made = []
    for name, (start, end) in zip(_NAMES, bounds, strict=False):
        part = Token(T.LABEL, start, end, start, token.line, folded[start:end], fresh=name == "stem")
        part.label = Label(name, "", start, start)
        made.append(part)
    return made

"""Lists of Markdown whose lines are all numbered `1.`: a reader of Markdown counts them, so the lines count on."""

from __future__ import annotations

from questionbank.parsing.kinds import asks_plainly
from questionbank.parsing.tokens import T, Token

_LEAST = 3
_SHARE = 0.6


def count_ones(found: list[Token]) -> list[Token]:
    """Number on the questions of every list that repeats `1.` and never comes to 2; in place, gives the same list."""
    run: list[Token] = []
    for token in [*found, None]:
        if token is None or token.what in (T.HEADING, T.ANSWERS) or token.level:
            _count(run)
            run = []
        elif token.what is T.NUMBER and token.style == "dot" and token.fresh:
            run.append(token)
    return found


def _count(run: list[Token]) -> None:
    outer = min((token.indent for token in run), default=0)
    top = [token for token in run if token.indent == outer]
    asking = sum(1 for token in top if asks_plainly(token.content))
    if len(top) < _LEAST or any(token.value != 1 for token in top) or asking < len(top) * _SHARE:
        return
    for place, token in enumerate(top, 1):
        token.value, token.number = place, str(place)

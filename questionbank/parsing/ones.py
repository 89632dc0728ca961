"""Lists of Markdown whose lines are all numbered `1.`: a reader of Markdown counts them, so the lines count on."""

from __future__ import annotations

from questionbank.parsing.kinds import asks_plainly
from questionbank.parsing.tokens import T, Token

_LEAST = 3
_SHARE = 0.6


def count_ones(found: list[Token]) -> list[Token]:
    """Number on the questions of every list that repeats `1.` and never comes to 2; in place, gives the same list."""
    runs: list[list[Token]] = [[]]
    for token in found:
        if token.what in (T.HEADING, T.ANSWERS) or token.level:
            runs.append([])
        elif token.what is T.NUMBER and token.style == "dot" and token.fresh:
            runs[-1].append(token)
    outer = [_outermost(run) for run in runs]
    if any(len(run) >= _LEAST and _asks(run) for run in outer):
        for run in filter(_asks, outer):
            for place, token in enumerate(run, 1):
                token.value, token.number = place, str(place)
    return found


def _outermost(run: list[Token]) -> list[Token]:
    outer = min((token.indent for token in run), default=0)
    return [token for token in run if token.indent == outer]


def _asks(run: list[Token]) -> bool:
    asking = sum(1 for token in run if asks_plainly(token.content))
    return all(token.value == 1 for token in run) and asking >= len(run) * _SHARE

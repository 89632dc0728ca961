"""Lists of Markdown whose lines are all numbered `1.`: a reader of Markdown counts them, so the lines count on."""

from __future__ import annotations

from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.kinds import announces_interview, asks_plainly, names_topic

_LEAST = 3
_SHARE = 0.6


def count_ones(found: list[Token], name: str = "") -> list[Token]:
    """Number on the questions of every list that repeats `1.` and never comes to 2; in place, gives the same list."""
    first = found[0].folded if found else ""
    asking = _names if announces_interview(name) or announces_interview(first) else _asks
    runs: list[list[Token]] = [[]]
    for token in found:
        if token.what in (T.HEADING, T.ANSWERS) or token.level:
            runs.append([])
        elif token.what is T.NUMBER and token.style == "dot" and token.fresh:
            runs[-1].append(token)
    outer = [_outermost(run) for run in runs]
    if any(len(run) >= _LEAST and asking(run) for run in outer):
        for run in filter(asking, outer):
            for place, token in enumerate(run, 1):
                token.value, token.number = place, str(place)
    return found


def _outermost(run: list[Token]) -> list[Token]:
    outer = min((token.indent for token in run), default=0)
    return [token for token in run if token.indent == outer]


def _asks(run: list[Token]) -> bool:
    asking = sum(1 for token in run if asks_plainly(token.content))
    return all(token.value == 1 for token in run) and asking >= len(run) * _SHARE


def _names(run: list[Token]) -> bool:
    """The same in a document of interview questions, where lines may name mere topics."""
    named = sum(1 for token in run if names_topic(token.content))
    return all(token.value == 1 for token in run) and named >= len(run) * _SHARE

"""Years in a box (`【2024】谁保管封签？`) tag the paper that a question comes from; they number nothing."""

from __future__ import annotations

from itertools import pairwise

from questionbank.parsing.tokens.tokens import T, Token

_YEARS = range(1950, 2100)
_LEAST = 3


def take_years(found: list[Token]) -> list[Token]:
    """Make text of boxed years above options, unless the boxes count on through them; in place, gives the same list."""
    boxes = [token for token in found if token.what is T.NUMBER and token.style == "box"]
    values = [token.value for token in boxes]
    counts = len(values) >= _LEAST and values == list(range(values[0], values[0] + len(values)))
    if counts or not boxes or not all(value in _YEARS for value in values):
        return found
    for token, after in pairwise(found):
        if (
            token.style == "box" and token.what is T.NUMBER and after.what is T.OPTIONS
        ):  # the options say that it is a question
            token.what, token.style, token.number, token.value, token.body = T.TEXT, "", "", 0, token.start
    return found

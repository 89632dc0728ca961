"""Numbers that do not look like one (`7( A )是…`, `2以下不属于…`, `5.12小时内`) between questions that do."""

from __future__ import annotations

import re
from itertools import pairwise

from questionbank.parsing.tokens.evidence import EMBEDDED
from questionbank.parsing.tokens.tokens import T, Token

_GLUED = re.compile(r"(\d{1,4})(?:[.](?=\d)|(?=[(\[“\"《<\u4e00-\u9fffA-Za-z]))")
_NEAR = 4
_FAR = 20
_FEW = 2
_MOST = 0.8
_TOP = frozenset({"dot", "dun", "comma", "rparen", "space", "alone", "colon", "glued"})


def take_unseparated(tokens: list[Token]) -> list[Token]:
    """Turn such lines into numbers where the count goes on and the question before is complete."""
    _take_commas(tokens)
    open_: Token | None = None
    complete = True
    for index, token in enumerate(tokens):
        if token.what in (T.HEADING, T.ANSWERS):
            open_, complete = None, True
        elif token.what is T.NUMBER and token.style in _TOP and (not token.weak or _same(token, open_)):
            open_, complete = token, _keyed(token)
        elif token.what in (T.OPTIONS, T.LABEL):
            complete = True
        elif (token.fresh and _fills_gap(tokens, index, open_)) or (complete and _goes_on(tokens, index, open_)):
            _take(token, open_)
            open_, complete = token, _keyed(token)
    return tokens


def _same(token: Token, before: Token | None) -> bool:
    return token.style == (before.style if before else "space")


def _take_commas(tokens: list[Token]) -> None:
    """`1，…` numbers questions when most such lines count on; values of a table do not."""
    found = [token for token in tokens if token.what is T.NUMBER and token.style == "comma"]
    counting = sum(1 for before, after in pairwise(found) if after.value in (before.value + 1, 1))
    if len(found) > _FEW and counting >= (len(found) - 1) * _MOST:
        for token in found:
            token.weak = False


def _keyed(token: Token) -> bool:
    return EMBEDDED.search(token.content) is not None


def _goes_on(tokens: list[Token], index: int, before: Token | None) -> bool:
    token = tokens[index]
    value = token.value if token.what is T.NUMBER and token.style == "space" else _glued(token)
    if value is None or value != (before.value + 1 if before else 1):
        return False
    if _options_follow(tokens, index):
        return True
    return before is not None and _keyed(before) and _keyed(token)


def _fills_gap(tokens: list[Token], index: int, before: Token | None) -> bool:
    """The number is the only one missing between the question above and the next one."""
    value = _glued(tokens[index])
    if before is None or value != before.value + 1:
        return False
    after = next((token for token in tokens[index + 1 : index + _FAR] if _closes(token, before)), None)
    return after is not None and after.what is T.NUMBER and after.value == value + 1


def _closes(token: Token, before: Token) -> bool:
    return token.what in (T.HEADING, T.ANSWERS) or (token.what is T.NUMBER and token.style == before.style)


def _glued(token: Token) -> int | None:
    glued = token.what is T.TEXT or token.style.startswith("multi")
    match = _GLUED.match(token.folded) if glued else None
    return int(match.group(1)) if match else None


def _options_follow(tokens: list[Token], index: int) -> bool:
    for token in tokens[index + 1 : index + 1 + _NEAR]:
        if token.what is T.OPTIONS:
            return token.options[0].label == "A"
        if token.what is not T.TEXT:
            return False
    return False


def _take(token: Token, before: Token | None) -> None:
    """The token becomes a number of the style that the numbers before it have."""
    if token.what is not T.NUMBER or token.style.startswith("multi"):
        match = _GLUED.match(token.folded)
        assert match is not None
        token.what, token.number, token.value = T.NUMBER, match.group(1), int(match.group(1))
        token.body = token.start + match.end()
    token.style, token.weak = before.style if before else "dot", False

"""Whether `答案要点` alone on a line labels the answer of one question or opens the answers of all."""

from __future__ import annotations

import re

from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.kinds import asks
from questionbank.parsing.words.labels import Label

_POINTS = re.compile(r"[*\[(<]*\s*(?:参考|标准)?答案要点\s*[\])>*]*\s*:?")
_LISTING = frozenset({"points", "reference", "explanation"})
_ANSWERING = _LISTING | {"key", "criteria"}
_LEAST = 2
_BULLETS = " -*•·●\t"
_STAR = re.compile(rf"[{_BULLETS}]*[STAR]\s*(?:[(][^()]{{1,14}}[)])?\s*:", re.IGNORECASE)


def settle(found: list[Token]) -> list[Token]:
    """Turn labels into openings of answers and back, in place; gives the same list."""
    _tell_stories(found)
    asked = 0
    answered = False
    for index, token in enumerate(found):
        if token.what is T.ANSWERS and _POINTS.fullmatch(token.folded) and asked == 1:
            token.what, token.body = T.LABEL, token.end
            token.label = Label("points", "答案要点", token.start, token.end)
        elif token.what is T.LABEL and ((not answered and _opens(found, index)) or _heads_keys(found, index)):
            token.what = T.ANSWERS
        if token.what is T.LABEL and token.label is not None and token.label.name in _ANSWERING:
            answered, asked = True, 0
        elif token.what is T.ANSWERS:
            asked = 0
        elif token.what is T.NUMBER and asks(token.content):
            asked += 1
    return found


def _tell_stories(found: list[Token]) -> None:
    """`S：…`, `T：…`, `A：…`, `R：…` below each other ask for a story: no options, no answers."""
    run: list[Token] = []
    for token in [*found, None]:
        if token is not None and token.fresh and _STAR.match(token.folded):
            run.append(token)
            continue
        letters = {one.folded.lstrip(_BULLETS)[0].upper() for one in run}
        if len(letters) >= _LEAST and letters != {"A"}:
            for one in run:
                one.what, one.label, one.options, one.body = T.TEXT, None, [], one.start
        run = []


def _opens(found: list[Token], index: int) -> bool:
    """A label alone, with as many numbered lines below it as there are questions above it."""
    token, below = found[index], found[index + 1 : index + 2]
    if token.label is None or token.label.name not in _LISTING or token.body < token.end or not token.fresh:
        return False
    if not below or below[0].what is not T.NUMBER or below[0].value != 1 or below[0].weak:
        return False
    if below[0].style == "paren" and _owned(found, index):
        return False
    listed = _last(found[index + 1 :], below[0].style)
    return listed >= _LEAST and listed == _last(found[:index], below[0].style)


def _heads_keys(found: list[Token], index: int) -> bool:
    """`【参考解析】` alone above `4.【答案】A`: a number whose line begins with a key answers a question above."""
    token, below = found[index], found[index + 1 : index + 3]
    if token.label is None or token.label.name not in _LISTING or token.body < token.end or len(below) < 2:
        return False
    number, label = below[0], below[1].label
    keyed = label is not None and label.name == "key" and not below[1].fresh
    return token.fresh and number.what is T.NUMBER and not number.content and keyed


def _owned(found: list[Token], index: int) -> bool:
    """Whether the (1) (2) above stand under `案例1`, so that the label is that question's own."""
    for token in reversed(found[:index]):
        if token.what in (T.HEADING, T.ANSWERS) or token.level:
            return False
        if token.what is T.NUMBER and token.style != "paren":
            return token.style == "word"
    return False


def _last(tokens: list[Token], style: str) -> int:
    """How far the last count from one goes."""
    last = 0
    for token in tokens:
        if token.what is T.NUMBER and token.style == style and token.value in (1, last + 1):
            last = token.value
    return last

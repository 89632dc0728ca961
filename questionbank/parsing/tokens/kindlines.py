"""Questions without a number below a line with their type and key: `[单选][B]`, and `[简答]` among such lines."""

from __future__ import annotations

import re

from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.labels import Label
from questionbank.parsing.words.patterns import compiled
from questionbank.parsing.words.typenames import tagged

_LINE = compiled(
    r"\[(?P<kind>[^\[\]\s]{2,12})\]\s*"
    r"(?:\[\s*(?P<key>[A-H](?:[,、\s]*[A-H]){0,7}|对|错误?|正确|不正确|是|否|√|×|[TF])\s*\])?\s*"
)
_LEAST = 2


def take_kind_lines(found: list[Token], folded: str) -> list[Token]:
    """The same tokens, where such a line and the text below it are a stem with its type and key."""
    lines = {at: match for at, token in enumerate(found) if (match := _match(token)) is not None}
    if sum(match["key"] is not None for match in lines.values()) < _LEAST:
        return found
    made: list[Token] = []
    for index, token in enumerate(found):
        above = lines.get(index - 1)
        if above is not None and token.what is T.TEXT and token.fresh and not token.row:
            made[-1] = _stem(made[-1], token, above, folded)
        else:
            made.append(_plain(token))
    return made


def _plain(token: Token) -> Token:
    """`研究问题：…` in the material of a question begins none, where every question has its line with the type."""
    if token.what is T.LABEL and token.label is not None and token.label.name == "stem" and token.body < token.end:
        token.what, token.label, token.body = T.TEXT, None, token.start
    return token


def _match(token: Token) -> re.Match[str] | None:
    may = token.fresh and not token.row and token.what in (T.TEXT, T.HEADING) and token.folded.startswith("[")
    match = _LINE.fullmatch(token.folded) if may else None
    return match if match is not None and tagged(match["kind"].rpartition(">")[2]) is not None else None


def _stem(line: Token, below: Token, match: re.Match[str], folded: str) -> Token:
    stem = Token(T.LABEL, line.start, below.end, below.start, line.line, folded[line.start : below.end])
    stem.tag = (line.start + match.start("kind") - 1, line.start + match.end("kind") + 1)
    stem.lead_key = match["key"] or ""
    stem.label = Label("stem", "", line.start, below.start)
    return stem

"""What shares a line with its question, or stands apart: an answer behind it, its type in front of it.

`3. 简述退货流程。 买家申请后由客服审核……` and `1. 判断题：` above `- 出库前要复核。（√）`.
"""

from __future__ import annotations

from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.kinds import asks_plainly
from questionbank.parsing.words.labels import Label
from questionbank.parsing.words.patterns import compiled
from questionbank.parsing.words.typenames import tagged

_SENTENCE = compiled(r"(?P<stem>[^。?!:;\n]{4,80}[。?])\s+(?!请|要求|并|结合|试|注|提示|[你您])[^\s(?][^\n?]{14,}")
_TERM = compiled(r"(?P<term>[^。:;?!,]{1,30}):(?=\s*\S[^\n]{5})")
_LEAST = 2
_MOST = 0.6


def take_inline_answers(tokens: list[Token], folded: str) -> list[Token]:
    """The same tokens with such answers as tokens of their own, where more than one question is written so."""
    told = {index: end for index in range(len(tokens)) if (end := _stem_end(tokens, index))}
    if len(told) < _LEAST:
        return tokens
    made: list[Token] = []
    for index, token in enumerate(tokens):
        made.append(token)
        if index in told:
            made.append(_split(token, told[index], folded))
    return made


def _stem_end(tokens: list[Token], index: int) -> int:
    """Where the question ends that a statement follows on its line; 0 for any other token."""
    token = tokens[index]
    after = tokens[index + 1].what if index + 1 < len(tokens) else None
    if token.what is not T.NUMBER or after in (T.OPTIONS, T.LABEL):
        return 0
    match = _SENTENCE.fullmatch(token.content)
    if match is None or not asks_plainly(match["stem"]):
        return 0
    return token.body + match.end("stem")


def _split(token: Token, end: int, folded: str) -> Token:
    start = body = end
    while folded[body].isspace() or (body == end and folded[body] == ":"):
        body += 1
    start = body if folded[end] != ":" else end
    rest = Token(T.TEXT, start, token.end, body, token.line, folded[start : token.end], fresh=False)
    token.end = end
    token.folded = folded[token.start : end]
    return rest


def take_definitions(tokens: list[Token], folded: str) -> list[Token]:
    """The same tokens, where `1. 越库：货物到达后……` under 名词解释 is a term and what answers it."""
    made: list[Token] = []
    section: list[Token] = []
    for token in [*tokens, None]:
        if token is None or token.heading is not None or token.what is T.ANSWERS:
            made += _defined(section, folded) if section and _asks_for_terms(section[0]) else section
            section = []
        section += [token] if token is not None else []
    return made + section


def _asks_for_terms(head: Token) -> bool:
    return head.heading is not None and head.heading.genre == "名词解释"


def _defined(section: list[Token], folded: str) -> list[Token]:
    numbered = [token for token in section if token.what is T.NUMBER]
    told = {id(token): token.body + match.end("term") for token in numbered if (match := _TERM.match(token.content))}
    if len(told) < max(_LEAST, len(numbered) * _MOST):
        return section
    made: list[Token] = []
    for token in section:
        made.append(token)
        if id(token) in told:
            rest = _split(token, told[id(token)], folded)
            rest.what, rest.label = T.LABEL, Label("reference", "", rest.start, rest.body)
            made.append(rest)
    return made


def take_types(tokens: list[Token], folded: str) -> list[Token]:
    """The same tokens, where a number with nothing but the name of a type is a tag of the bullet below it."""
    for index, token in enumerate(tokens[:-1]):
        below = tokens[index + 1]
        name = token.content.rstrip(" :*")
        if token.what is not T.NUMBER or below.what is not T.BULLET or not name or tagged(name) is None:
            continue
        if _bullets(tokens, index + 1) == 1:
            token.tag, token.end = (token.body, token.body + len(name)), below.body
            token.body, token.folded = token.end, folded[token.start : token.end]
            below.what, below.folded, below.start = T.TEXT, below.content, below.body
    return tokens


def _bullets(tokens: list[Token], at: int) -> int:
    """How many bullets stand there before the next number or heading."""
    count = 0
    for token in tokens[at:]:
        if token.what in (T.NUMBER, T.HEADING, T.ANSWERS):
            break
        count += token.what is T.BULLET
    return count

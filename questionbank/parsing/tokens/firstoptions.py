"""A first option on the line of its stem while the others have lines of their own: `…是（ ）。A.甲` over `B.乙`."""

from __future__ import annotations

from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words import options


def take_first_options(tokens: list[Token], folded: str) -> list[Token]:
    """The same tokens with such options as tokens of their own."""
    made: list[Token] = []
    for index, token in enumerate(tokens):
        made.append(token)
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        if after is None or after.what is not T.OPTIONS or after.weak or after.options[0].label != "B":
            continue
        mark = options.first_inside(folded, token.body, token.end) if token.what in (T.NUMBER, T.TEXT) else None
        if mark is not None:
            made.append(_split(token, mark, folded))
    return made


def _split(token: Token, mark: options.OptionMark, folded: str) -> Token:
    rest = Token(
        T.OPTIONS, mark.start, token.end, mark.text_start, token.line, folded[mark.start : token.end], fresh=False
    )
    rest.options, rest.style = [mark], "letter"
    token.end = mark.start
    while token.end > token.body and folded[token.end - 1].isspace():
        token.end -= 1
    token.folded = folded[token.start : token.end]
    return rest

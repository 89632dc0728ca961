"""Options whose letters stand alone on the lines above them, as pages of course platforms are copied: `A` over `甲`."""

from __future__ import annotations

from questionbank.parsing.options import OptionMark
from questionbank.parsing.tokens import T, Token

_LEAST = 2
_LONGEST_OPTION = 4  # lines


def take_lone_letters(found: list[Token]) -> list[Token]:
    """The same tokens with such letters as the labels of options, where they ascend from A with text between them."""
    at = 0
    while at < len(found):
        run = _run(found, at) if _letter(found[at]) == "A" else []
        for index in run if len(run) >= _LEAST else []:
            _label(found[index])
        at = run[-1] + 1 if run else at + 1
    return found


def _run(found: list[Token], at: int) -> list[int]:
    """The places of `A`, `B`, … from here on."""
    run = [at]
    while True:
        following = _next(found, run[-1], chr(ord("A") + len(run)))
        if following is None:
            return run if _has_text(found, run[-1] + 1) else run[:-1]
        run.append(following)


def _next(found: list[Token], at: int, letter: str) -> int | None:
    for index in range(at + 1, min(at + 2 + _LONGEST_OPTION, len(found))):
        token = found[index]
        if _letter(token) == letter:
            return index if index > at + 1 else None
        if token.what not in (T.TEXT, T.BULLET) or _letter(token):
            return None
    return None


def _has_text(found: list[Token], at: int) -> bool:
    return at < len(found) and found[at].what is T.TEXT and not _letter(found[at])


def _letter(token: Token) -> str:
    text = token.folded.strip()
    return text if token.what is T.TEXT and token.fresh and len(text) == 1 and "A" <= text <= "H" else ""


def _label(token: Token) -> None:
    letter = _letter(token)
    token.what, token.style, token.body = T.OPTIONS, "letter", token.end
    token.options = [OptionMark(letter, token.start, token.end, token.end)]

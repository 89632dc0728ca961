"""Options with letters that look like words: alone on the lines above them, as pages of course platforms are copied
(`A` over `甲`), or small and without a mark (`a packing list`, `b invoice`), or out of their order."""

from __future__ import annotations

from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.options import OptionMark
from questionbank.parsing.words.patterns import compiled

_LEAST = 2
_LONGEST_OPTION = 4  # lines
_LEAST_SMALL = 3
_SMALL = compiled(r"([a-h])[ \t]+\S")


def take_lone_letters(found: list[Token]) -> list[Token]:
    """The same tokens with such letters as the labels of options, where they ascend from A with text between them."""
    at = 0
    while at < len(found):
        run = _run(found, at) if _letter(found[at]) == "A" else []
        for index in run if len(run) >= _LEAST else []:
            _label(found[index])
        at = run[-1] + 1 if run else at + 1
    return found


def take_small_letters(found: list[Token]) -> list[Token]:
    """The same tokens with `a packing list`, `b invoice`, `c road map` on lines below each other as options."""
    at = 0
    while at < len(found):
        run = 0
        while at + run < len(found) and _small(found[at + run]) == chr(ord("a") + run):
            run += 1
        for token in found[at : at + run] if run >= _LEAST_SMALL else []:
            match = _SMALL.match(token.folded)
            token.what, token.style, token.body = T.OPTIONS, "letter", token.start + (match.end() - 1 if match else 0)
            token.options = [OptionMark(token.folded[0].upper(), token.start, token.body, token.end)]
        at += max(run, 1)
    return found


def _small(token: Token) -> str:
    match = _SMALL.match(token.folded) if token.what is T.TEXT and token.fresh else None
    return match[1] if match else ""


def mark_swapped(found: list[Token]) -> list[Token]:
    """Mark the options on lines of their own that are all there, A to the last, but not in order."""
    at = 0
    while at < len(found):
        dress, run = _dress(found[at]), 0
        while dress and at + run < len(found) and _dress(found[at + run]) == dress:
            run += 1
        letters = [token.options[0].label for token in found[at : at + run]]
        if run >= _LEAST_SMALL and letters != sorted(letters) == [chr(ord("A") + n) for n in range(run)]:
            for token in found[at : at + run]:
                token.swapped = True
        at += max(run, 1)
    return found


def _dress(token: Token) -> str:
    """What stands around the letter of an option that has its line for itself."""
    if token.what is not T.OPTIONS or not token.fresh or len(token.options) != 1 or token.style != "letter":
        return ""
    label = token.folded[: token.options[0].text_start - token.start].strip()
    return label.replace(token.options[0].label, "_", 1)


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

"""Options that a copy tore: letters without marks inside one line, commas behind letters, options behind a wrapped one.

A letter counts only where the letters go on from the option before it, and marks are missing only in a whole run to D.
"""

from __future__ import annotations

import re
from itertools import pairwise

from questionbank.parsing.tokens.signs import T, Token
from questionbank.parsing.words import options
from questionbank.parsing.words.options import OptionMark

_GLUED = re.compile(r"(?<![A-Za-z\d(])(?P<letter>[A-F])(?:\s*[.、,，:]\s*|(?=[\u4e00-\u9fff]))(?=\S)")
_COMMA = re.compile(r"\s*(?P<letter>[B-F])\s*[,，;；]\s*(?=\S)")
_APART = re.compile(r"(?<=\s)[(]?(?P<letter>[B-F])\s*[.、:)]\s*(?=\S)")
_UNMARKED = re.compile(r"(?<=\s)(?P<letter>[B-G])\s+(?=[\u4e00-\u9fff])")
_LAST = "D"
_STATEMENT = 10
_TAGGED = re.compile(r"\[[^\[\]]{2,8}\](?!.*(?:每[小]?题|共\s*\d|\d\s*分))\s*\S.{4}")
_QUOTED = re.compile(r">\s*(?P<letter>[B-H])\s*(?=[\u4e00-\u9fff])")


def mend(tokens: list[Token], folded: str) -> list[Token]:
    """The same tokens with torn options as tokens of options."""
    made: list[Token] = []
    for index, token in enumerate(tokens):
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        before = made[-1] if made else None
        _free(token, after)
        if token.what is T.OPTIONS and token.style == "letter":
            _complete(token, after, folded)
        elif _is_text(token) and token.fresh and before is not None and before.what is T.OPTIONS:
            made += _split(token, chr(ord(before.options[-1].label[0]) + 1), folded)
            continue
        made.append(token)
    return made


def _is_text(token: Token) -> bool:
    return token.what is T.TEXT or (token.what is T.BULLET and _QUOTED.match(token.folded) is not None)


def _free(token: Token, after: Token | None) -> None:
    """`True or False: …` or `[单选] …` over its own options is a question and heads no section."""
    if token.what is not T.HEADING or token.heading is None or token.heading.style != "bare" or token.level:
        return
    sure = after is not None and after.what is T.OPTIONS and not after.weak and after.options[0].label in ("A", "true")
    if sure and (len(token.folded.partition(":")[2]) >= _STATEMENT or _TAGGED.match(token.folded)):
        token.what, token.heading, token.body = T.TEXT, None, token.start


def _complete(token: Token, after: Token | None, folded: str) -> None:
    """`A.实体B属性C联系D.键`: the rest of the run, if all of it stands on the line and not below it."""
    last = token.options[-1]
    if token.options[0].label != "A" or last.label >= _LAST or len(last.label) > 1:
        return
    if after is not None and after.what is T.OPTIONS and after.options[0].label > last.label:
        _bridge(token, after.options[0].label, folded)
        return
    marks = [last]
    while marks[-1].label < _LAST:
        wanted = chr(ord(marks[-1].label) + 1)
        found = next(
            (m for m in _GLUED.finditer(folded, marks[-1].text_start, last.end) if m["letter"] == wanted), None
        )
        if found is None or found.start() == marks[-1].text_start:
            return
        marks.append(OptionMark(wanted, found.start(), found.end(), last.end))
    for mark, following in pairwise(marks):
        mark.end = _trimmed(folded, mark.text_start, following.start)
    token.options += marks[1:]


def _bridge(token: Token, following: str, folded: str) -> None:
    """`A.甲 B 乙` above `C 丙`: the letter without a mark that is missing between the two lines."""
    last = token.options[-1]
    wanted = chr(ord(last.label) + 1)
    if chr(ord(wanted) + 1) != following:
        return
    found = next((m for m in _UNMARKED.finditer(folded, last.text_start, last.end) if m["letter"] == wanted), None)
    if found is not None:
        token.options.append(OptionMark(wanted, found.start(), found.end(), last.end))
        last.end = _trimmed(folded, last.text_start, found.start())


def _split(token: Token, wanted: str, folded: str) -> list[Token]:
    """The next option at the beginning of the line (`C,甲`, quoted `> C甲`) or behind the rest of the one above
    (`…方案  C. 甲`)."""
    pattern = _QUOTED if token.folded[:1] == ">" else _COMMA
    comma = pattern.match(folded, token.start, token.end)
    if comma and comma["letter"] == wanted:
        token.what, token.style, token.body = T.OPTIONS, "letter", comma.end()
        token.options = [OptionMark(wanted, token.start, comma.end(), token.end)]
        return [token]
    found = next((m for m in _APART.finditer(folded, token.start, token.end) if m["letter"] == wanted), None)
    if found is None:
        return [token]
    first = OptionMark(wanted, found.start(), found.end(), token.end)
    rest = Token(T.OPTIONS, found.start(), token.end, found.end(), token.line, "", fresh=False)
    rest.folded, rest.style = folded[rest.start : rest.end], "letter"
    rest.options = options.run_from(folded, first, token.end)
    token.end = _trimmed(folded, token.start, found.start())
    token.folded = folded[token.start : token.end]
    return [token, rest]


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end

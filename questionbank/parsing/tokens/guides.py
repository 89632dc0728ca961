"""Guides for interviewers in nested bullets: `- Example questions:` with the questions in finer bullets below it.

The bullets around them hold definitions, follow-ups and what to look for; only what such a bullet leads to is asked.
Input are tokens, output the same with labels in front of the questions.
"""

from __future__ import annotations

import re

from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.headings import Heading
from questionbank.parsing.words.kinds import asks_plainly
from questionbank.parsing.words.labels import Label
from questionbank.parsing.words.patterns import compiled

_LEAST = 2
_SHARE = 0.6
_LEAD = compiled(
    r"[*_\s]*(?!.*\b(?:yourself|to ask|prob\w+|follow\w*)\b)(?:[a-z()/-]+ ){1,3}questions?\s*"
    r"(?:[(][^()]{1,40}[)])?\s*:[*_\s]*|"
    r"[*_\s]*(?:面试|提问|参考|示例|核心|主要|行为|情景|建议)*(?:问题|提问)(?:示例|举例|清单|列表|参考)?\s*:[*_\s]*",
    re.IGNORECASE,
)


def take_guides(found: list[Token]) -> list[Token]:
    """The tokens with such questions as labels, and what leads to them as the heading that stands above the list."""
    led = {at: below for at in range(len(found)) if (below := _led(found, at))}
    if len(led) < _LEAST:
        return found
    title, depth = "", min(found[at].indent for at in led)
    for at, token in enumerate(found):
        title = _named(token) or title
        if token.what is T.BULLET and token.indent < depth:
            token.what, token.heading = T.HEADING, Heading(title=title)
        if at in led:
            token.what, token.heading = T.HEADING, Heading(title=title or token.content.strip(" *_:"))
        for asked in [found[below] for below in led.get(at, [])]:
            asked.what, asked.label = T.LABEL, Label("stem", "", asked.start, asked.body)
    return found


def _led(found: list[Token], at: int) -> list[int]:
    """The finer bullets right below a bullet that leads to questions, if they ask."""
    lead = found[at]
    if lead.what not in (T.BULLET, T.LABEL) or not lead.folded[:1].strip("*_#") or not _LEAD.fullmatch(_text(lead)):
        return []
    below: list[int] = []
    for after in range(at + 1, len(found)):
        if found[after].what is not T.BULLET or found[after].indent <= lead.indent:
            break
        below.append(after)
    asking = sum(1 for one in below if asks_plainly(found[one].content))
    return below if below and asking >= len(below) * _SHARE else []


def _text(token: Token) -> str:
    return token.folded.lstrip("-*+• \t") if token.what is T.LABEL else token.content


def _named(token: Token) -> str:
    """What a heading of Markdown or an outermost bullet names: the competency that the questions are about."""
    outer = token.what is T.BULLET and not token.indent and not token.content.endswith(":")
    return token.content.strip(" *_:") if token.level or token.what is T.HEADING or outer else ""

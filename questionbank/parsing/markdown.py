"""Headings of Markdown and folds of HTML that ask: `### 你为什么离职？`, `<summary>…</summary>`."""

from __future__ import annotations

import re

from questionbank.parsing.headings import Heading
from questionbank.parsing.kinds import announces_paper, announces_prose, asks, asks_plainly, names_reader
from questionbank.parsing.levels import BOLD_LEVEL
from questionbank.parsing.state import State
from questionbank.parsing.tokens import T, Token

_LEAST = 2
_SHARE = 0.6
_CLOSING = re.compile(
    r"目录|参考(?:资料|文献|链接)?|总结|结语|结束语|附录?|前言|简介|介绍|说明|更多|相关(?:阅读|链接)|致谢|许可|贡献|反问|"
    r"references?|resources?|links?|summary|contents|license|contributing|further reading|about|notes?|introduction",
    re.IGNORECASE,
)


def takes(state: State, index: int, token: Token) -> bool:
    """Open the question or the section that a heading begins; False when other rules should read the line."""
    if not token.level or state.answers is not None or token.what is T.ANSWERS:
        return False
    if is_question(state, index, token):
        state.open_item(token, numbered=token.what is T.NUMBER)
        return True
    item = state.item
    if item is None or not item.level or token.level > item.level or token.what in (T.HEADING, T.LABEL):
        return False
    if token.level < item.level or token.level in question_levels(state):
        state.open_section(token, Heading(title=token.content.strip(" *:")))
        return True
    return False


def is_question(state: State, index: int, token: Token) -> bool:
    if token.level not in question_levels(state):
        return False
    title = token.content.strip(" *:")
    if asks(title):
        return True
    return not _CLOSING.fullmatch(title) and not state.evidence.asks_below(index)


def question_levels(state: State) -> set[int]:
    """The levels whose headings mostly ask, in a document of questions or with questions put to the reader."""
    if state.levels is None:
        state.levels = {level for level in range(1, BOLD_LEVEL + 1) if _mostly_asks(state, level)}
    return state.levels


def _mostly_asks(state: State, level: int) -> bool:
    titles = [token.content for token in state.evidence.tokens if token.level == level and token.content]
    asking = [title for title in titles if asks_plainly(title) or asks(title)]
    if len(asking) < _LEAST or len(asking) < len(titles) / 2:
        return False
    above = [token.folded for token in state.evidence.tokens if 0 < token.level < level]
    first = state.evidence.tokens[0].folded
    if any(announces_paper(title) for title in (first, state.name, *above)):
        return not announces_prose(first)
    plain = len(asking) > _LEAST and len(asking) >= len(titles) * _SHARE
    return plain and sum(map(names_reader, asking)) >= len(asking) * _SHARE

"""Questions without a number: those with a type tag of their own, and statements with a labelled key right below."""

from __future__ import annotations

import re

from questionbank.content import WRITTEN_KINDS, ItemKind
from questionbank.parsing.machine.drafts import ANSWER_PARTS
from questionbank.parsing.machine.state import State
from questionbank.parsing.tokens.evidence import TAG_BEHIND
from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.keys import as_bool, is_key
from questionbank.parsing.words.kinds import asks
from questionbank.parsing.words.patterns import compiled
from questionbank.parsing.words.typenames import tag_at

_DEMAND = compiled(r"(?:答题|作答|写作)?(?:要求|说明|提示)\s*:\s*")
_OF_MANY = compiled(r"[下以]列|以下(?:各|的?问题|的?题|\S{0,2}小题)|各题|每小?题|小题")
_WRITES = compiled(r"写作题|作文题|(?:practical )?writing|composition", re.IGNORECASE)
_LONGEST = 6  # lines of a statement above its key


def opens(state: State, index: int, token: Token) -> bool:
    """Whether a question begins on this line of text."""
    if state.answers is not None or not token.fresh:
        return False
    if _is_demanded(state, index, token) or _is_to_write(state):
        return True
    if _is_tagged(token.folded):
        return _complete(state) or state.item is None
    return _has_key_below(state, index, token)


def _is_demanded(state: State, index: int, token: Token) -> bool:
    """`要求：结合实际，论述…` alone under 论述题 is its question; before questions it says how to answer them."""
    match = _DEMAND.match(token.folded)
    section = state.section
    if match is None or section is None or section.items or section.heading.kind not in WRITTEN_KINDS:
        return False
    after = next(iter(state.evidence.tokens[index + 1 : index + 2]), None)
    closed = after is None or after.what in (T.HEADING, T.ANSWERS) or _replies(after)
    if not closed or _OF_MANY.search(token.folded) or not asks(token.folded[match.end() :]):
        return False
    token.body = token.start + match.end()
    return True


def _is_to_write(state: State) -> bool:
    """Whatever stands first in a section that asks for a composition is its question."""
    section = state.section
    writes = section is not None and _WRITES.fullmatch(section.heading.genre or "") is not None
    return writes and section is not None and not section.items


def _replies(token: Token) -> bool:
    return token.label is not None and token.label.name in ("key", "reference", "points")


def _is_tagged(text: str) -> bool:
    """A tag with a question behind it, or in front; round brackets hold many other things."""
    if text.endswith(("]", "] *")) and TAG_BEHIND.search(text) is not None and not text.startswith("["):
        return True
    tag = tag_at(text, 0, len(text))
    return tag is not None and tag.end() < len(text) and (text[0] != "(" or "题" in tag.group())


def _complete(state: State) -> bool:
    return state.item is not None and (bool(state.item.options) or state.part in ANSWER_PARTS or state.item.loose)


def _has_key_below(state: State, index: int, token: Token) -> bool:
    """`语句` over `正确答案：错误` where questions have no numbers; several lines begin behind an empty one."""
    if state.section is not None and state.section.heading.kind is ItemKind.TRUE_FALSE and not state.series.style:
        after = next(iter(state.evidence.tokens[index + 1 : index + 2]), None)
        ready = state.item is None or (state.item.loose and state.part != "stem")
        if ready and after is not None and after.what is T.TEXT and as_bool(after.content.strip("*")) is not None:
            return True
    if state.series.style or not (state.item is None or (state.item.loose and state.part in ANSWER_PARTS)):
        return False
    tokens, evidence = state.evidence.tokens, state.evidence
    for at in range(index + 1, min(index + 1 + _LONGEST, len(tokens))):
        after = tokens[at]
        if after.what is T.LABEL and after.label is not None:
            begins = at == index + 1 or evidence.after_blank(token)
            return begins and after.label.name == "key" and is_key(after.content)
        if after.what is not T.TEXT or evidence.after_blank(after):
            return False
    return False

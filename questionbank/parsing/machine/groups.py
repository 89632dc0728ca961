"""Headings inside a section: `（一）售前` below `二、判断题（每题1分）` groups questions of this kind and worth."""

from __future__ import annotations

from questionbank.parsing.machine import cases
from questionbank.parsing.machine.sectioning import DEPTHS, OF_MATERIAL, SHORT, is_heading
from questionbank.parsing.machine.state import Series, State
from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.headings import Heading, ends_sentence
from questionbank.parsing.words.kinds import asks_plainly
from questionbank.parsing.words.patterns import compiled

_DEPTHS = DEPTHS | {"boxed": 4}
_TOPIC_LENGTH = 12
_TOPIC = compiled(r"[^\W\d_]+(?:部分|模块|方面|环节|岗位|业务|知识|篇|类)\s*:?")
_MATERIAL = compiled(r"材料|案例|背景|资料|情[景境]|场景|例题")


def takes(state: State, index: int, token: Token) -> bool:
    """Whether the line heads a group of the questions of the open section, or of its answers further down."""
    heading = token.heading
    if heading is None or token.what is not T.HEADING:
        if not _is_plain(state, index, token):
            return False
        heading = Heading(token.folded)
    elif not _begins(state, index, token, heading):
        return False
    _open(state, index, token, heading)
    return True


def _begins(state: State, index: int, token: Token, heading: Heading) -> bool:
    if heading.kind is not None or heading.choice or heading.points_each is not None:
        return False
    answers = state.answers
    if answers is not None:
        known = answers.section.groups if answers.section is not None else []
        return (heading.style, heading.value) in known
    if not _below_kind(state, token, heading) or _tells_a_case(state, token, heading):
        return False
    number = _number_below(state, index)
    counts_on = number is not None and number.value in (1, state.series.last + 1, state.last_number + 1)
    return counts_on and (heading.style == "boxed" or is_heading(state, index, token, heading))


def _below_kind(state: State, token: Token, heading: Heading) -> bool:
    """Whether the heading stands deeper than that of the open section, which names a kind of questions."""
    section = state.section
    if section is None or section.implicit or not (section.heading.kind or section.heading.choice):
        return False
    placed = section.depth > 0 or section.heading.style == "bare"
    return placed and (token.level or _DEPTHS.get(heading.style, 0)) > section.depth


def _tells_a_case(state: State, token: Token, heading: Heading) -> bool:
    """Whether it is, or heads, something that questions are about, or a question by itself."""
    assert state.section is not None
    of_cases = state.section.heading.genre in OF_MATERIAL or heading.style == "case"
    told = of_cases or _MATERIAL.search(heading.title) is not None or cases.heads_passage(state, token)
    return told or asks_plainly(heading.title) or len(heading.title) > SHORT


def _is_plain(state: State, index: int, token: Token) -> bool:
    """`仓储部分` on a line of its own between two questions whose numbers count on, behind one that is complete."""
    section = state.section
    if state.item is None or state.answers is not None or section is None or section.heading.kind is None:
        return False
    if token.what is not T.TEXT or not token.fresh or len(token.folded) > _TOPIC_LENGTH:
        return False
    number, before = _number_below(state, index), state.evidence.tokens[index - 1].folded
    counts_on = number is not None and number.value == state.series.last + 1 > 1
    whole = state.part != "stem" or ends_sentence(before) or before.endswith(")")
    return counts_on and whole and _TOPIC.fullmatch(token.folded) is not None


def _number_below(state: State, index: int) -> Token | None:
    """The number below a heading, perhaps with a line of text between them."""
    following = state.evidence.tokens[index + 1 : index + 3]
    if following and following[0].what is T.TEXT:
        following = following[1:]
    return following[0] if following and following[0].what is T.NUMBER else None


def _open(state: State, index: int, token: Token, heading: Heading) -> None:
    """Numbers go on from the group before, or begin again."""
    if state.answers is not None:
        state.answers.style, state.answers.last, state.answers.inner = "", 0, 0
        state.close(token, "answer-heading")
        return
    assert state.section is not None
    number = _number_below(state, index)
    if number is not None and number.value != state.series.last + 1:
        state.series = Series()
    state.section.groups.append((heading.style, heading.value))
    state.headings[heading.style] = heading.value or 0
    state.close(token, "heading")

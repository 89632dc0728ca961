"""Headings of Markdown and folds of HTML that ask: `### 你为什么离职？`, `<summary>…</summary>`."""

from __future__ import annotations

import re

from questionbank.parsing.machine.drafts import ANSWER_PARTS, Draft
from questionbank.parsing.machine.state import State
from questionbank.parsing.source.levels import FOLD_LEVEL
from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.headings import Heading
from questionbank.parsing.words.kinds import announces_paper, announces_prose, asks, asks_plainly, names_reader
from questionbank.parsing.words.labels import label_at

PARTS = {
    "points": "answer_points",
    "criteria": "criteria",
    "explanation": "explanation",
    "contrast": "explanation",
    "reference": "reference_answer",
}
_LEAST = 2
_LEAST_BELOW = 4
_LONGEST_LEAD = 24
_STATEMENT = 10
_SHARE = 0.6
_FENCE = "```"
_LONGEST_CODE = 60
_CLOSING = re.compile(
    r"目录|table of contents|"
    r"参考(?:资料|文献|链接)?|总结|结语|结束语|附录?|前言|简介|介绍|说明|更多|相关(?:阅读|链接)|致谢|许可|贡献|反问|"
    r"references?|resources?|links?|summary|contents|license|contributing|further reading|about|notes?|introduction",
    re.IGNORECASE,
)


def takes(state: State, index: int, token: Token) -> bool:
    """Open the question or the section that a heading begins; False when other rules should read the line."""
    if not token.level or state.answers is not None or token.what is T.ANSWERS:
        return False
    if is_question(state, index, token) or _counts_on(state, index, token):
        _pass_label(state, token)
        state.open_item(token, numbered=token.what is T.NUMBER)
        return True
    if token.what is T.NUMBER and token.level < FOLD_LEVEL and token.body < token.end and _names_sections(state):
        state.open_section(token, Heading(title=token.content.strip(" *:")))
        return True
    if token.start in state.through or _leads_deeper(state, index, token) or _counts_sections(state, token):
        state.open_section(token, Heading(title=token.content.strip(" *:")))
        return True
    item = state.item
    if item is not None and 0 < item.level < token.level < FOLD_LEVEL:
        counted = item.number != "" and token.what is not T.NUMBER  # `### Q1：…` with `#### 示例回答` below it
        if counted or item.start in asking_headings(state):
            return _within(state, item, token)
    if item is None or not item.level or token.level > item.level or token.what in (T.HEADING, T.LABEL):
        return False
    if token.level < item.level or token.start in asking_headings(state):
        state.open_section(token, Heading(title=token.content.strip(" *:")))
        return True
    return False


def _leads_deeper(state: State, index: int, token: Token) -> bool:
    """`### 1. 协作` right above `#### 题目1：…`, which is a question, and asks nothing itself."""
    after = next(iter(state.evidence.tokens[index + 1 : index + 2]), None)
    if after is None or token.what is not T.NUMBER or after.what is not T.NUMBER or asks_plainly(token.content):
        return False
    return token.level < after.level < FOLD_LEVEL and state.evidence.strong(index + 1)


def _counts_sections(state: State, token: Token) -> bool:
    """`## 3 面试后` behind `## 2 面试题`, where the questions between them are no headings."""
    if token.what is not T.NUMBER or token.level >= FOLD_LEVEL:
        return False
    before, at = state.heads.get((token.level, token.style), (0, 0))
    state.heads[token.level, token.style] = token.value, token.start
    item = state.item
    outside = item is not None and not item.level and item.number != "" and at < item.start
    return outside and before == token.value - 1 > 0 and not _asks(token)


def _counts_on(state: State, index: int, token: Token) -> bool:
    """`### 3. …` with an answer below it, right behind `### 2.`, which is a question."""
    item = state.item
    if item is None or token.what is not T.NUMBER or token.level >= FOLD_LEVEL or not token.content:
        return False
    alike = (token.level, token.style, token.value) == (item.level, item.style, item.value + 1)
    return alike and state.evidence.answered(index, ambiguous=True)


def _names_sections(state: State) -> bool:
    """Whether the numbers of headings count sections, because the numbers below them count the questions."""
    if state.counted is None:
        tokens = [token for token in state.evidence.tokens if token.what is T.NUMBER and not token.weak]
        heads = [token for token in tokens if token.level]
        plain = [token for token in tokens if not token.level]
        asking = sum(map(_asks, plain))
        state.counted = sum(map(_asks, heads)) * 2 < len(heads) and asking >= max(_LEAST_BELOW, len(plain) / 2)
    return state.counted


def _pass_label(state: State, token: Token) -> None:
    """`### Q: …`"""
    named = label_at(state.evidence.folded, token.body, token.end)
    if named is not None and named.name == "stem" and named.body < token.end:
        token.body = named.body


def _within(state: State, item: Draft, token: Token) -> bool:
    """A heading below the heading that asks belongs to it: `#### 示例回答` names a part, others stand in the answer."""
    title = state.evidence.folded[token.body : token.end]
    named = label_at(title, 0, len(title))
    if token.what is T.LABEL:
        return False
    if token.what is T.NUMBER and token.body >= token.end:  # the number of a heading whose title is a label
        state.skip(token, "heading")
        return True
    name = named.name if named is not None and named.body >= len(title) else ""
    state.part = PARTS.get(name, state.part if state.part in ANSWER_PARTS else "reference_answer")
    state.append(token, whole=True)
    return True


def is_question(state: State, index: int, token: Token) -> bool:
    if _has_options(state, index, token):
        return True
    if token.start not in asking_headings(state):
        return False
    title = token.content.strip(" *:")
    if asks(title) and _asks(token):
        return True
    leads = token.content.rstrip("* ").endswith(":")
    return not leads and not _CLOSING.fullmatch(title) and not state.evidence.asks_below(index)


def _has_options(state: State, index: int, token: Token) -> bool:
    """Options right below a heading that names no section make it a question."""
    after = _below_code(state.evidence.tokens, index + 1)
    if after is None or after.what is not T.OPTIONS or after.weak or after.options[0].label not in ("A", "true"):
        return False
    if token.what is T.TEXT or token.heading is None:
        return token.what is T.TEXT
    return not token.heading.declares or len(token.content.partition(":")[2]) >= _STATEMENT


def _below_code(tokens: list[Token], at: int) -> Token | None:
    """The token there, or behind the block of code that begins there."""
    if at < len(tokens) and tokens[at].folded.startswith(_FENCE):
        ends = (end for end in range(at + 1, min(at + _LONGEST_CODE, len(tokens))) if tokens[end].folded == _FENCE)
        at = next(ends, len(tokens)) + 1
    return tokens[at] if at < len(tokens) else None


def asking_headings(state: State) -> set[int]:
    """Where the headings stand of which most ask: among all of their level, or among those below the same heading,
    in a document of questions or with questions put to the reader."""
    if state.asking is None:
        state.asking = set()
        for group, siblings in _groups(state.evidence.tokens):
            if group[0].level < FOLD_LEVEL and _counted_through(state.evidence.tokens, group):
                state.through |= {token.start for token in group if _asks(token)}
            elif _mostly_asks(state, group):
                state.asking |= {token.start for below in siblings for token in below if any(map(_asks, below))}
    return state.asking


def _counted_through(tokens: list[Token], group: list[Token]) -> bool:
    """Whether questions below the headings are counted on from one heading to the next: the headings name sections."""
    heads = {token.start for token in group}
    last, crossed, over = 0, 0, False
    for token in tokens:
        over = over or token.start in heads
        if token.what is not T.NUMBER or token.level or token.weak or not asks_plainly(token.content):
            continue
        crossed += over and token.value == last + 1 > 1
        last, over = token.value, False
    return crossed >= max(1, len(group) // 2)


def _asks(token: Token) -> bool:
    if token.content.rstrip("* ").endswith(":") and "?" not in token.content:
        return len(token.content) > _LONGEST_LEAD and asks_plainly(token.content)  # `What to say:` leads to it
    return asks_plainly(token.content) or asks(token.content)


def _groups(tokens: list[Token]) -> list[tuple[list[Token], list[list[Token]]]]:
    """The headings of every level, and of those more than a few below one heading; each with the lists of headings
    below one heading that it consists of."""
    levels: dict[int, list[Token]] = {}
    below: dict[tuple[int, ...], list[Token]] = {}
    path: list[Token] = []
    for token in tokens:
        if not token.level or not token.content:
            continue
        while path and path[-1].level >= token.level:
            path.pop()
        levels.setdefault(token.level, []).append(token)
        below.setdefault((token.level, *(above.start for above in path[-1:])), []).append(token)
        path.append(token)
    parts = {level: [group for key, group in below.items() if key[0] == level] for level in levels}
    found = [(group, parts[level]) for level, group in levels.items()]
    return found + [(group, [group]) for group in below.values() if len(group) >= _LEAST_BELOW]


def _mostly_asks(state: State, group: list[Token]) -> bool:
    titles = [token.content for token in group]
    asking = [token.content for token in group if _asks(token)]
    if len(asking) < _LEAST or len(asking) < len(titles) / 2:
        return False
    level = group[0].level
    above = [token.folded for token in state.evidence.tokens if 0 < token.level < level]
    first = state.evidence.tokens[0].folded
    if any(map(announces_paper, above)) and len(asking) >= len(titles) * _SHARE:
        return True
    if any(announces_paper(title) for title in (first, state.name, *above)):
        return not announces_prose(first)
    plain = len(asking) > _LEAST and len(asking) >= len(titles) * _SHARE
    return plain and sum(map(names_reader, asking)) >= len(asking) * _SHARE

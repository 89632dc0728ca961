"""Whether a line that looks like a heading is one in its place, and what an answer heading refers to."""

from __future__ import annotations

import re

from questionbank.parsing.machine import answering
from questionbank.parsing.machine.drafts import ANSWER_PARTS, SectionDraft
from questionbank.parsing.machine.state import State
from questionbank.parsing.tokens.tokens import T, Token, is_title_like
from questionbank.parsing.words.headings import Heading, ends_sentence, read_facts
from questionbank.parsing.words.kinds import announces_prose, asks_back, asks_plainly, promises_questions
from questionbank.parsing.words.patterns import compiled

_ASKING_SHARE = 0.6
SHORT = 30
DEPTHS = {"part": 1, "cn": 2, "pcn": 3}
_LEAST_CASE = 15
OF_MATERIAL = ("案例分析题", "分析题", "情景题", "阅读题")
_CASE = compiled(
    r"(?:案例|材料|背景|情[景境]|场景|资料|阅读材料)(?:描述|背景|介绍|内容|材料)?\s*[\d一二三四五六七八九十]{0,2}\s*:|"
    r"(?:case|scenario|background|material)\s*:",
    re.IGNORECASE,
)
_GIVEN = compiled(r"(?:假设|假定|假如|给定|已知|设有?|现有|某)[^?]{12,}$")
_NEAR = 8
_TOPIC = compiled(r"(?:问题|题|类|能力|部分|模块|方面|篇)\s*:?$")
# Closing remarks under a title of their own belong to no answer.
_COUNTED = compiled(r"[^,，。?!:;、\d()]{2,16}[(]\s*(?:共|计)?\s*\d{1,3}\s*(?:道|个|小)?(?:题|问题)\s*[)]")
_CLOSING = compiled(
    r"(?i:[#*\s\[(<]*+(?:结语|结束语|后记|写在最后|最后的话|附录[\d一二三四五A-C]?(?:\s*[:.、]?\s*[^。?!]{0,16})?|参考(?:文献|资料)|"
    r"(?:closing|concluding)(?: phase| remarks| the interview| the conversation)?|conclusion|wrap[- ]?up|"
    r"final (?:thoughts|notes|remarks)|appendix(?: [\dA-C])?|references)[\s*\])>:]*+)"
)
_REMARK = compiled(r"(?i:(?:note|remarks?)\s*:)|(?:注|说明)\s*:")
_PARAGRAPH = 24
_LEAST_LIST = 2
_ASKING = frozenset({T.OPTIONS, T.ANSWERS, T.KEYS})
_INSTRUCTION = compiled(
    r"[(]?\s*(?:(?i:directions?|instructions?)\s*:|请|注|说明|答题|题型|要求|本题|本大题|阅读|根据|每|共)"
)


def is_markdown_title(state: State, index: int, token: Token) -> bool:
    """The first `# …` names the document unless questions follow at once."""
    after = state.evidence.tokens[index + 1 : index + 2]
    untitled = token.folded.startswith("# ") and not state.collected.sections
    return untitled and bool(after) and after[0].what is not T.NUMBER


def is_heading(state: State, index: int, token: Token, heading: Heading) -> bool:
    stated = heading.count is not None or heading.points_each is not None
    if state.item is not None and state.part in ANSWER_PARTS and _outlines(state, index, heading):
        return False
    if heading.declares and (stated or _names_kind(heading) or not ends_sentence(token.folded)):
        return True
    if state.answers is not None and answering.matches(state, heading) and heading.style != "bare":
        return True
    if heading.style in ("part", "volume") and not heading.title:
        return True
    if heading.style == "boxed":
        return _opens_list(state, index)
    if begins_question(state, index):
        return False
    if not is_title_like(token):
        return state.evidence.asking_headings(heading.style, index) < _ASKING_SHARE and not ends_sentence(
            token.folded, "?"
        )
    if state.item is not None and state.part in ANSWER_PARTS and heading.style != "bare":
        return _counts_on(state, index, token, heading)
    return True


def _outlines(state: State, index: int, heading: Heading) -> bool:
    """`一、优化布局（4分）` inside answer points: a part of them with its points."""
    if heading.style not in ("cn", "pcn") or heading.kind is not None or heading.choice:
        return False
    if heading.count is not None or heading.points_each is not None or heading.total is None:
        return False
    return state.part == "answer_points" and not _counts_on(state, index, state.evidence.tokens[index], heading)


def _names_kind(heading: Heading) -> bool:
    """`A1型题（…）每道试题由…组成。`: the name of a kind alone in front of what explains it."""
    return heading.style in ("cn", "pcn", "part") and re.fullmatch(r"[^,，。的]{1,9}题", heading.title) is not None


def _opens_list(state: State, index: int) -> bool:
    """`【团队管理】` alone on a line is a heading when a list of questions follows."""
    after = state.evidence.tokens[index + 1 : index + 2]
    listed = bool(after) and (
        after[0].what is T.BULLET
        or (after[0].what is T.NUMBER and after[0].value == 1)
        or (after[0].label is not None and after[0].label.name == "stem")
    )
    return listed and state.evidence.asks_plainly(index + 1)


def below(state: State, token: Token, section: SectionDraft) -> SectionDraft:
    """The section with what the headings above promise: `（一）求职动机` below `二、提问清单` asks as well."""
    title, above = section.heading.title, state.section
    section.depth = token.level or DEPTHS.get(section.heading.style, 0)
    if promises_questions(title):
        section.promised = section.depth
    elif above is not None and above.promised is not None and not announces_prose(title):
        section.promised = above.promised if above.promised < section.depth else None
    return section


def begins_question(state: State, index: int) -> bool:
    """Options or an answer right behind a numbered title: it is a question with a Chinese number."""
    following = state.evidence.tokens[index + 1 : index + 2]
    if not following or state.evidence.tokens[index].style == "bare":
        return False
    after = following[0]
    if after.what is T.OPTIONS:
        return after.options[0].label == "A" and not after.weak
    return after.what is T.LABEL and after.label is not None and after.label.name in ("key", "reference", "points")


def _counts_on(state: State, index: int, token: Token, heading: Heading) -> bool:
    """Inside an answer a heading must count on from the last one; an outline of the answer counts from one."""
    if heading.value is None or state.headings.get(heading.style) != heading.value - 1:
        return False
    if state.series.inner.get("cn-" + token.style) != token.value - 1:
        return True
    following = state.evidence.tokens[index + 1 : index + 2]
    return (
        bool(following) and following[0].what is T.NUMBER and (following[0].value == 1 or following[0].style == "word")
    )


def continues_section(state: State, index: int, heading: Heading) -> bool:
    """A bare `单选题` before every question names its kind again and opens nothing, unless a list begins there."""
    section = state.section
    if section is None or not section.heading.style == heading.style == "bare" or heading.count is not None:
        return False
    after = state.evidence.tokens[index + 1 : index + 2]
    anew = bool(after) and after[0].what is T.NUMBER and after[0].value == 1 and state.series.last > 0
    listed = anew and len(state.evidence.siblings(index + 1)) >= _LEAST_LIST
    return heading.title == section.heading.title and not listed


def is_plain_heading(state: State, index: int, token: Token) -> bool:
    """A short line of its own between questions, with numbers that begin again behind it: `Skills test`."""
    evidence = state.evidence
    following = evidence.tokens[index + 1 : index + 2]
    if state.answers is not None or token.what is not T.TEXT or not following:
        return False
    after = following[0]
    if after.heading is not None:
        return _names_chapter(state, token, after.heading)
    if after.label is not None and after.label.name == "stem" and after.body < after.end:
        return token.fresh and len(token.folded) <= SHORT and _TOPIC.search(token.folded) is not None
    if after.what is T.BULLET and evidence.bullets_ask():
        return token.fresh and len(token.folded) <= SHORT and not ends_sentence(token.folded)
    if _COUNTED.fullmatch(token.folded) and (state.collected.title or state.section is not None):
        return token.fresh and after.what is T.NUMBER and after.value == 1 and not after.weak
    if asks_back(token.folded) and after.what in (T.BULLET, T.NUMBER):
        return token.fresh and evidence.after_blank(token) and not ends_sentence(token.folded)
    if state.item is None:
        return False
    restarts = after.what is T.NUMBER and after.value == 1 and not after.weak and state.series.last > 0
    alone = token.fresh and len(token.folded) <= SHORT and not ends_sentence(token.folded)
    if not restarts or not alone or not evidence.after_blank(token):
        return False
    return evidence.strong(index + 1) or evidence.asks_plainly(index + 1)


def plain_heading(token: Token) -> Heading:
    """The heading that such a line is: `销售领域（3道题）` states a count."""
    heading = Heading(title=token.folded)
    if _COUNTED.fullmatch(token.folded):
        heading.title, _, facts = token.folded.partition("(")
        read_facts(heading, facts)
    return heading


def _names_chapter(state: State, token: Token, heading: Heading) -> bool:
    """`仓储部` above `一、选择题` where sections of that name came before: the types begin again for a new chapter."""
    short = token.fresh and len(token.folded) <= SHORT and not ends_sentence(token.folded)
    if not short or not heading.declares or heading.value not in (None, 0, 1):
        return False
    return any(section.heading.title == heading.title for section in state.collected.sections)


def is_between_bullets(state: State, index: int, token: Token) -> bool:
    """`**团队：**` between bullets that were taken for questions and another that asks."""
    item = state.item
    if token.what is not T.TEXT or not token.folded.rstrip("*").endswith(":"):
        return False
    listed = item is not None and item.loose and state.part == "stem" and not item.level
    after = state.evidence.tokens[index + 1 : index + 2]
    return listed and bool(after) and after[0].what is T.BULLET and asks_plainly(after[0].content)


def lone_answers(state: State, index: int) -> bool:
    """Answers in the middle: the next heading opens new questions, so these belong to the section above."""
    heading = state.evidence.next_heading(index)
    return heading is not None and answering.match_section(state.collected.sections, state.group, heading) is None


def is_material(state: State, token: Token) -> bool:
    """Text in front of the first question of a case section that tells the case."""
    section = state.section
    if (
        state.answers is not None
        or state.item is not None
        or section is None
        or (section.items and not state.gathering)
        or token.what is not T.TEXT
    ):
        return False
    if _CASE.match(token.folded) or section.heading.style == "case":
        return True
    if _GIVEN.match(token.folded) and not section.items and _numbers_follow(state, token):
        return True
    cases = section.heading.genre in OF_MATERIAL or bool(section.shared) or state.gathering
    return cases and len(token.folded) >= _LEAST_CASE and not _INSTRUCTION.match(token.folded)


def _numbers_follow(state: State, token: Token) -> bool:
    """Whether the questions of the section, from 1 on and two at least, stand below before anything else begins."""
    tokens = state.evidence.tokens
    begin = state.index_of(token.start) + 1
    for at in range(begin, min(begin + _NEAR, len(tokens))):
        if tokens[at].what is T.NUMBER:
            return tokens[at].value == 1 and tokens[at].style != "paren" and len(state.evidence.siblings(at)) > 1
        if tokens[at].what is not T.TEXT:
            return False
    return False


def closes(state: State, index: int, token: Token) -> bool:
    """Whether a title of closing remarks ends the questions: nothing behind it asks or answers."""
    if state.item is None or not token.fresh:
        return False
    remark = state.part == "stem" and state.evidence.after_blank(token) and _REMARK.match(token.folded) is not None
    if not (remark or _judged(state, token)) and _CLOSING.fullmatch(token.folded) is None:
        return False
    return not any(_asks(state, at) for at in range(index + 1, len(state.evidence.tokens)))


def _judged(state: State, token: Token) -> bool:
    """A paragraph behind the last statement, which ends with its verdict: `…总有两人。（√）` needs no further words."""
    if len(token.folded) < _PARAGRAPH or state.item is None or not state.judged(state.item):
        return False
    # Asked last: it goes through all that follows.
    return not any(later.what is T.NUMBER for later in state.evidence.tokens[state.index_of(token.start) + 1 :])


def _asks(state: State, at: int) -> bool:
    token = state.evidence.tokens[at]
    if token.what is T.LABEL:
        return token.label is not None and token.label.name in ("key", "points", "reference", "stem")
    return token.what in _ASKING or (token.what is T.NUMBER and state.evidence.asks_plainly(at))

"""Whether a numbered line is the next question, a line of the list that is open, or mere text."""

from __future__ import annotations

import re

from questionbank.content import ItemKind
from questionbank.parsing.machine.drafts import ANSWER_PARTS
from questionbank.parsing.machine.state import Series, State
from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.kinds import (
    announces_interview,
    announces_paper,
    announces_prose,
    announces_questions,
    announces_record,
    announces_statements,
    asks_back,
    names_topic,
    sets_task,
)
from questionbank.parsing.words.numbers import ALIKE

WIDEST_GAP = 20
_WEAK_SHARE = 0.6
_LEAST_COUNTED = 3
_LEAST_TOPICS = 4
_LONGEST_TOPIC = 80
_MOST_TOPICS = 0.5
_MOST_ASK = 0.8
_LEAST_TOLD = 0.15
_NEAR = 40  # tokens of one question
_REPLIES = {"key", "reference"}
_JUDGED = re.compile(r"[(\[]\s*+(?:[)\]]\s*+[。.]?\s*+)?$")  # perhaps closed on the next line
_FILLED = re.compile(r"[(\[][^()\[\]]{0,30}[)\]]|_{2,}")
_HELD = re.compile(r"[是为有在于达贴叫称即用由至过]\s*[(]\s*(?![见如例即])[^()\[\]:,，。;；]{1,14}\s*[)]")
_TOLD = ("问题", "案例", "场景", "情景", "情境", "[例")  # reports number these too


def role(state: State, index: int, token: Token) -> str:
    """`question`, `inner` (an item of the open list) or `text`."""
    series = state.series
    _reread(state, token)
    if token.style == "cn-part" and state.item is not None and state.part == "stem":
        return "text"  # `第二类危险源的定义` goes on with the stem
    answering = state.item is not None and state.part in ANSWER_PARTS
    if token.style.startswith("multi") and announces_record(state.title):
        return "text"
    if answering and series.continues(token):
        if _counts_on(series, token) and _wins(state, index, token):
            return series.question(token)
        return series.listed(token)
    if not series.style or (token.value == 1 and state.section is not None and not state.section.items):
        return _first(state, index, token)
    if token.style == series.style:
        return _same_style(state, index, token, answering)
    return _other_style(state, index, token, answering)


def _reread(state: State, token: Token) -> None:
    """`5.2号仓由谁负责？` behind question 4 is question 5 about store 2, and no part 2 of a chapter 5."""
    head, _, tail = token.number.partition(".")
    if not token.style.startswith("multi") or not head.isdigit() or not tail.isdigit():
        return
    series = state.series
    next_one = series.style == "dot" and int(head) == series.last + 1
    if next_one or (not series.style and (head == "1" != tail or int(head) == state.last_number + 1 > 1)):
        token.style, token.number, token.value = "dot", head, int(head)
        token.body = token.start + token.folded.index(".") + 1


def _counts_on(series: Series, token: Token) -> bool:
    return token.style == series.style and token.value == series.last + 1


def _wins(state: State, index: int, token: Token) -> bool:
    """Both the list and the questions could go on with this number: options or an answer of its own decide."""
    evidence = state.evidence
    named = state.topics and names_topic(evidence.stem(index))
    return named or evidence.options(index) or evidence.answered(index, ambiguous=True)


def _first(state: State, index: int, token: Token) -> str:
    series = state.series
    inside = state.part in ANSWER_PARTS  # what follows may belong to the answer that is open
    strong = state.evidence.strong(index, ambiguous=inside)
    if state.item is not None and state.item.loose and state.item.has("tag") and series.continues(token):
        return series.listed(token)  # the last of the tasks of one question, right above their answer
    if state.item is not None and not strong and not token.style.startswith("word"):
        # an unnumbered question is open: numbers in it are a list of its own
        return series.listed(token)
    if series.rejected == token.style and not state.evidence.strong(index, ambiguous=True):
        return "text"
    if opens_series(state, index, token):
        return series.question(token)
    series.rejected = token.style
    return "text"


def opens_series(state: State, index: int, token: Token) -> bool:
    """Whether questions begin here: evidence of its own, the heading's word for it, or most of the list asks."""
    evidence, section = state.evidence, state.section
    if token.weak:
        told = _named(state) or _counted(state, index) or _seen(state, token)
        fits = evidence.asks(index) or evidence.strong(index) or _of_the_kind(state, index)
        return evidence.options(index) or (told and fits)
    if evidence.strong(index) or evidence.names_question(index) or _named(state) or _typed(state, index):
        return True
    if _has_parts(state, index) or _answered_below_parts(state, index) or _cloze(state, index):
        return True
    title = section.heading.title if section is not None and not section.implicit else state.title
    siblings = evidence.siblings(index)
    if token.style == "word":
        told = token.folded.lstrip("#*->（( ").startswith(_TOLD)
        return not told or any(evidence.asks(at) or evidence.strong(at) for at in siblings)
    if announces_statements(title) or tells(state, index):
        return False
    if _answered_later(state, index) or _sets_tasks(state, siblings):
        return True
    strict = announces_prose(title)  # advice tells its reader what to do: only a question mark asks there
    state.fills = state.fills or _hold_answers(state, siblings)
    if state.fills or _leave_gaps(state, siblings):
        return True
    asking = sum(1 for at in siblings if evidence.asks_plainly(at) and not (strict and "?" not in evidence.stem(at)))
    if asking < len(siblings) * _WEAK_SHARE:
        if _lists_topics(state, siblings):
            return True
        return announces_questions(title) and not announces_prose(title) and _ends_asking(state, index)
    return asking > 1 or _ends_asking(state, index)


def _leave_gaps(state: State, siblings: list[int]) -> bool:
    """Whether most of the numbers have a line to fill in, or an empty bracket for a word or a verdict."""
    gaps = sum(state.evidence.fills_in(at) or state.evidence.leaves_gap(at) for at in siblings)
    return len(siblings) > 1 and gaps >= len(siblings) * _WEAK_SHARE


def _hold_answers(state: State, siblings: list[int]) -> bool:
    """`2. 叉车的限速为（5）公里。` in a paper without sections: nearly every sentence has its answer in a bracket."""
    if (
        state.section is not None
        or len(siblings) < _LEAST_COUNTED
        or not any(map(announces_paper, (state.title, state.name)))
    ):
        return False
    held = sum(_HELD.search(state.evidence.stem(at)) is not None for at in siblings)
    return held >= len(siblings) * _MOST_ASK


def _lists_topics(state: State, siblings: list[int]) -> bool:
    """`1. 数组去重的方法`, `2. 闭包（概念、应用场景）`: what is asked about, in a document named as questions."""
    titles = (state.title, state.name)
    share = _MOST_TOPICS if state.topics or any(map(announces_interview, titles)) else _MOST_ASK
    least = 1 if state.topics else _LEAST_TOPICS
    if len(siblings) < least or not (share == _MOST_TOPICS or any(map(announces_paper, titles))):
        return False
    stems = [state.evidence.stem(at) for at in siblings]
    short = sum(len(stem) <= _LONGEST_TOPIC and not stem.startswith("[") for stem in stems)
    named = sum(map(names_topic, stems))
    topics = short >= len(stems) * _MOST_ASK and named >= len(stems) * share
    state.topics = state.topics or topics
    return topics


def _sets_tasks(state: State, siblings: list[int]) -> bool:
    """`3、…画出流程。` in a paper: most of its numbers, or the parts below them, say what is to be done."""
    if len(siblings) < _LEAST_COUNTED or not any(map(announces_paper, (state.title, state.name))):
        return False
    return sum(_task_below(state, at) for at in siblings) >= len(siblings) * _MOST_ASK


def _task_below(state: State, index: int) -> bool:
    """Whether the numbered line, or one of its parts (1) (2), says what is to be done."""
    tokens = state.evidence.tokens
    if sets_task(state.evidence.stem(index)):
        return True
    for token in tokens[index + 1 : index + _NEAR]:
        if token.what is T.NUMBER and token.style == "paren" and sets_task(token.content):
            return True
        if token.what in (T.NUMBER, T.HEADING) and token.style != "paren":
            return False
    return False


def _answered_later(state: State, index: int) -> bool:
    """Whether enough of the numbers that count on from here have options or an answer: then all of them are questions.

    What stands between may be answers without a label, which look like the text of any numbered list."""
    tokens, first = state.evidence.tokens, state.evidence.tokens[index]
    last, count, told = first.value, 1, 0
    for at in range(index + 1, len(tokens)):
        token = tokens[at]
        if token.what in (T.HEADING, T.ANSWERS):
            break
        if token.what is not T.NUMBER or token.style != first.style:
            continue
        if token.value == 1:
            break  # another list begins
        if token.value == last + 1:
            last, count = token.value, count + 1
            told += state.evidence.strong(at, ambiguous=True)
    named = any(map(announces_paper, (state.title, state.name)))
    return told > 1 and (named or told >= count * _LEAST_TOLD)


def _seen(state: State, token: Token) -> bool:
    """Whether questions further above were numbered in this dress, with a lower number."""
    return token.style == "code" and any(
        item.style == token.style and item.value < token.value for item in state.collected.items[-1:]
    )


def _counted(state: State, index: int) -> bool:
    """Whether numbers without a mark behind them count on along a list that asks."""
    siblings = state.evidence.siblings(index)
    asking = sum(1 for at in siblings if state.evidence.asks_plainly(at))
    return len(siblings) >= _LEAST_COUNTED and asking >= len(siblings) * _MOST_ASK


def tells(state: State, index: int) -> bool:
    """The document records or recites (minutes, a vacancy, scripts), or the line above the list names duties."""
    section, title = state.section, state.title
    headed = section is not None and announces_questions(section.heading.title)
    if section is not None and asks_back(section.heading.title):
        return True
    if section is not None and section.promised is not None:
        return False
    if announces_record(title) or (announces_statements(title) and not headed):
        return True
    above = state.evidence.title_above(index)
    return announces_prose(above) or announces_statements(above)


def _has_parts(state: State, index: int) -> bool:
    """`1. …` with (1) (2) right below that ask: a case and its questions."""
    after = state.evidence.tokens[index + 1 : index + 2]
    own = state.evidence.tokens[index].style
    parts = bool(after) and after[0].what is T.NUMBER and after[0].style == "paren" != own and after[0].value == 1
    return parts and state.evidence.asks_plainly(index + 1)


def _answered_below_parts(state: State, index: int) -> bool:
    """`1. …` with (1) (2) (3) below it and one answer behind the last of them."""
    tokens, own, count = state.evidence.tokens, state.evidence.tokens[index].style, 0
    for at in range(index + 1, min(index + _NEAR, len(tokens))):
        token = tokens[at]
        if token.what is T.NUMBER and token.style == "paren" != own and token.value == count + 1:
            count += 1
        elif token.what is not T.TEXT or not count:
            return count > 1 and token.label is not None and token.label.name in _REPLIES
    return False


def names_part(stem: str, token: Token) -> bool:
    """`…(42)是…，(43)是…`: the text above has the number as a blank."""
    return re.search(rf"[(]\s*{token.value}\s*[)]|_\s*{token.value}\s*_", stem) is not None


def _cloze(state: State, index: int) -> bool:
    """A text with numbered blanks whose options follow by these numbers."""
    after = state.evidence.tokens[index + 1 : index + 2]
    paren = bool(after) and after[0].what is T.NUMBER and after[0].style == "paren"
    return paren and state.evidence.options(index + 1) and names_part(state.evidence.tokens[index].folded, after[0])


def _answered_parts(state: State, index: int) -> bool:
    """(1) and (2) with an answer each are questions of their own."""
    siblings = state.evidence.siblings(index)[:2]
    return len(siblings) > 1 and all(state.evidence.answered(at, ambiguous=True) for at in siblings)


def _replied(state: State, index: int) -> bool:
    """Numbers 1 and 2 with an answer below each begin further questions, not a list of the answer above them."""
    tokens, blocks = state.evidence.tokens, state.evidence.blocks
    if not blocks[index].labels & _REPLIES:
        return False
    for at in range(index + 1, min(index + _NEAR, len(tokens))):
        if tokens[at].what is T.NUMBER and tokens[at].style == tokens[index].style:
            return tokens[at].value == tokens[index].value + 1 and bool(blocks[at].labels & _REPLIES)
    return False


def _next_chapter(series: Series, token: Token) -> bool:
    """`2.1` behind `1.7`, without a heading between the chapters."""
    before, now = series.style.removeprefix("multi"), token.style.removeprefix("multi")
    both = series.style.startswith("multi") and token.style.startswith("multi")
    return both and token.value == 1 and before.isdigit() and now.isdigit() and int(now) == int(before) + 1


def _named(state: State) -> bool:
    heading = state.section.heading if state.section is not None else None
    return heading is not None and (heading.declares or heading.style == "case")


def _typed(state: State, index: int) -> bool:
    """Whether `题型：案例分析题` stands right above the first number."""
    above = state.evidence.tokens[index - 1]
    return bool(state.pending) and state.pending[-1] == ("type", above) and state.evidence.tokens[index].value == 1


def _ends_asking(state: State, index: int) -> bool:
    return state.evidence.stem(index).rstrip(' ”"').endswith("?")


def _same_style(state: State, index: int, token: Token, answering: bool) -> str:
    series, evidence = state.series, state.evidence
    strong = evidence.strong(index)
    if token.value == series.last + 1:
        return series.question(token)
    if token.value == 1:
        inside = state.item is not None and (answering or state.part == "stem")
        plain = strong or (not inside and evidence.asks(index))
        begins = evidence.options(index) or _replied(state, index) if answering else plain
        return series.question(token) if begins else series.listed(token)
    if state.part == "stem" and series.continues(token):
        return series.listed(token)
    if series.last < token.value <= series.last + WIDEST_GAP:
        named = state.topics and names_topic(evidence.stem(index))
        apart = named and evidence.after_blank(token)
        goes_on = strong or apart or (not answering and (evidence.asks(index) or named or _of_the_kind(state, index)))
        return series.question(token) if goes_on else "text"
    again = evidence.options(index) or evidence.tagged(index) or _fills_in_again(state, index)
    return series.question(token) if again else "text"


def _of_the_kind(state: State, index: int) -> bool:
    """A statement with its empty bracket under 判断题, a sentence with blanks or filled brackets under 填空题, a task
    under 论述题."""
    heading = state.section.heading if state.section is not None else None
    if heading is None or state.part not in ("stem", ""):
        return False
    if heading.kind is ItemKind.TRUE_FALSE:
        return _JUDGED.search(state.evidence.stem(index)) is not None
    if heading.kind is ItemKind.ESSAY:
        return sets_task(state.evidence.stem(index))
    return heading.genre == "填空题" and _FILLED.search(state.evidence.stem(index)) is not None


def _fills_in_again(state: State, index: int) -> bool:
    """A further list of sentences to fill in, which does not count from one."""
    siblings = state.evidence.siblings(index)
    return len(siblings) > 2 and all(map(state.evidence.fills_in, siblings))


def _other_style(state: State, index: int, token: Token, answering: bool) -> str:
    series, evidence = state.series, state.evidence
    if state.case is not None and token.style == state.case.style and token.value > state.case.value:
        return series.question(token)
    if series.style in ALIKE and token.style in ALIKE and _goes_on(state, index, token):
        return series.question(token)
    if _next_chapter(series, token) and evidence.strong(index):
        return series.question(token)
    if token.style == "paren" and token.value == 1 and state.part == "stem" and _answered_parts(state, index):
        return series.question(token)
    if token.style == "word" or (evidence.options(index) and not token.weak) or evidence.tagged(index):
        return series.question(token)
    if state.item is not None:
        return series.listed(token)
    if evidence.strong(index) and not token.weak:
        return series.question(token)
    return "text"


def _goes_on(state: State, index: int, token: Token) -> bool:
    """The next number in another dress, where no list of this dress is open and a question may begin."""
    series = state.series
    if token.value != series.last + 1 or series.continues(token) or token.value == 1:
        return False
    return state.evidence.strong(index) or state.evidence.asks(index) or _of_answered_terms(state)


def _of_answered_terms(state: State) -> bool:
    """Terms to explain ask nothing; the section's heading says what they are."""
    named = state.section is not None and state.section.heading.kind is not None
    return named and state.item is not None and state.part in ANSWER_PARTS

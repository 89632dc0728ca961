"""Whether a question without a number begins: options or an answer below it, or a section that promises it."""

from __future__ import annotations

from questionbank.content import CHOICE_KINDS, WRITTEN_KINDS, ItemKind
from questionbank.parsing.machine import choices, unnumbered
from questionbank.parsing.machine.drafts import ANSWER_PARTS, SectionDraft
from questionbank.parsing.machine.markdown import asking_headings
from questionbank.parsing.machine.shared import OF_MANY
from questionbank.parsing.machine.state import State
from questionbank.parsing.tokens.prompts import puts
from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words import keys
from questionbank.parsing.words.kinds import (
    announces_paper,
    announces_prose,
    announces_questions,
    announces_record,
    announces_statements,
    asks,
    asks_back,
    asks_plainly,
    is_fill_in,
)
from questionbank.parsing.words.patterns import compiled

_HEAD = 24
_TOPIC = 16
_BULLETS = tuple("-*•+●·")
_FILLED = compiled(r"[\u4e00-\u9fffA-Za-z]\s*[(\[][^()\[\]:]{1,30}[)\]]")
_LEAST_STEM = 6
_USUAL = 3  # answers without labels so far that make the next one likely
_BREAK = 8
_BROKEN = compiled(r"[A-Za-z,][ \t]*\n[ \t]*\Z")
_OF_ANSWERS = frozenset({"key", "reference", "points", "explanation", "assesses", "criteria"})


def starts_item(state: State, index: int, token: Token) -> bool:
    """Whether the label of a question begins one."""
    item = state.item
    if tells(state) and not asks_plainly(token.content) and not state.evidence.strong(index):
        return False
    if item is None:
        return token.body < token.end or state.evidence.options(index)
    if (item.number and state.part == "stem") or (state.follows_up and token.folded.startswith(_BULLETS)):
        return False
    return (state.part != "stem" or item.has("stem")) and token.body < token.end


def opens_unnumbered(state: State, index: int, token: Token) -> bool:
    """A stem without a number: options follow it, or the section asks for true or false."""
    if state.answers is not None or token.what is T.LABEL or _goes_on(state, token):
        return False
    if token.folded.startswith("```"):
        return False
    following = state.evidence.tokens[index + 1 : index + 2]
    if following and following[0].what is T.OPTIONS and following[0].options[0].label in ("A", "true"):
        fresh = state.item is None or bool(state.item.options) or state.part in ANSWER_PARTS
        if token.content.endswith(":") and not asks(token.content) and not _expects(state, index):
            return False
        return fresh and (not following[0].weak or choices.confirms(state, index + 1, following[0]))
    if unnumbered.opens(state, index, token):
        return True
    return answered_below(state, index, token) or (between(state) and loose_question(state, index, token))


def _goes_on(state: State, token: Token) -> bool:
    """Whether the line goes on with the sentence above it, broken there: `…have to sell an idea to` `a colleague?`."""
    item = state.item
    if item is None or not item.loose or state.part != "stem" or not token.folded[:1].islower():
        return False
    return _BROKEN.search(state.evidence.folded, max(0, token.start - _BREAK), token.start) is not None


def between(state: State) -> bool:
    """Whether no question is open that what follows could belong to; all below a heading that asks belongs to it."""
    item = state.item
    if item is None:
        return True
    if item.has("tag"):
        return False  # where questions say their type, the next one does
    return item.loose and state.part == "stem" and not (item.level and item.start in asking_headings(state))


def heads_options(state: State, index: int, token: Token) -> bool:
    """`- 谁负责复核？` over `A. …` and `B. …`, where no question waits for its options."""
    after = next(iter(state.evidence.tokens[index + 1 : index + 2]), None)
    if state.answers is not None or after is None or after.what is not T.OPTIONS or after.weak:
        return False
    ready = state.item is None or (state.item.loose and (bool(state.item.options) or state.part in ANSWER_PARTS))
    return ready and after.options[0].label == "A" and len(token.content) >= _LEAST_STEM


def _expects(state: State, index: int) -> bool:
    """Whether a key follows, or the section or the title promises questions: `it means:` lists what it means."""
    declared = state.section is not None and state.section.heading.declares
    like = state.item is not None and state.item.loose and bool(state.item.options)  # the question above had options
    return declared or like or state.evidence.answered(index) or announces_paper(state.title)


def answered_below(state: State, index: int, token: Token) -> bool:
    """A question without number or options among such questions: it asks (or the key is true or false)."""
    following = state.evidence.tokens[index + 1 : index + 2]
    after = following[0] if following else None
    if _alone_in_section(state, token, after):
        return True
    if after is None or after.label is None or after.label.name not in ("key", "reference", "points"):
        return False
    loose = state.item is None or (state.item.loose and state.part in ANSWER_PARTS)
    if not loose or not token.fresh or state.series.style or (state.item is None and state.section is None):
        return False
    told = keys.as_bool(after.content) is not None and token.content.rstrip(" )").endswith(("。", "("))
    written = state.section is not None and state.section.heading.kind in WRITTEN_KINDS
    written = written and not (state.item is None and state.waiting)  # else all of that is the question
    return written or asks_plainly(token.content) or told or state.evidence.blank_to_fill(index)


def _alone_in_section(state: State, token: Token, after: Token | None) -> bool:
    """The question of `二、人际沟通能力（3分钟）`, right above what is said of its answer."""
    section = state.section
    if section is None or section.implicit or section.items or state.item is not None or not token.fresh:
        return False
    told = after is not None and after.label is not None and after.label.name in _OF_ANSWERS and after.fresh
    numbered = section.heading.style not in ("bare", "boxed") and state.collected.title != ""
    return told and numbered and not tells(state) and not prose(section) and asks(token.content)


def loose_question(state: State, index: int, token: Token) -> bool:
    section = state.section
    if section is None or state.series.style or (section.items and not section.items[0].loose):
        return False
    if asks_back(section.heading.title) or (state.item is None and OF_MANY.search(token.content)):
        return False
    kind = section.heading.kind
    fills = state.evidence.blank_to_fill(index) and token.fresh
    if kind is ItemKind.TRUE_FALSE:
        return state.evidence.strong(index) or (fills and token.content.rstrip("。. ").endswith(")"))
    filled = token.fresh and state.item is None and _FILLED.search(token.content) is not None
    if is_fill_in(section.heading.genre) and (fills or filled):
        return True
    title = section.heading.title + state.collected.title
    promised = section.promised is not None
    named = (
        promised
        or announces_paper(title)
        or announces_paper(state.evidence.list_title(index))
        or state.item is not None
    )
    wanted = kind is not None or (named and not prose(section) and (promised or not tells(state)))
    after = state.evidence.tokens[index + 1 : index + 2]
    listed = bool(after) and after[0].what in (T.NUMBER, T.OPTIONS)
    marked = token.content.rstrip(' ”"').endswith("?")
    if token.what is T.BULLET and not marked and not state.evidence.list_asks(index):
        return False
    if section.heading.declares and asks_plainly(token.content) and not listed and not token.folded.endswith(":"):
        return kind not in CHOICE_KINDS
    asking = marked or (token.what is T.BULLET and asks_plainly(token.content))
    return wanted and kind not in CHOICE_KINDS and asking


def listed_question(state: State, index: int, token: Token) -> bool:
    """A bullet that asks, under a heading that promises questions or in a document whose bullets ask."""
    if state.section is not None and loose_question(state, index, token):
        return True
    if state.series.style or not state.evidence.bullets_ask() or tells(state) or prose(state.section):
        return False
    if not token.content.endswith("?") and not state.evidence.list_asks(index):
        return False
    return asks_plainly(token.content) or (state.item is not None and asks(token.content))


def answers_in_points(state: State, index: int, stem: str, token: Token) -> bool:
    """A bullet below a question that is complete: it answers, unless it asks as well or an answer follows the list."""
    listed = any(line.lstrip()[:1] in _BULLETS for line in stem.splitlines())
    whole = not listed and asks(stem) and not stem.rstrip(" *").endswith((":", ",", ";", "、"))
    usual = state.at_once >= _USUAL and "\n" not in stem and stem.rstrip("* ").endswith("?")  # as further above
    return (
        whole
        and (usual or not puts(token.content))
        and not (state.evidence.blocks[index].reply and _replied(state, index))
    )


def _replied(state: State, index: int) -> bool:
    """Whether the label of the answer below stands on a line of its own, and not in the list as `- 示例：…`."""
    after = (one for one in state.evidence.tokens[index + 1 :] if one.what is T.LABEL)
    label = next(after, None)
    return label is None or not label.folded.startswith(_BULLETS)


def heads_bullets(state: State, index: int, token: Token) -> bool:
    """`2、经历核实（10分钟）` between bullets that are the questions."""
    loose = state.item is None or (state.item.loose and state.part == "stem")
    if not loose or state.answers is not None or state.series.style or not state.evidence.bullets_ask():
        return False
    return (
        token.fresh
        and not token.level
        and 0 < len(token.content) <= _HEAD
        and not (asks(token.content) or tells(state))
    )


def tells(state: State) -> bool:
    """Whether the document's title promises advice, records or scripts."""
    title = state.title
    return announces_prose(title) or announces_record(title) or announces_statements(title)


def part_of_stem(state: State, token: Token) -> str:
    """`1.服务流程` over `题目：简述…`: what stood behind the number names a topic."""
    item = state.item
    pieces = item.parts.get("stem", []) if item is not None else []
    title = state.evidence.folded[pieces[0].start : pieces[0].end] if len(pieces) == 1 else ""
    labelled = token.start < token.body and (token.body < token.end or token.folded.rstrip("*_ ").endswith(":"))
    if item is None or state.part != "stem" or not 0 < len(title) <= _TOPIC or not labelled:
        return state.part
    named = item.number and not asks(title) and title[-1] not in "。?!:,;)]" and not token.content.startswith(title)
    if named and token.fresh:
        item.parts["topics"] = item.parts.get("topics", []) + item.parts.pop("stem")
    return state.part


def prose(section: SectionDraft | None) -> bool:
    """Whether the section tells duties or advice, where numbered lines are no questions."""
    if section is None or asks_back(section.heading.title):
        return section is not None
    return announces_prose(section.heading.title) and not section.heading.declares


def promising(title: str) -> bool:
    return announces_questions(title) or asks(title)

"""Cases and materials: a text that several questions share, each question with points of its own."""

from __future__ import annotations

import re

from questionbank.parsing.machine import answering, numbering
from questionbank.parsing.machine.drafts import Draft
from questionbank.parsing.machine.state import State
from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.headings import Heading, ends_sentence, read_facts
from questionbank.parsing.words.kinds import asks
from questionbank.parsing.words.numerals import CN
from questionbank.parsing.words.typenames import tag_at

_NAMED = re.compile(r"[\s#*\[<(]*(?:案例|材料|资料|情[景境]|场景|case)", re.IGNORECASE)
_POINTS = re.compile(r"[(\[]\s*(?:本题|共|满分|计)?\s*\d{1,3}(?:\.\d)?\s*分(?:[,，;；、][^()\[\]]{0,16})?\s*[)\]]")
_OF_SEVERAL = re.compile(r"材料|资料|案例|情[景境]|场景|阅读|完形|听力|组合|综合|题组|套题|共用|父题|大题|复合")
_FACTS = frozenset(("stem", "tag", "type", "difficulty", "points", "topics", "other", "seconds"))
_PASSAGE = re.compile(
    rf"[#*\s\[]*(?:(?:passage|text|task)\s+(?:\d{{1,2}}|[A-H]|one|two|three|four|five|six|[IVX]+)|"
    rf"(?:短文|文段|篇章|阅读|文章|语篇)\s*(?:\d{{1,2}}|{CN}|[A-H])|[(]{CN}[)])[\s\]*:.、]*",
    re.IGNORECASE,
)
_TITLE = 24
_FAR = 40
_READ = re.compile(
    r"[(]?\s*(?:请|认真|仔细)*(?:阅读|根据|结合|依据|分析).{0,16}(?:材料|资料|案例|背景|情[景境]).{0,16}(?:回答|完成|作答|问题|小题)"
)
_TOLD = re.compile(
    r"(?:案例|材料|背景|情[景境]|场景|资料|阅读材料)(?:描述|背景|介绍|内容|材料)?\s*[\d一二三四五六七八九十]{0,2}\s*:"
)
_COUNTED = re.compile(r"(?:案例|材料|背景|情[景境]|场景|资料)\s*[\d一二三四五六七八九十]{1,2}\s*:")


def takes(state: State, index: int, token: Token) -> bool:
    """Open the section of a case, `案例一（40分）` above its text and its numbered questions, or of its answers."""
    heading = _heading(state, index, token)
    if heading is None:
        return False
    if state.answers is not None and answering.takes_heading(state.answers, state, index, heading):
        state.item, state.part = None, ""
        state.skip(token, "answer-heading")
        return True
    if state.answers is not None or not _questioned(state, index):
        return False
    _inherit(state, heading)
    state.open_section(token, heading)
    return True


def open_around(state: State, index: int, token: Token) -> None:
    """`1. …` with questions that have options of their own below it is their material and no question."""
    if _inside(state, token):
        return
    item = state.collected.items[-1] if state.collected.items else None
    if token.style == "paren":
        item = state.item
        if item is None or not item.is_case or item.section is None:
            return
        begins = token.value == 1 or numbering.names_part(state.evidence.folded[item.start : token.start], token)
    else:
        state.case = None
        begins = item is not None and _is_of(state, item, index, token)
    if begins and item is not None and item.section is not None:
        state.case = item
        for stem in item.parts.get("stem", [])[:1]:
            tag = tag_at(state.evidence.folded, stem.start, stem.end)
            stem.start = tag.end() if tag else stem.start
        item.section.items.pop()
        state.collected.items.pop()


def _inside(state: State, token: Token) -> bool:
    """Whether a tagged case goes on with its next question."""
    last = state.collected.items[-1] if state.collected.items else None
    if state.case is None or last is None or token.style == "paren" or token.style != last.style:
        return False
    tagged = token.tag is not None or tag_at(token.folded, token.body - token.start, len(token.folded)) is not None
    outer = _tag_of(state, state.case) != "" and tagged and not _tag_of(state, last)
    return token.value == last.value + 1 and not outer and last.start > state.case.start


def _is_of(state: State, item: Draft, index: int, token: Token) -> bool:
    """Whether the number is the first question of the case above: 6.1 below 6, or 1 below what a tag calls material."""
    if item.options or not set(item.parts) <= _FACTS or not item.has("stem") or token.value != 1:
        return False
    if item.number.isdecimal() and token.style == f"multi{item.number}":
        return True
    if item.section is not state.section:
        return False
    named = _tag_of(state, item) or (item.section.heading.title if item.section else "")
    return _OF_SEVERAL.search(named) is not None and state.evidence.strong(index) and item.number != ""


def _tag_of(state: State, item: Draft) -> str:
    """The tag in front of the number or behind it."""
    folded = state.evidence.folded
    behind = next((tag_at(folded, stem.start, stem.end) for stem in item.parts.get("stem", [])[:1]), None)
    before = "".join(folded[piece.start : piece.end] for piece in item.parts.get("tag", []))
    return before or (behind.group() if behind else "")


def heads_passage(state: State, token: Token) -> bool:
    """`Passage Two`, `（二）` alone on its line in a section of texts to read."""
    section = state.section
    reads = section is not None and state.answers is None and section.heading.genre == "阅读题"
    return reads and _PASSAGE.fullmatch(token.folded) is not None


def heads_document(state: State, index: int, token: Token) -> bool:
    """`材料：…` below the title `共用题干`, in front of the first questions of a document without sections."""
    if state.section is not None or state.item is not None or state.answers is not None:
        return False
    if not _TOLD.match(token.folded) or not _OF_SEVERAL.search(state.collected.title):
        return False
    following = next(
        (at for at in range(index + 1, min(index + 8, len(state.evidence.tokens))) if _counts(state, at)), 0
    )
    return following > 0 and state.evidence.tokens[following].value == 1 and state.evidence.options(following)


def begins_anew(state: State, index: int, token: Token) -> bool:
    """The material of further questions of the section: from here on it is theirs, and the one before is not."""
    if heads_passage(state, token):
        return True
    section = state.section
    if section is None or state.answers is not None or not section.items:
        return False
    if state.part not in ("stem", "") and not (token.fresh and _READ.match(token.folded)):
        return False
    if not (_READ.match(token.folded) or _TOLD.match(token.folded)) or asks(token.folded[-12:]):
        return False
    if state.item is not None and state.part == "stem" and _OF_SEVERAL.search(_tag_of(state, state.item)):
        return False  # `2.[材料题]` is open, and this is its material
    number = next(
        (at for at in range(index + 1, min(index + 8, len(state.evidence.tokens))) if _counts(state, at)), None
    )
    if number is None or not state.evidence.asks(number):
        return False
    return state.evidence.tokens[number].value in (1, state.series.last + 1)


def ends_answers(state: State, index: int, token: Token) -> bool:
    """`材料二：…` behind the answers about the first material, with questions from 1 on below it."""
    if state.answers is None or state.section is None or not token.fresh or not _COUNTED.match(token.folded):
        return False
    number = next(
        (at for at in range(index + 1, index + 8) if at < len(state.evidence.tokens) and _counts(state, at)), 0
    )
    return number > 0 and state.evidence.tokens[number].value == 1 and state.evidence.asks(number)


def valued(state: State, token: Token) -> bool:
    """Whether each of (1) (2) states points of its own, so that they are questions and not parts of one."""
    parts = state.evidence.siblings(state.evidence.tokens.index(token))
    return len(parts) > 1 and all(_POINTS.search(state.evidence.tokens[part].content) for part in parts)


def _counts(state: State, at: int) -> bool:
    return state.evidence.tokens[at].what is T.NUMBER


def _heading(state: State, index: int, token: Token) -> Heading | None:
    if token.style != "word" or not token.fresh or not _NAMED.match(token.folded):
        return None
    title = _POINTS.sub("", token.content).strip(" :*#)]")
    if len(title) > _TITLE or asks(title) or ends_sentence(title):
        return None
    words = _POINTS.sub("", token.folded).strip(" :*#[]")
    heading = Heading(title=words, style="case", value=token.value)
    read_facts(heading, token.content)
    return heading


def _questioned(state: State, index: int) -> bool:
    """Whether two questions or more, or one with points, follow before the next case."""
    tokens = state.evidence.tokens
    for at in range(index + 1, min(index + _FAR, len(tokens))):
        after = tokens[at]
        if after.what in (T.HEADING, T.ANSWERS, T.OPTIONS) or (after.what is T.NUMBER and after.style == "word"):
            return False
        if after.what is T.NUMBER and after.value == 1 and after.style != "paren" and not after.weak:
            parts = state.evidence.siblings(at)
            asking = [part for part in parts if state.evidence.asks(part) or _POINTS.search(tokens[part].content)]
            return len(asking) == len(parts) and (len(parts) > 1 or _POINTS.search(after.content) is not None)
    return False


def _inherit(state: State, heading: Heading) -> None:
    """A case has the kind of the section around it, and as its total what that gives each of its questions."""
    around = state.section
    heading.genre, heading.kind = "案例分析题", None
    if around is None:
        return
    heading.kind, heading.genre = around.heading.kind, around.heading.genre or heading.genre
    if around.heading.style == "case":
        return
    heading.total = heading.total or around.heading.points_each
    if not around.items:  # its cases take the place of its questions
        around.heading.count = None

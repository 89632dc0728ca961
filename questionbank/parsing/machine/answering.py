"""Answer sections: which section's answers they hold and where each entry begins."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from questionbank.parsing.machine.drafts import ANSWER_PARTS, Collected, Draft, Piece, SectionDraft
from questionbank.parsing.machine.state import Answers, State
from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words import keys
from questionbank.parsing.words.fold import plain
from questionbank.parsing.words.headings import Heading
from questionbank.parsing.words.kinds import asks
from questionbank.parsing.words.numbers import ALIKE
from questionbank.parsing.words.patterns import compiled

_SUFFIX = compiled(
    r"(?:的)?(?:参考|标准|正确)?(?:答案|解析|详解|要点)(?:(?:及|与|和)(?:答案|解析|详解|评分标准|要点))*$"
)

_TOLD_KEY = compiled(
    r"(?:的)?(?:参考|正确|标准)?答案(?:是|为)?\s*+:?\s*+(?=(?:[A-K]{1,8}(?![A-Za-z])|对|错误?|正确|√|×)\s*(?:$|[。.,，;；:\s]))"
)
_PAIR = 2
_GAP = 5  # how many numbers further questions may leave out behind answers
_OPEN = ANSWER_PARTS | {"head"}


_NAMES_ANSWERS = compiled(r"(?<![及与和含附带、])(?:参考|标准|正确)?答案(?:(?:及|与|和)?(?:解析|评分标准|详解|要点))*$")


_EXPLAINS = compiled(
    r"(?:[一二三四五六]、)?(?:试题|题目|答案|详细|参考)?(?:解析|详解)(?:部分)?\s*:?|"
    r"(?i:(?:answer )?explanations?|rationales?)\s*:?"
)
_BLANK = compiled(r"_{2,}|[(]\s*[)]")
_TELLS_TO_ANSWER = compiled(r"(?:一个|唯一|选出|选择(?!题)|填写|填入|写出|给出)[^。]{0,14}答案")


def names_answers(title: str) -> bool:
    """`单选题答案及解析` holds answers; `面试题及答案` holds questions with theirs."""
    return _NAMES_ANSWERS.search(plain(title)) is not None and _TELLS_TO_ANSWER.search(title) is None


def opens(state: State, index: int, heading: Heading) -> bool:
    """Whether answers follow: the heading says so, or it comes again over numbers with labels of answers alone."""
    if names_answers(heading.title):
        return True
    after = state.evidence.tokens[index + 1 : index + 3]
    if len(after) < _PAIR or not after[0].number or after[0].body < after[0].end or after[1].label is None:
        return False
    replies = after[1].label.name in ("key", "reference", "explanation") and not after[1].fresh
    return replies and heading.declares and matches(state, heading)


def answers_all(state: State, index: int, token: Token) -> bool:
    """`参考答案：` alone below the last of several questions, with one number for each of them below it."""
    items = _counted_last(state.section.items) if state.section is not None else []
    empty = token.fresh and token.body == token.end and token.label is not None
    if not empty or state.answers is not None or len(items) < _PAIR or state.item is not items[-1]:
        return False
    if any(item.options or item.answered or not ANSWER_PARTS.isdisjoint(item.parts) for item in items):
        return False
    after = next(iter(state.evidence.tokens[index + 1 : index + 2]), None)
    if after is None or after.what is not T.NUMBER:
        return False
    told = [state.evidence.tokens[at].value for at in state.evidence.siblings(index + 1)]
    return told == [item.value for item in items]


def _counted_last(items: list[Draft]) -> list[Draft]:
    """The questions of the section from the last that counts from one."""
    first = max((at for at, item in enumerate(items) if item.value == 1), default=0)
    return items[first:]


def holds_only_answers(title: str, folded: str, collected: Collected) -> bool:
    """Whether a document named `…答案` has nothing that asks: it is the key of a paper in another file."""
    if not names_answers(title) or not collected.items or collected.entries or collected.runs:
        return False
    stems = ["".join(folded[p.start : p.end] for p in item.parts.get("stem", [])) for item in collected.items]
    return not any(item.options for item in collected.items) and not any(
        asks(stem) or _BLANK.search(stem) for stem in stems
    )


@lru_cache(maxsize=4096)
def core(title: str) -> str:
    return _SUFFIX.sub("", plain(title)).casefold()


def match_section(
    sections: list[SectionDraft], group: int, heading: Heading, visited: Sequence[SectionDraft] = ()
) -> SectionDraft | None:
    """The section of this document that the heading of an answer section names: by title, number or kind; `visited`
    are the last choice, for chapters have the same titles again."""
    own = [section for section in sections if section.group == group and section.items]
    title = core(heading.title)
    if title:  # two sections may have one title: the number tells them apart
        own.sort(key=lambda section: (section.heading.style, section.heading.value) != (heading.style, heading.value))
    seen = {id(section) for section in visited}
    if seen:
        own.sort(key=lambda section: id(section) in seen)
    for section in own:
        if title and core(section.heading.title) == title:
            return section
    for section in own:
        same_number = heading.value is not None and section.heading.value == heading.value
        if (
            same_number
            and section.heading.style == heading.style
            and (not heading.kind or heading.kind == section.heading.kind)
        ):
            return section
    named = [section for section in own if heading.kind is not None and section.heading.kind == heading.kind]
    return named[0] if len(named) == 1 and not _counts_on(own, named[0], heading) else None


def _counts_on(own: list[SectionDraft], section: SectionDraft, heading: Heading) -> bool:
    """`二、论述题` behind the answers of `一、案例分析题`: the next section, whose kind is the same by chance."""
    last = max((one.heading.value or 0 for one in own if one.heading.style == heading.style), default=0)
    return heading.value is not None and heading.value == last + 1 > 1 and heading.genre != section.heading.genre


def matches(state: State, heading: Heading) -> bool:
    if match_section(state.collected.sections, state.group, heading) is not None:
        return True
    return state.answers is not None and _chapter_at(state.answers, state, heading) is not None


def explains(token: Token) -> bool:
    """`解析：` behind the keys: what follows says why they are right."""
    return _EXPLAINS.fullmatch(token.folded.strip("#*[]<>【】 ")) is not None


def takes_heading(answers: Answers, state: State, index: int, heading: Heading) -> bool:
    """True when the heading names a section whose answers follow; False when new questions begin."""
    own = state.collected.sections[answers.first : answers.until]
    section = match_section(own, state.group, heading, answers.visited)
    if section is None:
        return _takes_chapter(answers, state, heading)
    if section in answers.visited:
        return section is answers.section and _closes(state, index)
    if _new_questions(answers, state, index, heading, section):
        return False
    answers.section, answers.style, answers.last, answers.inner = section, "", 0, 0
    answers.visited.append(section)
    return True


def _closes(state: State, index: int) -> bool:
    """A heading that comes again below what it heads, with another heading or nothing behind it."""
    after = next(iter(state.evidence.tokens[index + 1 : index + 2]), None)
    return after is None or after.what in (T.HEADING, T.ANSWERS)


def _takes_chapter(answers: Answers, state: State, heading: Heading) -> bool:
    """`第二章 …` once more in front of the answers to the sections of that chapter."""
    at = _chapter_at(answers, state, heading)
    if at is None:
        return False
    sections = state.collected.sections
    behind = (end for end in range(at + 1, len(sections)) if not sections[end].items)
    answers.first, answers.until = (
        at,
        next((end for end in behind if sections[end].heading.style == heading.style), None),
    )
    own = [section for section in sections[at : answers.until] if section.items]
    # Where a chapter has one section, its answers need not name it.
    answers.section, answers.visited = own[0] if len(own) == 1 else None, []
    answers.style, answers.last, answers.inner = "", 0, 0
    return True


def _chapter_at(answers: Answers, state: State, heading: Heading) -> int | None:
    """Where the heading of a chapter without questions of its own stands, from the chapter of these answers on."""
    title, sections = core(heading.title), state.collected.sections
    for at in range(answers.first, len(sections)) if title or heading.value is not None else ():
        one = sections[at]
        if one.items or one.group != state.group or one.heading.style != heading.style:
            continue
        known = core(one.heading.title)
        # `第二章` is enough for `第二章 仓储`.
        if known == title if known and title else one.heading.value == heading.value is not None:
            return at
    return None


def takes_rest(answers: Answers, state: State, token: Token, heading: Heading) -> bool:
    """`五、略`: the answer of a section with one question stands on the line of its number."""
    section = answers.section
    if section is None or len(section.items) != 1 or not heading.title:
        return False
    head, colon, rest = token.folded.partition(":")
    if rest.strip() and names_answers(head):
        token.body = token.start + len(head) + len(colon)
    elif heading.kind or heading.declares or core(heading.title) == core(section.heading.title):
        return False
    token.number, token.value = section.items[0].number or "1", section.items[0].value or 1
    _open(answers, state, token)
    return True


def _new_questions(answers: Answers, state: State, index: int, heading: Heading, section: SectionDraft) -> bool:
    """A second document in the same file: the same heading with other questions under it."""
    following = next(
        (at for at in range(index + 1, min(index + 6, len(state.evidence.tokens))) if state.evidence.tokens[at].number),
        None,
    )
    if following is None or not (state.evidence.options(following) or heading.points_each or heading.count):
        return False
    stem = state.evidence.stem(following)
    if keys.is_key(stem) or not stem:
        return False
    known = {plain(_text(state, item)) for item in section.items}
    return plain(stem) not in known and state.evidence.asks(following)


def takes_number(answers: Answers, state: State, index: int, token: Token) -> bool:
    """Open an entry, or continue the list of the open one; False when a question begins here."""
    if _new_paper(answers, state, index, token) or _asks_anew(answers, state, index, token):
        answers.ended = True
        return False
    if _continues_list(answers, state, index, token):
        answers.inner_style, answers.inner = token.style, token.value
        state.append(token, whole=True)
        return True
    if _in_other_dress(answers, state, index, token):
        _open(answers, state, token)
        return True
    if answers.style and token.style != answers.style and state.item is not None and token.style != "word":
        answers.inner_style, answers.inner = token.style, token.value
        state.append(token, whole=True)
        return True
    _open(answers, state, token)
    return True


def _in_other_dress(answers: Answers, state: State, index: int, token: Token) -> bool:
    """`4.答案：B` behind `3、答案：A`."""
    if not {token.style, answers.style} <= ALIKE or token.value != answers.last + 1:
        return False
    return keys.is_key(token.content) or state.evidence.answered(index)


def takes_named(state: State, index: int, token: Token) -> bool:
    """`第3题参考答案：A` behind question 3 or further below answers it and asks nothing."""
    if token.style != "word" or (not state.collected.items and state.section is None):
        return False
    after = state.evidence.tokens[index + 1 : index + 2]
    label = after[0].label if after and token.body >= token.end and not after[0].fresh else None
    told = _TOLD_KEY.match(token.content)
    if told is None and (label is None or label.name != "key" or not _is_asked(state, token.value)):
        return False
    entry = Draft(token.number, token.value, token.style, token.start, token.line, section=state.section)
    entry.cover("answer", token.start, token.end)
    if told is not None:
        entry.add("head", Piece(token.body + told.end(), token.end))
    state.collected.entries.append((entry, state.section, state.group))
    state.item, state.part = entry, "head"
    return True


def takes_lone(state: State, token: Token) -> bool:
    """Text right below `四、论述题` in an answer section, where that section asks one question: its answer."""
    section = state.answers.section if state.answers is not None else None
    if state.item is not None or section is None or len(section.items) != 1 or _is_answered(state, section):
        return False
    asked = section.items[0]
    entry = Draft(asked.number or "1", asked.value or 1, "dot", token.start, token.line, section=section)
    state.collected.entries.append((entry, section, state.group))
    state.item, state.part = entry, "head"
    state.add_to(entry, "head", token, whole=True)
    return True


def _is_answered(state: State, section: SectionDraft) -> bool:
    return any(target is section for _, target, _ in state.collected.entries)


def _is_asked(state: State, number: int) -> bool:
    return state.section is not None and any(item.value == number for item in state.section.items)


def _new_paper(answers: Answers, state: State, index: int, token: Token) -> bool:
    if not state.evidence.options(index) or not answers.local:
        return False
    known = {plain(_text(state, item)) for item in answers.local.items}
    return plain(token.content) not in known


def _asks_anew(answers: Answers, state: State, index: int, token: Token) -> bool:
    """`5. …（ ）` over options of its own, or asking with an answer of its own, where nothing above has this number."""
    evidence = state.evidence
    beyond = answers.last < token.value <= answers.last + _GAP
    if answers.section is not None or not beyond or keys.is_key(token.content) or not token.content:
        return False
    if not evidence.options(index) and not (evidence.asks_plainly(index) and evidence.answered(index, ambiguous=True)):
        return False
    own = (section for section in state.collected.sections if section.group == state.group)
    return not any(item.value == token.value for section in own for item in section.items)


def _continues_list(answers: Answers, state: State, index: int, token: Token) -> bool:
    if state.item is None or state.part not in _OPEN or not answers.last:
        return False
    if token.style == answers.style and token.value == answers.last + 1 and keys.is_key(token.content):
        return False
    if answers.inner:
        ahead = token.style == answers.style and token.value == answers.last + 1 and state.evidence.answered(index)
        return token.style == answers.inner_style and token.value == answers.inner + 1 and not ahead
    return (
        token.style == answers.style
        and token.value == 1
        and not keys.is_key(token.content)
        and not state.evidence.strong(index)
    )


def _open(answers: Answers, state: State, token: Token) -> None:
    entry = Draft(token.number, token.value, token.style, token.start, token.line, section=answers.target)
    entry.cover("answer", token.start, token.body)
    if token.body < token.end:
        entry.add(answers.part, Piece(token.body, token.end))
        entry.cover("answer", token.body, token.end)
    state.collected.entries.append((entry, answers.target, state.group))
    state.item, state.part = entry, answers.part
    answers.style, answers.last, answers.inner, answers.inner_style = token.style, token.value, 0, ""


def open_keyed(state: State, token: Token, section: SectionDraft | None, pair: tuple[int, str, int, int]) -> Draft:
    """An entry for the last key of a run, so that what stands behind it finds its question."""
    number, content, start, end = pair
    entry = Draft(str(number), number, "dot", start, token.line, section=section)
    entry.add("run-key", Piece(start, end, mark=content))
    entry.cover("key", start, end)
    state.collected.entries.append((entry, section, state.group))
    return entry


def _text(state: State, item: Draft) -> str:
    source = state.evidence.folded
    return "".join(source[piece.start : piece.end] for piece in item.parts.get("stem", []))

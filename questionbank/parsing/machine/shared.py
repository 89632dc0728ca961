"""Text or options that a stated range of questions shares: `（2～4题共用题干）`, `根据以下资料，回答1—3题`."""

from __future__ import annotations

import re

from questionbank.content import WRITTEN_KINDS
from questionbank.parsing.machine.drafts import ANSWER_PARTS, Draft, OptionDraft, Piece, Shared
from questionbank.parsing.machine.state import State
from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words.labels import Label
from questionbank.parsing.words.numerals import CN

_NUMBERS = (
    r"(?:第)?\s*+(?P<first>\d{1,3})\s*+(?:小)?(?:题)?\s*+[-~—–至到、和]+\s*+(?:第)?\s*+(?P<last>\d{1,3})\s*+(?:小)?题"
)
_LEAD = rf"(?:[(]{CN}[)]|{CN}\s*[、.])?\s*"
_TAIL = r"[^。:;；?)\]]{0,14}[)\]。:,，]*\s*"
_TOLD = re.compile(
    _LEAD + r"[(\[]?\s*(?:请|认真|仔细)*(?:根据|阅读|依据|结合|按照)[^。;；?]{2,24}?(?:回答|完成|做|解答|作答)\s*+"
    rf"(?:下列|下面)?\s*+{_NUMBERS}{_TAIL}"
)
_NAMED = re.compile(rf"[(\[]?\s*{_NUMBERS}[^。;；?]{{0,6}}?(?:共用|共享|基于|根据|题干|备选答案){_TAIL}")
_ENGLISH = re.compile(
    r"[(]?\s*(?:for\s+)?Questions?\s+(?P<first>\d{1,3})\s*(?:[-~–—]|to|through|and)\s*(?P<last>\d{1,3})\s*"
    r"(?:are|is|refer|relate|,? use|,? read)[^.:\n]{0,80}[.:]?\s*",
    re.IGNORECASE,
)
OF_MANY = re.compile(r"[下以]列(?:各|问题|的?题)|以下的?(?:问题|题)|各题|每小?题|小题|共\s*\d+\s*[道题个]")
_FAR = 60
_NEAR = 3
_SHORT = 12


def takes(state: State, index: int, token: Token) -> bool:
    """Whether the token announces a range or belongs to what its questions share."""
    if state.answers is not None:
        return False
    _ask_waiting(state, token)
    shared = state.shared
    if shared is not None and shared.waiting and not _ends(shared, token):
        _gather(shared, token)
        return True
    if token.what not in (T.TEXT, T.HEADING, T.LABEL, T.BULLET) and token.style != "word":
        return False
    match = _TOLD.match(token.folded) or _NAMED.match(token.folded) or _ENGLISH.match(token.folded)
    if match is None or not _reaches(state, index, int(match["first"])):
        return False
    _open(state, token, match)
    return True


def give(shared: Shared | None, item: Draft) -> None:
    """Add what the range shares to a question of it."""
    if shared is None or not shared.first <= item.value <= shared.last:
        return
    for piece in shared.pieces:
        item.add("shared", piece)
    for part, start, end in shared.covers:
        item.cover(part, start, end)
    item.options += [OptionDraft(option.label, list(option.pieces), option.chosen) for option in shared.options]


def share_waiting(state: State, index: int, token: Token) -> None:
    """A number with options and no stem (`问题1：`) asks about the text at the head of its section."""
    section = state.section
    if token.content or not state.waiting or section is None or section.items or not state.evidence.options(index):
        return
    after = state.evidence.tokens[index + 1 : index + 2]
    if not after or after[0].what is not T.OPTIONS:
        return
    told = {waiting.start for waiting in state.waiting}
    state.collected.skipped = [skip for skip in state.collected.skipped if skip.start not in told]
    pieces = section.shared + [Piece(waiting.start, waiting.end) for waiting in state.waiting]
    section.shared = sorted(pieces, key=lambda piece: piece.start)


def _ask_waiting(state: State, token: Token) -> None:
    """The text of a section that asks one question without a number, right above its answer, is that question."""
    section, waiting = state.section, state.waiting
    replies = token.label is not None and token.label.name in ("key", "reference", "points")
    if not waiting or state.item is not None or section is None or section.items or section.implicit:
        return
    if section.heading.kind not in WRITTEN_KINDS or not (replies or token.what is T.ANSWERS):
        return
    asked = [one for one in waiting if not OF_MANY.search(one.folded)]
    if not asked or asked[-1].line + _NEAR < token.line:
        return
    others = state.collected.items
    alone = sum(not ANSWER_PARTS.isdisjoint(item.parts) for item in others) * 2 >= len(others)
    told = {one.start for one in asked}
    state.collected.skipped = [skip for skip in state.collected.skipped if skip.start not in told]
    state.open_item(asked[0], numbered=False)
    for one in asked[1:]:
        state.append(one)
    if token.what is T.ANSWERS and alone and len(token.folded) <= _SHORT:
        token.what, token.body = T.LABEL, token.end
        token.label = Label("key", "答案", token.start, token.end)


def _ends(shared: Shared, token: Token) -> bool:
    if token.what in (T.HEADING, T.ANSWERS):
        shared.waiting = False
    if token.what is T.NUMBER and token.value == shared.first and token.style != "paren":
        shared.waiting = False
    return not shared.waiting


def _gather(shared: Shared, token: Token) -> None:
    if token.what is T.OPTIONS and not (shared.options and token.options[0].label == "A"):
        shared.options += [OptionDraft(mark.label, [Piece(mark.text_start, mark.end)]) for mark in token.options]
        shared.covers.append(("option", token.start, token.end))
        return
    shared.pieces.append(Piece(token.start, token.end))
    shared.covers.append(("stem", token.start, token.end))


def _open(state: State, token: Token, match: re.Match[str]) -> None:
    state.shared = Shared(int(match["first"]), int(match["last"]))
    state.item, state.part = None, ""
    end = token.start + match.end()
    if end < token.end:
        state.shared.pieces.append(Piece(end, token.end))
        state.shared.covers.append(("stem", end, token.end))
    token.end, token.folded = min(end, token.end), match.group()
    state.skip(token, "instructions")


def _reaches(state: State, index: int, first: int) -> bool:
    """Whether the first question of the range stands below, before anything else begins."""
    for token in state.evidence.tokens[index + 1 : index + _FAR]:
        if token.what is T.NUMBER and token.value == first and token.style != "paren":
            return True
        if token.what in (T.HEADING, T.ANSWERS, T.KEYS):
            return False
    return False

"""What lines next to each other tell of answers: where their section opens, tables of keys, answers of one question."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from questionbank.parsing.source.levels import level_of
from questionbank.parsing.tokens.folds import read_folds
from questionbank.parsing.tokens.keycolumns import read_rows
from questionbank.parsing.tokens.signs import T, Token
from questionbank.parsing.words import keys, options
from questionbank.parsing.words.labels import Label, label_at

_ANSWER_TITLE = re.compile(
    r"[^。?!:]{0,30}(?<![及与和含附带、])(?:参考|标准)?答案(?:(?:及|与|和)(?:解析|评分标准|详解))?:?"
)
_AMBIGUOUS = re.compile(
    r"[*\[(<]*+\s*+(?:参考|标准|正确)?答案(?:要点|(?:及|与|和)(?:解析|详解|分析))?\s*+[\])>*]*+\s*+:?"
)
_CLOSED = re.compile(r"(?:[*\s]|</\w+>)+$")
_SHOW = re.compile(
    r"(?:(?:click (?:here )?(?:to|for) )?(?:show|see|view|reveal|check)?(?: the)? |(?:点击)?(?:查看|显示|展开))(?=\S)",
    re.IGNORECASE,
)
_FEW = 3
_HEADED = frozenset({"key", "explanation", "reference", "points", "criteria"})
_ENTRY = re.compile(r"(?<=\s\s)(?P<number>\d{1,3})\s*(?:、|[.](?!\d))\s*")
_LONE_A = re.compile(r"\s*A\s*:")


def answers_in(found: list[Token]) -> list[Token]:
    """The tokens with those of answers told from those of questions."""
    return _entries(_own_answers(_answer_openings(read_rows(_tables(_headed_labels(read_folds(found)))))))


def _headed_labels(found: list[Token]) -> list[Token]:
    """`### 答案` and `### 解析` below every question label the text below them; they open no section."""
    heads = [(at, label) for at, token in enumerate(found) if token.level and (label := _label_of(token))]
    names = Counter(label.name for _, label in heads)
    for at, label in heads:
        after = found[at + 1] if at + 1 < len(found) else None
        told = after is not None and (
            after.what in (T.TEXT, T.BULLET, T.LABEL) or keys.is_key(after.folded.strip("*` "))
        )
        if names[label.name] > 1 and told:
            token = found[at]
            token.what, token.label, token.heading, token.level, token.body = T.LABEL, label, None, 0, token.end
    return found


def _label_of(token: Token) -> Label | None:
    """The label that is all that a heading of Markdown says."""
    length = level_of(token.folded)[1]
    shown = _SHOW.match(token.folded, length)
    length = shown.end() if shown else length
    end = len(_CLOSED.sub("", token.folded))
    label = label_at(token.folded, length, end) if length < end else None
    if label is None or label.name not in _HEADED or label.body < end:
        return None
    return replace(label, start=token.start, body=token.end)


def _entries(found: list[Token]) -> list[Token]:
    """`1、甲   2、乙   3、丙` on one line of an answer section: entries of their own."""
    made: list[Token] = []
    answering = False
    for token in found:
        if token.what is T.ANSWERS:
            answering = True
        if answering and token.what is T.NUMBER and token.fresh and not token.weak:
            made += _split(token)
        else:
            made.append(token)
    return made


def _split(token: Token) -> list[Token]:
    starts, value = [], token.value
    for match in _ENTRY.finditer(token.folded, token.body - token.start):
        if int(match["number"]) == value + 1:
            value += 1
            starts.append(match)
    if not starts:
        return [token]
    parts = [token]
    whole = token.folded
    for match, following in zip(starts, [*starts[1:], None], strict=True):
        end = following.start() if following else len(whole)
        text = whole[match.start() : end].rstrip()
        part = Token(T.NUMBER, token.start + match.start(), 0, token.start + match.end(), token.line, text, fresh=False)
        part.end, part.number, part.value = part.start + len(text), match["number"], int(match["number"])
        part.style, part.row = token.style, token.row
        parts.append(part)
    token.folded = whole[: starts[0].start()].rstrip()
    token.end = token.start + len(token.folded)
    return parts


def _answer_openings(found: list[Token]) -> list[Token]:
    """`答案：` alone before a heading, a run or numbered keys opens the answers of many questions, not of one."""
    asked = False
    many = sum(map(_lone_label, found)) > _FEW
    for token, after in pairwise(found):
        asked = asked or token.what in (T.NUMBER, T.OPTIONS)
        titled = asked and token.what is T.TEXT and token.fresh and _ANSWER_TITLE.fullmatch(token.folded)
        if titled and (after.what in (T.HEADING, T.KEYS) or _first_key(after)):
            token.what = T.ANSWERS
        lone = _lone_label(token)
        if token.label is not None and token.label.word.upper() == "A" and _is_second(after):
            token.what, token.style, token.label = T.OPTIONS, "letter", None
            token.options = [options.OptionMark("A", token.start, token.body, token.end)]
        if _lone_answer(token, after):
            token.what, token.label = T.LABEL, Label("reference", "A", token.start, token.body)
        own = after.style == "paren" and many  # `正确答案：` over `(1) D`, each time
        if lone and token.fresh and not own and (after.what in (T.HEADING, T.KEYS) or _first_key(after)):
            token.what = T.ANSWERS
    return found


def _lone_label(token: Token) -> bool:
    return token.what is T.LABEL and token.label is not None and token.label.name == "key" and token.body >= token.end


def _own_answers(found: list[Token]) -> list[Token]:
    """`【参考答案】` alone labels one answer when text follows, or when it comes again before the next heading."""
    run: list[int] = []
    for index, token in enumerate([*found, None]):
        if token is None or token.what is T.HEADING:
            of_points = {at: "要点" in found[at].folded for at in run}
            alike = Counter(of_points.values())
            for at in run:
                if alike[of_points[at]] > 1 or _goes_on(found, at):
                    found[at].what, found[at].body = T.LABEL, found[at].end
                    name = "points" if of_points[at] else "key"
                    found[at].label = Label(name, "答案", found[at].start, found[at].end)
            run = []
        elif token.what is T.ANSWERS and _AMBIGUOUS.fullmatch(token.folded):
            run.append(index)
    return found


def _goes_on(found: list[Token], at: int) -> bool:
    if at + 1 >= len(found) or at == 0:
        return False
    after = found[at + 1]
    told = after.what is T.OPTIONS and (
        after.options[0].label != "A" or not any(map(_is_second, found[at + 2 : at + 3]))
    )
    told = told or ("要点" in found[at].folded and _begins_list(found[at - 1], after))
    return after.what in (T.TEXT, T.BULLET) or told or _says_key(found[at], after)


def _says_key(title: Token, after: Token) -> bool:
    """`答案与解析：` over `正确答案：B`."""
    label = after.label if after.what is T.LABEL and not after.keys else None
    return label is not None and label.name == "key" and "解析" in title.folded and after.body < after.end


def _is_second(token: Token) -> bool:
    return token.what is T.OPTIONS and token.options[0].label == "B"


def _begins_list(asked: Token, after: Token) -> bool:
    """A list that is numbered unlike the question above it, or by circled numbers."""
    if after.what is T.OPTIONS:
        return after.style == "circled"
    return after.what is T.NUMBER and after.value == 1 and asked.what is T.NUMBER and after.style != asked.style


def _lone_answer(token: Token, after: Token) -> bool:
    """`A：先安抚情绪` without a B behind it answers; it is no option."""
    if token.what is not T.OPTIONS or len(token.options) > 1 or not _LONE_A.match(token.folded):
        return False
    return after.what is not T.OPTIONS or after.options[0].label != "B"


def _first_key(token: Token) -> bool:
    return token.what is T.NUMBER and token.value == 1 and keys.is_key(token.content)


def _tables(found: list[Token]) -> list[Token]:
    """An answer table (a row of numbers, a row of keys, perhaps a ruler between them) becomes one token of keys."""
    made: list[Token] = []
    at = 0
    while at < len(found):
        pairs = None
        if keys.begins_table(found[at].folded):
            rows = [found[i] for i in range(at, min(at + 3, len(found))) if i == at or found[i].what is not T.RULER][:2]
            pairs = keys.table_of_keys(rows[0].folded, rows[1].folded) if len(rows) > 1 else None
        if pairs is None:
            made.append(found[at])
            at += 1
            continue
        table, last = rows
        length = last.end - table.start
        table.what, table.end = T.KEYS, last.end
        table.keys = [keys.NumberedKey(n, key, 0 if i == 0 else length, length) for i, (n, key) in enumerate(pairs)]
        made.append(table)
        at = found.index(last, at) + 1
    return made

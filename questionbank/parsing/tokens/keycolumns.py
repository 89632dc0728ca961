"""Tables of pipes or tabs that tell the answers, a row for each question (`| 题号 | 题型 | 答案 | 解析 |`).

Input is folded text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile

from questionbank.parsing.tokens.signs import T, Token
from questionbank.parsing.words.fold import fold
from questionbank.parsing.words.labels import Label, label_at
from questionbank.parsing.words.patterns import compiled

_NUMBER = compiled(r"\**(?:题[号目序]|序号|编号|No\.?|number|#|question(?: ?(?:no\.?|number|#))?|Q)\**", re.IGNORECASE)
_KEY = compiled(r"\**(?:(?:参考|正确|标准)?答案|(?:correct )?(?:answer|key|option)s?)\**", re.IGNORECASE)
_WHY = compiled(r"\**(?:(?:答案)?(?:解析|说明)|详解|explanations?|analysis|rationale)\**", re.IGNORECASE)
_BESIDE = compiled(
    r"\**(?:题型|类型|分[值数]|得分|满分|难度|知识点|考点|章节|types?|points?|scores?|marks?|difficulty|topics?)\**",
    re.IGNORECASE,
)
_COUNTED = compiled(r"\**(?:第|Q)?\s*(?P<number>\d{1,4})\s*题?[.、]?\**", re.IGNORECASE)
_PIPE = compiled(r"(?<!\\)\|")
_LEAST = 2

Cell = tuple[str, int, int]  # what it says, and where in the line


def read_rows(found: list[Token]) -> list[Token]:
    """The tokens with every row of such a table as the number, the key and the explanation of an answer."""
    made: list[Token] = []
    asked = opened = False
    at = 0
    while at < len(found):
        token = found[at]
        rows = _rows(found, at, least=1 if opened else _LEAST)
        if not rows:
            opened = opened or token.what is T.ANSWERS
            asked = asked or token.what in (T.NUMBER, T.OPTIONS)
            made.append(token)
            at += 1
            continue
        token.what = T.ANSWERS if asked and not opened else T.RULER
        opened = True
        made.append(token)
        for row in rows:
            made += [row] if row.what is T.RULER else _answer(row, cells_of(token.folded))
        last = rows[-1].line
        at = next((place for place in range(at, len(found)) if found[place].line > last), len(found))
    return made


def _rows(found: list[Token], at: int, *, least: int) -> list[Token]:
    """The lines with a number below a header at `at`, when most of them have a key; a blank card has none."""
    head = cells_of(found[at].folded)
    key = _key_column(head)
    if not key:
        return []
    rows = list(takewhile(lambda row: row.what is T.RULER or _is_counted(row, len(head)), _lines(found, at + 1)))
    told = [cells_of(row.folded) for row in rows if row.what is not T.RULER]
    return rows if len(told) >= least and sum(bool(cells[key][0]) for cells in told) * 2 > len(told) else []


def _key_column(head: list[Cell]) -> int:
    """Where the keys stand behind the numbers; 0 in any other table. Explanations stand behind the keys."""
    if len(head) < _LEAST or not _NUMBER.fullmatch(head[0][0]):
        return 0
    key = next((at for at, cell in enumerate(head) if at and _KEY.fullmatch(cell[0])), 0)
    before = all(_BESIDE.fullmatch(cell[0]) for cell in head[1:key])
    behind = all(_WHY.fullmatch(cell[0]) or _BESIDE.fullmatch(cell[0]) for cell in head[key + 1 :])
    return key if before and behind else 0


def tells_keys(names: Sequence[str]) -> bool:
    """Whether these are the headers of such a table that has more than numbers and keys."""
    return len(names) > _LEAST and _key_column([(fold(name).strip(), 0, 0) for name in names]) > 0


def _lines(found: list[Token], at: int) -> Iterator[Token]:
    """The lines from `at` on as tokens, those of piped lines whole again that were cut at a label."""
    for _, parts in groupby((found[place] for place in range(at, len(found))), key=lambda token: token.line):
        first, *others = parts
        if others and first.folded[:1] == "|":
            whole = first.folded
            for part in others:
                whole = whole.ljust(part.start - first.start) + part.folded
            yield replace(first, what=T.TEXT, end=first.start + len(whole), folded=whole)
        else:
            yield from (first, *others)


def _is_counted(row: Token, width: int) -> bool:
    cells = cells_of(row.folded)
    return len(cells) == width and _COUNTED.fullmatch(cells[0][0]) is not None


def cells_of(line: str) -> list[Cell]:
    """The cells of a line between pipes; none of any other line."""
    if line[:1] != "|" or line[-1:] != "|":
        return []
    found = []
    for left, right in pairwise([match.start() for match in _PIPE.finditer(line)]):
        cell = line[left + 1 : right]
        first = left + 1 + len(cell) - len(cell.lstrip())
        found.append((cell.strip(), first, max(first, left + 1 + len(cell.rstrip()))))
    return found


def _answer(row: Token, head: list[Cell]) -> list[Token]:
    cells, key = cells_of(row.folded), _key_column(head)
    if not cells[key][0]:
        row.what = T.RULER
        return [row]
    counted = _COUNTED.fullmatch(cells[0][0])
    number = counted["number"] if counted else ""
    parts = [_part(row, T.NUMBER, 0, cells[key][1], cells[key][2])]
    parts[0].fresh, parts[0].number, parts[0].value, parts[0].style = True, number, int(number or 0), "dot"
    for (name, _, _), (said, first, last) in zip(head[key + 1 :], cells[key + 1 :], strict=True):
        before = parts[-1].end - row.start
        if said and _WHY.fullmatch(name):
            own = label_at(row.folded, first, last)
            first = own.body if own is not None and own.name == "explanation" else first
            part = _part(row, T.LABEL, before, first, last)
            part.label = Label("explanation", "解析", part.start, part.body)
            parts.append(part)
        elif said:
            parts.append(_part(row, T.RULER, before, last, last))
    end = len(row.folded)
    rest = parts[-1].end - row.start
    return [*parts, _part(row, T.RULER, rest, end, end)]


def _part(row: Token, what: T, start: int, body: int, end: int) -> Token:
    return Token(what, row.start + start, row.start + end, row.start + body, row.line, row.folded[start:end], False)

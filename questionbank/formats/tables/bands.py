"""Columns that tell levels of answers (`优秀（8-10分） | 一般 | 较差回答`, `5分 | 3分 | 1分`) as one of the criteria.

Pure: no Django. The levels become lines of the column of criteria, each under the words of its header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from questionbank.formats.tables.columns import HEAD_ROWS, normalised, role_of
from questionbank.parsing.words.fold import fold

_LEVEL = re.compile(
    r"(?:非常)?(?:优秀?|良好?|中等?|一般|普通|合格|及格|达标|较好|较差|很差|欠佳|不佳|差|不合格|不及格|不达标|满分|高分|中分|低分|"
    r"excellent|good|fair|average|acceptable|poor|weak|bad)(?:级|档|等)?(?:的?(?:回答|表现|答案|示例|行为|标准)|answer|response)?"
)
_WORTH = re.compile(r"\d{1,3}(?:\s*[-~–—至到]\s*\d{1,3})?\s*分")
_LEAST = 2
_CRITERIA = "评分标准"


def banded(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The rows with their levels in one column; others as they are."""
    for index, row in enumerate(rows[:HEAD_ROWS]):
        levels = [at for at, cell in enumerate(row) if _is_level(cell)]
        named = [role_of(cell) for at, cell in enumerate(row) if cell and at not in levels]
        if len(levels) >= _LEAST and "stem" in named and "key" not in named:
            return [*map(list, rows[:index]), *_joined(rows[index:], levels, named)]
        if "stem" in named:
            break
    return rows


def _is_level(header: str) -> bool:
    """A level without a role of its own: the best answer is the model answer, unless the header gives it points."""
    worth = _WORTH.search(fold(header)) is not None
    level = _LEVEL.fullmatch(normalised(header)) is not None or _WORTH.fullmatch(fold(header).strip()) is not None
    return level and (worth or role_of(header) is None)


def _joined(rows: Sequence[Sequence[str]], levels: Sequence[int], named: Sequence[str | None]) -> list[list[str]]:
    head = list(rows[0])
    into = next((at for at, cell in enumerate(head) if role_of(cell) == "criteria"), levels[0])
    made = []
    for row in rows[1:]:
        lines = [f"{' '.join(head[at].split())}：{' '.join(row[at].split())}" for at in levels if row[at]]
        own = [row[into]] if into not in levels and row[into] else []
        left = ["" if at in levels else cell for at, cell in enumerate(row)]
        left[into] = "\n".join(own + lines)
        made.append(left)
    titles = ["" if at in levels else cell for at, cell in enumerate(head)]
    titles[into] = head[into] if "criteria" in named else _CRITERIA
    return [titles, *made]

"""Numbers of pages that a preview site put in front of the text of every page: `2、A.五千克 … 4.…`.

They count the pages, while the count of the questions behind them runs on from one page to the next. A page may begin
in the middle of a question.
"""

from __future__ import annotations

import re

from questionbank.parsing.lines import Line

_PAGE = re.compile(r"\s*(\d{1,2})、\s*")
_QUESTION = re.compile(r"(?<![\d.])(\d{1,3})\s?[.、](?!\d)")
_LEAST_LINE = 60
_LEAST_PAGES = 2


def strip(lines: list[Line]) -> list[tuple[int, int]]:
    """Take the numbers of pages off the lines that begin with one; gives where they stood."""
    found = [(line, match) for line in lines if not line.skipped and (match := _PAGE.match(line.folded))]
    if (
        len(found) < _LEAST_PAGES
        or not _count_on(found)
        or not _questions_run_on(lines, {id(line) for line, _ in found})
    ):
        return []
    taken = []
    for line, match in found:
        taken.append((line.start, line.start + match.end()))
        line.start, line.folded = line.start + match.end(), line.folded[match.end() :]
    return taken


def _count_on(found: list[tuple[Line, re.Match[str]]]) -> bool:
    values = [int(match.group(1)) for _, match in found]
    long = sum(len(line.folded) >= _LEAST_LINE for line, _ in found)
    return values[0] in (1, 2) and values == list(range(values[0], values[0] + len(values))) and long >= len(found) - 1


def _questions_run_on(lines: list[Line], pages: set[int]) -> bool:
    """Whether the first question that begins on each page is the one after the last of the page before."""
    last = 0
    crossed = 0
    for line in lines:
        mark = _PAGE.match(line.folded) if id(line) in pages else None
        numbers = [int(value) for value in _QUESTION.findall(line.folded, mark.end() if mark else 0)]
        if id(line) in pages and numbers and last:
            if numbers[0] != last + 1:
                return False
            crossed += 1
        last = numbers[-1] if numbers else last
    return crossed > 0

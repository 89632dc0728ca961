"""Numbers of pages that a preview site put in front of the text of every page: `2、A.五千克 … 4.…`.

They count the pages, while the count of the questions behind them runs on from one page to the next. A page may begin
in the middle of a question.
"""

from __future__ import annotations

import re

from questionbank.parsing.source.lines import Line
from questionbank.parsing.words.headings import read_heading

_PAGE = re.compile(r"\s*(\d{1,2})、\s*")
_QUESTION = re.compile(r"(?<![\d.])(\d{1,3})\s?[.、](?!\d)")
_LEAST_LINE = 60
_LEAST_PAGES = 2
_LEAST_TORN = 3
_DOTTED = re.compile(r"\s*\d{1,3}\s?[.](?!\d)")  # the questions are numbered unlike the pages
_ENDS = tuple("。.?!:;)]")
_ASKS = re.compile(r"[?:]\s*$|[(]\s*[)]|_{2,}|题\s*(?:[(]|$)")


def strip(lines: list[Line]) -> list[tuple[int, int]]:
    """Take the numbers of pages off the lines that begin with one; gives where they stood."""
    found = [(line, match) for line in lines if not line.skipped and (match := _PAGE.match(line.folded))]
    whole = (
        len(found) >= _LEAST_PAGES and _count_on(found) and _questions_run_on(lines, {id(line) for line, _ in found})
    )
    if not whole and not _cuts_lines(lines, found):
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


def _cuts_lines(lines: list[Line], found: list[tuple[Line, re.Match[str]]]) -> bool:
    """Whether the marks count from the top and stand in the middle of what was torn: `…提高周` over `2、转率`."""
    if len(found) < _LEAST_TORN or [int(mark.group(1)) for _, mark in found] != list(range(1, len(found) + 1)):
        return False
    filled = [line for line in lines if not (line.skipped or line.blank)]
    if sum(_DOTTED.match(line.folded) is not None for line in filled) < len(found):
        return False
    places = {id(line): place for place, line in enumerate(filled)}
    if places[id(found[0][0])] > 1:
        return False
    inner = [(filled[places[id(line)] - 1].folded.rstrip(), line.folded[mark.end() :]) for line, mark in found[1:]]
    headed = any(read_heading(rest) is not None or _ASKS.search(rest) for _, rest in inner)
    torn = sum(above[-1:] not in _ENDS for above, _ in inner)
    return not headed and torn * 2 >= len(inner)


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

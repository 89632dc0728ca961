"""Interviews copied without any mark: title, questions and answers run on, `…面试题及答案您会如何…？首先…。请描述…。`.

A sentence that asks the candidate, and no sentence of an answer, tells where a question begins and where it ends.
"""

from __future__ import annotations

from questionbank.parsing.source.lines import Line
from questionbank.parsing.words.patterns import compiled

_TITLE = compiled(
    r"\s*#{0,3}\s*[^。?!:,\n]{0,30}?面试[^。?!:,\n]{0,16}?(?:答案(?:解析)?|题库|大全|汇总|详解|解析|问题|题目|面试题)"
    r"(?:(?:及|与|和)(?:参考)?(?:答案|解析|回答))?(?:\([^()]{0,20}\))?"
)
_MARKED = compiled(
    r"\s*(?:[-*•>]|#{1,6}\s|\(?\d{1,3}\s*[.、)]|\(?[一二三四五六七八九十]{1,3}\s*[.、)]|第.{1,3}[题问]|问|答|Q|A\s*:|题目|问题|[\[(])"
)
_SENTENCE = compiled(r"[^。?!]+[。?!]+[”\"]?")
_ASKS = compiled(
    r"(?=[^\n]*[你您]).*\?$|请(?:[你您])?(?:描述|说明|结合|谈|举例|举[一个]|阐述|分析|简述|简要|介绍|分享|列举).*[。?]$"
)
_LONGEST = 140
_LEAST = 3
_LEAST_LENGTH = 40  # of a question and its answer, on average
_MOST_MARKED = 1


def spoken_cuts(lines: list[Line]) -> dict[int, list[int]]:
    """For each line the offsets at which a question or an answer begins; nothing for documents with marks."""
    kept = [index for index, line in enumerate(lines) if not (line.skipped or line.blank)]
    title = _TITLE.match(lines[kept[0]].folded) if kept else None
    if title is None or any(lines[index].source.row for index in kept):
        return {}
    if sum(_MARKED.match(lines[index].folded) is not None for index in kept) > _MOST_MARKED:
        return {}
    cuts = {index: _cuts(lines[index].folded, title.end() if index == kept[0] else 0) for index in kept}
    asked = sum(len(found) // 2 for found in cuts.values())
    told = sum(len(lines[index].folded) for index in kept)
    if asked < _LEAST or told < asked * _LEAST_LENGTH:
        return {}
    return {index: sorted({0, *found}) for index, found in cuts.items() if found}


def _cuts(folded: str, begin: int) -> list[int]:
    """Where questions begin and, in turn, their answers; a line that is a question alone needs no cut."""
    found: list[int] = []
    open_ = False  # the sentence above asked
    quotes = 0  # that are open in front of the sentence
    for match in _SENTENCE.finditer(folded, begin):
        asks = not quotes and _is_question(match.group().strip())
        quotes = max(0, quotes + match.group().count("“") - match.group().count("”"))
        if asks != open_:
            found.append(match.start())
        open_ = asks
    return found[:-1] if len(found) % 2 else found


def _is_question(sentence: str) -> bool:
    quoted = sentence.endswith(("”", '"'))
    return len(sentence) <= _LONGEST and not quoted and _ASKS.match(sentence) is not None

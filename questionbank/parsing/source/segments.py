"""Cut physical lines into logical ones: run-on copies hold a whole paper in one line, labels stand inside lines."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import NamedTuple

from questionbank.parsing.source import cycles
from questionbank.parsing.source.lines import Line, trimmed
from questionbank.parsing.source.spoken import spoken_cuts
from questionbank.parsing.words import keys, labels
from questionbank.parsing.words.numerals import CN, value_of
from questionbank.parsing.words.patterns import compiled

_NUMBER = compiled(r"(?<![\d.(=×*+])(?P<number>\d{1,3})(?: ?[.、](?:(?![\d])|(?=(?:19|20)\d\d年))|(?=[)]))\s*")
_WORD_NUMBER = compiled(r"(?:题目|问题|第|Q)\s*(?P<number>\d{1,3})\s*题?(?:(?=答案|参考)|[:.、])")
_NAMED = compiled(
    rf"第\s?(?P<number>{CN}|\d{{1,3}})题(?=[(:])|\[(?:题[目干]?|问题)\s?(?P<boxed>\d{{1,3}})\]|"
    rf"(?:题目|问题)\s?(?P<counted>{CN})(?=:)"
)
_HEAD = compiled(
    rf"(?:{CN}[、.]|[(]{CN}[)]|第{CN}部分[:、]?)(?:"
    r"[^\d,，。?!:;；、()]{1,24}[(](?:共|每|本|总|满|\d)[^()]{0,40}(?:题|分)[)]|"
    r"[^\d,，。?!:;；、()]{1,12}(?:选择|判断|填空|简答|问答|论述|分析|解释|计算|案例|[单多]选)题(?=下列|请|以下|根据|本题|每题|每小题|在每|从)|"
    r"[^\d,，。?!:;；、()]{2,12}[。,][^()\d]{0,60}[(]共\s*\d{1,3}\s*(?:小|道)?题[^()]{0,20}[)]|"
    r"(?:案例分析|情[景境](?:模拟|分析)|简答|论述|名词解释|实操|填空|判断|问答)(?=(?:参考)?答案|\d{1,3}\s*[.、])|"
    r"[^\d,，。?!:;；、()]{1,24}?(?:题|部分)(?:参考)?(?:答案)?(?:(?:及|与|和)?(?:答案)?(?:解析|详解))?(?=\s*(?:[(]|\d{1,3}\s*[.、]|$))|"
    r"[^\d,，。?!:;；()]{1,24}(?=[(][^()]{0,24}(?:题|分)[^()]{0,24}[)]\s*(?:题目|问题|第)?\d))"
)
_ANSWERS = compiled(
    rf"(?<![及与和含附带、])(?<!解析)(?:参考|标准)?答案(?:(?:及|与|和)(?:评分标准|解析|详解|要点))?(?=[\s\-—=*_]*(?:{CN}[、.]|[(]{CN}[)]|第{CN}部分|1\s*[.、]\s*(?:[A-H]{{1,6}}|[√×])\s*(?:解析|[.、,，;；]|\d)))"
)
_BEGIN = compiled(r"^[^\d]{0,30}(?:开始答题|题目)\s*:\s*(?=\d{1,3}\s*[.、])")
_KEY_FIRST = compiled(r"\s*[(\[]\s*[A-H]{1,6}\s*[)\]]\s*(?=A\s?[.、])")  # `( D )A、…`: the key in front of the options
_STEM_BEHIND = compiled(
    r"^\s*[A-H]\s?(?:[.、]|(?=[\u4e00-\u9fff])).*[B-H].*[^\d\s]\s*\d{1,3}\s?[.、]\D.*[。?:)_]\s*$"
)  # lines under 60 only
_LABEL = compiled(r"(?:答案要点|答案|解析|要点|参考回答|示例|举例|话术|答|思路|评分标准)(?:及解析)?[:\-]")
_EXPLAINS = compiled(r"解析|思路|评分标准")
_RULER = compiled(r"(?<![-=*])(?:-{3,}|={3,}|\*{3,}|—{4,})(?![-=*])")
_CASE = compiled(r"\s*(?:案例|材料|背景|情[景境]|资料|阅读|某|\[)")
_ALONE = compiled(r"[^\d][^\n]{10,}[。?!]\s*")  # the one question of a section, without a number: its answer is a list
_OPTION_B = compiled(r"(?<![A-Za-z])B[.、:)]")
LONG_LINE = 60
_LEAST = 4
_LEAST_RUN = 3
_WIDEST = 20
# Without any of these a short line holds neither a second question nor a word in front of the first.
_MAY_GO_ON = compiled(r"\s\s\d{1,3}[.、]|[√×确误)]\s*\d{1,3}[.、]|[题目]\s*:")
# A heading behind the form of a paper: `…姓名: 得分 一、单项选择题 1.…`.
_TITLED = compiled(
    rf"(?:^|\s){CN}、[^\d\s,，。?!:;、()]{{1,10}}题\s*(?:[(][^()]{{0,40}}[)]\s*)?\d{{1,3}}\s*[.、](?!\d)"
)
_SPACED = compiled(r"(?<=\s\s)(?P<number>\d{1,3})[.、](?!\d)")
_JUDGED = compiled(r"(?:[√×]|(?:正确|错误)(?:[(][^()]*[)])?|[(]\s*+[)])\s*+(?P<number>\d{1,3})[.、](?!\d)")


class Segment(NamedTuple):
    """A logical line: `start:end` in the document's text, without blanks at the sides."""

    start: int
    end: int
    line: int
    fresh: bool


@dataclass(slots=True)
class _Chain:
    """Number marks of a run-on line that count on; lists inside answers count from 1 again and are left alone."""

    last: int = 0
    before: int = 0  # the last number of the section above, from which some papers count on
    inner: int = 0
    open: bool = False
    answering: bool = False
    named: bool = False  # the questions are `第一题（…）`, so that mere numbers count lists

    def heading(self) -> None:
        self.before = self.last or self.before
        self.last, self.inner, self.open, self.answering = 0, 0, True, False

    def label(self) -> None:
        self.answering = True

    def takes_named(self, number: int) -> bool:
        if number != (self.last + 1 if self.named else 1):
            return False
        self.named, self.last = True, number
        return True

    def takes(self, number: int, *, asks: bool) -> bool:
        if self.named:
            return False
        listed = self.answering and (number == 1 if not self.inner else number == self.inner + 1) and self.last
        if listed and not (asks and number == self.last + 1):
            self.inner = number
            return False
        goes_on = self.last == 0 and 0 < self.before < number <= self.before + _WIDEST
        if not self.open or (number != self.last + 1 and not goes_on):
            return False
        self.last, self.inner, self.answering = number, 0, False
        return True


def segments(text: str, lines: list[Line]) -> list[Segment]:
    """All logical lines in order; blank and skipped lines give none."""
    found: list[Segment] = []
    number = 0
    spoken = spoken_cuts(lines)
    for index, line in enumerate(lines):
        if line.skipped or line.blank:
            continue
        if line.source.row or index in spoken:
            starts = spoken.get(index, [0])
        else:
            starts, number = _starts(line.folded, number)
        if len(starts) == 1 and not labels.may_cut(line.folded):
            found.append(Segment(*trimmed(text, line.start, line.end), index, True))
            continue
        for begin, until in zip(starts, [*starts[1:], len(line.folded)], strict=True):
            inner = [begin, *labels.line_cuts(line.folded, begin, until), until]
            for first, last in itertools.pairwise(inner):
                start, end = trimmed(text, line.start + first, line.start + last)
                if start < end:
                    found.append(Segment(start, end, index, first == 0 or (index in spoken and first == begin)))
    return found


def _starts(folded: str, last: int) -> tuple[list[int], int]:
    """Where the questions and headings of a line begin, and the number of the last question in it."""
    if len(folded) < LONG_LINE and not _goes_on(folded):
        return [0], cycles.lead_number(folded, 0, len(folded)) or last
    told = _BEGIN.match(folded)
    key = _KEY_FIRST.match(folded)
    starts = sorted({0, *run_on_cuts(folded), *(found.end() for found in (told, key) if found)})
    found: list[int] = []
    for begin, until in zip(starts, [*starts[1:], len(folded)], strict=True):
        found.append(begin)
        last = cycles.lead_number(folded, begin, until) or last
        for cut in cycles.cycle_cuts(folded, begin, until, last):
            found.append(cut)
            last = cycles.lead_number(folded, cut, until) or last
    return found, last


def _goes_on(folded: str) -> bool:
    """Whether a short line may hold a second question or a heading; looked at before anything that costs more."""
    return any(found.search(folded) for found in (_MAY_GO_ON, _TITLED, _STEM_BEHIND)) or cycles.may_hold_cycles(folded)


def run_on_cuts(folded: str) -> list[int]:
    """Offsets at which headings and questions begin inside one long line; empty for ordinary lines."""
    short = len(folded) < LONG_LINE and _TITLED.search(folded) is None
    if short and not folded.lstrip()[:1].isdecimal():
        return []
    if keys.run_of_keys(folded) is not None:
        return []
    if short:
        return _spaced_cuts(folded)
    heads = {m.start(): m for m in _HEAD.finditer(folded)}
    heads |= _again(folded, heads)
    marks = sorted(
        [(at, "head", 0) for at in heads]
        + [(m.end(), "case", 0) for m in heads.values() if _CASE.match(folded, m.end())]
        + [(m.start(), "answers", 0) for m in _ANSWERS.finditer(folded)]
        + [(m.end(), "case", 0) for m in _ANSWERS.finditer(folded) if m.end() not in heads]
        + [(m.start(), "label", 0) for m in _LABEL.finditer(folded)]
        + [(at, "ruler", 0) for m in (_RULER.finditer(folded) if heads else ()) for at in m.span()]
        + [(m.start(), "number", int(m["number"])) for m in _NUMBER.finditer(folded)]
        + [(m.start(), "number", int(m["number"])) for m in _WORD_NUMBER.finditer(folded)]
        + [
            (m.start(), "named", value_of(m["number"] or m["boxed"] or m["counted"]) or 0)
            for m in _NAMED.finditer(folded)
        ]
    )
    return _confirmed(folded, _walk(folded, marks, {at: m.end() for at, m in heads.items()}), bool(heads))


def _again(folded: str, heads: dict[int, re.Match[str]]) -> dict[int, re.Match[str]]:
    """Headings that come again above their answers, without what stood in brackets behind them."""
    titles = {match.group().partition("(")[0] for match in heads.values() if "(" in match.group()}
    if not titles or _ANSWERS.search(folded) is None:
        return {}
    pattern = re.compile("|".join(sorted(map(re.escape, titles))) + r"(?=\s*\d)")
    return {match.start(): match for match in pattern.finditer(folded) if match.start() not in heads}


def _spaced_cuts(folded: str) -> list[int]:
    """Two or three short questions on one line: `1.…？  2.…？`, wide gaps between them."""
    lead = len(folded) - len(folded.lstrip())
    first = _NUMBER.match(folded, lead)
    cuts = [lead]
    value = int(first["number"]) if first else 0
    for match in _SPACED.finditer(folded, lead + 1) if first else ():
        if int(match["number"]) == value + 1 and match.start() - cuts[-1] >= _LEAST:
            cuts.append(match.start())
            value += 1
    return cuts if len(cuts) > 1 and folded.count("?") >= len(cuts) - 1 else _judged_cuts(folded, lead, first)


def _judged_cuts(folded: str, lead: int, first: re.Match[str] | None) -> list[int]:
    """Two statements on one line, each with its verdict behind it: `1、…正确 2、…错误`."""
    cuts = [lead]
    value = int(first["number"]) if first else 0
    for match in _JUDGED.finditer(folded, lead + 1) if first else ():
        if int(match["number"]) == value + 1:
            cuts.append(match.start("number"))
            value += 1
    return cuts if len(cuts) > 1 else []


def _walk(folded: str, marks: list[tuple[int, str, int]], heads: dict[int, int]) -> list[int]:
    chain = _Chain()
    opening = -1 if heads else _opening(marks)
    cuts: list[int] = []
    begin = 0  # of what stands behind the last heading
    lead = len(folded) - len(folded.lstrip())
    for position, (at, what, number) in enumerate(marks):
        if what == "label":
            chain.label()
            if not chain.last and begin and _ALONE.fullmatch(folded, begin, at):
                cuts.append(begin)
                chain.open = False
        elif what in ("ruler", "case"):
            cuts += [at] if 0 < at < len(folded) else []
        elif what in ("head", "answers"):
            chain.heading()
            cuts.append(at)
            begin = heads.get(at, 0)
        elif what == "named":
            cuts += [at] if chain.takes_named(number) else []
        elif at in (lead, opening):
            chain.heading()
            chain.last = number
            cuts.append(at)
        elif _may_start(folded, at, cuts) and chain.takes(number, asks=_asks(folded, marks, position)):
            cuts.append(at)
    return cuts


def _opening(marks: list[tuple[int, str, int]]) -> int:
    """Where question 1 stands behind a title on its line, if 2 and 3 follow it, each with its answer; else -1."""
    first = next((place for place, (_, what, number) in enumerate(marks) if what == "number" and number == 1), None)
    wanted, answered = 2, False
    for _, what, number in marks[first + 1 :] if first is not None else []:
        if what == "number" and number == wanted and answered:
            wanted, answered = wanted + 1, False
        answered = answered or what == "label"
    labelled = any(what == "label" for _, what, _ in marks[:first])
    return marks[first][0] if first is not None and wanted > _LEAST_RUN and not labelled else -1


def _asks(folded: str, marks: list[tuple[int, str, int]], position: int) -> bool:
    """Whether a question mark or the label of an answer follows before the next number."""
    at, _, _ = marks[position]
    end, what, _ = marks[position + 1] if position + 1 < len(marks) else (len(folded), "", 0)
    return (what == "label" and not _EXPLAINS.match(folded, end)) or "?" in folded[at:end]


def _may_start(folded: str, at: int, cuts: list[int]) -> bool:
    """A number after a Latin letter is one only behind options (`D.使用CRM2.…`)."""
    before = folded[at - 1]
    if not (before.isascii() and before.isalpha()):
        return True
    return bool(cuts) and _OPTION_B.search(folded, cuts[-1], at) is not None


def _confirmed(folded: str, cuts: list[int], headed: bool) -> list[int]:
    """Cuts count only when they leave real pieces: a list of short words (1、2、3月) is no run of questions."""
    if len(cuts) < 2 and not headed:
        return []
    ends = [*cuts[1:], len(folded)]
    tiny = sum(end - start < _LEAST for start, end in zip(cuts, ends, strict=True))
    return cuts if tiny * 2 <= len(cuts) else []

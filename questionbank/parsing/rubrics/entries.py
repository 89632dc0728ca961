"""Entries of a scoring note: a text and what it is worth, in the many ways in which people write the two together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from questionbank.content import MAX_TEXT
from questionbank.parsing.rubrics.words import DASH, NUMBER, WORTH, amount
from questionbank.parsing.words.fold import fold
from questionbank.parsing.words.numerals import CIRCLED
from questionbank.parsing.words.patterns import compiled

_PREFIX = r"(?P<prefix>(?:各|占|计|可?[得加]|给|共计?|满分|最高|最多|至多|赋|记|为|分值|up to|max\.?|worth)*)\s*:?\s*"
_SCORE = rf"(?:(?<![\d.]){NUMBER}{DASH})?{WORTH}"
_MINUTE = r"(?<![\d.])\d{1,2}(?:\.5)?\s*['′’](?=\s*[)\]])"
_ENDS = r"(?=\s*(?:$|[,、;。.+/()\[\]|\n\t]|和|及)|\s)"


def _worth(plain: str, boxed: str) -> re.Pattern[str]:
    return re.compile(
        rf"\s*[(\[]\s*{_PREFIX}(?P<boxed>{boxed})\s*(?:[,;]\s*(?P<more>[^()\[\]]*))?[)\]]|"
        rf"\s*(?:[:=→]|[-—–]+(?=\s*{NUMBER}))?\s*{_PREFIX.replace('prefix', 'before')}(?P<plain>{plain}){_ENDS}",
        re.IGNORECASE,
    )


_POINTS = _worth(_SCORE, rf"{_SCORE}|{_MINUTE}")
_PERCENT = r"(?<![\d.])\d{1,3}(?:\.\d)?\s*%"
_WEIGHTS = _worth(_PERCENT, _PERCENT)
_HEAD = compiled(
    rf"\s*(?:[-•·]|\*(?!\*)|\d{{1,2}}[.、)](?!\d)|[{CIRCLED}])?\s*"
    r"(?:(?:award|give|up to|at most|a maximum of|maximum)\s+)*"
    rf"(?:[(\[]\s*(?P<boxed>{_SCORE})\s*[)\]]\s*:?|(?P<plain>{_SCORE})\s*(?:for\b|[:]|[-—–]))\s*",
    re.IGNORECASE,
)
_NO_POINTS = compiled(
    r"(?:积分|评分|打分|信用分|成绩|分数|[≥>≤<]=?|[高低大小多少]于|超过|达到|不足|至少|大约|约|近|每|扣|减|分之|[-~])\s*:?\s*$"
)
_HARD = compiled(r"[;。\n]")
# `态度诚恳。（3分）`: points in brackets behind the full stop belong to the sentence before it.
_BEHIND = compiled(
    rf"[;。]\s*[(\[]\s*(?:占|计|得|共|满分)?\s*{_SCORE}\s*[)\]]\s*(?:$|[\n;。,、{CIRCLED}]|\d{{1,2}}[.、)]|[(]\d)",
    re.IGNORECASE,
)
_GRADED = compiled(rf"(?:优秀?|良好?|中等?|及格|合格|一般|较差|差|[一二三四]档|[A-D]级?)\s*[:(]?\s*({_SCORE})")
_LEAD = compiled(r"^(?:[\s、,;。.|+/\-•·:!)\]]|其中(?=\S)|(?:和(?!谐|气|善|蔼|平)|及(?!时|格)|与(?!人))(?=\S{2}))+")
_NUMBERED = compiled(
    rf"^\s*(?:[(]?\d{{1,2}}[.、)](?!\d)|[(][一二三四五六七八九十]{{1,2}}[)]|[{CIRCLED}][.、:]?|[-•·]|\*(?!\*))\s*"
)
_TAIL = " \t\n:：、，,；;。.　"
_BOXED = compiled(r"【([^【】]+)】")
_SHARED = compiled(r"[、,，]|(?<=\S\S)(?:和(?!谐|气|善|蔼|平)|及(?!时|格)|与(?!人))(?=\S\S)")
_TABLE_HEAD = compiled(r"^\s*(?:分值|分数|满分|得分|权重|points|marks|score)(?:\(分\))?\s*$", re.IGNORECASE)
_LISTED = compiled(rf"[{CIRCLED}]")


@dataclass(frozen=True, slots=True)
class Entry:
    """`points` is None where none are stated; `share` is a percentage; `listed` = under ①, ② …"""

    text: str
    points: Decimal | None = None
    share: Decimal | None = None
    listed: bool = False


def clean(text: str) -> str:
    """Without the separators around it and the number or bullet before it."""
    lead = _LEAD.match(fold(text))
    text = text[lead.end() :] if lead else text
    mark = _NUMBERED.match(fold(text))
    text = text[mark.end() :] if mark else text
    text = " ".join(text.strip(_TAIL).split())[: MAX_TEXT // 2]
    boxed = _BOXED.fullmatch(text)
    return boxed[1] if boxed else text


def entries_in(text: str, *, counted: bool) -> list[Entry]:
    """The entries of the note. `counted` = a rule counts points, so a plain list is a list of points."""
    folded = fold(text)
    shares = [Decimal(found.strip(" %")) for found in re.findall(_PERCENT + _ENDS, folded)]
    pattern = _WEIGHTS if len(shares) > 1 and sum(shares) == 100 else _POINTS
    table = _table(text)
    if table is not None:
        return table
    found: list[Entry] = []
    for start, end in _segments(folded):
        found += _in_segment(text[start:end], pattern, counted)
    return found


def _segments(folded: str) -> Iterator[tuple[int, int]]:
    """Stretches between strong separators outside brackets, and between circled numbers."""
    start = depth = 0
    for at, char in enumerate(folded):
        depth = 0 if char == "\n" else max(0, depth + (char in "([") - (char in ")]"))
        if at > start and (char in CIRCLED or (not depth and _HARD.match(char) and not _BEHIND.match(folded, at))):
            yield start, at
            start = at
    yield start, len(folded)


def _in_segment(raw: str, pattern: re.Pattern[str], counted: bool) -> list[Entry]:
    folded = fold(raw)
    listed = _LISTED.match(folded.lstrip(" \t;。")) is not None
    grades = [amount(re.split(DASH, words)[-1]) or Decimal(0) for words in _GRADED.findall(folded)]
    if len(grades) > 1 and ":" in folded:
        return [Entry(clean(raw), max(grades), listed=listed)]
    head = _HEAD.match(folded.lstrip(";。\n"))
    if head and pattern is _POINTS:
        offset = len(folded) - len(folded.lstrip(";。\n"))
        return _headed(raw[offset:], head, listed)
    found: list[Entry] = []
    at = 0
    for match in pattern.finditer(folded):
        if match.start() < at or not _fits(folded[at : match.start()], match):
            continue
        stop = _described(folded, match.end())
        found += _made(raw[at : match.start()], match, raw[match.end() : stop], listed)
        at = stop
    return found + _rest(raw[at:], counted and not found, listed)


def _headed(raw: str, head: re.Match[str], listed: bool) -> list[Entry]:
    """`3 marks for X, 2 marks for Y` and `（2分）说明原因`: the text follows its points."""
    folded = fold(raw)
    starts = [head]
    while following := _next_head(folded, starts[-1].end()):
        starts.append(following)
    ends = [match.start() for match in starts[1:]] + [len(raw)]
    made = [
        Entry(clean(raw[match.end() : end]), amount_of(match), listed=listed)
        for match, end in zip(starts, ends, strict=True)
    ]
    return made if all(entry.text for entry in made) else _rest(raw, False, listed)


def _next_head(folded: str, at: int) -> re.Match[str] | None:
    for comma in re.finditer(r"[,、](?:\s*and\b)?|\band\b|(?<=\S)(?=[(\[])", folded[at:], re.IGNORECASE):
        match = _HEAD.match(folded, at + comma.end())
        if match:
            return match
    return None


def amount_of(match: re.Match[str]) -> Decimal | None:
    words = match["boxed"] or match["plain"]
    return amount(re.split(DASH, words)[-1])


def _fits(before: str, match: re.Match[str]) -> bool:
    """Whether the number is what the text before it is worth."""
    if not clean(before) or (amount_of(match) is None and "%" not in match[0]):
        return False
    if match["boxed"]:
        return True
    bare = match["plain"].startswith("十分") and not match["before"]
    return not bare and _NO_POINTS.search(before + folded_sign(match)) is None


def folded_sign(match: re.Match[str]) -> str:
    return match[0][: match[0].find(match["plain"])] if match["before"] == "" else ""


def _described(folded: str, at: int) -> int:
    """The end of the description that a colon adds behind the points: `逻辑清晰（3分）：条理分明`."""
    if not re.match(r"\s*:", folded[at:]):
        return at
    stop = re.compile(r"[,;。\n]|$").search(folded, at)
    return stop.start() if stop else len(folded)


def _made(before: str, match: re.Match[str], described: str, listed: bool) -> list[Entry]:
    texts = [clean(before)]
    if "各" in (match["prefix"] or match["before"] or ""):
        texts = [text for part in _SHARED.split(before) if (text := clean(part))]
    more = (match["more"] or "").strip()
    added = _span(match) + (f"（{more}）" if more else "") + (f"：{clean(described)}" if clean(described) else "")
    share = Decimal(re.sub(r"[^\d.]", "", match["boxed"] or match["plain"])) if "%" in match[0] else None
    points = None if share is not None else amount_of(match)
    return [Entry(text + added, points, share, listed) for text in texts]


def _span(match: re.Match[str]) -> str:
    """A span of points counts as its upper end; the text keeps the lower one unless it is 0."""
    words = (match["boxed"] or match["plain"]).strip()
    parts = re.split(DASH, words)
    return f"（{words}）" if len(parts) > 1 and amount(parts[0]) else ""


def _rest(raw: str, counted: bool, listed: bool) -> list[Entry]:
    parts = re.split(r"[、,，;；]", raw) if counted and not listed else [raw]
    return [Entry(text, listed=listed) for part in parts if (text := clean(part))]


def scored_in_brackets(clause: str) -> bool:
    """Whether the clause ends with its points in brackets: whatever else it says, it is an entry."""
    found = list(_POINTS.finditer(clause))
    last = found[-1] if found else None
    return last is not None and last["boxed"] is not None and not clause[last.end() :].strip(_TAIL)


def table_head(text: str) -> int:
    """The end of the header of a table of points; 0 when the note is no such table."""
    return len(text) - len(text.lstrip()) + len(text.lstrip().split("\n", 1)[0]) if _table(text) is not None else 0


def _table(text: str) -> list[Entry] | None:
    """Rows with tabs under a header that names a column of points; None when it is no such table."""
    rows = [line.split("\t") for line in text.split("\n") if line.strip()]
    if len(rows) < 2 or any(len(row) < 2 for row in rows):
        return None
    column = next((at for at, cell in enumerate(rows[0]) if _TABLE_HEAD.match(fold(cell))), None)
    if column is None or any(column >= len(row) for row in rows):
        return None
    values = [
        amount(value) if re.fullmatch(rf"\s*{NUMBER}\s*分?\s*", value := fold(row[column])) else None for row in rows
    ]
    texts = [" ".join(cell.strip() for at, cell in enumerate(row) if at != column and cell.strip()) for row in rows]
    if None in values[1:] or not all(texts):
        return None
    return [Entry(text, value) for text, value in zip(texts[1:], values[1:], strict=True)]

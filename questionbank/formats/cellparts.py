"""What one cell holds when it holds several things: options, keys and lists as programs write them. Pure: no Django.

Input is folded text with the offsets of the cell; what comes back are offsets or words, nothing is rewritten.
"""

from __future__ import annotations

import re
from functools import lru_cache

from questionbank.parsing import keys, options
from questionbank.parsing.drafts import OptionDraft

Stretch = tuple[int, int]
_SEPARATED = re.compile(r"\s*(?:\n|\|{1,3}|;|\$+;?\$*|##+|@@+|&&|<br\s*/?>|┆)\s*", re.IGNORECASE)
_LEAST = 2
_FILLERS = frozenset(("/", "\\", "-", "--", "—", "——", "无", "n/a", "na", "nan", "null", "none"))
_ALPHABET = list("ABCDEFGHIJK")
_OTHERS = tuple(re.compile(one) for one in (r"\s*[,，]\s*", r"\s*、\s*", r"\s*/\s*", r"\s{2,}", r"\s+"))
_NUMBERED = re.compile(r"\s*(?:[(]?(?P<figure>\d{1,2})[.、)]|(?P<letter>[A-K])\s*[-–—])\s*(?=\S)")
_LABELLED = re.compile(r"\s*[(\[]?([A-K])[)\]]?\s*[.、:)\]]\s*\S.*")
_LIST = re.compile(r"\s*[\[{].*[\]}]\s*", re.DOTALL)
_QUOTED = re.compile(
    r"""(?P<quote>["'])(?P<text>(?:\\.|(?!(?P=quote)(?=\s*[,:\]}]))[^\\])*)(?P=quote)(?P<name>\s*:)?""", re.DOTALL
)
_LEAD = re.compile(r"\s*(?:选项?|正确答案|参考答案|答案|选择|应?选|answer|key)\s*[:为是]?\s*", re.IGNORECASE)
_OWN = re.compile(r"[A-Ka-k]\s*(?:选项|项)")
_NAMED = re.compile(r"(?:option|choice|opt|选项)[\s_-]*(?:([A-K])|(\d{1,2}))", re.IGNORECASE)  # `option3`
_WHOLE = re.compile(r"(\d{1,2})\.0+")
_TRUTH = re.compile(r"(正确|错误|对|错|√|×)\s*[(（].*[)）]|[(（]?\s*([√×])\s*[)）]?\s*(?:正确|错误|对|错)?")
_BLANK_LIST = re.compile(r"\s*(?:[;；|\n]|\$\$|##|(?<=[^\d\s])[,，、](?=[^\d\s]))\s*")


def quoted(folded: str, start: int, end: int) -> list[Stretch]:
    """The values of `["甲", "乙"]`, `{"A": "甲", "B": "乙"}` and `[{"text": "甲"}, …]`; none of anything else."""
    if _LIST.fullmatch(folded, start, end) is None:
        return []
    found = [
        match.span("text")
        for match in _QUOTED.finditer(folded, start, end)
        if not match["name"] and match["text"].strip()
    ]
    for letters, texts in ((found[::2], found[1::2]), (found[1::2], found[::2])):
        named = [folded[first:last].strip().upper() for first, last in letters]
        if len(found) > 2 and len(texts) == len(named) and named == _ALPHABET[: len(named)]:
            return texts  # `[{"key": "A", "value": "甲"}, …]`
    return found


def run_of(folded: str, start: int, end: int) -> list[options.OptionMark]:
    """`A.甲 B.乙`: options with their own letters."""
    first = options.leading(folded, start, end)
    if first is None or first.label != "A" or first.weak:
        return []
    run = options.run_from(folded, first, end)
    return run if len(run) > 1 else []


def parted(folded: str, start: int, end: int) -> list[Stretch]:
    """The stretches between separators that are not blank."""
    found, at = [], start
    for match in _SEPARATED.finditer(folded, start, end):
        found.append((at, match.start()))
        at = match.end()
    found.append((at, end))
    return [(first, last) for first, last in found if folded[first:last].strip()]


def parted_otherwise(folded: str, start: int, end: int, least: int) -> list[Stretch]:
    """The same by commas and blanks, where at least so many options must be there."""
    for separator in _OTHERS:
        found, at = [], start
        for match in separator.finditer(folded, start, end):
            found.append((at, match.start()))
            at = match.end()
        found = [(first, last) for first, last in [*found, (at, end)] if folded[first:last].strip()]
        if len(found) >= max(least, 2):
            return found
    return []


def bare(folded: str, parts: list[Stretch]) -> list[Stretch]:
    """Without `1.`, `2.` … or `A-`, `B-` … when every part begins with its own."""
    marks = [_NUMBERED.match(folded, first, last) for first, last in parts]
    own = [
        mark is not None and (mark["figure"] == str(place) or mark["letter"] == chr(64 + place))
        for place, mark in enumerate(marks, 1)
    ]
    if len(parts) < 2 or not all(own):
        return parts
    return [(mark.end(), last) for mark, (_, last) in zip(marks, parts, strict=True) if mark]


def listed_letters(content: str) -> str:
    """The letters of a key whose lines repeat its options: `A. 甲`, `C. 丙`."""
    lines = [line for line in content.split("\n") if line.strip()]
    found = [_LABELLED.fullmatch(line) for line in lines]
    return "".join(match[1] for match in found if match) if len(lines) > 1 and all(found) else ""


def key_words(content: str) -> str:
    """A key without what is around it: `['A', 'B']`, `选B`, `答案:C`, `1.0`, `B项`, `对(√)`."""
    content = content.strip()
    if listed := listed_letters(content):
        return listed
    if content.isascii() and content.isalpha() and content.isupper():
        return content
    values = quoted(content, 0, len(content))
    if values:
        content = ",".join(content[first:last].strip() for first, last in values)
    named = _NAMED.fullmatch(content)
    content = named[1] or named[2] if named else content
    whole = _WHOLE.fullmatch(content)
    if whole:
        return whole.group(1)
    truth = _TRUTH.fullmatch(content)
    if truth:
        return next(group for group in truth.groups() if group)
    lead = _LEAD.match(content)
    rest = content[lead.end() :] if lead else content
    rest = rest[0] if _OWN.fullmatch(rest) else rest
    return rest if keys.is_key(rest) else content


def blanks_of(answer: str) -> list[str]:
    """The answers of several blanks in one cell."""
    return [part for part in _BLANK_LIST.split(answer) if part]


@lru_cache(maxsize=64)
def own_label(label: str) -> re.Pattern[str]:
    """`A.` in front of the text of option A."""
    return re.compile(rf"\s*[(\[]?{label}\s*[.、:)\]]\s*(?=\S)")


def drop_fillers(found: list[OptionDraft], text: str) -> None:
    """`/`, `N/A` or 无 twice behind the last option stand for no option."""
    words = ["".join(text[piece.start : piece.end] for piece in one.pieces).strip().lower() for one in found]
    while len(found) > _LEAST and words[len(found) - 1] in _FILLERS:
        word = words[len(found) - 1]
        if word == "无" and words.count(word) == 1:
            return
        found.pop()

"""What one cell holds when it holds several things: options, keys and lists as programs write them. Pure: no Django.

Input is folded text with the offsets of the cell; what comes back are offsets or words, nothing is rewritten.
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

from questionbank.parsing.machine.drafts import OptionDraft
from questionbank.parsing.words import keys, options

Stretch = tuple[int, int]
_SEPARATED = re.compile(r"\s*(?:\n|\|{1,3}|;|\$+;?\$*|##+|@@+|&&|<br\s*/?>|┆)\s*", re.IGNORECASE)
_AMOUNT = re.compile(
    r"[^\d.%]{0,6}?(?P<number>\d{1,3}(?:\.\d{1,2})?)\s*[)\]]?(?:\s*(?:分|points?|pts?|marks?)[^\d%]{0,6})?", re.I
)
_LEAST = 2
_ALPHABET = list("ABCDEFGHIJK")
_OTHERS = tuple(re.compile(one) for one in (r"\s*[,，]\s*", r"\s*、\s*", r"\s*/\s*", r"\s{2,}", r"\s+"))
_NUMBERED = re.compile(r"\s*(?:[(]?(?P<figure>\d{1,2})[.、)]|(?P<letter>[A-K])\s*[-–—])\s*(?=\S)")
_LABELLED = re.compile(r"\s*[(\[]?([A-K])[)\]]?\s*[.、:)\]]\s*\S.*")
_LETTERED = re.compile(r"(?:,\s*|(?<![A-Za-z,;]))([A-K]);")
_LIST = re.compile(r"\s*[\[{].*[\]}]\s*", re.DOTALL)
_FIGURE = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?")
_FIGURES = re.compile(rf"\s*\[\s*{_FIGURE.pattern}(?:\s*,\s*{_FIGURE.pattern})+\s*\]\s*")
_QUOTED = re.compile(
    r"""(?P<quote>["'])(?P<text>(?:\\.|(?!(?P=quote)(?=\s*[,:\]}]))[^\\])*)(?P=quote)(?P<name>\s*:)?""", re.DOTALL
)
_LEAD = re.compile(r"\s*(?:选项?|正确答案|参考答案|答案|选择|应?选|answer|key)\s*[:为是]?\s*", re.IGNORECASE)
_OWN = re.compile(r"[A-Ka-k]\s*(?:选项|项)")
_NAMED = re.compile(r"(?:option|choice|opt|选项)[\s_-]*(?:([A-K])|(\d{1,2}))", re.IGNORECASE)  # `option3`
_WHOLE = re.compile(r"(\d{1,2})\.0+")
_TRUTH = re.compile(r"(正确|错误|对|错|√|×)\s*[(（].*[)）]|[(（]?\s*([√×])\s*[)）]?\s*(?:正确|错误|对|错)?")
_LOOSE = frozenset(" \t\n\u3000\xa0.．、,，:：;；()（）")
_BEHIND = ("&&", "&", "|", "##", "@@", "$$", "\n")
_KEY_BEHIND = re.compile(r"(?:正确|参考)?答案\s*[:：]?\s*(?P<key>[A-K](?:[\s,，、]*[A-K])*)\s*$")
_BLANK_LIST = re.compile(r"\s*(?:[;；|\n]|\$\$|##|(?<=[^\d\s])[,，、](?=[^\d\s]))\s*")


def quoted(folded: str, start: int, end: int) -> list[Stretch]:
    """The values of `["甲", "乙"]`, `{"A": "甲", "B": "乙"}`, `[{"text": "甲"}, …]` and `[2, 4]`; none of anything
    else."""
    if _LIST.fullmatch(folded, start, end) is None:
        return []
    if _FIGURES.fullmatch(folded, start, end):
        return [match.span() for match in _FIGURE.finditer(folded, start, end)]
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


def lettered(folded: str, start: int, end: int) -> list[Stretch]:
    """`A;甲,B;乙,C;丙`: the texts behind letters that count on from A; none of anything else."""
    marks = list(_LETTERED.finditer(folded, start, end))
    if len(marks) < _LEAST or [mark[1] for mark in marks] != _ALPHABET[: len(marks)] or marks[0].start() != start:
        return []
    ends = [*(mark.start() for mark in marks[1:]), end]
    return [(mark.end(), last) for mark, last in zip(marks, ends, strict=True)]


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


def amount_in(folded: str, start: int, end: int) -> Stretch | None:
    """The number in `(2分)`, `每题2分` or `2.5`; none where there is none or more than one."""
    match = _AMOUNT.fullmatch(folded, start, end)
    return match.span("number") if match else None


def blanks_of(answer: str) -> list[str]:
    """The answers of several blanks in one cell."""
    return [part for part in _BLANK_LIST.split(answer) if part]


@lru_cache(maxsize=64)
def own_label(label: str) -> re.Pattern[str]:
    """`A.` in front of the text of option A."""
    return re.compile(rf"\s*[(\[]?{label}\s*[.、:)\]]\s*(?=\S)")


def _last_sign(text: str, start: int, end: int) -> str:
    while end > start and text[end - 1] in _LOOSE:
        end -= 1
    return text[end - 1] if end > start else ""


def without_copy(text: str, start: int, end: int, found: list[OptionDraft]) -> int:
    """Where a question ends whose cell says again at its end what the columns of options hold: `…是（ ）A、甲B、乙`."""
    last = found[-1].pieces[-1] if found[-1].pieces else None
    if len(found) < _LEAST or last is None or _last_sign(text, start, end) != _last_sign(text, last.start, last.end):
        return end
    copies = [(one.label, "".join(text[p.start : p.end] for p in one.pieces)) for one in found]
    wanted = [
        sign for label, said in copies for sign in (label + said if said != label else label) if sign not in _LOOSE
    ]
    at = end
    while wanted and at > start:
        at -= 1
        if text[at] in _LOOSE:
            continue
        if text[at] != wanted.pop():
            return end
    return at if not wanted and at > start else end


def behind(folded: str, start: int, end: int, key: str) -> tuple[list[Stretch], str]:
    """`问题()&甲&乙&丙` with the key `甲&丙`: the stretches of the question and its options, and the letters of the
    key; nothing of other texts."""
    for separator in _BEHIND:
        if folded.find(separator, start, end) < 0:
            continue
        stem, *choices = folded[start:end].split(separator)
        told = key.split(separator)
        if len(choices) < _LEAST or not all(part.strip() and part in choices for part in told):
            continue
        places = [start]
        for part in (stem, *choices):
            places.append(places[-1] + len(part) + len(separator))
        letters = sorted({chr(65 + choices.index(part)) for part in told})
        return [(first, last - len(separator)) for first, last in itertools.pairwise(places)], "".join(letters)
    return [], ""


def options_with_key(folded: str, start: int, end: int) -> tuple[int, str]:
    """`A、甲 B、乙 答案：B` in the column of answers: where the options end, and the key; (start, "") of others."""
    match = _KEY_BEHIND.search(folded, start, end) if folded.find("答案", start, end) >= 0 else None
    if match is None or not run_of(folded, start, match.start()):
        return start, ""
    return match.start(), match["key"]

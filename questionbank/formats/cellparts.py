"""What one cell holds when it holds several things: options, keys and lists as programs write them. Pure: no Django.

Input is folded text with the offsets of the cell; what comes back are offsets or words, nothing is rewritten.
"""

from __future__ import annotations

import re

from questionbank.parsing import keys, options

Stretch = tuple[int, int]
_SEPARATED = re.compile(r"\s*(?:\n|\|{1,3}|;|\$+;?\$*|##+|@@+|&&|<br\s*/?>|┆)\s*", re.IGNORECASE)
_LIST = re.compile(r"\s*[\[{].*[\]}]\s*", re.DOTALL)
_QUOTED = re.compile(
    r"""(?P<quote>["'])(?P<text>(?:\\.|(?!(?P=quote)(?=\s*[,:\]}])).)*)(?P=quote)(?P<name>\s*:)?""", re.DOTALL
)
_LEAD = re.compile(r"\s*(?:选项?|正确答案|参考答案|答案|选择|应?选|answer|key)\s*[:为是]?\s*", re.IGNORECASE)
_OWN = re.compile(r"[A-Ka-k]\s*(?:选项|项)")
_WHOLE = re.compile(r"(\d{1,2})\.0+")
_TRUTH = re.compile(r"(正确|错误|对|错|√|×)\s*[(（].*[)）]|[(（]?\s*([√×])\s*[)）]?\s*(?:正确|错误|对|错)?")
_BLANK_LIST = re.compile(r"\s*(?:[;；|\n]|\$\$|##|(?<=[^\d\s])[,，、](?=[^\d\s]))\s*")


def quoted(folded: str, start: int, end: int) -> list[Stretch]:
    """The values of `["甲", "乙"]`, `{"A": "甲", "B": "乙"}` and `[{"text": "甲"}, …]`; none of anything else."""
    if _LIST.fullmatch(folded, start, end) is None:
        return []
    return [
        match.span("text")
        for match in _QUOTED.finditer(folded, start, end)
        if not match["name"] and match["text"].strip()
    ]


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


def key_words(content: str) -> str:
    """A key without what is around it: `['A', 'B']`, `选B`, `答案:C`, `1.0`, `B项`, `对(√)`."""
    content = content.strip()
    if content.isascii() and content.isalpha() and content.isupper():
        return content
    values = quoted(content, 0, len(content))
    if values:
        content = ",".join(content[first:last].strip() for first, last in values)
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

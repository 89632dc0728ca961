"""Keys that only an explanation states: `故选B`, `填入“A”、“C”`, `本题说法错误`. Input is folded text."""

from __future__ import annotations

import re

from questionbank.parsing.words import keys

_LETTERS = r"[\s:]*[\"“(\[]*(?P<letters>[A-H](?:[\s,、”\"“和]*[A-H])*)(?![A-Za-z\d])"
_CHOOSES = re.compile(
    r"(?:(?:故|因此|所以|综上|因而)[^。;；]{0,12}?(?:选择?|答案[为是选])|本题(?:应?选择?|的?(?:正确)?答案[为是选])|"
    rf"正确答案[为是选]|答案(?:应?选择?|[为是])|应选|填入|^选){_LETTERS}"
)
_JUDGES = re.compile(
    r"(?:(?:故|因此|所以|综上|因而)[^。;；]{0,8}?|(?:本题|题干|该题|此题)(?:的)?)(?:说法|表述|观点|叙述|答案)?(?:是|为)?\s*(?P<word>正确|错误|不正确)(?:的)?\s*[。.]?\s*$|"
    r"^\s*(?P<first>正确|错误)\s*[。,，]|"
    r"填入[\s:]*[\"“(]*(?P<mark>√|×|✓|✗|对|错|正确|错误)"
)


def letters_of(explanation: str, labels: list[str]) -> list[str] | None:
    """The one key that the explanation comes to; None when it names none, several, or no option."""
    found = {re.sub('[“”"]', "", match["letters"]) for match in _CHOOSES.finditer(explanation)}
    read = {tuple(keys.as_letters(letters) or ()) for letters in found}
    only = next(iter(read)) if len(read) == 1 else ()
    return list(only) if only and set(only) <= set(labels) else None


def verdict_of(explanation: str) -> bool | None:
    """Whether the explanation calls the statement right or wrong in so many words."""
    found = {keys.as_bool(match["word"] or match["first"] or match["mark"]) for match in _JUDGES.finditer(explanation)}
    return next(iter(found)) if len(found) == 1 else None

"""Option runs: labels that begin at A and ascend, on one line or several, in any of the usual dresses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from questionbank.parsing.numerals import CIRCLED

_LETTER = re.compile(
    r"(?<![A-Za-z])(?<![A-Za-z]\.)(?P<star>[*★√✓]\s*)?(?:[(\[<](?P<boxed>[A-Za-z])[)\]>]\s*[.、:]?|"
    r"(?<![(\[<])(?P<letter>[A-Z])\s*(?:[.、:)]|\])(?![A-Za-z]\.))\s*"
)
_LOOSE = re.compile(r"(?<![(\[])(?P<letter>[A-Z])[.、:]\s*")
_SPACED = re.compile(r"(?P<letter>[A-Z])(?:[ \t]+|(?=[\u4e00-\u9fff]))")
_CIRCLE = re.compile(rf"(?P<circle>[{CIRCLED}])\s*[.、:]?\s*")
_WORD = re.compile(r"(?P<word>true|false)\s*[.、:)]\s*", re.IGNORECASE)
_LOWER = re.compile(r"(?:[(](?P<boxed>[a-h])[)]|(?P<letter>[a-h])[.)])\s+")
_BULLET = re.compile(r"\s*(?:[-*•·]\s+)?(?:\[[ xX√]?\]\s*|[□○◯☐]\s*)?")
_CHOSEN = re.compile(r"\s*(?:[(\[]\s*(?:√|✓|✔|正确(?:答案)?|correct|答案)\s*[)\]]|[√✓✔★])\s*$")
_TICKED = re.compile(r"\s*(?:[-*•]\s+)?(?:\[[xX√]\]|☑)")
LONGEST_LABEL = 26
_TRIES = 6  # starts looked at on one line; keeps the work linear


@dataclass(slots=True)
class OptionMark:
    """A label and its text, as offsets of the line it stands in; `chosen` when a star or tick marks it."""

    label: str
    start: int
    text_start: int
    end: int
    chosen: bool = False


def _label(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if groups.get("circle"):
        return chr(65 + CIRCLED.index(groups["circle"]))
    if groups.get("word"):
        return str(groups["word"]).lower()
    return str(groups.get("letter") or groups.get("boxed")).upper()


def _closed(text: str, marks: list[OptionMark], end: int) -> list[OptionMark]:
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        mark.end = following.start if following else end
        while mark.end > mark.text_start and text[mark.end - 1].isspace():
            mark.end -= 1
        tick = _CHOSEN.search(text, mark.text_start, mark.end)
        if tick and tick.start() > mark.text_start:
            mark.chosen, mark.end = True, tick.start()
    return marks


def _mark(match: re.Match[str], start: int) -> OptionMark:
    return OptionMark(_label(match), start, match.end(), match.end(), bool(match.groupdict().get("star")))


def leading(text: str, start: int, end: int) -> OptionMark | None:
    """The option label at the start of a line, bullets and boxes before it allowed."""
    bullet = _BULLET.match(text, start, end)
    at = bullet.end() if bullet else start
    for pattern in (_LETTER, _WORD, _LOWER, _CIRCLE, _SPACED):
        match = pattern.match(text, at, end)
        if match:
            mark = _mark(match, start)
            mark.chosen = mark.chosen or _TICKED.match(text, start) is not None
            return mark
    return None


def weak(text: str, start: int, end: int) -> bool:
    """Whether the leading label has no separator or is a list mark as well (`A 甲`, `A甲`, `①甲`, `(a) x`)."""
    bullet = _BULLET.match(text, start, end)
    at = bullet.end() if bullet else start
    return not (_LETTER.match(text, at, end) or _WORD.match(text, at, end))


def run_from(text: str, first: OptionMark, end: int) -> list[OptionMark]:
    """The option and those after it on the same line, as long as the letters ascend by one."""
    marks = [first]
    expected = first.label
    at = first.text_start
    dress = _dress(text[first.start : first.text_start].strip(" -*•·"))
    while len(marks) < LONGEST_LABEL and len(expected) == 1:
        expected = chr(ord(expected) + 1)
        found = _next_label(text, at, end, expected, dress)
        if not found:
            break
        marks.append(_mark(found, found.start()))
        at = found.end()
    return _closed(text, marks, end)


def _dress(label: str) -> re.Pattern[str]:
    """The labels that may follow one: circled after circled, small letters after small letters."""
    if label[:1] in CIRCLED and label:
        return _CIRCLE
    return _LOWER if label.strip("()[].、:")[:1].islower() else _LETTER


def _next_label(text: str, at: int, end: int, expected: str, dress: re.Pattern[str]) -> re.Match[str] | None:
    for match in dress.finditer(text, at, end):
        if _label(match) == expected and (dress is not _LOWER or text[match.start() - 1].isspace()):
            return match
    if dress is not _LETTER:
        return None
    following = re.search(rf"{re.escape(chr(ord(expected) + 1))}[.、:)]", text[at:end])
    for match in _LOOSE.finditer(text, at, at + following.start()) if following else ():
        if match["letter"] == expected and not text[match.start() - 1].islower():
            return match
    return None


def inside(text: str, start: int, end: int) -> list[OptionMark]:
    """A run A, B, … that begins within a line, after a stem: at least two labels, or none."""
    tries = 0
    for match in _LETTER.finditer(text, start, end):
        if _label(match) != "A" or match.start() == start or tries == _TRIES:
            continue
        if match.group("boxed") and _LETTER.match(text, match.end(), end):
            continue  # a key in brackets in front of the options
        tries += 1
        marks = run_from(text, _mark(match, match.start()), end)
        if len(marks) > 1 and all(mark.end > mark.text_start for mark in marks):
            return marks
    return []

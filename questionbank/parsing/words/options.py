"""Option runs: labels that begin at A and ascend, on one line or several, in any of the usual dresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from questionbank.parsing.words.numerals import CIRCLED

BOXES = "□○◯☐☑☒■"
_ROW = re.compile(
    r"\s*\|?(?:\s*(?P<tick>[*√✓✔])?\s*[|\t])*+\s*(?P<letter>[A-Ha-h])\s*[.、)]?\s*[|\t]\s*(?P<text>[^|\t\n]*[^|\s])[|\s]*$"
)
_LETTER = re.compile(
    r"(?<![A-Za-z])(?<![A-Za-z]\.)(?P<star>[*★√✓] ?)?(?:(?:[(\[]|<(?![a-z]>))\s?(?P<boxed>[A-Za-z])\s?[)\]>]\s*[.、:]?|"
    r"(?<![(\[<])(?P<letter>[A-Z])\s*(?:(?:(?<=[*][A-Z])\*\*\s*)?[.、:)]|\])(?!(?!(?P=letter)\.)[A-Za-z]\.|[a-z_]\w*\(\w*\)\s*;?\s*(?:\n|$)))\s*"
)
_PLAIN = re.compile(r"(?P<letter>[A-H])[.、]\s*(?=[\u4e00-\u9fff])")
_LOOSE = re.compile(r"(?<![(\[])(?P<letter>[A-Z])[.、:]\s*")
_SPACED = re.compile(
    # `A ____ is a set of …` and `A firewall keeps …` begin a sentence
    r"(?!A[ \t]+(?:_|[a-z]+(?:[ \t]+[\w'’,()-]+){5}))(?P<letter>[A-Z])(?:[ \t]+|(?=[\u4e00-\u9fff]))"
)
_SPACED_INSIDE = re.compile(rf"(?:(?<=[\s{BOXES}]))(?P<letter>[A-Z])(?:[ \t]+|(?=[\u4e00-\u9fff]))")
_GLUED_INSIDE = re.compile(r"(?<![A-Za-z\d])(?P<letter>[A-Z])[ \t]*(?=[\u4e00-\u9fff])")
_SPACED_FIRST = re.compile(r"(?<=[?:)\]。_\s])(?P<letter>A)(?:[ \t]+(?=\S)|(?=[\u4e00-\u9fff]))")
_CIRCLE = re.compile(rf"(?P<circle>[{CIRCLED}])\s*[.、:]?\s*")
_WORD = re.compile(r"(?P<word>true|false)\s*[.、:)]\s*", re.IGNORECASE)
_LOWER = re.compile(
    r"(?P<star>[*★√✓])?(?:[(](?P<boxed>[a-h])[)]\s*|(?P<letter>[a-h])[.)、:](?:\s+|(?=[\u4e00-\u9fff])))"
)
_BULLET = re.compile(
    r"\s*(?:[-*•·●]\s+|[>&]\s*)?(?:\[图片\d+\]\s*)?"
    rf"(?:\[[ xX√]?\]\s*|[(]\s*[xX√✓]?\s*[)]\s*|[{BOXES}]\s*)?(?:\*\*(?=[A-Z(\[])\s*)?"
    r"(?:(?:选项|[Oo]ption)\s*(?=[A-K]\s*[.、:)]))?"
)
_CHOSEN = re.compile(
    r"\s*(?:[(\[]\s*(?:√|✓|✔|正确(?:答案)?|correct|答案)\s*[)\]]|[√✓✔★]|(?<=\s)\*|"
    r"(?<=\s)[-–—]\s*correct(?: answer)?)\s*$"
)
_TICK_ENDS = ")]√✓✔★*=_tr"  # the last two of `- correct` and `- correct answer`
_TICKED = re.compile(r"\s*(?:[-*•]\s+)?(?:\[[xX√*]\]|[(]\s*[xX√✓]\s*[)]|[☑☒■])")
_AGAIN = re.compile(r"(?P<letter>[A-Z])\s?[.、](?![A-Za-z]\.)\s*(?=\S)")
_BOX_BEHIND = re.compile(rf"\s*[{BOXES}]\s*$")
_EMPHASIS = re.compile(r"(?:(?:\*\*|==)\s*)+")
_EMPHASIS_END = re.compile(r"\s*(?:\*\*|==)$")
LONGEST_LABEL = 26
_AROUND = f"{BOXES} ()xX√✓[]"
_USUAL = "ABCD"
_SURE = 2  # options that make another one likely
_TRIES = 6  # starts looked at on one line; keeps the work linear


@dataclass(slots=True)
class OptionMark:
    """A label and its text, as offsets of the line it stands in; `chosen` when a star or tick marks it."""

    label: str
    start: int
    text_start: int
    end: int
    chosen: bool = False
    repeated: bool = False
    weak: bool = False  # no separator behind the label, or a list mark as well (`A 甲`, `A甲`, `①甲`, `(a) x`)


def _label(match: re.Match[str]) -> str:
    name, found = match.lastgroup, str(match[match.lastgroup or 0])
    if name == "circle":
        return chr(65 + CIRCLED.index(found))
    return found.lower() if name == "word" else found.upper()


def _closed(text: str, marks: list[OptionMark], end: int) -> list[OptionMark]:
    found: list[OptionMark] = []
    if len(marks) > 1 and all(text[mark.start - 1] == "-" for mark in marks[1:]):
        for mark in marks:  # `…？-A.甲-B.乙`: bullets that lost their lines
            mark.start -= mark.start > 0 and text[mark.start - 1] == "-"
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        mark.end = following.start if following else end
        box = _BOX_BEHIND.search(text, mark.text_start, mark.end) if following else None
        if box and following:
            mark.end, following.chosen = box.start(), following.chosen or box.group().strip() in "☑☒■"
        while mark.end > mark.text_start and text[mark.end - 1].isspace():
            mark.end -= 1
        again = _AGAIN.match(text, mark.text_start, mark.end)
        if again and again["letter"] == mark.label:
            mark.text_start = again.end()  # `A. A.甲`: counted by the writer and by the program
        ticked = mark.end > mark.text_start and text[mark.end - 1] in _TICK_ENDS
        _undress(text, mark)
        tick = _CHOSEN.search(text, mark.text_start, mark.end) if ticked else None
        if tick and tick.start() > mark.text_start:
            mark.chosen, mark.end = True, tick.start()
            found.append(mark)
    _part(text, marks)
    for mark in marks if found else ():
        # `单选题 *A.甲 B.乙（正确答案）`: the star only says that an answer is required
        mark.chosen = mark in found
    return marks


def _part(text: str, marks: list[OptionMark]) -> None:
    """`A.甲;B.乙;C.丙`: the marks between the options belong to none of them."""
    if len(marks) > 1 and all(text[mark.end - 1] == ";" for mark in marks[:-1]):
        for mark, following in pairwise(marks):
            mark.end -= mark.end == following.start


def _undress(text: str, mark: OptionMark) -> None:
    """Marks of emphasis around the option, or behind its letter, are no part of it."""
    lead = _EMPHASIS.match(text, mark.text_start, mark.end)
    dressed = text.startswith(("**", "=="), mark.end - 2)
    tail = _EMPHASIS_END.search(text, mark.text_start, mark.end) if dressed else None
    if lead and lead.end() < mark.end:
        mark.text_start = lead.end()
    if tail and tail.start() > mark.text_start:
        mark.end = tail.start()


def _mark(match: re.Match[str], start: int) -> OptionMark:
    star = match.re in (_LETTER, _LOWER) and match["star"] is not None
    return OptionMark(_label(match), start, match.end(), match.end(), star)


def plain(text: str, start: int, end: int) -> OptionMark | None:
    """`A. 最大面` with nothing on the line that could be another label or a tick: most options, told at a glance."""
    match = _PLAIN.match(text, start, end)
    if match is None or match.end() == end or text[end - 1] in _TICK_ENDS:
        return None
    after = chr(ord(match["letter"]) + 1)
    if text.find(after, match.end(), end) >= 0 or text.find(after.lower(), match.end(), end) >= 0:
        return None
    return OptionMark(match["letter"], start, match.end(), end)


def leading(text: str, start: int, end: int) -> OptionMark | None:
    """The option label at the start of a line, bullets and boxes before it allowed."""
    bullet = _BULLET.match(text, start, end)
    at = bullet.end() if bullet else start
    for pattern in (_LETTER, _WORD, _LOWER, _CIRCLE, _SPACED):
        match = pattern.match(text, at, end)
        if match and (pattern is _LETTER or text[start] != ">"):
            mark = _mark(match, start)
            mark.chosen = mark.chosen or (at > start and _TICKED.match(text, start) is not None)
            mark.weak = pattern not in (_LETTER, _WORD)
            return mark
    return None


def in_cells(text: str, start: int, end: int) -> OptionMark | None:
    """The option of a table's row with a cell for its letter: `| * | c. | 二十四小时 |`."""
    match = _ROW.match(text, start, end)
    if match is None:
        return None
    chosen = match["tick"] is not None
    return OptionMark(match["letter"].upper(), start, match.start("text"), match.end("text"), chosen, weak=True)


def _slip(text: str, marks: list[OptionMark], end: int, dress: re.Pattern[str]) -> OptionMark | None:
    """A letter written twice or left out, where two options stand already: `A.甲 B.乙 B.丙`, `A.甲 B.乙 D.丙`."""
    if len(marks) < _SURE or dress is not _LETTER:
        return None
    last = marks[-1].label
    for match in dress.finditer(text, marks[-1].text_start, end):
        if text[match.start() - 1].isspace() and _label(match) in (last, chr(ord(last) + 2)):
            mark = _mark(match, match.start())
            mark.repeated = mark.label == last
            mark.label = chr(ord(last) + 1) if mark.repeated else mark.label
            return mark
    return None


def run_from(text: str, first: OptionMark, end: int) -> list[OptionMark]:
    """The option and those after it on the same line, as long as the letters ascend by one."""
    marks = [first]
    expected = first.label
    at = first.text_start
    dress = _dress(text[first.start : first.text_start].strip(" -*•·"))
    if dress is _SPACED_INSIDE and not text[first.text_start - 1].isspace():
        dress = _GLUED_INSIDE
    while len(marks) < LONGEST_LABEL and len(expected) == 1:
        expected = chr(ord(expected) + 1)
        found = _next_label(text, at, end, expected, dress) or _last_glued(text, marks, end, expected, dress)
        mark = _mark(found, found.start()) if found else _slip(text, marks, end, dress)
        if mark is None:
            break
        marks.append(mark)
        at, expected = mark.text_start, mark.label
    if dress is _LETTER and len(marks) < len(_USUAL):
        marks = _glued(text, first, end) or marks
    return _closed(text, marks, end)


def _glued(text: str, first: OptionMark, end: int) -> list[OptionMark]:
    """`A.ExcelB.TableauC.TikTokD.Java`: labels against Latin words, where A to D are there with one mark and no gap."""
    mark = text[first.start : first.text_start].strip()[-1:]
    if first.label != "A" or mark not in (".", "、"):
        return []
    marks, at = [first], first.text_start
    for letter in _USUAL[1:]:
        found = text.find(letter + mark, at + 1, end)
        if found < 0 or text[found - 1].isspace() or text[found - 1] == ".":
            return []
        at = found + len(letter + mark)
        marks.append(OptionMark(letter, found, at, at))
    return marks


def _dress(label: str) -> re.Pattern[str]:
    """The labels that may follow one: circled after circled, small letters after small letters."""
    if label[:1] in CIRCLED and label:
        return _CIRCLE
    bare = label.strip(_AROUND if label[:1] in _AROUND else " ")
    if len(bare) == 1 and "A" <= bare <= "Z":
        return _LETTER if label[:1] in "([" and label[-1:] in ")]" else _SPACED_INSIDE
    return _LOWER if label.strip("()[].、:")[:1].islower() else _LETTER


def _next_label(text: str, at: int, end: int, expected: str, dress: re.Pattern[str]) -> re.Match[str] | None:
    if dress is _LETTER and text.find(expected, at, end) < 0 and text.find(expected.lower(), at, end) < 0:
        return None
    for match in dress.finditer(text, at, end):
        apart = dress is not _LOWER or match["boxed"] or text[match.start() - 1].isspace()
        if _label(match) == expected and apart and not _closes_bracket(text, at, match):
            return match
    if dress is not _LETTER:
        return None
    following = re.search(rf"{re.escape(chr(ord(expected) + 1))}[.、:)]", text[at:end])
    for match in _LOOSE.finditer(text, at, at + following.start()) if following else ():
        if match["letter"] == expected and not text[match.start() - 1].islower():
            return match
    return None


def _last_glued(
    text: str, marks: list[OptionMark], end: int, expected: str, dress: re.Pattern[str]
) -> re.Match[str] | None:
    """`A.LIFOB.FIFOC.FEFOD.FMFO`: the last label stands against a word, as those before it do."""
    if dress is not _LETTER or len(marks) < _SURE or not all(text[mark.start - 1].isupper() for mark in marks[1:]):
        return None
    found = _LOOSE.finditer(text, marks[-1].text_start + 1, end)
    return next((match for match in found if match["letter"] == expected and text[match.start() - 1].isupper()), None)


def _closes_bracket(text: str, since: int, match: re.Match[str]) -> bool:
    """`f(D,E)`: the bracket behind the letter belongs to one that opened before it."""
    opened = text.count("(", since, match.start()) > text.count(")", since, match.start())
    return opened and match.group().rstrip().endswith(")") and not match.group().lstrip("*★√✓ ").startswith("(")


def first_inside(text: str, start: int, end: int) -> OptionMark | None:
    """The last `A.` within a line that has no other label behind it."""
    found = [m for m in _LETTER.finditer(text, start, end) if _label(m) == "A" and start < m.start() and m.end() < end]
    if not found or text[found[-1].start() - 1] not in " \t\u3000)。.?:_":
        return None
    return _closed(text, [_mark(found[-1], found[-1].start())], end)[0]


_BEHIND_KEY = re.compile(r"[\s。.,，;；?!:]*(?=[(\[<]?\s?A\s?[.、:)\]])")


def inside(text: str, start: int, end: int) -> list[OptionMark]:
    """A run A, B, … that begins within a line, after a stem: at least two labels, or none."""
    if text.find("A", start, end) < 0 and text.find("a", start, end) < 0:
        return []
    tries = 0
    for match in _LETTER.finditer(text, start, end):
        if _label(match) != "A" or match.start() == start or tries == _TRIES:
            continue
        if match.group("boxed") and _BEHIND_KEY.match(text, match.end(), end):
            continue  # a key in brackets in front of the options
        tries += 1
        marks = run_from(text, _mark(match, match.start()), end)
        again = len(marks) > 1 and match["boxed"] and _begins_again(text, match.end(), marks[1].start)
        if len(marks) > 1 and not again and all(mark.end > mark.text_start for mark in marks):
            return marks
    return _spaced_inside(text, start, end)


def _begins_again(text: str, start: int, end: int) -> bool:
    """`（A）是第一步。  A）补发  B）称重`: the bracket is the key, the options begin behind it."""
    return any(_label(match) == "A" for match in _LETTER.finditer(text, start, end))


def _spaced_inside(text: str, start: int, end: int) -> list[OptionMark]:
    """Options without separators behind a stem: `…哪一面？ A 最大面 B 底面 C 侧面`."""
    first = _SPACED_FIRST.search(text, start + 1, end)
    if first is None:
        return []
    marks = run_from(text, _mark(first, first.start("letter")), end)
    return marks if len(marks) > _SURE and all(mark.end > mark.text_start for mark in marks) else []

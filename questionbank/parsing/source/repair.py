"""Undo the damage of page converters, as far as bytes prove it, and say what was done.

Damage seen on copied pages: a byte-level replace of traditional characters by "character(pinyin)" in GBK text, blind
to character borders, followed by a lossy decode. Four classes (letters as in the records' reasons):

- `converter-pinyin` (A): 內(nèi) is 內.
- `converter-straddle` (B): 答B(yǎng). is 答B. because the second byte of 答 and the letter B are 養.
- `converter-shift` (C): 償?shù)冗x is 償等選: the opening bracket was swallowed and the text is shifted by one byte.
- `converter-mark` (D): ??… after a full stop: A3 BF inside 。客 was taken for a full-width question mark.

`style-tag` and `keycap` are what exports of notes leave: tags around every line, digits in boxes for numbers.

`radical` records Kangxi and CJK radicals. What cannot be proved stays as it is and is recorded with certain=False.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

from questionbank.document import Repair
from questionbank.parsing.source import gbk
from questionbank.parsing.source.radicals import RADICALS, SIMPLIFIED
from questionbank.parsing.words.patterns import compiled

MIN_DAMAGED = 3  # different characters that must carry the pattern before a page counts as damaged
_PINYIN = "[a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ][a-zü]*"
_TONE = compiled("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ][a-zü]*\\)")
_ANNOTATED = compiled(rf"([\u4e00-\u9fff@-~])\(({_PINYIN})\)")
_SWALLOWED = compiled(rf"\?({_PINYIN})\)")
_LOST_MARK = compiled(r"\?\?(?=[\u4e00-\u9fff])")
_RADICAL = compiled("[" + "".join(RADICALS) + "]")
_STYLED = compiled(r"<(?:font|span)\s[^<>\n]{0,20}(?:style|color|face|size)\s*=", re.IGNORECASE)
_STYLE = compiled(r"</?(?:font|span)(?:\s[^<>\n]{0,300})?>|(?<!!)\[\]\([^()\s]{1,600}\)", re.IGNORECASE)
_LEAST_STYLED = 5
_KEYCAP = compiled(
    r"^[ \t]*(?:#{1,6}[ \t]+|[-*>][ \t]+)?(?:\*\*)?"
    r"(?P<keys>(?:(?:[0-9]\ufe0f?\u20e3|🔟)\ufe0f?)+[ \t]*)(?![A-H][.、．:：)）])",
    re.MULTILINE,
)
_OPENED = compiled(
    r"^[ \t]*+(?:#{1,6}[ \t]++|[-*>][ \t]++)?(?:\*\*)?"
    r"(?:[(（【\[第]|题目|Q)?[ \t]*+[0-9]{1,3}[ \t]*+(?:\*\*)?[.、．:：)）】\]题][^\n]*[\u4e00-\u9fffA-Za-z]"
    r"|^[ \t]*+(?:题目|题干|问题)[ \t]*+[:：][ \t]*+\S",
    re.MULTILINE,
)
_CHOSEN = compiled(r"^[ \t]*(?:[-*][ \t]+)?(?:\*\*)?[(（]?[A-H][.、．:：)）]?[^\n]*\u20e3", re.MULTILINE)
_LONGEST_SHIFT = 80
_TRADITIONAL_SHARE = 0.03  # a text with more characters of this kind is a traditional one


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `start:end` of the text at hand by `new`."""

    start: int
    end: int
    new: str
    reason: str
    certain: bool = True


@dataclass(slots=True)
class Page:
    """Which characters the page annotates: reading → characters."""

    damaged: set[str] = field(default_factory=set)
    by_reading: dict[str, str] = field(default_factory=dict)


def repair(text: str) -> tuple[str, list[Repair]]:
    """The text with every proved repair made, and the records, whose offsets index the returned text."""
    repairs: list[Repair] = []
    text, repairs = _apply(text, _radical_edits(text), repairs)
    text, repairs = _apply(text, _export_edits(text), repairs)
    page = _survey(text)
    if page.damaged:
        text, repairs = _apply(text, _annotation_edits(text, page), repairs)
        text, repairs = _apply(text, _shift_edits(text, page), repairs)
        text, repairs = _apply(text, _phrase_edits(text, page), repairs)
        repairs += _unproved(text)
    repairs.sort(key=lambda made: made.start)
    return text, repairs


def _apply(text: str, edits: list[Edit], repairs: list[Repair]) -> tuple[str, list[Repair]]:
    if not edits:
        return text, repairs
    pieces: list[str] = []
    starts: list[int] = []
    shifts: list[int] = []
    made: list[Repair] = []
    at = shift = 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.new]
        begin = edit.start + shift
        raw = text[edit.start : edit.end]
        made.append(
            Repair(
                start=begin,
                end=begin + len(edit.new),
                raw=raw,
                repaired=edit.new,
                reason=edit.reason,
                certain=edit.certain,
            )
        )
        shift += len(edit.new) - len(raw)
        at = edit.end
        starts.append(edit.end)
        shifts.append(shift)
    pieces.append(text[at:])
    return "".join(pieces), [_moved(old, starts, shifts) for old in repairs] + made


def _moved(old: Repair, starts: list[int], shifts: list[int]) -> Repair:
    where = bisect_right(starts, old.start) - 1
    by = shifts[where] if where >= 0 else 0
    return old.model_copy(update={"start": old.start + by, "end": old.end + by})


def _radical_edits(text: str) -> list[Edit]:
    found = list(_RADICAL.finditer(text))
    if not found:
        return []
    traditional = sum(count for char, count in Counter(text).items() if gbk.is_traditional_only(char))
    meant = {} if traditional > len(text) * _TRADITIONAL_SHARE else SIMPLIFIED
    plain = [(match, RADICALS[match.group()]) for match in found]
    return [Edit(match.start(), match.end(), meant.get(char, char), "radical") for match, char in plain]


def _export_edits(text: str) -> list[Edit]:
    """Tags of colour and size that exports of notes leave around every line, and keycap digits that number lines."""
    edits = [Edit(*m.span("keys"), f"{_digits(m['keys'])}. ", "keycap") for m in _keycaps(text)]
    if len(_STYLED.findall(text)) >= _LEAST_STYLED:
        edits += [Edit(m.start(), m.end(), "", "style-tag") for m in _STYLE.finditer(text)]
    return sorted(edits, key=lambda edit: edit.start)


def _keycaps(text: str) -> list[re.Match[str]]:
    """The keycaps that number the lines of a document: numbers or `题干：` that come first open the questions, and
    options that name keycaps (`A. 1⃣2⃣`) say that they number statements inside one."""
    found = list(_KEYCAP.finditer(text)) if "\u20e3" in text else []
    if not found or _OPENED.search(text, 0, found[0].start()) or _CHOSEN.search(text):
        return []
    return found


def _digits(keys: str) -> str:
    return "".join("10" if key == "🔟" else key for key in keys if key.isdecimal() or key == "🔟")


def _survey(text: str) -> Page:
    readings: dict[str, set[str]] = {}
    annotated: Counter[str] = Counter()
    if "(" not in text or not _TONE.search(text):
        return Page()
    for char, reading in _ANNOTATED.findall(text):
        if char >= "\u4e00":
            readings.setdefault(char, set()).add(reading)
            annotated[char] += 1
    if len(readings) < MIN_DAMAGED:
        return Page()
    total = Counter(text)
    sure = {
        char
        for char, heard in readings.items()
        if len(heard) == 1 and annotated[char] == total[char] and gbk.is_traditional_only(char)
    }
    page = Page()
    if len(sure) >= MIN_DAMAGED:
        page.damaged = sure
        for char in sorted(sure):
            reading = next(iter(readings[char]))
            page.by_reading[reading] = page.by_reading.get(reading, "") + char
    return page


def _annotation_edits(text: str, page: Page) -> list[Edit]:
    edits = []
    for match in _ANNOTATED.finditer(text):
        char, reading = match.groups()
        if char in page.damaged:
            edits.append(Edit(match.start(), match.end(), char, "converter-pinyin"))
        elif char < "\x7f" and match.start() and _straddles(text[match.start() - 1], char, reading):
            edits.append(Edit(match.start(), match.end(), char, "converter-straddle"))
    return edits


def _straddles(before: str, letter: str, reading: str) -> bool:
    """Whether the second byte of `before` and the letter are a traditional character (of this reading if known)."""
    data = gbk.encode(before)
    pair = gbk.decode(data[1:] + letter.encode()) if data is not None and len(data) == 2 else None
    if pair is None or len(pair) != 1 or not gbk.is_traditional_only(pair):
        return False
    known = gbk.READINGS.get(reading, "")
    return pair in known or not known


def _shift_edits(text: str, page: Page) -> list[Edit]:
    edits = []
    for match in _SWALLOWED.finditer(text):
        found = {out for out in (_resynchronised(text, match.end(), c) for c in _carries(text, match, page)) if out}
        if len(found) == 1:
            repaired, end = found.pop()
            edits.append(Edit(match.start(), end, repaired, "converter-shift"))
    for match in _LOST_MARK.finditer(text):
        out = _resynchronised(text, match.end(), b"\xbf")
        if out is not None:
            edits.append(Edit(match.start(), out[1], "。" + out[0], "converter-mark"))
    return _apart(edits)


def _apart(edits: list[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: e.start):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def _carries(text: str, match: re.Match[str], page: Page) -> list[bytes]:
    """The byte that was swallowed with the bracket: second bytes of characters that the reading and lead byte allow."""
    before = gbk.encode(text[match.start() - 1]) if match.start() else None
    if before is None or len(before) != 2:
        return []
    reading = match.group(1)
    known = gbk.by_reading(reading, before[1], page.by_reading.get(reading, ""))
    return list(dict.fromkeys((gbk.encode(char) or b"??")[1:] for char in known))


def _shifted_bytes(text: str, at: int, carry: bytes) -> tuple[bytes, int] | None:
    """The swallowed byte and all bytes up to the first ASCII character, and where that stands."""
    data = bytearray(carry)
    for index in range(at, min(len(text), at + _LONGEST_SHIFT)):
        encoded = gbk.encode(text[index])
        if encoded is None:
            return None
        if len(encoded) == 1:
            return bytes(data), index
        data += encoded
    return None


def _resynchronised(text: str, at: int, carry: bytes) -> tuple[str, int] | None:
    shifted = _shifted_bytes(text, at, carry)
    if shifted is None:
        return None
    data, index = shifted
    if not "@" <= text[index] <= "~":
        return None
    repaired = gbk.decode(data + text[index].encode())
    if repaired is None or not all("\u4e00" <= c <= "\u9fff" or c in "，。、；：？！（）" for c in repaired):
        return None
    return repaired, index + 1


def _phrase_edits(text: str, page: Page) -> list[Edit]:
    """A shifted run whose end was swallowed by a `?`, settled by the same phrase elsewhere in the document."""
    edits = []
    for match in _SWALLOWED.finditer(text):
        for carry in _carries(text, match, page):
            shifted = _shifted_bytes(text, match.end(), carry)
            if shifted is None or text[shifted[1]] != "?":
                continue
            phrase = _same_phrase(text, shifted[0], (match.start(), shifted[1]))
            bullet = _bullet_before(text, match.start())
            if phrase and bullet:
                edits.append(Edit(match.start(), shifted[1] + 1, phrase + bullet, "converter-shift"))
                break
    return _apart(edits)


def _same_phrase(text: str, data: bytes, damaged: tuple[int, int]) -> str | None:
    pairs = [data[i : i + 2] for i in range(1, len(data), 2)]
    head = gbk.decode(data[: len(data) // 2 * 2][:2])
    if head is None or len(pairs) < 3:
        return None
    found = set()
    second = gbk.decode(data[2:4])
    for window in re.finditer(re.escape(second or head), text):
        phrase = _fits(text, window.start(), head, second, pairs)
        if phrase and not damaged[0] <= window.start() <= damaged[1]:
            found.add(phrase)
    return found.pop() if len(found) == 1 else None


def _fits(text: str, at: int, head: str, second: str | None, pairs: list[bytes]) -> str | None:
    """The phrase at `at`, with the forced first character, if the damage turns it into exactly these bytes."""
    for length in range(3, len(pairs) + 5):
        rest = text[at : at + length] if second else text[at + 1 : at + 1 + length]
        data = b"".join(gbk.encode(c) or b"?" for c in head + rest)
        if len(data) != 2 * (1 + length) or "?" in rest:
            return None
        shifted = [data[i : i + 2] for i in range(1, len(data) - 1, 2)]
        if [pair for pair in shifted if gbk.decode(pair) is not None] == pairs:
            return head + rest
    return None


def _bullet_before(text: str, at: int) -> str | None:
    """The list mark that the swallowed character must have been: the one of the list around it."""
    around = text[max(0, at - 200) : at].rpartition("\n")[2]
    return "-" if len(re.findall(r"(?<![0-9A-Za-z])-(?=[\u4e00-\u9fff])", around)) >= 2 else None


def _unproved(text: str) -> list[Repair]:
    return [
        Repair(start=m.start(), end=m.end(), raw=m.group(), repaired=m.group(), reason="converter-shift", certain=False)
        for m in _SWALLOWED.finditer(text)
    ]

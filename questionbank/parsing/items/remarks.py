"""What stands in a stem and is no part of it: type tags, points, difficulty and embedded keys. Offsets are absolute."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache

from questionbank.content import Difficulty, ItemKind
from questionbank.parsing.machine.drafts import Piece
from questionbank.parsing.words import keys
from questionbank.parsing.words.kinds import kind_in, names_choice
from questionbank.parsing.words.patterns import compiled
from questionbank.parsing.words.typenames import TypeName, tagged

_BOX = compiled(
    r"\s*(?:\*\*)?[\[(<]\s*((?:[^\[\]()<>]|(?<=[\u4e00-\u9fff])>(?=[\u4e00-\u9fff])){1,30}(?:[(][^()]{1,20}[)])?)\s*[\])>](?:\*\*)?\s*[.:、]?\s*"
)
_CLOSED = tuple(")]*")
_STEM_LABEL = compiled(r"\s*(?:题目|题干|问题|题)\s*:\s*(?=\S)")
_NAME = compiled(r"\s*([^\s()\[\]<>:,，。?]{1,7}题)\s*:\s*(?=\S)")  # `简答题：…`
_LAST_BOX = compiled(r"\s*[\[(]\s*([^\[\]()]{1,20})\s*[\])]\s*(?:\*\s*)?$")  # `[单选题] *`: an answer is required
_POINTS = compiled(
    r"(?:本小?题|共|计|每小?题|满分|分值|总分|score)?\s*[:为]?\s*(\d{1,3}(?:\.\d{1,2})?)\s*(?:分|points?|pts?|marks?)",
    re.IGNORECASE,
)
_MINUTES = compiled(r"(?:限时|用时|时间|时限)?\s*:?\s*(\d{1,2})\s*(?:分钟|min(?:utes?)?)", re.IGNORECASE)
_WORTH = compiled(r"分[值数]\s*:\s*(\d{1,3}(?:\.\d{1,2})?)")
_LEVELS = {
    Difficulty.EASY: "易|简单|容易|较易|初级|低|easy|1星|★",
    Difficulty.MEDIUM: "中|中等|一般|适中|中级|medium|moderate",
    Difficulty.HARD: "难|困难|较难|高级|高|hard|difficult",
}
_TYPE_LINE = compiled(r"\s*([^\s()\[\]]{1,8}(?:题|选择|单选|多选|判断|填空|简答)|\d{1,3}(?:\.\d{1,2})?分)\s*")
_APART = compiled(r"(?<=\d)\s+(?=分|points?|pts?|marks?)", re.IGNORECASE)
_MARKUP = compiled(r"\*\*")
_GENRES = frozenset({"情景", "情境", "案例", "开放", "场景", "实操", "综合"})
_COMMAS = compiled(r"\s*[,，、;；|>]\s*")
_SEPARATORS = compiled(r"[,，、;；/|\s]+")
_EMBEDDED = compiled(
    r"(?<![A-Za-z])[(\[]\s*(?P<key>[A-Z](?:[\s,、]*[A-Z]){0,7}|[a-h]|√|×|✓|✗|✔|✘|❌|✅|对|错误?|正确|是|否|[Tt]rue|[Ff]alse)\s*[)\]]|"
    r"(?<!_)_++\s*+(?P<line>[A-Z]{1,6})\s*_+|"  # one try for each run of blanks to fill
    r"[(\[]\s*(?P<letter>[A-Z])\s*[.、:]\s*(?P<text>(?:[^()\[\]]|[(][^()\[\]]{0,20}[)]){1,60})[)\]]"
)
_FILLED_LINE = compiled(
    r"(?<!_)_{1,2}([^\s_(),，。;；、]{1,12})_{1,2}(?!_)"
)  # longer lines are blanks with words between
_RUN = compiled(r"_+")
_BETWEEN = compiled(
    r"(?<!_)(?:_{2,}|(?<![A-Za-z\d_])_)\s*((?:[^_\s]|(?<=[A-Za-z\d])_(?=[A-Za-z\d])|\s(?!\s*_)){1,60})\s*_+(?!_)"
)
_LEAST_PAIRED = 3
_MOSTLY_PAIRED = 0.8
_EMPTY_BLANK = compiled(r"_{3,}|[(\[]\s*[)\]]")
_FILLED_BRACKET = compiled(r"[(\[]\s*([^\s()\[\]](?:[^()\[\]\n]{0,18}[^\s()\[\]])?)\s*[)\]]")
# `任何员工对 隐患 均有权报告`: the line below the answer was lost, the blanks around it were not.
_FILLED_GAP = compiled(
    r"(?<=[\u4e00-\u9fff,:、])\s+((?:[^\s()\[\]:;。?!、]{1,20}?|\d[\d.]{0,6}))\s+(?=[\u4e00-\u9fff,;。、a-z℃%])"
)
_REASONED_MARK = compiled(
    r"(?:[。.?!][\s”\"]*|\s)(?P<key>√|×|✓|✗|对|错误?|正确)\s*"
    r"(?=(?P<reason>[(]\s*[^()\s][^()]+(?:[(][^()]*[)][^()]*)*[)])\s*[。.]?\s*$)"
)
_BARE_MARK = compiled(
    r"(?<=[。.?!\s）)\u4e00-\u9fff])\s*(?P<key>[√×✓✗✔✘❌✅]|(?<=[。.?!])\s*(?:对|错|正确|错误)|(?<=[。.?!]\s)(?:对|错|正确|错误))\s*$"
)

_MARK_ENDS = frozenset("√×✓✗✔✘❌✅对错确误")


Meaning = Decimal | Difficulty | TypeName | timedelta


@dataclass(slots=True)
class Remarks:
    kind: ItemKind | None = None
    genre: str | None = None
    choice: bool = False
    points: Decimal | None = None
    difficulty: Difficulty | None = None
    time: timedelta | None = None
    cuts: list[tuple[str, int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class EmbeddedKey:
    """A key found in a stem: its text, where the brackets stand and where their inside is."""

    content: str
    start: int
    end: int
    inner: tuple[int, int]
    text: str = ""
    reason: tuple[int, int] | None = None


@lru_cache(maxsize=1024)
def difficulty_of(word: str) -> Difficulty | None:
    word = re.sub(r"^(?:难度|难易度)?[:\s]*|[级度题]$", "", word.strip().lower())
    for level, names in _LEVELS.items():
        if re.fullmatch(names, word):
            return level
    return None


@lru_cache(maxsize=1024)
def points_of(word: str) -> Decimal | None:
    match = _POINTS.fullmatch(word.strip()) or _WORTH.fullmatch(word.strip())
    return Decimal(match.group(1)) if match else None


def read(folded: str, tags: list[Piece], stem: list[Piece]) -> Remarks:
    """Remarks in a tag before the number, at the beginning of the stem and at the end of its lines."""
    remarks = Remarks()
    for tag in tags:
        _leading(folded, tag.start, tag.end, remarks)
    remarks.cuts.clear()
    remarks.points = None
    if stem:
        at = _leading(folded, stem[0].start, stem[0].end, remarks)
        if len(stem) > 1:
            at = _type_line(folded, stem[0], at, remarks)
        at = _stem_label(folded, stem, at, remarks)
        for piece in stem:
            if folded[piece.end - 1 : piece.end] in _CLOSED or folded[piece.end - 1].isspace():
                _trailing(folded, piece, at, remarks)
            if folded.find("**", piece.start, piece.end) >= 0:
                marked = _MARKUP.finditer(folded, piece.start, piece.end)
                remarks.cuts += [("markup", m.start(), m.end()) for m in marked]
    return remarks


def _stem_label(folded: str, stem: list[Piece], at: int, remarks: Remarks) -> int:
    """`题目：` behind the tags of a question, or on the line below them."""
    if not remarks.cuts or at >= stem[-1].end:
        return at
    piece = next(piece for piece in stem if at < piece.end)
    match = _STEM_LABEL.match(folded, max(at, piece.start), piece.end)
    if match is None:
        return at
    remarks.cuts.append(("remark", *match.span()))
    return match.end()


def _type_line(folded: str, first: Piece, at: int, remarks: Remarks) -> int:
    """`1、单选题（2分）` with the question on the next line: the first line is a remark and nothing else."""
    match = _TYPE_LINE.match(folded, at, first.end)
    if match is None or not _understood(remarks, match.group(1), leading=False):
        return at
    end = _leading(folded, match.end(), first.end, remarks)
    if end < first.end:
        remarks.kind, remarks.genre = None, None
        return at
    remarks.cuts.append(("remark", match.start(), match.end()))
    return end


def _leading(folded: str, at: int, end: int, remarks: Remarks) -> int:
    while (match := _BOX.match(folded, at, end)) and _understood(remarks, match.group(1), leading=True):
        remarks.cuts.append(("remark", match.start(), match.end()))
        at = match.end()
    named = _NAME.match(folded, at, end)
    kind = tagged(named.group(1)) if named else None
    if named and kind is not None and (kind.kind is not None or kind.choice):
        _take(remarks, kind)
        remarks.cuts.append(("remark", named.start(), named.end()))
        at = named.end()
    return at


def _trailing(folded: str, piece: Piece, at: int, remarks: Remarks) -> None:
    end = piece.end
    while (match := _LAST_BOX.search(folded, max(at, piece.start, end - 32), end)) and _understood(
        remarks, match.group(1), leading=False
    ):
        remarks.cuts.append(("remark", match.start(), match.end()))
        end = match.start()


def _understood(remarks: Remarks, inside: str, *, leading: bool) -> bool:
    """Take the bracket's content over if every part of it is a remark; a type's name may hold blanks and strokes."""
    whole = _APART.sub("", inside.strip())
    meanings: list[Meaning | None] = []
    for separator in (_COMMAS, _SEPARATORS):
        meanings = [_meaning(part, leading=leading) for part in separator.split(whole) if part]
        if meanings and None not in meanings:
            for meaning in meanings:
                _take(remarks, meaning)
            return True
    for meaning in meanings:  # `(10分,不超过100字)` stays where it is and still says the points
        if isinstance(meaning, Decimal) and remarks.points is None:
            _take(remarks, meaning)
    return False


def _meaning(part: str, *, leading: bool) -> Meaning | None:
    """Points, a difficulty or a type; a type that no list knows only where the bracket leads the question."""
    points = points_of(part)
    if points is not None and points <= 1000:
        return points
    level = difficulty_of(part)
    if level is not None:
        return level
    minutes = _MINUTES.fullmatch(part)
    if minutes:
        return timedelta(minutes=int(minutes.group(1)))
    if part in _GENRES:
        return TypeName(ItemKind.ESSAY, part + "题")
    found = tagged(part)
    if found is None or leading:
        return found
    kind, _ = kind_in(part)
    return found if kind is not None or names_choice(part) or part.isascii() else None


def _take(remarks: Remarks, meaning: Meaning | None) -> None:
    if isinstance(meaning, Decimal):
        remarks.points = meaning + (remarks.points or 0)
    elif isinstance(meaning, Difficulty):
        remarks.difficulty = meaning
    elif isinstance(meaning, timedelta):
        remarks.time = meaning
    elif meaning is not None:
        remarks.kind, remarks.genre = meaning.kind or remarks.kind, meaning.genre
        remarks.choice = meaning.choice


def told(field: str) -> Remarks:
    """What a field such as `难度：易，2分` says besides the difficulty."""
    remarks = Remarks()
    for part in _COMMAS.split(field.strip(" ()[]\n")):
        _take(remarks, points_of(part) or difficulty_of(part))
    return remarks


def embedded(folded: str, pieces: list[Piece]) -> list[EmbeddedKey]:
    """Keys in brackets (or on a line to fill in) anywhere in the stem."""
    found = []
    for piece in pieces:
        for match in _EMBEDDED.finditer(folded, piece.start, piece.end) if _opens(folded, piece) else ():
            name = "key" if match["key"] else "line" if match["line"] else "letter"
            inner = match.span(name) if name == "line" else (match.start() + 1, match.end() - 1)
            found.append(EmbeddedKey(match[name], match.start(), match.end(), inner, match["text"] or ""))
    if not found and pieces and folded.find("(", pieces[0].start, pieces[-1].end) >= 0:
        reasoned = _REASONED_MARK.search(folded, pieces[0].start, pieces[-1].end)
        if reasoned:
            where = reasoned.span("key")
            found.append(EmbeddedKey(reasoned["key"], *where, where, reason=reasoned.span("reason")))
    if not found and pieces and _may_be_marked(folded, pieces[-1]):
        mark = _BARE_MARK.search(folded, pieces[-1].start, pieces[-1].end)
        if mark:
            found.append(EmbeddedKey(mark["key"], mark.start("key"), mark.end("key"), mark.span("key")))
    return found


def _opens(folded: str, piece: Piece) -> bool:
    return any(folded.find(sign, piece.start, piece.end) >= 0 for sign in "([_")


def _may_be_marked(folded: str, last: Piece) -> bool:
    sign = folded[last.end - 1 : last.end]
    return sign in _MARK_ENDS or sign.isspace()


def filled(folded: str, pieces: list[Piece], *, between: bool = False) -> list[tuple[int, int]]:
    """What stands in the blanks of a question to fill in (`在__24__小时内`, `是（7）天`), if no blank is empty.

    `between` says that long lines come in pairs with the answer between them: `以____24小时____为限`."""
    if between:
        found = [match.span(1) for piece in pieces for match in _BETWEEN.finditer(folded, piece.start, piece.end)]
        if found:
            return found
    if any(_EMPTY_BLANK.search(folded, piece.start, piece.end) for piece in pieces):
        return []
    for pattern in (_FILLED_LINE, _FILLED_BRACKET, _FILLED_GAP):
        found = [match.span(1) for piece in pieces for match in pattern.finditer(folded, piece.start, piece.end)]
        if found:
            return found
    return []


def lines_in_pairs(folded: str, stems: list[list[Piece]]) -> bool:
    """Whether the lines to fill in come in pairs throughout a section, as they do around answers."""
    runs = [sum(len(_RUN.findall(folded, piece.start, piece.end)) for piece in stem) for stem in stems]
    paired = sum(count % 2 == 0 for count in runs)
    return len([count for count in runs if count]) >= _LEAST_PAIRED and paired >= len(runs) * _MOSTLY_PAIRED


def is_key_of(found: EmbeddedKey, labels: list[str]) -> bool:
    """Whether the bracket can be the key of an item with these option labels."""
    letters = keys.as_letters(found.content)
    return letters is not None and set(letters) <= set(labels)

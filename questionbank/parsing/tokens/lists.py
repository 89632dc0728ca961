"""Options without letters: bullets, boxes, numbers or bare lines under a stem become A, B, C where something tells.

What tells: boxes to tick, a mark on some of the lines, a key that names one of them, or a section of choice questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from questionbank.content import CHOICE_KINDS, WRITTEN_KINDS
from questionbank.parsing.tokens.tokens import T, Token
from questionbank.parsing.words import keys
from questionbank.parsing.words.kinds import asks, kind_in, names_choice
from questionbank.parsing.words.numerals import CIRCLED
from questionbank.parsing.words.options import OptionMark
from questionbank.parsing.words.patterns import compiled
from questionbank.parsing.words.typenames import tagged

_BOX = compiled(
    r"\s*(?:[-*•]\s+)?(?:(?P<on>[☑☒✅■]|[\[(]\s*[xX√✓✔]\s*[\])]|\[[*]\])|(?P<off>[□☐○◯❏]|[\[(]\s*[\])]))\s*(?=[^\s。.,，;；?!])"
)
_LEAD = compiled(r"\s*(?:[★☆*√✓✔]+|[\[(](?:正确(?:答案)?|√|✓|correct)[\])])\s*(?=[^\s*★])", re.IGNORECASE)
_TAIL = compiled(
    r"\s*(?:[\[(<]\s*(?:√|✓|✔|正确(?:答案|选项)?|correct(?: answer)?|答案|x)\s*[\])>]|"
    r"[√✓✔★]|(?<!\*)\*|<-+\s*(?:正确)?答案?)\s*$",
    re.IGNORECASE,
)
_TAG_BEHIND = compiled(r"[\[(][^\[\]()]{2,8}[\])]\s*\*?\s*$")
_LETTERED = compiled(r"[A-Z]\s*[.、:)\s]|\d{1,3}\s*[.、)]")
_GAP = compiled(r"\t+|\s{2,}")
_NUMBERS = compiled(r"\s*[\[(]?\d{1,2}(?!\d)[\])]?(?:[\s,，、;]*[\[(]?\d{1,2}(?!\d)[\])]?)*[。.]?\s*")
_ENDS_STEM = compiled(r"[?:]\s*$|[(]\s*[)][。.]?\s*$|_{2,}[。.]?\s*$")
_ENDS_SENTENCE = compiled(r"[。;!]\s*$")
MOST = 10
_LEAST = 2
_LONGEST = 80
_LONGEST_BOX = 400
_LEAST_BESIDE = 3
_LONGEST_BESIDE = 24
_MOST_ROWS = 3
_ASIDE = compiled("\\s*[\U0001f300-\U0001faff]")  # 📖 in front of an explanation
_FIELDS = frozenset(("worth", "type", "difficulty", "topic", "seconds"))
_MOST_FIELDS = 4
_UNMARKED = frozenset({"bare", "beside"})
_OFFER = compiled(r"\s*[\[]?(?:备选)?选项[\]]?\s*:\s*(?=[^\n|]+\|)")
_STROKE = compiled(r"\s*\|\s*")
_NUMBERED_OFFER = compiled(r"\s*[\[]?选项\s*(?P<place>[1-9])[\]]?\s*[.、:]\s*(?=\S)")
_WORTH = compiled(r"[(\[][^()\[\]]*[)\]]")
_LONGEST_TYPE = 8
_WORDED = compiled(r"[AI] [a-z]")
_ARTICLE = compiled(r"[-*•]\s*A\s+[A-Za-z]")
_LISTED = frozenset({"numbered", "paren", "rparen", "dot", "dun", "alone", "box"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line that may be an option: the dress of its mark, where its text stands, whether it is marked as right."""

    token: Token
    dress: str
    start: int
    end: int
    chosen: bool = False


def lettered(found: list[Token]) -> list[Token]:
    """The same tokens with every list of options without letters as options."""
    _keys_of_wrapped_stems(found)
    _bullets_with_an_article(found)
    _sentences_with_a_letter(found)
    choice = written = False
    at = 0
    while at < len(found):
        token = found[at]
        if token.heading is not None:
            choice = token.heading.kind in CHOICE_KINDS or token.heading.choice
            written = token.heading.kind in WRITTEN_KINDS
        above = found[at - 1] if at and found[at - 1].what is T.NUMBER else None
        wraps = token.what is T.TEXT and above is not None and not _stands_alone(above)  # the second line of a stem
        begins = wraps or _is_stem(token) or (token.what is T.TEXT and token.fresh and _verdicts_below(found, at))
        begins = begins or _ends_code(found, at)
        below = at + 1 + _fields_beside(found, at)
        lines = _options_below(found, token, below, choice=choice, wraps=wraps) if begins and not written else []
        _make_options(lines)
        at = below + len({line.token.start for line in lines})
    return found


def _ends_code(found: list[Token], at: int) -> bool:
    """The last line of a block of code, with boxes to tick below it."""
    after = found[at + 1] if at + 1 < len(found) else None
    return found[at].folded.startswith("```") and after is not None and _BOX.match(after.folded) is not None


def _keys_of_wrapped_stems(found: list[Token]) -> None:
    """`（A）是第一步。` on the second line of a stem is no option when `A. …` stands right below it."""
    for token, after in pairwise(found):
        if token.what is T.OPTIONS is after.what and token.fresh and after.fresh and len(token.options) == 1:
            both = token.options[0].label == after.options[0].label == "A"
            if both and token.folded[:1] in "([" and after.folded[:1] != token.folded[:1]:
                token.what, token.options, token.body, token.style, token.weak = T.TEXT, [], token.start, "", False


def _bullets_with_an_article(found: list[Token]) -> None:
    """`- A pallet`, `- A courier`: no options with the letter A, but bullets that begin with an article."""
    before = False
    for index, token in enumerate(found):
        article = _begins_with_article(token)
        after = found[index + 1 : index + 2] if article and not before else []
        if article and (before or any(one.what is T.BULLET or _begins_with_article(one) for one in after)):
            token.what, token.options, token.weak, token.unseparated = T.BULLET, [], False, False
            token.style, token.body = token.folded[0], token.start + token.folded.index("A")
        before = article


def _sentences_with_a_letter(found: list[Token]) -> None:
    """`I would call first.`, `A clerk checks it.` alone below a question: sentences, and no options I or A."""
    for index, token in enumerate(found):
        if token.what is not T.OPTIONS or not token.unseparated or _WORDED.match(token.folded) is None:
            continue
        beside = found[max(0, index - 1) : index] + found[index + 1 : index + 2]
        letters = {one.options[0].label for one in beside if one.what is T.OPTIONS}
        if len(token.options) == 1 and letters <= {token.options[0].label}:
            token.what, token.options, token.body, token.style = T.TEXT, [], token.start, ""
            token.weak = token.unseparated = False


def _begins_with_article(token: Token) -> bool:
    lone = token.what is T.OPTIONS and token.weak and len(token.options) == 1 and token.fresh
    return lone and _ARTICLE.match(token.folded) is not None


def _fields_beside(found: list[Token], at: int) -> int:
    """How many labels such as `（分值：5）` stand behind the stem on its line."""
    count = 0
    for token in found[at + 1 : at + 1 + _MOST_FIELDS]:
        if token.fresh or token.label is None or token.label.name not in _FIELDS:
            break
        count += 1
    return count


def _options_below(found: list[Token], stem: Token, below: int, *, choice: bool, wraps: bool) -> list[Line]:
    lines = _beside_each_other(found, below) or _lines_below(found, below, stem)
    if not lines or (wraps and lines[0].dress == "bare" and not _is_stem(stem)) or _lettered_below(found, below, stem):
        return []
    end = below + len({line.token.start for line in lines})
    after = found[end] if end < len(found) else None
    if stem.level and lines[0].dress != "box" and not (stem.what is T.NUMBER and _named(lines, after)):
        return []
    return lines if _are_options(stem, lines, after, choice=choice) else []


def _lettered_below(found: list[Token], at: int, stem: Token) -> bool:
    """Whether options with letters follow before the question ends: the lines in between are of its stem."""
    for token in found[at : at + MOST]:
        if token.what is T.OPTIONS and token.style != "circled":
            return token.options[0].label == "A"
        following = token.what is T.NUMBER is stem.what and token.value == stem.value + 1
        if following or token.what in (T.HEADING, T.ANSWERS, T.LABEL, T.KEYS):
            return False
    return False


def _is_stem(token: Token) -> bool:
    if token.what is T.NUMBER:
        return not _stands_alone(token)
    if token.level:
        return token.what in (T.HEADING, T.TEXT)
    if token.what is T.LABEL:
        return token.label is not None and token.label.name == "stem"
    return token.what is T.TEXT and token.fresh and _ENDS_STEM.search(token.folded) is not None


def _stands_alone(token: Token) -> bool:
    """`题目2`, `2.判断题 (5分)` with the question on the next line."""
    name = _WORTH.sub("", token.content).strip(" :*")
    return not name or (len(name) <= _LONGEST_TYPE and tagged(name) is not None)


def _lines_below(found: list[Token], begin: int, stem: Token) -> list[Line]:
    lines: list[Line] = []
    while begin + len(lines) < len(found) and len(lines) < MOST:
        line = _line(found[begin + len(lines)], stem, len(lines) + 1)
        if line is None or (lines and line.dress != lines[0].dress and not _same(line, lines[0])):
            break
        lines.append(line)
    return lines


def _beside_each_other(found: list[Token], at: int) -> list[Line]:
    """`轻货   重货   空箱`: words with wide gaps between them, on one line or in the columns of two."""
    lines = _offered_in_row(found[at]) if at < len(found) else []
    if lines:
        return lines
    for token in found[at : at + _MOST_ROWS]:
        parts = _parts_of(token)
        if len(parts) < _LEAST:
            break
        lines += [Line(token, "beside", token.start + start, token.start + end) for start, end in parts]
    return lines if _LEAST_BESIDE <= len(lines) <= MOST else []


def _offered_in_row(token: Token) -> list[Line]:
    """`选项：轻货 | 重货 | 空箱`."""
    name = _OFFER.match(token.folded) if token.fresh and token.what is T.TEXT else None
    if name is None:
        return []
    ends = [match.span() for match in _STROKE.finditer(token.folded, name.end())]
    bounds = [name.end(), *(edge for gap in ends for edge in gap), len(token.folded)]
    parts = list(zip(bounds[::2], bounds[1::2], strict=True))
    whole = _LEAST <= len(parts) <= MOST and all(start < end for start, end in parts)
    return [Line(token, "offered", token.start + start, token.start + end) for start, end in parts] if whole else []


def _parts_of(token: Token) -> list[tuple[int, int]]:
    if token.what is not T.TEXT or not token.fresh or token.row or _GAP.search(token.folded) is None:
        return []
    bounds = [0, *(edge for gap in _GAP.finditer(token.folded) for edge in gap.span()), len(token.folded)]
    parts = list(zip(bounds[::2], bounds[1::2], strict=True))
    return parts if all(0 < end - start <= _LONGEST_BESIDE for start, end in parts) else []


def _same(line: Line, first: Line) -> bool:
    """A star in front of the right one is no bullet: `八点`, `*九点`, `十点`."""
    return {line.dress, first.dress} <= {"bare", "*", "box-line"} and (line.chosen or first.chosen)


def _line(token: Token, stem: Token, count: int) -> Line | None:
    if not token.fresh or token.row or token.heading is not None or _ASIDE.match(token.folded):
        return None
    box = _BOX.match(token.folded, token.body - token.start if token.what is T.NUMBER else 0)
    if len(token.folded) > (_LONGEST_BOX if box else _LONGEST):
        return None
    if box and not _lettered_behind(token.folded, box.end()):
        return _trimmed(token, "box", box.end(), chosen=box.group("on") is not None)
    if token.what is T.OPTIONS:
        circled = token.style == "circled" and len(token.options) == 1 and token.options[0].label == chr(64 + count)
        return _trimmed(token, "circled", token.body - token.start) if circled else None
    offer = _NUMBERED_OFFER.match(token.folded)
    if offer and token.what is T.TEXT and int(offer["place"]) == count:
        return _trimmed(token, "numbered", offer.end())
    if token.what is T.NUMBER:
        listed = token.style in _LISTED and token.style != stem.style and token.value == count and bool(token.content)
        return _trimmed(token, token.style, token.body - token.start) if listed else None
    if token.what is T.BULLET:
        lead = token.style == "*" and _LEAD.match(token.folded)
        return _trimmed(token, token.style, token.body - token.start, chosen=bool(lead and not _spaced(token)))
    return _trimmed(token, "bare", 0) if token.what is T.TEXT else None


def _spaced(token: Token) -> bool:
    return token.folded[1:2].isspace()


def _lettered_behind(text: str, at: int) -> bool:
    return _LETTERED.match(text, at) is not None


def _trimmed(token: Token, dress: str, body: int, *, chosen: bool = False) -> Line:
    lead = _LEAD.match(token.folded, body)
    if lead and dress != "*":
        body, chosen = lead.end(), True
    tail = _TAIL.search(token.folded, body)
    end = len(token.folded)
    if tail and tail.start() > body:
        end, chosen = tail.start(), True
    return Line(token, dress, token.start + body, token.start + end, chosen)


def _are_options(stem: Token, lines: list[Line], after: Token | None, *, choice: bool) -> bool:
    if after is not None and after.what is T.OPTIONS and after.options[0].label == "A" and after.style != "circled":
        return False
    if any(line.dress in _UNMARKED and _ENDS_STEM.search(line.token.folded) for line in lines):
        return False
    if lines[0].dress == "beside" and _ENDS_STEM.search(stem.folded) is None and not _named(lines, after):
        return False
    if len(lines) < _LEAST:
        return False
    chosen = sum(line.chosen for line in lines)
    if lines[0].dress == "box" and stem.level and not chosen and not _asked(stem):
        return False  # `## 面试前准备` over boxes to tick: things to do
    if lines[0].dress in ("box", "offered", "numbered") or _verdicts(lines):
        return True
    if 0 < chosen < len(lines) and (len(lines) > _LEAST or _asked(stem) or _judges(lines)):
        return True
    if _named(lines, after):
        return True
    behind = _TAG_BEHIND.search(stem.content)
    tags = (stem.content[:16], behind.group() if behind else "")
    named = choice or any(kind_in(tag)[0] in CHOICE_KINDS for tag in tags) or names_choice(stem.content[:12])
    return named and _plain(lines)


def _verdicts_below(found: list[Token], at: int) -> bool:
    """`对` and `错` alone on the two lines below a statement."""
    words = [keys.as_bool(token.content.strip("*")) for token in found[at + 1 : at + 3] if token.fresh]
    return len(words) == _LEAST and set(words) == {True, False}


def _verdicts(lines: list[Line]) -> bool:
    return len(lines) == _LEAST and {keys.as_bool(_text(line).strip("*")) for line in lines} == {True, False}


def _judges(lines: list[Line]) -> bool:
    return all(keys.as_bool(_text(line)) is not None for line in lines)


def _asked(stem: Token) -> bool:
    return asks(stem.content) or _ENDS_STEM.search(stem.folded) is not None


def _plain(lines: list[Line]) -> bool:
    return not any(line.dress == "bare" and _ENDS_SENTENCE.search(line.token.folded) for line in lines[:-1])


def _named(lines: list[Line], after: Token | None) -> bool:
    """Whether the key behind the lines names some of them: by letter, by number or by their text."""
    if (
        after is None
        or after.what is not T.LABEL
        or after.label is None
        or after.label.name not in ("key", "reference")
    ):
        return False
    content = after.content.strip()
    pairs = [(chr(65 + n), _text(line)) for n, line in enumerate(lines)]
    letters = keys.as_letters(content)
    if letters is not None and (content[:1] not in CIRCLED or lines[0].dress == "circled"):
        return set(letters) <= {label for label, _ in pairs}
    if lines[0].dress in _LISTED and _NUMBERS.fullmatch(content):
        return all(0 < int(number) <= len(lines) for number in re.findall(r"\d+", content))
    return keys.by_text(content, pairs) is not None


def _text(line: Line) -> str:
    return line.token.folded[line.start - line.token.start : line.end - line.token.start]


def _make_options(lines: list[Line]) -> None:
    first = None
    for place, line in enumerate(lines):
        token = line.token
        start = line.start if token is first else token.start
        mark = OptionMark(chr(65 + place), start, line.start, line.end, line.chosen)
        if token is first:
            token.options.append(mark)
            continue
        first, listed = token, line.dress in _LISTED
        token.what, token.style, token.weak, token.body = T.OPTIONS, "listed" if listed else "letter", False, line.start
        token.options, token.number, token.value = [mark], "", 0

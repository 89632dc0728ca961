"""Answer keys in the forms that people write: letters, marks, words, ranges, runs and tables. Input is folded text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from questionbank.parsing.words.fold import fold
from questionbank.parsing.words.numerals import CIRCLED
from questionbank.parsing.words.patterns import compiled

_TRUE = r"√|✓|✔\ufe0f?|☑|✅|对|正确|是|true|yes|right|T|Y"
_FALSE = r"×|✗|✘|✕|╳|❌|❎|错误?|不正确|不对|否|非|false|no|wrong|F|N|X"
_BOOL = compiled(rf"(?:(?P<true>{_TRUE})|(?P<false>{_FALSE}))(?:的|题)?", re.IGNORECASE)
_BOOL_MARKS = compiled(r"√|✓|✔|☑|✅|×|✗|✘|✕|╳|❌|❎")
_LETTERS = compiled(r"[A-Z](?:[\s,，、;；/和&+|.]*[A-Z])*", re.IGNORECASE)
_SMALL = compiled(r"[a-h](?:[\s,，、;；/]*[a-h])+")
_RANGE = compiled(r"([A-Z])\s*[-~—–至到]+\s*([A-Z])")
_AND = compiled(r"(?<=[A-Z])\s*,?\s+and\s+(?=[A-Z](?![A-Za-z]))")
_CIRCLES = compiled(rf"[{CIRCLED}](?:[\s,，、]*[{CIRCLED}])*")
_ALL = compiled(r"(?:以上)?(?:全选|全部|都选|都是|全对|all(?: of the above)?)", re.IGNORECASE)
_LETTERS_FIRST = compiled(
    r"\s*[\[(]?([A-Z](?:[,，、\s]{0,2}[A-Z](?![a-z]))*)[\])]?\s*(?:[.、:，,)\];。\s]\s*|(?=[\u4e00-\u9fff(]))"
)
_EDGE = " \t。.;；,，、:!*_`【】[]()<>“”\"'"
_PLACES = compiled(r"\s*[(\[]?\d{1,2}(?!\d)[)\]]?(?:[\s,，、;]*[(\[]?\d{1,2}(?!\d)[)\]]?)*[。.]?\s*")
_ITEM = rf"(?:[{CIRCLED[:10]}](?:[\s,，、]{{0,2}}[{CIRCLED[:10]}])*|"
_ITEM += r"[A-Z](?:[\s,，、/]{0,2}[A-Z]){0,9}|√|✓|✔|×|✗|✘|❌|✅|对|错误?|正确|是|否|T|F|true|false)"
_PAIR = compiled(
    rf"[(\[]?(?P<number>\d{{1,4}})[)\]]?\s*[.、:)\-]?\s*[\[(]?(?P<key>{_ITEM})[\])]?(?![A-Za-z\u4e00-\u9fff])[\s,，;；。.、|"
    rf"]*",
    re.IGNORECASE,
)
_SPAN = compiled(
    r"(?P<first>\d{1,4})\s*[-~—–至到]+\s*(?P<last>\d{1,4})\s*+(?:题)?\s*+[.、:]?\s*+(?P<keys>[A-Ja-hTFYN√×✓✔✗✘对错\s,，、;；/|"
    r"]+)[。.;；]?\s*"
)
_BEGINS_RUN = compiled(r"\s*(?:[(\[]\s*)?\d")
_BEGINS_TABLE = compiled(r"[\s|]*(?:题?[号目序]|No|number|question|\d+\s*[\s|]\s*\d)", re.IGNORECASE)
_CELLS = compiled(r"\t+|\s*\|\s*|\s{2,}")
_NUMBER_WORD = compiled(r"题?[号目序]+|No\.?|number|question", re.IGNORECASE)
_ANSWER_WORD = compiled(r"(?:参考|正确)?答案|answers?|key", re.IGNORECASE)
_CELL = compiled(_ITEM, re.IGNORECASE)
_TWO_PAIRS = 2
_TICK = r"\s*+[□○◯☐●■√✓(\[]?\s*+"
_TRUTHS = compiled(
    rf"{_TICK}(?P<right>正确|对|是|√|true|yes|T)\s*+[)\]/|、,]*{_TICK}(?P<wrong>错误|错|不正确|否|×|false|no|F)\s*+[)\]]?\s*+",
    re.IGNORECASE,
)


_TF_PAIRS = (
    {"正确", "错误"},
    {"对", "错"},
    {"是", "否"},
    {"√", "×"},
    {"true", "false"},
    {"yes", "no"},
    {"t", "f"},
    {"正确", "不正确"},
)


@dataclass(frozen=True, slots=True)
class NumberedKey:
    """One `3.B` of a run; `start:end` index the text that was given."""

    number: int
    content: str
    start: int
    end: int


@lru_cache(maxsize=2048)
def as_bool(content: str) -> bool | None:
    """√, 对, 正确, T … as True and ×, 错, F … as False; None when it is neither."""
    match = _BOOL.fullmatch(content.strip(_EDGE))
    if not match:
        return None
    return match.group("true") is not None


def is_key(content: str) -> bool:
    """Whether the content is letters or a truth value and nothing else."""
    return as_letters(content) is not None or as_bool(content) is not None


def are_truth_values(texts: list[str]) -> bool:
    """Whether the texts of two options are a right and a wrong: `正确`, `错误`."""
    words = {"".join(text.split()).strip("。.;；").lower() for text in texts}
    return len(texts) == 2 and words in _TF_PAIRS


def pair_of(folded: str, start: int, end: int) -> re.Match[str] | None:
    """`正确  错误`, `○ 对 ○ 错` as a line of its own, with the groups `right` and `wrong`."""
    return _TRUTHS.fullmatch(folded, start, end)


def is_mark(content: str) -> bool:
    """A tick or cross, which only a true/false question has."""
    return _BOOL_MARKS.search(content) is not None and as_bool(content) is not None


def as_letters(content: str, labels: list[str] | None = None) -> list[str] | None:
    """The labels of a key in the order of the alphabet, without repeats; None when it is no list of letters."""
    content = content.strip(_EDGE)
    if labels and _ALL.fullmatch(content):
        return list(labels)
    if labels and _SMALL.fullmatch(content):
        letters = [char.upper() for char in content if char.isalpha()]
        return letters if letters == sorted(set(letters) & set(labels)) else None
    found = _as_letters(content)
    return None if found is None else list(found)


@lru_cache(maxsize=2048)  # keys repeat themselves
def _as_letters(content: str) -> list[str] | None:
    if _CIRCLES.fullmatch(content):
        return _sorted([chr(65 + CIRCLED.index(char)) for char in content if char in CIRCLED])
    content = _AND.sub(",", content) if " and " in content else content
    span = _RANGE.fullmatch(content)
    if span:
        return [chr(code) for code in range(ord(span.group(1)), ord(span.group(2)) + 1)] or None
    if not _LETTERS.fullmatch(content):
        return None
    letters = [char for char in content if char.isalpha() and char.isascii()]
    if any(char.islower() for char in letters) and (len(letters) > 1 or any(char.isupper() for char in letters)):
        return None
    return _sorted([char.upper() for char in letters])


def as_places(content: str, labels: list[str]) -> list[str] | None:
    """`2`, `(1)(3)`, `选项2` as the labels of numbered options."""
    content = content.replace("选项", "")
    if not _PLACES.fullmatch(content):
        return None
    places = [int(place) for place in re.findall(r"\d+", content)]
    return _sorted([labels[n - 1] for n in places]) if all(0 < n <= len(labels) for n in places) else None


def _sorted(letters: list[str]) -> list[str]:
    return sorted(dict.fromkeys(letters))


def with_text(content: str, options: list[tuple[str, str]]) -> tuple[list[str] | None, str]:
    """`B. 暖管`, `[D] 硬件维修`, `A,因为…`: the letters, and the text behind them unless it repeats options."""
    match = _LETTERS_FIRST.match(content)
    letters = _sorted([char for char in match.group(1) if char.isalpha() and char.isascii()]) if match else []
    if match is None or not set(letters) <= {label for label, _ in options}:
        return None, ""
    rest = content[match.end() :]
    texts = {_squeezed(text) for _, text in options}
    parts = [part for part in re.split(r"[;；|、,，]|\s{2,}", rest) if part.strip(_EDGE)]
    repeats = _squeezed(rest) in texts or all(_squeezed(part) in texts for part in parts)
    if not repeats and len(letters) > 1 and content[match.end() - 1].isalpha():
        return None, ""  # `AB法适用于…` is a sentence
    return letters, "" if repeats else rest


def _squeezed(text: str) -> str:
    return "".join(fold(text).split()).strip(_EDGE)


def by_text(content: str, options: list[tuple[str, str]]) -> list[str] | None:
    """Labels whose option text is the answer, for keys given as text (`答案：海河` or two texts with 、)."""
    squeezed = {_squeezed(text): label for label, text in options}
    whole = _squeezed(content)
    if whole in squeezed:
        return [squeezed[whole]]
    parts = [part.strip(_EDGE) for part in re.split(r"[;；|、,，\n]", content) if part.strip(_EDGE)]
    found = [squeezed.get(_squeezed(part)) for part in parts]
    labels = [label for label in found if label]
    return _sorted(labels) if labels and len(labels) == len(found) else None


def by_lines(content: str, options: list[tuple[str, str]]) -> list[str] | None:
    """`A. 登记` and `B. 核对` on lines of their own: each line of the key repeats an option."""
    lines = [line for line in content.split("\n") if line.strip()]
    found = [with_text(line, options) for line in lines] if len(lines) > 1 else []
    letters = [letter for told, rest in found if told and not rest for letter in told]
    return _sorted(letters) if found and len(letters) == len(lines) else None


def labelled_run(text: str) -> list[NumberedKey] | None:
    """A run behind a label, where one pair (`答案：1.B`) is enough."""
    pair = _PAIR.fullmatch(text.strip())
    if pair and re.match(r"\s*\d{1,3}\s*[.、)]", text):
        return [NumberedKey(int(pair["number"]), pair["key"].strip(_EDGE), 0, len(text))]
    return run_of_keys(text)


def run_of_keys(text: str) -> list[NumberedKey] | None:
    """`1.B 2.C`, `1-5 ABCDE 6-10 BADCE`, `1A2B3C`: every key with its number, None when anything else is there."""
    if not _BEGINS_RUN.match(text):
        return None
    at = len(text) - len(text.lstrip())
    found: list[NumberedKey] = []
    spans = 0
    while at < len(text.rstrip()):
        span = _SPAN.match(text, at)
        pair = None if span else _PAIR.match(text, at)
        if span:
            found += _spread(span)
            spans += 1
        elif pair:
            found.append(NumberedKey(int(pair["number"]), pair["key"].strip(_EDGE), pair.start(), pair.end()))
        else:
            return None
        at = (span or pair).end()  # type: ignore[union-attr]
    return found if len(found) >= _TWO_PAIRS or spans else None


def _spread(span: re.Match[str]) -> list[NumberedKey]:
    """One key for each number of a range; when the lengths differ the keys stay together as an error (number 0)."""
    first, last = int(span["first"]), int(span["last"])
    keys = span["keys"].strip(" ,，、;；|")
    groups = [group for group in re.split(r"[\s,，、;；/|]+", keys) if group]
    count = last - first + 1
    each = groups if len(groups) == count else list("".join(groups))
    if len(each) != count or count < 1:
        return [NumberedKey(0, f"{first}-{last} {keys}", span.start(), span.end())]
    return [NumberedKey(first + i, key, span.start(), span.end()) for i, key in enumerate(each)]


def table_row(text: str) -> list[str] | None:
    """The cells of a row of an answer table: split at tabs, pipes or wide gaps."""
    cells = [cell.strip() for cell in _CELLS.split(text.strip().strip("|"))]
    return cells if len(cells) > _TWO_PAIRS else None


def begins_table(text: str) -> bool:
    """Whether the line may be the row of numbers of an answer table."""
    return _BEGINS_TABLE.match(text) is not None


def table_of_keys(numbers: str, answers: str) -> list[tuple[int, str]] | None:
    """A row of numbers and the row of letters below it (`题号 1 2 3` / `答案 A B C`)."""
    if not begins_table(numbers):
        return None
    top, bottom = table_row(numbers), table_row(answers)
    if not top or not bottom:
        top, bottom = numbers.split(), answers.split()
    if top and _NUMBER_WORD.fullmatch(top[0]):
        top = top[1:]
    if bottom and _ANSWER_WORD.fullmatch(bottom[0]):
        bottom = bottom[1:]
    if len(top) != len(bottom) or len(top) < _TWO_PAIRS or not all(cell.isdecimal() for cell in top):
        return None
    if not all(_CELL.fullmatch(cell) for cell in bottom):
        return None
    return [(int(number), key) for number, key in zip(top, bottom, strict=True)]

"""Number formats of a workbook: `50%`, `3/4`, `007` and `3月4日` as people see them. Pure: no Django.

Codes are those of ECMA-376-1 section 18.8.30 and 18.8.31; only the first section of a code is used, and a code with
anything unusual in it leaves the cell as it is.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from questionbank.formats.package import Package

Place = tuple[int, int]
_BUILT_IN = {
    2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 12: "# ?/?", 13: "# ??/??", 16: "d-mmm", 17: "mmm-yy",
    20: "h:mm", 21: "h:mm:ss", 28: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)/?>")
_STYLE = re.compile(rb'\bs="(\d+)"')
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_NUMBER = re.compile(
    r"(?P<before>[^0#?,.%/]*)(?P<whole>[0#,]+)(?:\.(?P<places>0+))?(?P<percent>%)?(?P<behind>[^0#?,.%/]*)"
)
_FRACTION = re.compile(r"(?:# ?)?\?{1,2}/\?{1,2}")
_DATE_PART = re.compile(r"yyyy|yy|mmmm|mmm|mm|m|dd|d|hh|h|ss|s")
_DATE = re.compile(r"[ymdhs\-/: .年月日时分秒]+")
_RUN = re.compile(r"([ymdhs])\1*")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONGEST_CODE = 255
_LONGEST_FIGURE = 7
_GROUPED, _DENOMINATORS = ",", {"?": 9, "??": 99}


def code_of(number: int, own: dict[int, str]) -> str | None:
    """The code of a format by its number, when it changes what is seen; `own` are those that the workbook defines."""
    code = own.get(number, _BUILT_IN.get(number))
    return code if code and _bare(code) not in ("", "General", "0", "@") else None


def telling(package: Package, sheets: dict[int, str]) -> dict[int, dict[Place, str]]:
    """The codes of cells whose format changes what is seen, by sheet; `sheets` are the names of their members."""
    codes = dict(_codes(package))
    if not codes:
        return {}
    return {index: dict(_cells(package.read(name), codes)) for index, name in sheets.items()}


def _codes(package: Package) -> Iterator[tuple[int, str]]:
    """The styles of cells by number that have a code which is understood."""
    if "xl/styles.xml" not in package:
        return
    root = package.xml("xl/styles.xml")
    nodes = [(_figure(node.get("numFmtId", "")), node.get("formatCode", "")) for node in root.iter("{*}numFmt")]
    own = {number: code for number, code in nodes if number is not None}
    cells = next(root.iter("{*}cellXfs"), None)
    for index, node in enumerate(cells if cells is not None else ()):
        number = _figure(node.get("numFmtId", "0"))
        code = code_of(number, own) if number is not None else None
        if code:
            yield index, code


def _figure(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _LONGEST_FIGURE else None


def _cells(data: bytes, codes: dict[int, str]) -> Iterator[tuple[Place, str]]:
    for match in _CELL.finditer(data):
        style = _STYLE.search(match[1])
        if style and int(style[1]) in codes:
            where = _REFERENCE.search(match[1])
            if where:
                yield place(where[1].decode(), where[2].decode()), codes[int(style[1])]


def place(letters: str, row: str) -> Place:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(row) - 1, column - 1


@lru_cache(maxsize=256)
def _bare(code: str) -> str:
    """The first section without colours, languages, padding and the signs that quote text."""
    if len(code) > _LONGEST_CODE:
        return ""
    first = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)[0]
    first = re.sub(r"\[\$([^\]-]*)[^\]]*\]", r"\1", first)
    return re.sub(r'\[[^\]]*\]|_.|\*.|["\\]', "", first).strip()


def seen(value: object, code: str) -> str | None:
    """The value as the code shows it; none when that is not known."""
    bare = _bare(code)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return _moment(value, bare)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if _FRACTION.fullmatch(bare):
        return _fraction(value, bare)
    match = _NUMBER.fullmatch(bare)
    return _number(Decimal(repr(value)), match) if match else None


def _number(value: Decimal, match: re.Match[str]) -> str:
    places = len(match["places"] or "")
    value = value * 100 if match["percent"] else value
    shown = format(abs(value), f"{_GROUPED if _GROUPED in match['whole'] else ''}.{places}f")
    least = match["whole"].replace(",", "").count("0")
    whole, dot, rest = shown.partition(".")
    sign = "-" if value < 0 else ""
    return f"{sign}{match['before']}{whole.zfill(least)}{dot}{rest}{match['percent'] or ''}{match['behind']}".strip()


def _fraction(value: float, bare: str) -> str:
    most = _DENOMINATORS[bare.rpartition("/")[2]]
    whole, rest = divmod(Fraction(repr(value)).limit_denominator(most), 1)
    if not rest:
        return str(whole)
    return f"{whole} {rest}" if whole and bare.startswith("#") else str(whole + rest)


def _moment(value: datetime.datetime | datetime.date | datetime.time, bare: str) -> str | None:
    code = bare.lower()
    known = all(_DATE_PART.fullmatch(run.group()) for run in _RUN.finditer(code))
    if not known or not _DATE.fullmatch(code) or ("y" in code and "年" not in code):
        return None  # whole dates come out in the international order
    minutes = "h" in code

    def part(match: re.Match[str]) -> str:
        word = match.group()
        if word.startswith("m") and not (minutes and "d" not in code):
            month = getattr(value, "month", 1)
            return _MONTHS[month - 1] if len(word) > 2 else f"{month:0{len(word)}d}"
        names = {"y": "year", "d": "day", "h": "hour", "m": "minute", "s": "second"}
        number = getattr(value, names[word[0]], 0)
        return str(number)[-len(word) :].zfill(len(word)) if word[0] == "y" else f"{number:0{len(word)}d}"

    return _DATE_PART.sub(part, code)

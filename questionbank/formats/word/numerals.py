"""How Word prints a number in each of its number formats. Pure: no Django.

Sources: ECMA-376-1:2016 section 17.18.59 (ST_NumberFormat); where Word 16 differs from it, what Word prints as probed
in docling pull request 4336: 101 is 一○一 in chineseCounting, 一百〇一 in chineseCountingThousand, 壹佰零壹 in
chineseLegalSimplified, 百一 in japaneseCounting; sets of fixed size go on in decimal figures.
"""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "一二三四五六七八九"
_LEGAL = "壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "壹貳參肆伍陸柒捌玖"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_PARENTHESES = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_FULL_STOPS = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_IDEOGRAPH_CIRCLES = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MYRIAD = 10_000
_LARGEST_COUNT = 1_000_000
_LARGEST_ROMAN = 32_767
_LONGEST_LETTERS = 30


def roman(number: int) -> str:
    if not 0 < number <= _LARGEST_ROMAN:
        return str(number)
    printed = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        printed += letters * count
    return printed


def letters(number: int) -> str:
    """A … Z, AA, BB … ZZ, AAA: Word repeats the letter."""
    if number < 1:
        return str(number)
    times, index = divmod(number - 1, 26)
    return chr(65 + index) * (times + 1) if times < _LONGEST_LETTERS else str(number)


def _from(signs: str) -> Callable[[int], str]:
    """One sign for each number; past the set, decimal figures."""
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _by_digit(digits: str) -> Callable[[int], str]:
    """`digits` is the sign for 0 and those for 1 to 9."""
    return lambda number: "".join(digits[int(figure)] for figure in str(max(number, 0)))


def _counting(
    digits: str, units: tuple[str, str, str, str], zero: str, *, bare: str = "", short_teens: bool = True
) -> Callable[[int], str]:
    """Numbers with units up to a million. `bare`: units that take no 一 before them (japaneseCounting)."""

    def group(number: int, *, inner: bool) -> str:
        printed, gap = "", False
        for power in (3, 2, 1, 0):
            figure = number // 10**power % 10
            if not figure:
                gap = True
                continue
            unit = units[3 - power] if power else ""
            printed += zero if gap and (printed or inner) else ""
            printed += unit if figure == 1 and unit and unit in bare else digits[figure - 1] + unit
            gap = False
        return printed

    def count(number: int) -> str:
        if not 0 < number < _LARGEST_COUNT:
            return zero if number == 0 else str(number)
        if short_teens and 10 <= number < 20:
            return units[2] + (digits[number - 11] if number > 10 else "")
        myriads, rest = divmod(number, _MYRIAD)
        printed = count(myriads) + units[3] if myriads else ""
        return printed + group(rest, inner=bool(myriads))

    return count


def _chinese_counting(number: int) -> str:
    """With 十 up to 99, figure by figure from 100."""
    if number < 100:
        return _THOUSAND(number)
    return _by_digit("○" + _DIGITS)(number)


_THOUSAND = _counting(_DIGITS, ("千", "百", "十", "万"), "〇")
_TAIWANESE = _counting(_DIGITS, ("千", "百", "十", "萬"), "零")
_JAPANESE = _counting(_DIGITS, ("千", "百", "十", "万"), "", bare="千百十", short_teens=False)
_LEGAL_COUNT = _counting(_LEGAL, ("仟", "佰", "拾", "万"), "零", short_teens=False)
_LEGAL_TRADITIONAL_COUNT = _counting(_LEGAL_TRADITIONAL, ("仟", "佰", "拾", "萬"), "零", short_teens=False)

FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: "".join(chr(ord(figure) + 0xFEE0) for figure in str(max(number, 0))),
    "decimalFullWidth2": lambda number: "".join(chr(ord(figure) + 0xFEE0) for figure in str(max(number, 0))),
    "upperLetter": letters,
    "lowerLetter": lambda number: letters(number).lower(),
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "ordinal": lambda number: f"{number}{_ordinal_ending(number)}",
    "chineseCounting": _chinese_counting,
    "taiwaneseCounting": _chinese_counting,
    "chineseCountingThousand": _THOUSAND,
    "taiwaneseCountingThousand": _TAIWANESE,
    "japaneseCounting": _JAPANESE,
    "chineseLegalSimplified": _LEGAL_COUNT,
    "ideographLegalTraditional": _LEGAL_TRADITIONAL_COUNT,
    "ideographDigital": _by_digit("〇" + _DIGITS),
    "taiwaneseDigital": _by_digit("○" + _DIGITS),
    "japaneseDigitalTenThousand": _by_digit("〇" + _DIGITS),
    "koreanDigital2": _by_digit("零" + _DIGITS),
    "ideographTraditional": _from(_STEMS),
    "ideographZodiac": _from(_BRANCHES),
    "ideographEnclosedCircle": _from(_IDEOGRAPH_CIRCLES),
    "decimalEnclosedCircle": _from(_CIRCLED),
    "decimalEnclosedCircleChinese": _from(_CIRCLED),
    "decimalEnclosedParen": _from(_PARENTHESES),
    "decimalEnclosedFullstop": _from(_FULL_STOPS),
    "none": lambda number: "",
}


def _ordinal_ending(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def printed(number: int, form: str) -> str:
    """The number as Word prints it; formats of other scripts come out in decimal figures."""
    return FORMATS.get(form, str)(number)

"""Numbers as Word prints them, at the borders where formats change."""

from __future__ import annotations

import pytest

from questionbank.formats.word.numerals import FORMATS, printed


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("decimal", {1: "1", 101: "101"}),
        ("decimalZero", {1: "01", 10: "10", 101: "101"}),
        ("decimalFullWidth", {1: "１", 10: "１０", 101: "１０１"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 28: "BB", 53: "AAA"}),
        ("lowerLetter", {1: "a", 27: "aa"}),
        ("upperRoman", {1: "I", 4: "IV", 9: "IX", 14: "XIV", 40: "XL", 1994: "MCMXCIV"}),
        ("lowerRoman", {4: "iv", 90: "xc"}),
        ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 11: "11th", 112: "112th"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 100: "一○○", 101: "一○一"}),
        (
            "chineseCountingThousand",
            {1: "一", 10: "十", 11: "十一", 21: "二十一", 101: "一百〇一", 110: "一百一十", 1001: "一千〇一",
             10010: "一万〇一十"},
        ),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 11: "壹拾壹", 101: "壹佰零壹"}),
        ("ideographLegalTraditional", {3: "參", 11: "壹拾壹"}),
        ("japaneseCounting", {1: "一", 10: "十", 11: "十一", 101: "百一", 1000: "千"}),
        ("ideographDigital", {1: "一", 10: "一〇", 101: "一〇一"}),
        ("taiwaneseCountingThousand", {12: "十二", 101: "一百零一"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedCircleChinese", {1: "①", 10: "⑩", 21: "21"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇"}),
        ("decimalEnclosedFullstop", {1: "⒈"}),
        ("ideographEnclosedCircle", {1: "㊀", 11: "11"}),
        ("none", {1: "", 7: ""}),
        ("thaiCounting", {3: "3"}),
    ],
)  # fmt: skip
def test_as_word_prints_it(form: str, expected: dict[int, str]) -> None:
    assert {number: printed(number, form) for number in expected} == expected


def test_every_format_takes_any_number() -> None:
    odd = [-3, 0, 780, 781, 32_768, 999_999, 1_000_000, 10**9]
    assert all(isinstance(printed(number, form), str) for form in FORMATS for number in odd)

"""Chinese, Roman and circled numerals as they number headings, questions and lists."""

from __future__ import annotations

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
CN = "[零一二三四五六七八九十百]{1,5}"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def chinese(numeral: str) -> int | None:
    """十二 → 12; None when it is no number up to 999."""
    if not numeral:
        return None
    if len(numeral) > 1 and all(char in _DIGITS for char in numeral):
        return int("".join(str(_DIGITS[char]) for char in numeral))
    total = unit = 0
    for char in numeral:
        if char in _DIGITS:
            unit = _DIGITS[char]
        elif char in "十百":
            total += (unit or 1) * (10 if char == "十" else 100)
            unit = 0
        else:
            return None
    return total + unit


def roman(numeral: str) -> int | None:
    """IV → 4 for plain upper-case numerals."""
    if not numeral or any(char not in _ROMAN for char in numeral):
        return None
    values = [_ROMAN[char] for char in numeral]
    return sum(-v if any(v < later for later in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


def value_of(numeral: str) -> int | None:
    """Any of the numerals as a number."""
    if numeral.isascii() and numeral.isdigit():
        return int(numeral)
    if numeral in CIRCLED and len(numeral) == 1:
        return CIRCLED.index(numeral) + 1
    return chinese(numeral) if numeral[:1] in _DIGITS or numeral[:1] in "十百" else roman(numeral)

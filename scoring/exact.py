"""Reading and showing exact points. Pure: no Django."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

_NUMBER = re.compile(r"\d{1,6}(\.\d{1,6})?(/[1-9]\d{0,5})?", re.ASCII)


def read_exact(text: str | None) -> Fraction | None:
    """A non-negative number such as `2`, `0.5` or `8/3`; None for anything else."""
    trimmed = (text or "").strip()
    if not _NUMBER.fullmatch(trimmed):
        return None
    whole, _, divisor = trimmed.partition("/")
    return Fraction(whole) / Fraction(divisor or "1")


def rounded(value: Fraction, places: int = 2) -> Decimal:
    """Half away from zero, as people round: 2.5 becomes 3. For showing only; nothing is computed from it."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def show(value: Fraction, places: int = 2) -> str:
    """`2`, `0.5`, `3.33`: no trailing zeros."""
    text = format(rounded(value, places), "f")
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short == "-0" else short

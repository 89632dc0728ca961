"""How scores look: `{% load scores %}`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django import template

from scoring.exact import show

register = template.Library()


@register.filter
def score(value: Fraction | Decimal | int | None) -> str:
    """At most two decimal places, without trailing zeros; nothing for a score that does not exist."""
    return "" if value is None else show(Fraction(value))


@register.filter
def percent_of(value: Fraction | None, maximum: Fraction) -> str:
    """`83.33%`; nothing where there is no score or nothing to reach."""
    return "" if value is None or not maximum else f"{show(Fraction(value) * 100 / maximum)}%"

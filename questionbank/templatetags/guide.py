"""How the format guide's texts become markup: `{% load guide %}`."""

from __future__ import annotations

import re
from decimal import Decimal

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from questionbank.document import DraftItem
from questionbank.guide.page import facts, worth

register = template.Library()
_CODE = re.compile(r"`([^`]+)`")


@register.filter
def prose(text: str) -> SafeString:
    """Text whose words between backticks are shown as they are typed."""
    escaped = str(conditional_escape(text))
    return mark_safe(_CODE.sub(r"<code>\1</code>", escaped))  # noqa: S308 -- escaped above, only our own tag is added


@register.filter
def item_facts(item: DraftItem) -> list[str]:
    return facts(item)


@register.filter
def as_worth(points: Decimal) -> str:
    return worth(points)


@register.filter
def has_parts(item: DraftItem) -> bool:
    """Whether there is anything below the question and its options."""
    written = item.accepted_answers or item.answer_points or item.criteria or item.reference_answer
    return bool(written or item.explanation or item.assesses)

"""The marks of the answer sheet. There is one for every question on each page of a test, and a template for so little
costs more than all the rest of the page."""

from __future__ import annotations

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from questionbank.delivery import Held, Numbered

register = template.Library()


def _classes(held: Held) -> str:
    return "sheet-mark" + (" answered" if held.is_answered else "") + (" flagged" if held.flagged else "")


@register.simple_tag
def jump(entry: Numbered, page: str) -> SafeString:
    """From the check before submission back to the question, which stands on `page`."""
    number = f'<span class="visually-hidden">{escape(gettext("Question"))} </span>{entry.number}'
    address = f"{escape(page)}#question-{entry.number}"
    return mark_safe(f'<a class="{_classes(entry.held)}" href="{address}">{number}</a>')  # noqa: S308 -- escaped


@register.simple_tag
def sheet_mark(entry: Numbered, words: dict[str, str]) -> SafeString:
    """To a question on the same page, with its state in `words`."""
    held, number = entry.held, entry.number
    told = words["answered" if held.is_answered else "unanswered"] + (f", {words['flagged']}" if held.flagged else "")
    place = f'href="#question-{number}" data-goto="{number}"'
    state = f'<span class="visually-hidden">{escape(told)}</span>'
    return mark_safe(f'<a class="{_classes(held)}" {place}>{number}{state}</a>')  # noqa: S308 -- escaped

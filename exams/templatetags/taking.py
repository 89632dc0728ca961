"""What the page of a running test has many of. A template for each would cost more than all the rest of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from django import template
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from questionbank.delivery import Held, Numbered

register = template.Library()

# What take.js imports, so that the browser asks for all of it at once instead of one level after another.
TAKING_MODULES = tuple(
    f"exams/{name}.js"
    for name in (
        "absence", "answers", "clock", "conflicts", "keys", "notes", "obey", "outcomes", "pager", "pen", "questions",
        "queue", "saver", "schedule", "session", "sheet", "shelf", "states", "store", "timer", "transport",
    )
)  # fmt: skip


def _classes(held: Held) -> str:
    return "sheet-mark" + (" answered" if held.is_answered else "") + (" flagged" if held.flagged else "")


@register.simple_tag
def taking_modules() -> SafeString:
    return format_html_join("", '<link rel="modulepreload" href="{}">', ((static(name),) for name in TAKING_MODULES))


@register.simple_tag
def jumps(entries: Iterable[Numbered], page: str, *, hidden: bool = False) -> SafeString:
    """From the check before submission back to the questions, which stand on `page`. `hidden`: scripts show them."""
    page, word = escape(page), f'<span class="visually-hidden">{escape(gettext("Question"))} </span>'
    return mark_safe(  # noqa: S308 -- escaped
        "\n".join(
            f"<li{f' data-unsaved="{entry.question.id}" hidden' if hidden else ''}>"
            f'<a class="{_classes(entry.held)}" href="{page}#question-{entry.number}">{word}{entry.number}</a></li>'
            for entry in entries
        )
    )


@register.simple_tag
def sheet_marks(entries: Iterable[Numbered], words: Mapping[str, str]) -> SafeString:
    """To the questions on the same page, with their state in `words`."""
    told = {name: escape(words[name]) for name in ("answered", "unanswered", "flagged")}
    return mark_safe("\n".join(_sheet_mark(entry, told) for entry in entries))  # noqa: S308 -- escaped


def _sheet_mark(entry: Numbered, told: dict[str, str]) -> str:
    held, number = entry.held, entry.number
    state = told["answered" if held.is_answered else "unanswered"] + (f", {told['flagged']}" if held.flagged else "")
    place = f'href="#question-{number}" data-goto="{number}"'
    hidden = f'<span class="visually-hidden">{state}</span>'
    return f'<li><a class="{_classes(held)}" {place}>{number}{hidden}</a></li>'

"""Tags that every template may use without loading them."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import ROLE_NAMES
from accounts.roles import Role
from questionbank.content import points_text

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative picture from config/static/icons.svg; the meaning stands in words beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


@register.filter
def role_name(role: str) -> str:
    """What people call a role of staff."""
    return str(ROLE_NAMES[Role(role)])


@register.filter
def points(value: Decimal | None) -> str:
    """`2`, `0.5`: points without trailing zeros; no points are 0."""
    return points_text(value or Decimal(0))

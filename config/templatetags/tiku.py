"""Tags that every template may use without loading them."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from django import template
from django.template.base import NodeList, Parser, Token, VariableNode
from django.template.context import Context
from django.template.defaulttags import ForNode, IfNode
from django.template.loader_tags import IncludeNode
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.models import ROLE_NAMES
from accounts.roles import Role
from questionbank.content import points_text

register = template.Library()


@register.simple_tag
@cache
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


class Once(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.rendered: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        if language not in self.rendered:
            self.rendered[language] = self.nodelist.render(context.new())
        return self.rendered[language]


@register.tag
def once(parser: Parser, _token: Token) -> Once:
    """`{% once %}…{% endonce %}`: what is the same on every page, but for its language, is rendered only once.

    It sees nothing of the page, so nothing of one person's page can come into another's."""
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    for kind in (VariableNode, IfNode, ForNode, IncludeNode):
        if nodelist.get_nodes_by_type(kind):
            raise template.TemplateSyntaxError("What is rendered once may ask nothing of the page.")
    return Once(nodelist)

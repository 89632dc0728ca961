"""Equations of Word files (OMML) as one line of text: `(a+b)/2`, `x^2`, `√(y)`. Pure: no Django."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DEEPEST = 40
_SIMPLE_LENGTH = 1


def equation_text(node: etree._Element, depth: int = 0) -> str:
    """The equation as it would be typed; what has no form of its own gives its letters in order."""
    if depth > _DEEPEST:
        return "…"
    if node.tag == f"{M}t":
        return node.text or ""
    shape = _SHAPES.get(node.tag)
    if shape is not None:
        return shape(lambda name: _part(node, name, depth))
    return "".join(equation_text(child, depth + 1) for child in node if isinstance(child.tag, str))


def _part(node: etree._Element, name: str, depth: int) -> str:
    child = node.find(f"{M}{name}")
    return equation_text(child, depth + 1) if child is not None else ""


def _closed(text: str) -> str:
    """In brackets unless it is one sign or one number."""
    return text if len(text) <= _SIMPLE_LENGTH or text.isalnum() else f"({text})"


Part = Callable[[str], str]
_SHAPES: dict[str, Callable[[Part], str]] = {
    f"{M}f": lambda part: f"{_closed(part('num'))}/{_closed(part('den'))}",
    f"{M}sSup": lambda part: f"{_closed(part('e'))}^{_closed(part('sup'))}",
    f"{M}sSub": lambda part: f"{_closed(part('e'))}_{_closed(part('sub'))}",
    f"{M}sSubSup": lambda part: f"{_closed(part('e'))}_{_closed(part('sub'))}^{_closed(part('sup'))}",
    f"{M}rad": lambda part: f"{part('deg')}√{_closed(part('e'))}",
    f"{M}d": lambda part: f"({part('e')})",
}

"""Which texts of the interface are translatable, found without GNU gettext.

Templates go through Django's own `templatize`, Python through `ast`. Scripts hold no texts: the server renders them
into attributes and `<template>`s.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

APPS = ("config", "accounts", "questionbank", "exams", "scoring")
# Function of django.utils.translation: the places of context, singular and plural among its arguments.
SHAPES: dict[str, tuple[int | None, int, int | None]] = {
    "gettext": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
LITERAL = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
TEMPLATE_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*{LITERAL}(?:,\s*{LITERAL})?(?:,\s*{LITERAL})?")


@dataclass(frozen=True, order=True)
class Message:
    msgid: str
    context: str = ""
    plural: str = ""


def template_messages(source: str) -> Iterator[Message]:
    for name, *literals in TEMPLATE_CALL.findall(templatize(source)):
        texts = [ast.literal_eval(literal) for literal in literals if literal]
        yield _message("gettext" if name == "_" else name, texts)


def python_messages(source: str) -> Iterator[Message]:
    """Raises ValueError for a translated text that is not a literal: nobody could translate it."""
    tree = ast.parse(source)
    names = dict(_imported(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := _called(node.func, names)):
            shape = [place for place in SHAPES[name] if place is not None]
            yield _message(name, [_literal(node, place) for place in range(max(shape) + 1)])


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Local name → function of django.utils.translation, lazy or not."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                name = alias.name.removesuffix("_lazy")
                if name in SHAPES:
                    yield alias.asname or alias.name, name


def _called(function: ast.expr, names: dict[str, str]) -> str | None:
    if isinstance(function, ast.Name):
        return names.get(function.id)
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        name = function.attr.removesuffix("_lazy")
        return name if function.value.id == "translation" and name in SHAPES else None
    return None


def _literal(call: ast.Call, place: int) -> str:
    value = call.args[place] if place < len(call.args) else None
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value
    raise ValueError(f"line {call.lineno}: a text to translate must be a literal")


def _message(name: str, texts: list[str]) -> Message:
    context, singular, plural = SHAPES[name]
    return Message(
        msgid=texts[singular],
        context=texts[context] if context is not None else "",
        plural=texts[plural] if plural is not None else "",
    )


def sources(root: Path, app: str) -> Iterator[Path]:
    """The templates and modules whose texts belong to the app; templates of no app belong to config."""
    folders = [root / "templates" / app]
    if app == "config":
        folders = [folder for folder in (root / "templates").iterdir() if folder.name not in APPS[1:]]
    for folder in folders:
        yield from [folder] if folder.is_file() else sorted(folder.rglob("*.html"))
    for path in sorted((root / app).rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def messages(root: Path, app: str) -> dict[Message, list[str]]:
    """Every message of the app with the files that use it."""
    found: dict[Message, list[str]] = {}
    for path in sources(root, app):
        text = path.read_text(encoding="utf-8")
        reader = template_messages if path.suffix == ".html" else python_messages
        try:
            used = list(reader(text))
        except (ValueError, SyntaxError) as error:
            raise ValueError(f"{path.relative_to(root)}: {error}") from error
        for message in used:
            found.setdefault(message, []).append(path.relative_to(root).as_posix())
    return found

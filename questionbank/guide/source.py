"""The guide's examples, words and template texts as files, read once. Pure: no Django."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from questionbank.document import Document
from questionbank.formats.tables.columns import ROLES
from questionbank.reading import read_document

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
FOLDER = Path(__file__).parent
_HEADERS = 9


@dataclass(frozen=True)
class Example:
    """A text or a table as a person would write it, and what the parser reads from it."""

    name: str
    language: Language
    text: str
    rows: list[list[str]]
    document: Document

    @property
    def copied(self) -> str:
        """What the copy button gives: a table as cells that Excel and WPS take when they are pasted."""
        return "\n".join("\t".join(map(_cell, row)) for row in self.rows) if self.rows else self.text


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "\n" in text else text


def names(language: Language) -> list[str]:
    """The examples that exist in a language."""
    folder = FOLDER / "examples" / language
    return sorted(path.stem for path in folder.iterdir() if path.suffix in (".txt", ".csv"))


@lru_cache(maxsize=128)
def example(name: str, language: Language) -> Example | None:
    """None when the language has no such example: what it shows may exist in the other one only."""
    folder = FOLDER / "examples" / language
    for suffix in (".txt", ".csv"):
        path = folder / f"{name}{suffix}"
        if path.exists():
            text = path.read_text(encoding="utf-8")
            rows = list(csv.reader(io.StringIO(text))) if suffix == ".csv" else []
            return Example(name, language, text, rows, read_document(text.encode(), path.name))
    return None


def template_text(language: Language) -> str:
    return (FOLDER / f"template.{language}.txt").read_text(encoding="utf-8")


@lru_cache(maxsize=2)
def template_document(language: Language) -> Document:
    return read_document(template_text(language).encode(), "template.txt")


@lru_cache(maxsize=1)
def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = json.loads((FOLDER / "words.json").read_text(encoding="utf-8"))
    return tables


def words(table: str) -> dict[str, dict[str, list[str]]]:
    """A table of words that the parser knows: by what they mean, then by language, the plainest first."""
    found: dict[str, dict[str, list[str]]] = _tables()[table]
    return found


def headers(role: str) -> tuple[list[str], list[str]]:
    """Headers of a column that are understood, in Chinese and in English: the usual ones, not every spelling."""
    tables = _tables()
    known = tables["option_headers"] if role == "option" else ROLES[role].split()
    return [word for word in known if not word.isascii()][:_HEADERS], tables["headers"][role]


def template_columns() -> dict[str, dict[str, str]]:
    """The columns of the template for Excel: their role, and their header in each language."""
    columns: dict[str, dict[str, str]] = _tables()["columns"]
    return columns


def style_names(language: Language) -> dict[str, str]:
    """What the styles of the template for Word are called."""
    return {style: names[language] for style, names in _tables()["styles"].items()}

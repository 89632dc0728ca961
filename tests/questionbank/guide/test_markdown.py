"""The documents of the repository are the guide of the application."""

from __future__ import annotations

from pathlib import Path

import pytest

from questionbank.guide.markdown import FILES, markdown
from questionbank.guide.outline import SECTIONS
from questionbank.guide.source import LANGUAGES, Language, example, names

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_is_as_the_command_writes_it(language: Language) -> None:
    """`python manage.py format_guide` writes both."""
    assert (ROOT / FILES[language]).read_text(encoding="utf-8") == markdown(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_stands_in_it(language: Language) -> None:
    text = markdown(language)

    shown = [example(name, language) for name in names(language)]
    assert [one.name for one in shown if one and not one.rows and one.text not in text] == []
    assert text.count("\n## ") == len(SECTIONS)

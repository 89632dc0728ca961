"""A random bank written in a random layout comes back whole: every field of every question, and every character.

`pytest tests/questionbank/parsing/test_roundtrip.py --roundtrips 5000` tries as many as wanted; what fails is shrunk to
the smallest bank and the plainest layout that still fail.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from questionbank.document import Document, DraftItem
from questionbank.parsing import parse_text
from questionbank.reading import read_here
from tests.questionbank.formats.office import add_numbered, level, numbered_document, word
from tests.questionbank.parsing.banks import Bank, banks
from tests.questionbank.parsing.layouts import Layout, Row, Writer, expected, layouts, sensible
from tests.questionbank.parsing.rules import uncovered

HARMLESS = {"duplicate-item"}
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16"]
GATE = 200  # examples of a run without the option


def found(item: DraftItem) -> dict[str, object]:
    return {
        "kind": item.kind.value,
        "stem": "".join(item.stem.split()),
        "options": [option.text for option in item.options],
        "key": ("√" if item.key else "×") if isinstance(item.key, bool) else "".join(item.key or []),
        "explanation": item.explanation or "",
        "points": item.points,
        "answer_points": [point.text for point in item.answer_points],
        "reference": item.reference_answer or "",
        "accepted": item.accepted_answers,
    }


def assert_whole(document: Document, bank: Bank, style: Layout) -> None:
    written = [expected(one, style) for _, questions in bank for one in questions]
    assert [found(item) for item in document.items] == written
    assert uncovered(document) == []
    assert sorted({d.code for d in document.diagnostics if d.severity != "info"} - HARMLESS) == []


def as_text(rows: list[Row]) -> str:
    return "\n".join(row.label + row.text for row in rows)


def as_word(rows: list[Row], style: Layout, *, automatic: bool) -> bytes:
    """The rows as paragraphs; numbers and letters typed, or written by Word where its lists can write them."""
    levels = level(0, "decimal", style.number.strip().replace("{}", "%1"))
    levels += level(1, "upperLetter", style.option.strip().replace("{}", "%2"))
    document = numbered_document(levels, "".join(restarting(number) for number in range(2, 8)))
    for row in rows:
        lettered = "{}" in style.option and style.option[0] not in "-□"
        listed = style.named != "tag-before" and (row.level == 0 or (row.level == 1 and lettered))
        if automatic and row.label and listed:
            add_numbered(document, row.text, row.section + 1 if style.restarts else 1, row.level)
        else:
            document.add_paragraph(row.label + row.text)
    return word(document)


def restarting(number: int) -> str:
    """The same list counted from 1 again, for a section of its own."""
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{again}</w:num>'


@pytest.fixture(scope="module")
def tries(pytestconfig: pytest.Config) -> int:
    return int(pytestconfig.getoption("--roundtrips"))


def trying(examples: int) -> settings:
    """The same examples at every run of the gate; others at every run that asks for more."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=examples <= GATE,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def test_text(tries: int) -> None:
    @trying(tries)
    @given(banks(), layouts)
    def comes_back(bank: Bank, drawn: Layout) -> None:
        style = sensible(drawn)
        text = as_text(Writer(style).bank(bank))
        note(text)
        assert_whole(parse_text(text), bank, style)

    comes_back()


def test_files_of_any_encoding(tries: int) -> None:
    @trying(tries // 8)
    @given(banks(), layouts, st.sampled_from(ENCODINGS), st.sampled_from(["\n", "\r\n"]))
    def comes_back(bank: Bank, drawn: Layout, encoding: str, end: str) -> None:
        style = sensible(drawn)
        text = as_text(Writer(style).bank(bank)).replace("\n", end)
        note(text)
        assert_whole(read_here(text.encode(encoding), "题.txt"), bank, style)

    comes_back()


@pytest.mark.parametrize("automatic", [False, True])
def test_word(tries: int, automatic: bool) -> None:
    @trying(tries // 8)
    @given(banks(), layouts)
    def comes_back(bank: Bank, drawn: Layout) -> None:
        style = sensible(drawn)
        rows = Writer(style).bank(bank)
        note(as_text(rows))
        assert_whole(read_here(as_word(rows, style, automatic=automatic), "题.docx"), bank, style)

    comes_back()

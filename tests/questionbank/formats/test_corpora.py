"""Real documents, where they are at hand: exact numbers of questions of each kind, and nothing lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from questionbank.document import Document
from questionbank.reading import read_document
from tests.questionbank.parsing.rules import uncovered

Reader = Callable[[str, str], Document]


@pytest.fixture
def read(shared: Path) -> Reader:
    def of(folder: str, pattern: str) -> Document:
        path = next((shared / "corpora").glob(f"{folder}/{pattern}"))
        return read_document(path.read_bytes(), path.name)

    return of


def kinds(document: Document) -> dict[str, int]:
    return dict(Counter(item.kind.value for item in document.items))


def warnings(document: Document) -> list[str]:
    return sorted({one.code for one in document.diagnostics if one.severity != "info"})


def test_a_large_word_file(read: Reader) -> None:
    document = read("zh-tikuadapter-docx", "test.docx")

    assert kinds(document) == {"single_choice": 968, "multiple_choice": 550, "true_false": 644}
    assert [item.number for item in document.items] == [str(number) for number in range(1, 2163)]
    assert Counter(len(item.options) for item in document.items if item.options) == {
        4: 1460, 2: 1, 3: 32, 5: 20, 6: 5,
    }  # fmt: skip
    assert [one.code for one in document.diagnostics if one.severity == "error"] == []
    assert [skip.reason for skip in document.skipped] == ["title"]
    assert [item for item in document.items if item.key is None] == []
    assert uncovered(document) == []


def test_short_answers_with_circled_points(read: Reader) -> None:
    document = read("zh-aural-docx", "*.docx")

    assert kinds(document) == {"short_answer": 5}
    assert [item.number for item in document.items] == ["2.1", "2.2", "2.3", "2.4", "2.5"]
    assert [len(item.answer_points) for item in document.items] == [3, 2, 3, 2, 3]
    assert uncovered(document) == []


@pytest.mark.parametrize(
    ("pattern", "expected", "remarks"),
    [
        (
            "surveyking*",
            {"single_choice": 1, "multiple_choice": 1, "true_false": 1, "short_answer": 2},
            ["row-without-question"],
        ),
        ("exam-online*", {"single_choice": 2, "multiple_choice": 1, "true_false": 1}, []),
        ("cyzen*", {}, ["no-question"]),
        ("hermannmayer*", {"true_false": 3, "single_choice": 5, "multiple_choice": 4}, ["key-not-option"]),
        ("examterminator*", {"single_choice": 7, "multiple_choice": 2, "true_false": 3}, []),
    ],
)
def test_templates_of_exam_systems(read: Reader, pattern: str, expected: dict[str, int], remarks: list[str]) -> None:
    document = read("zh-xlsx-templates", pattern)

    assert (kinds(document), warnings(document)) == (expected, remarks)
    assert uncovered(document) == []


def test_numbers_in_cells_are_not_decimals(read: Reader) -> None:
    texts = [option.text for option in read("zh-xlsx-templates", "exam-online*").items[1].options]

    assert texts == ["21", "25", "80", "443"]

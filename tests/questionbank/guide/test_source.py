"""Every example of the format guide is read as it says, and every word that it names is known to the parser."""

from __future__ import annotations

import json

import pytest

from questionbank.content import ItemKind
from questionbank.formats.tables.columns import ROLES, role_of
from questionbank.guide.outline import COLUMNS, SECTIONS
from questionbank.guide.source import (
    FOLDER,
    LANGUAGES,
    Language,
    example,
    headers,
    names,
    template_columns,
    template_document,
    words,
)
from questionbank.parsing import parse_text
from questionbank.parsing.items.remarks import difficulty_of
from questionbank.parsing.words import keys
from questionbank.parsing.words.fold import fold
from questionbank.parsing.words.headings import read_heading
from questionbank.parsing.words.labels import label_at
from tests.questionbank.guide.expected import reading, worries

EXAMPLES = [(name, language) for language in LANGUAGES for name in names(language)]


@pytest.mark.parametrize(("name", "language"), EXAMPLES)
def test_an_example_is_read_exactly_as_stated(name: str, language: Language) -> None:
    shown = example(name, language)
    expected = json.loads((FOLDER / "examples" / language / f"{name}.json").read_text(encoding="utf-8"))

    assert shown is not None
    assert reading(shown.document) == expected
    assert worries(shown.document) == []
    assert {item.status for item in shown.document.items} == {"sure"}


def test_the_guide_shows_every_example() -> None:
    shown = [block.name for section in SECTIONS for block in section.blocks if block.kind == "example"]

    assert sorted(shown) == names("zh")
    # Rules for several right options are read from Chinese headings alone.
    assert set(names("zh")) - set(names("en")) == {"policy"}
    assert set(names("en")) <= set(names("zh"))


def test_an_example_that_a_language_has_not_is_none() -> None:
    assert example("policy", "en") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_is_read_without_a_remark(language: Language) -> None:
    document = template_document(language)

    expected = json.loads((FOLDER / f"template.{language}.json").read_text(encoding="utf-8"))
    assert reading(document) == expected
    assert document.diagnostics == []
    # Title and notes are skipped, and nothing else is.
    assert [skipped.reason for skipped in document.skipped] == ["title", "text", "text", "text"]
    assert {item.kind for item in document.items} == set(ItemKind)


def table(name: str) -> list[tuple[str, str]]:
    return [(meaning, word) for meaning, named in words(name).items() for group in named.values() for word in group]


@pytest.mark.parametrize(("kind", "word"), table("kinds"))
def test_headings_name_the_kind(kind: str, word: str) -> None:
    heading = read_heading(fold(f"一、{word}"))

    assert heading is not None
    assert heading.kind == kind


@pytest.mark.parametrize(("name", "word"), table("labels"))
def test_parts_are_known_by_their_names(name: str, word: str) -> None:
    text = fold(f"{word}：说明")

    label = label_at(text, 0, len(text))
    assert label is not None
    assert label.name == name


@pytest.mark.parametrize(("level", "word"), table("levels"))
def test_difficulties_are_known(level: str, word: str) -> None:
    assert difficulty_of(fold(word)) == level


@pytest.mark.parametrize(("value", "word"), table("truth"))
def test_true_and_false_are_known(value: str, word: str) -> None:
    assert keys.as_bool(fold(word)) is (value == "true")


@pytest.mark.parametrize("role", list(COLUMNS))
def test_the_headers_are_the_ones_that_are_known(role: str) -> None:
    chinese, english = headers(role)

    found = {role_of(word) for word in chinese + english}
    assert found == {"option:A" if role == "option" else role}


def test_every_column_is_described() -> None:
    assert set(COLUMNS) == {*ROLES, "option"}
    assert {role_of(word) for named in template_columns().values() for word in named.values()} == set(
        template_columns()
    )


MARKS = [
    (number, letter) for _, number in table("marks")[:9] for letter in [w for m, w in table("marks") if m == "option"]
]


@pytest.mark.parametrize(("number", "letter"), MARKS)
def test_marks_of_questions_and_options_mean_the_same(number: str, letter: str) -> None:
    second, other = number.replace("1", "2"), letter.replace("A", "B").replace("Ａ", "Ｂ")
    asked = f"客户退货?\n{letter} 核对订单\n{other} 直接退款\n答案:B\n"

    document = parse_text(
        f"一、单选题(每题2分)\n{number} {asked}{second} {asked.replace('退货', '催发货')}", name="a.txt"
    )

    assert [(item.stem, [option.text for option in item.options], item.key) for item in document.items] == [
        (stem, ["核对订单", "直接退款"], ["B"]) for stem in ("客户退货?", "客户催发货?")
    ]

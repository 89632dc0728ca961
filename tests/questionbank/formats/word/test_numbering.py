"""Numbers and letters that only the list definitions of a Word file hold."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml

from tests.questionbank.formats.office import (
    NAMESPACES,
    add_numbered,
    changed,
    level,
    lines_of,
    numbered_document,
    printed,
    word,
)

QUESTION = level(0, "decimal", "%1.") + level(1, "upperLetter", "%2.")


def override(num: int, content: str, abstract: int = 0) -> str:
    return f'<w:num w:numId="{num}"><w:abstractNumId w:val="{abstract}"/>{content}</w:num>'


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("decimal", "%1.", ["1. 甲", "2. 乙", "3. 丙"]),
        ("decimal", "第%1题", ["第1题 甲", "第2题 乙", "第3题 丙"]),
        ("upperLetter", "%1、", ["A、 甲", "B、 乙", "C、 丙"]),
        ("lowerLetter", "(%1)", ["(a) 甲", "(b) 乙", "(c) 丙"]),
        ("upperRoman", "%1.", ["I. 甲", "II. 乙", "III. 丙"]),
        ("chineseCounting", "%1、", ["一、 甲", "二、 乙", "三、 丙"]),
        ("chineseCountingThousand", "（%1）", ["（一） 甲", "（二） 乙", "（三） 丙"]),
        ("decimalEnclosedCircleChinese", "%1", ["① 甲", "② 乙", "③ 丙"]),
        ("ideographTraditional", "%1.", ["甲. 甲", "乙. 乙", "丙. 丙"]),
        ("bullet", "\uf0b7", ["• 甲", "• 乙", "• 丙"]),
        ("bullet", "-", ["- 甲", "- 乙", "- 丙"]),
        ("bullet", "o", ["• 甲", "• 乙", "• 丙"]),
        ("none", "答：", ["答： 甲", "答： 乙", "答： 丙"]),
        ("none", "", ["甲", "乙", "丙"]),
    ],
)
def test_formats(form: str, text: str, expected: list[str]) -> None:
    document = numbered_document(level(0, form, text))
    for word_ in "甲乙丙":
        add_numbered(document, word_)

    assert printed(document) == expected


def test_letters_begin_again_under_each_number() -> None:
    document = numbered_document(QUESTION)
    for text, ilvl in (("问一", 0), ("是", 1), ("否", 1), ("问二", 0), ("有", 1), ("无", 1)):
        add_numbered(document, text, ilvl=ilvl)

    assert printed(document) == ["1. 问一", "A. 是", "B. 否", "2. 问二", "A. 有", "B. 无"]
    assert [line.level for line in lines_of(document).lines] == [0, 1, 1, 0, 1, 1]


def test_several_levels_in_one_label() -> None:
    document = numbered_document(
        level(0, "chineseCounting", "%1、")
        + level(1, "decimal", "%1.%2")
        + level(2, "lowerLetter", "%1.%2.%3", more="<w:isLgl/>")
    )
    for text, ilvl in (("甲", 0), ("乙", 1), ("丙", 2), ("丁", 2), ("戊", 1)):
        add_numbered(document, text, ilvl=ilvl)

    assert printed(document) == ["一、 甲", "一.1 乙", "1.1.a 丙", "1.1.b 丁", "一.2 戊"]


def test_a_level_above_that_was_never_used_counts_as_its_start() -> None:
    document = numbered_document(level(0, "decimal", "%1.", start=4) + level(1, "decimal", "%1.%2"))
    add_numbered(document, "甲", ilvl=1)

    assert printed(document) == ["4.1 甲"]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [
        ("", ["1", "2", "1"]),
        ('<w:lvlRestart w:val="0"/>', ["1", "2", "3"]),
        ('<w:lvlRestart w:val="1"/>', ["1", "2", "1"]),
    ],
)
def test_restarts(restart: str, expected: list[str]) -> None:
    document = numbered_document(level(0, "upperLetter", "%1") + level(1, "decimal", "%2", more=restart))
    for ilvl in (0, 1, 1, 0, 1):
        add_numbered(document, "题", ilvl=ilvl)

    assert [line.number_label for line in lines_of(document).lines if line.level == 1] == expected


def test_a_level_that_restarts_with_the_outermost_only() -> None:
    third = level(2, "decimal", "%3", more='<w:lvlRestart w:val="1"/>')
    document = numbered_document(level(0, "decimal", "%1") + level(1, "decimal", "%2") + third)
    for ilvl in (0, 1, 2, 1, 2, 0, 1, 2):
        add_numbered(document, "题", ilvl=ilvl)

    assert [line.number_label for line in lines_of(document).lines if line.level == 2] == ["1", "2", "1"]


def test_lists_of_one_definition_count_on_unless_overridden() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    from_seven = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    document = numbered_document(QUESTION, override(2, "") + override(3, again) + override(4, from_seven))
    for num in (1, 1, 2, 3, 3, 4, 4):
        add_numbered(document, "题", num)

    assert printed(document) == [f"{number}. 题" for number in (1, 2, 3, 1, 2, 7, 8)]


def test_a_list_may_replace_a_whole_level() -> None:
    replaced = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1)", start=5)}</w:lvlOverride>'
    document = numbered_document(QUESTION, override(2, replaced))
    add_numbered(document, "题", 2)

    assert printed(document) == ["V) 题"]


def test_number_zero_switches_numbering_off() -> None:
    document = numbered_document(QUESTION)
    add_numbered(document, "一")
    add_numbered(document, "二", 0)
    add_numbered(document, "三")

    assert printed(document) == ["1. 一", "二", "2. 三"]


@pytest.mark.parametrize("num", [9, None])
def test_lists_that_do_not_exist(num: int | None) -> None:
    document = numbered_document(QUESTION)
    add_numbered(document, "甲", num)

    assert printed(document) == ["甲"]


def test_a_package_without_numbering_part() -> None:
    document = numbered_document(QUESTION)
    add_numbered(document, "甲")
    data = changed(word(document), {"word/numbering.xml": None})

    assert printed(data) == ["甲"]


def test_numbering_from_a_style_and_its_parents() -> None:
    tied = level(1, "upperLetter", "%2.", more='<w:pStyle w:val="Choice"/>')
    document = numbered_document(level(0, "decimal", "%1.") + tied)
    styles = document.styles.element
    for xml in (
        '<w:style w:type="paragraph" w:styleId="Ask"><w:name w:val="Ask"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>",
        '<w:style w:type="paragraph" w:styleId="AskMore"><w:name w:val="AskMore"/><w:basedOn w:val="Ask"/></w:style>',
        '<w:style w:type="paragraph" w:styleId="Choice"><w:name w:val="Choice"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>",
        '<w:style w:type="paragraph" w:styleId="Plain"><w:name w:val="Plain"/><w:basedOn w:val="Ask"/><w:pPr>'
        '<w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>',
    ):
        styles.append(parse_xml(xml.replace("<w:style ", f"<w:style {NAMESPACES} ", 1)))
    for style in ("Ask", "Choice", "Choice", "AskMore", "Plain"):
        document.add_paragraph("题").style = style

    assert printed(document) == ["1. 题", "A. 题", "B. 题", "2. 题", "题"]


def test_a_list_linked_to_a_numbering_style() -> None:
    linked = (
        '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="Paper"/></w:abstractNum>'
        '<w:num w:numId="6"><w:abstractNumId w:val="5"/></w:num>'
    )
    document = numbered_document(QUESTION, linked)
    style = (
        f'<w:style {NAMESPACES} w:type="numbering" w:styleId="Paper"><w:name w:val="Paper"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    document.styles.element.append(parse_xml(style))
    add_numbered(document, "甲", 6)
    add_numbered(document, "乙", 6, 1)

    assert printed(document) == ["1. 甲", "A. 乙"]


def test_an_empty_paragraph_counts_but_prints_nothing() -> None:
    document = numbered_document(QUESTION)
    add_numbered(document, "一")
    add_numbered(document, "")
    add_numbered(document, "三")

    assert printed(document) == ["1. 一", "3. 三"]


def test_built_in_list_style_of_word() -> None:
    document = docx.Document()
    document.add_paragraph("甲", style="List Number")
    document.add_paragraph("乙", style="List Number")

    assert printed(document) == ["1. 甲", "2. 乙"]

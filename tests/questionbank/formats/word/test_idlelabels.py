"""Numbers of Word's lists that number nothing."""

from __future__ import annotations

from questionbank.formats.word.idlelabels import without_idle
from questionbank.parsing.source.lines import Place, SourceLine
from questionbank.reading import read_here
from tests.questionbank.formats.office import add_numbered, level, numbered_document, word

ASKED = (("先做什么？", ("倾听", "打断"), "A"), ("后做什么？", ("挂机", "登记"), "B"))
EXPECTED = [("先做什么？", ["倾听", "打断"], ["A"]), ("后做什么？", ["挂机", "登记"], ["B"])]


def entries(*texts: str) -> list[SourceLine]:
    return [
        SourceLine(text, f"{value}.", 0, place=Place(1, 0, "decimal", value)) for value, text in enumerate(texts, 1)
    ]


def shown(*lines: SourceLine) -> list[str]:
    return [line.printed for line in without_idle(lines)]


def test_typed_options_and_answers_in_the_list_of_the_questions() -> None:
    document = numbered_document(level(0, "decimal", "%1."))
    for stem, texts, key in ASKED:
        add_numbered(document, stem)
        for letter, text in zip("AB", texts, strict=True):
            add_numbered(document, f"{letter}. {text}")
        add_numbered(document, f"答案：{key}")

    items = read_here(word(document), "题库.docx").items

    assert [(item.stem, [option.text for option in item.options], item.key) for item in items] == EXPECTED
    assert [item.number for item in items] == ["1", "2"]


def test_numbers_of_answers_that_have_nothing_else_stay() -> None:
    assert shown(*entries("答案：A", "答案：B")) == ["1. 答案：A", "2. 答案：B"]


def test_a_single_answer_that_is_counted_by_mistake_does_not_renumber_the_questions() -> None:
    lines = entries("先做什么？", "答案：倾听", "再做什么？", "后做什么？")

    assert shown(*lines) == ["1. 先做什么？", "2. 答案：倾听", "3. 再做什么？", "4. 后做什么？"]


def test_typed_numbers_behind_automatic_ones_are_meant() -> None:
    assert shown(*entries("1、先做什么？", "2、后做什么？")) == ["1、先做什么？", "2、后做什么？"]


def test_amounts_behind_automatic_numbers_are_none() -> None:
    assert shown(*entries("1.5米以内先做什么？", "2.5米以外做什么？")) == [
        "1. 1.5米以内先做什么？",
        "2. 2.5米以外做什么？",
    ]


def test_answers_in_the_same_list_begin_again() -> None:
    first, second, third, fourth = entries("先做什么？", "后做什么？", "倾听。", "登记。")

    assert shown(first, second, SourceLine("参考答案"), third, fourth) == [
        "1. 先做什么？",
        "2. 后做什么？",
        "参考答案",
        "1. 倾听。",
        "2. 登记。",
    ]


def test_questions_below_a_section_go_on() -> None:
    first, second, third = entries("先做什么？", "后做什么？", "再做什么？")

    assert shown(first, second, SourceLine("二、简答题"), third)[-1] == "3. 再做什么？"

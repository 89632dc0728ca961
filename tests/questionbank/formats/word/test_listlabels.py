"""Lists of Word whose printed labels do not say what they number."""

from __future__ import annotations

import pytest
from docx.document import Document as WordDocument

from questionbank.document import DraftItem
from questionbank.formats.word.listlabels import relabelled
from questionbank.parsing.source.lines import Mark, Place, SourceLine
from questionbank.reading import read_here
from tests.questionbank.formats.office import add_numbered, level, numbered_document, printed, word

ASKED = (("先做什么？", ("倾听", "打断", "争辩"), "A"), ("后做什么？", ("挂机", "登记", "离线"), "B"))
SECOND = '<w:abstractNum w:abstractNumId="1">{}</w:abstractNum><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'


def bank(document: WordDocument, options: tuple[int, int]) -> list[DraftItem]:
    for stem, texts, key in ASKED:
        add_numbered(document, stem)
        for text in texts:
            add_numbered(document, text, *options)
        document.add_paragraph(f"答案：{key}")
    return read_here(word(document), "题库.docx").items


def essentials(items: list[DraftItem]) -> list[tuple[object, ...]]:
    return [(item.stem, tuple(option.text for option in item.options), item.key) for item in items]


EXPECTED = [(stem, texts, [key]) for stem, texts, key in ASKED]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("decimalEnclosedCircle", "%1"), ("ideographTraditional", "%1、"), ("lowerLetter", "%1."),
        ("lowerRoman", "%1)"),
        ("chineseCounting", "第%1题"), ("decimal", "第%1题"),
    ],
)  # fmt: skip
def test_questions_in_odd_figures(form: str, text: str) -> None:
    document = numbered_document(level(0, form, text) + level(1, "upperLetter", "%2."))

    assert essentials(bank(document, (1, 1))) == EXPECTED


@pytest.mark.parametrize(
    ("form", "text"), [("ideographTraditional", "%2、"), ("lowerRoman", "%2."), ("upperLetter", "选项%2：")]
)
def test_options_in_odd_letters(form: str, text: str) -> None:
    document = numbered_document(level(0, "decimal", "%1.") + level(1, form, text))

    assert essentials(bank(document, (1, 1))) == EXPECTED


def test_options_that_count_on_through_the_document() -> None:
    document = numbered_document(level(0, "decimal", "%1."), SECOND.format(level(0, "upperLetter", "%1.")))

    assert essentials(bank(document, (2, 0))) == EXPECTED


def test_options_parted_by_a_remark_count_on() -> None:
    document = numbered_document(level(0, "decimal", "%1."), SECOND.format(level(0, "upperLetter", "%1.")))
    add_numbered(document, "先做什么？")
    for text in ("倾听", "打断"):
        add_numbered(document, text, 2)
    document.add_paragraph("（续）")
    for text in ("争辩", "登记"):
        add_numbered(document, text, 2)

    assert printed(document) == ["1. 先做什么？", "A. 倾听", "B. 打断", "（续）", "C. 争辩", "D. 登记"]


def test_a_list_inside_an_answer_is_told_from_the_questions() -> None:
    nums = SECOND.format(level(0, "decimal", "%1."))
    document = numbered_document(level(0, "decimal", "%1."), nums)
    add_numbered(document, "如何安抚顾客？")
    for text in ("倾听", "登记"):
        add_numbered(document, text, 2)
    add_numbered(document, "如何处理退款？")

    assert printed(document) == ["1. 如何安抚顾客？", "（1） 倾听", "（2） 登记", "2. 如何处理退款？"]


def test_circled_points_of_an_answer_stay() -> None:
    document = numbered_document(level(0, "decimal", "%1.") + level(1, "decimalEnclosedCircle", "%2"))
    add_numbered(document, "如何安抚顾客？")
    for text in ("倾听", "登记"):
        add_numbered(document, text, 1, 1)

    assert printed(document) == ["1. 如何安抚顾客？", "① 倾听", "② 登记"]


def bullet_list(*options: tuple[str, bool]) -> list[SourceLine]:
    """Entries with the same sign; those that are true are coloured."""
    place = Place(1, 1, "bullet", 1)
    marks = [(Mark(0, len(text), "colour"),) if red else () for text, red in options]
    return [SourceLine(text, "•", 1, marks=mark, place=place) for (text, _), mark in zip(options, marks, strict=True)]


def question(value: int, text: str, label: str = "") -> SourceLine:
    return SourceLine(text, label or f"{value}.", 0, place=Place(1, 0, "decimal", value))


def test_bullets_of_which_some_are_coloured_are_options() -> None:
    lines = [
        question(1, "先做的是（ ）"), *bullet_list(("倾听", True), ("打断", False), ("推诿", False)),
        question(2, "后做的是（ ）"), *bullet_list(("挂断", False), ("回访", True)),
    ]  # fmt: skip
    assert [line.number_label for line in relabelled(lines)] == ["1.", "A.", "B.", "C.", "2.", "A.", "B."]


def test_bullets_that_all_look_alike_stay() -> None:
    lines = [
        question(1, "步骤有哪些？"), *bullet_list(("倾听", False), ("记录", False)),
        question(2, "要求有哪些？"), *bullet_list(("耐心", True), ("清楚", True)),
    ]  # fmt: skip
    assert [line.number_label for line in relabelled(lines)] == ["1.", "•", "•", "2.", "•", "•"]


@pytest.mark.parametrize("first", ["1.{}", "一.{}", "2-{}、"])
def test_numbers_of_two_parts_with_options_below(first: str) -> None:
    option = [SourceLine(text, f"{letter}.", 1, place=Place(1, 1, "upperLetter", at))
              for at, (letter, text) in enumerate((("A", "倾听"), ("B", "打断")), 1)]  # fmt: skip
    lines = [question(1, "先做的是", first.format(1)), *option, question(2, "后做的是", first.format(2)), *option]
    assert [line.number_label for line in relabelled(lines)] == ["1.", "A.", "B.", "2.", "A.", "B."]


@pytest.mark.parametrize(
    ("form", "text"),
    [("decimal", "(%1)"), ("decimal", "%1)"), ("decimalEnclosedCircle", "%1"), ("chineseCounting", "%1、")],
)
def test_figures_that_the_keys_call_letters(form: str, text: str) -> None:
    document = numbered_document(level(0, "decimal", "%1."), SECOND.format(level(0, form, text)))

    assert essentials(bank(document, (2, 0))) == EXPECTED


def test_figures_of_two_parts_that_the_keys_call_letters() -> None:
    document = numbered_document(level(0, "decimal", "%1") + level(1, "decimal", "%1.%2"))

    assert essentials(bank(document, (1, 1))) == EXPECTED


def test_figures_below_a_heading_of_choices_are_options() -> None:
    document = numbered_document(level(0, "decimal", "%1."), SECOND.format(level(0, "decimal", "%1)")))
    document.add_paragraph("一、单选题")
    for stem, texts, _ in ASKED:
        add_numbered(document, stem)
        for text in texts:
            add_numbered(document, text, 2)
    document.add_paragraph("参考答案")
    document.add_paragraph("1-2 AB")

    assert essentials(read_here(word(document), "题库.docx").items) == EXPECTED


def test_steps_of_answers_keep_their_figures() -> None:
    document = numbered_document(level(0, "decimal", "%1."), SECOND.format(level(0, "decimal", "(%1)")))
    document.add_paragraph("一、简答题")
    for stem, texts, _ in ASKED:
        add_numbered(document, stem)
        for text in texts:
            add_numbered(document, text, 2)
        document.add_paragraph("评分：按点给分")

    assert printed(document)[1:4] == ["1. 先做什么？", "（1） 倾听", "（2） 打断"]


def test_letters_that_count_on_below_questions_without_numbers() -> None:
    document = numbered_document(level(0, "upperLetter", "%1."))
    for stem, texts, key in ASKED:
        document.add_paragraph(stem)
        for text in texts:
            add_numbered(document, text)
        document.add_paragraph(f"答案：{key}")

    assert essentials(read_here(word(document), "题库.docx").items) == EXPECTED


def test_letters_that_count_on_over_plain_paragraphs_stay() -> None:
    document = numbered_document(level(0, "upperLetter", "%1."))
    for title in ("先说三点。", "再说三点。"):
        document.add_paragraph(title)
        for text in ("倾听", "记录"):
            add_numbered(document, text)

    assert printed(document) == ["先说三点。", "A. 倾听", "B. 记录", "再说三点。", "C. 倾听", "D. 记录"]


BLANKS = (("面单贴在（  ）。", ("侧面", "最大面", "底面"), "B"), ("出库由____复核。", ("复核员", "司机", "客户"), "A"))


def blanks(document: WordDocument, ending: str) -> list[tuple[object, ...]]:
    for stem, texts, _ in BLANKS:
        add_numbered(document, stem)
        for text in texts:
            add_numbered(document, text, 1, 1)
    document.add_paragraph("参考答案")
    for number, (_, _, key) in enumerate(BLANKS, 1):
        document.add_paragraph(ending.format(number=number, key=key))
    return essentials(read_here(word(document), "题库.docx").items)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("decimal", "（%2）"), ("upperRoman", "%2."), ("decimalEnclosedCircle", "%2"), ("bullet", "\uf06c"),
        ("lowerLetter", "%2)"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("question", [("decimal", "%1."), ("chineseCounting", "%1、"), ("ideographDigital", "%1、")])
def test_figures_below_empty_brackets_are_options(form: str, text: str, question: tuple[str, str]) -> None:
    document = numbered_document(level(0, *question) + level(1, form, text))

    assert blanks(document, "{number}. {key}") == [(stem, texts, [key]) for stem, texts, key in BLANKS]


@pytest.mark.parametrize("kind", ["bold", "colour", "underline"])
def test_figures_of_which_one_stands_out_below_each_question(kind: str) -> None:
    lines = []
    for number, stem in enumerate(("面单贴在哪一面？", "谁来复核？"), 1):
        lines.append(SourceLine(stem, f"{number}.", place=Place(1, 0, "decimal", number)))
        for count, text in enumerate(("侧面", "顶面", "底面"), 1):
            marks = (Mark(0, 2, kind),) if count == number else ()
            place = Place(1, 1, "decimal", count)
            lines.append(SourceLine(text, f"（{count}）", marks=marks, place=place))

    assert [line.number_label for line in relabelled(lines)] == ["1.", "A.", "B.", "C.", "2.", "A.", "B.", "C."]


def test_bold_points_below_topics_stay() -> None:
    lines = []
    for number, stem in enumerate(("入库的步骤", "出库的步骤"), 1):
        lines.append(SourceLine(stem, f"{number}.", place=Place(1, 0, "decimal", number)))
        for count, text in enumerate(("点数", "称重", "登记"), 1):
            marks = (Mark(0, 2, "bold"),) if count == number else ()
            lines.append(SourceLine(text, f"（{count}）", marks=marks, place=Place(1, 1, "decimal", count)))

    assert [line.number_label for line in relabelled(lines)] == [
        "1.",
        "（1）",
        "（2）",
        "（3）",
        "2.",
        "（1）",
        "（2）",
        "（3）",
    ]


def test_figures_below_empty_brackets_with_an_answer_in_words_stay() -> None:
    document = numbered_document(level(0, "decimal", "%1.") + level(1, "decimal", "（%2）"))
    for stem, texts, _ in BLANKS:
        add_numbered(document, stem)
        for text in texts:
            add_numbered(document, text, 1, 1)
        document.add_paragraph(f"答案：{texts[1]}与{texts[2]}")

    assert [item.options for item in read_here(word(document), "题库.docx").items] == [[], []]

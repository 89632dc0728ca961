"""Keys that only the formatting of a Word file shows."""

from __future__ import annotations

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import RGBColor
from docx.text.run import Run

from questionbank.content import ItemKind
from questionbank.document import Document
from questionbank.reading import read_here
from tests.questionbank.formats.office import add_numbered, level, numbered_document, word


def red(run: Run) -> None:
    run.font.color.rgb = RGBColor(0xFF, 0, 0)


def bold(run: Run) -> None:
    run.bold = True


def underlined(run: Run) -> None:
    run.underline = True


def highlighted(run: Run) -> None:
    run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def struck(run: Run) -> None:
    run.font.strike = True


def paper(marked: str, mark: object, *, heading: str = "", key: str = "") -> Document:
    """One question with options A to C, of which those in `marked` stand out."""
    document = docx.Document()
    for text in filter(None, [heading, "1. 接到投诉时先做什么？"]):
        document.add_paragraph(text)
    for label, text in zip("ABC", ("倾听客户", "打断客户", "挂断电话"), strict=True):
        run = document.add_paragraph(f"{label}. ").add_run(text)
        if label in marked and callable(mark):
            mark(run)
    if key:
        document.add_paragraph(f"答案：{key}")
    return read(document)


def read(document: WordDocument) -> Document:
    return read_here(word(document), "试题.docx")


@pytest.mark.parametrize("mark", [red, highlighted])
def test_a_coloured_option_is_the_key(mark: object) -> None:
    document = paper("B", mark)

    assert [(item.kind, item.key, item.status) for item in document.items] == [(ItemKind.SINGLE_CHOICE, ["B"], "sure")]


def grey(run: Run) -> None:
    run.font.color.rgb = RGBColor(0x75, 0x74, 0x7A)


def test_options_in_grey_are_no_keys() -> None:
    document = paper("AC", grey)

    assert [(item.kind, item.key) for item in document.items] == [(ItemKind.SINGLE_CHOICE, None)]


@pytest.mark.parametrize(("mark", "name"), [(bold, "bold"), (underlined, "underline")])
def test_an_option_in_another_type_is_the_key_to_be_checked(mark: object, name: str) -> None:
    document = paper("B", mark)
    item, text = document.items[0], document.text or ""

    assert (item.kind, item.key, item.status) == (ItemKind.SINGLE_CHOICE, ["B"], "check")
    assert [(one.code, one.params) for one in document.diagnostics if one.severity == "warning"] == [
        ("key-by-mark", {"labels": "B", "mark": name})
    ]
    assert [text[span.start : span.end] for span in item.spans if span.part == "key"] == ["打断客户"]


def test_several_options_that_stand_out_make_multiple_choice() -> None:
    item = paper("AC", bold).items[0]

    assert (item.kind, item.key) == (ItemKind.MULTIPLE_CHOICE, ["A", "C"])


@pytest.mark.parametrize(
    ("marked", "mark", "heading", "key", "expected"),
    [
        ("B", red, "", "A", ["A"]),  # a stated key wins
        ("ABC", bold, "", "", None),  # all alike: nothing stands out
        ("AC", bold, "一、单选题", "", None),  # two cannot be right in a single choice
        ("B", struck, "", "", None),  # struck out is not chosen
    ],
)
def test_what_is_no_key(marked: str, mark: object, heading: str, key: str, expected: list[str] | None) -> None:
    assert paper(marked, mark, heading=heading, key=key).items[0].key == expected


def test_a_bold_question_and_options_with_automatic_letters() -> None:
    document = numbered_document(level(0, "decimal", "%1.") + level(1, "upperLetter", "%2."))
    add_numbered(document, "")
    document.paragraphs[-1].add_run("先做什么？").bold = True
    for text in ("倾听客户", "打断客户"):
        add_numbered(document, "", ilvl=1)
        run = document.paragraphs[-1].add_run(text)
        if text == "打断客户":
            red(run)

    assert [(item.stem, item.key) for item in read(document).items] == [("先做什么？", ["B"])]


def test_lines_that_were_repaired_are_left_out() -> None:
    """A repair may move columns, so marks on that line prove nothing."""
    document = docx.Document()
    document.add_paragraph("1. 先做什么？")
    document.add_paragraph("A. 倾听")
    bold(document.add_paragraph("B. ").add_run("面⽰"))

    assert [item.key for item in read(document).items] == [None]


def test_the_coloured_word_of_a_pair_below_a_statement_is_the_key() -> None:
    document = docx.Document()
    for line, right in (("1. 可以挂断投诉电话。", False), ("2. 退款先核对订单。", True)):
        document.add_paragraph(line)
        pair = document.add_paragraph()
        for word_, stands_out in (("正确", right), ("错误", not right)):
            run = pair.add_run(word_)
            if stands_out:
                run.font.color.rgb = RGBColor(0xFF, 0, 0)

    items = read_here(word(document), "判断题.docx").items

    assert [(item.stem, item.key) for item in items] == [("可以挂断投诉电话。", False), ("退款先核对订单。", True)]


def test_round_buttons_of_a_web_page_stand_for_nothing() -> None:
    document = docx.Document()
    for line in ("1. 先做什么？", "[图片1]A. 倾听", "[图片2]B. 打断", "[图片3]是凭证", "答案：A"):
        document.add_paragraph(line)

    item = read_here(word(document), "题库.docx").items[0]

    assert [option.text for option in item.options] == ["倾听", "打断\n[图片3]是凭证"]


def slanted(run: Run) -> None:
    run.italic = True


def bank(marked: str, mark: object, *, letters: bool = False) -> list[list[str] | bool | None]:
    """The keys of questions with options A to C whose options in the words of `marked` stand out."""
    document = docx.Document()
    for number, group in enumerate(marked.split(), 1):
        document.add_paragraph(f"{number}. 接到投诉时先做什么？")
        for label, text in zip("ABC", ("倾听客户", "打断客户", "挂断电话"), strict=True):
            paragraph = document.add_paragraph()
            runs = paragraph.add_run(f"{label}"), paragraph.add_run(f". {text}")
            if label in group and callable(mark):
                for run in runs[:1] if letters else runs:
                    mark(run)
    return [item.key for item in read(document).items]


@pytest.mark.parametrize("mark", [red, highlighted, bold, underlined])
def test_letters_that_stand_out_alone(mark: object) -> None:
    assert bank("B A", mark, letters=True) == [["B"], ["A"]]


def test_letters_that_all_stand_out_say_nothing() -> None:
    assert bank("ABC ABC", red, letters=True) == [None, None]


def test_slanted_options_are_the_keys() -> None:
    assert bank("B A", slanted) == [["B"], ["A"]]


def test_the_only_option_that_is_not_crossed_out_is_right() -> None:
    assert bank("AC BC", struck) == [["B"], ["A"]]


def test_a_single_option_struck_through_in_every_question_is_marked() -> None:
    assert bank("B A", struck) == [["B"], ["A"]]


def test_strikes_of_different_numbers_say_nothing() -> None:
    assert bank("B AC BC A", struck) == [None, None, None, None]


def test_an_option_withdrawn_in_one_question_of_many_is_no_key() -> None:
    assert bank("B - - -", struck) == [None, None, None, None]

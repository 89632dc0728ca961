"""Answers of questions to fill in that only stand out in their sentences."""

from __future__ import annotations

import docx
import pytest
from docx.shared import RGBColor
from docx.text.run import Run

from questionbank.document import Document
from questionbank.reading import read_here
from tests.questionbank.formats.office import word

SENTENCES = (("退货入库单一式", "三", "份。"), ("盘点每", "月", "进行一次。"))


def red(run: Run) -> None:
    run.font.color.rgb = RGBColor(0xFF, 0, 0)


def underlined(run: Run) -> None:
    run.underline = True


def bold(run: Run) -> None:
    run.bold = True


def bank(mark: object, *, heading: str = "一、填空题", more: str = "") -> Document:
    document = docx.Document()
    document.add_paragraph(heading)
    for number, (before, answer, behind) in enumerate(SENTENCES, 1):
        paragraph = document.add_paragraph(f"{number}. {before}")
        run = paragraph.add_run(answer)
        paragraph.add_run(behind + more)
        if callable(mark):
            mark(run)
    return read_here(word(document), "题库.docx")


def essentials(document: Document) -> list[tuple[object, ...]]:
    return [(item.stem, item.reference_answer, item.accepted_answers, item.status) for item in document.items]


@pytest.mark.parametrize("mark", [red, underlined])
def test_runs_that_stand_out_are_the_answers(mark: object) -> None:
    document = bank(mark)

    assert essentials(document) == [
        ("退货入库单一式____份。", "三", ["三"], "check"),
        ("盘点每____进行一次。", "月", ["月"], "check"),
    ]
    assert [one.code for one in document.diagnostics] == ["key-by-mark", "key-by-mark"]


def test_emphasis_is_no_answer() -> None:
    assert [item.reference_answer for item in bank(bold).items] == [None, None]


def test_beside_an_empty_blank_a_colour_is_emphasis() -> None:
    assert [item.reference_answer for item in bank(red, more="（ ）").items] == [None, None]


def test_other_written_questions_keep_their_sentences() -> None:
    document = bank(red, heading="一、简答题")

    assert [item.stem for item in document.items] == ["退货入库单一式三份。", "盘点每月进行一次。"]

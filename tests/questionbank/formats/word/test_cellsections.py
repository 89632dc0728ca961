"""Tables that only lay out a page of questions."""

from __future__ import annotations

import docx

from questionbank.formats.word.cellsections import holds_questions, lettered_cells, question_beside_key
from questionbank.parsing.source.lines import Mark, SourceLine
from tests.questionbank.formats.office import printed


def cells(*texts: str) -> list[list[SourceLine]]:
    return [[SourceLine(line) for line in text.split("/")] for text in texts]


def test_columns_of_questions_follow_each_other() -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    for cell, number in zip(table.rows[0].cells, "12", strict=True):
        cell.text = f"{number}. 谁签收？"
        for line in ("A. 站长", "B. 司机", "答案：A"):
            cell.add_paragraph(line)

    assert printed(document) == [
        "1. 谁签收？",
        "A. 站长",
        "B. 司机",
        "答案：A",
        "2. 谁签收？",
        "A. 站长",
        "B. 司机",
        "答案：A",
    ]


def test_a_question_beside_its_answer_stays_a_row() -> None:
    question, answer = cells("1. 谁签收？/A. 站长/B. 司机", "A")

    assert [holds_questions(question), holds_questions(answer)] == [True, False]


def test_numbered_steps_are_no_questions() -> None:
    (steps,) = cells("1. 核对/2. 登记/3. 签收")

    assert not holds_questions(steps)


def test_options_with_a_cell_for_each_letter() -> None:
    line = lettered_cells(cells("A", "站长", "B", "司机"))

    assert line is not None
    assert (line.text, line.row) == ("A. 站长    B. 司机", False)


def test_options_in_cells_keep_their_marks() -> None:
    row = [*cells("C.", "站长", "D."), [SourceLine("司机", marks=(Mark(0, 2, "colour"),))]]
    line = lettered_cells(row)

    assert line is not None
    assert [(line.text[mark.start : mark.end], mark.kind) for mark in line.marks] == [("司机", "colour")]


def test_letters_that_do_not_count_on_and_rows_of_letters_are_no_options() -> None:
    assert lettered_cells(cells("A", "站长", "C", "司机")) is None
    assert lettered_cells(cells("A", "B", "C", "D")) is None
    assert lettered_cells(cells("题号", "站长")) is None


def test_a_key_beside_its_question_is_labelled() -> None:
    lines = question_beside_key(cells("1. 谁签收？/A. 站长/B. 司机", "A"))

    assert [line.text for line in lines or []] == ["1. 谁签收？", "A. 站长", "B. 司机", "答案：A"]


def test_what_is_no_key_beside_a_question_stays_in_its_row() -> None:
    assert question_beside_key(cells("1. 谁签收？/A. 站长/B. 司机", "站长签收。")) is None
    assert question_beside_key(cells("1. 核对/2. 登记/3. 签收", "A")) is None

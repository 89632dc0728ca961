"""Cells of options that say that there is none."""

from __future__ import annotations

import pytest

from questionbank.content import ItemKind
from tests.questionbank.formats.tables.test_table import codes, read, shown

S, M, T, Q, E = ItemKind
HEAD = ["题型", "题目", "A", "B", "C", "D", "答案"]


def texts(*rows: list[str]) -> list[list[str]]:
    return [[option.text for option in item.options] for item in read(HEAD, *rows).items]


@pytest.mark.parametrize("sign", ["/", "—", "N/A", "null", "NaN", "nil", "无此选项", "none"])
def test_signs_behind_the_last_option(sign: str) -> None:
    assert texts(["单选", "先做什么？", "倾听", "打断", "争辩", sign, "A"]) == [["倾听", "打断", "争辩"]]
    assert texts(["单选", "先做什么？", "倾听", "打断", sign, sign, "A"]) == [["倾听", "打断"]]


@pytest.mark.parametrize("sign", ["/", "无", "—", "null"])
def test_rows_whose_options_are_all_such_a_sign_have_none(sign: str) -> None:
    document = read(
        HEAD,
        ["判断", "可以承诺赔偿。", sign, sign, sign, sign, "错"],
        ["简答", "怎样道歉？", sign, sign, sign, sign, "先说明原因"],
    )

    assert shown(document) == [(T, "可以承诺赔偿。", [], False), (Q, "怎样道歉？", [], None)]
    assert codes(document) == []


def test_a_word_that_may_be_an_option_is_one() -> None:
    assert texts(["单选", "包裹少了什么？", "面单", "封条", "填充物", "无", "A"])[0][-1] == "无"
    assert texts(["单选", "Which of these?", "Red", "Blue", "Green", "None", "A"])[0][-1] == "None"


def test_where_the_table_writes_the_word_for_no_option_it_is_none_and_told() -> None:
    document = read(
        HEAD,
        ["判断", "可以承诺赔偿。", "无", "无", "无", "无", "错"],
        ["单选", "先做什么？", "倾听", "打断", "争辩", "无", "A"],
        ["单选", "包裹少了什么？", "面单", "封条", "填充物", "无", "D"],
    )

    assert [len(item.options) for item in document.items] == [0, 3, 4]
    assert [(one.code, one.item) for one in document.diagnostics] == [("option-left-out", "i2")]


def test_signs_among_signs_are_options() -> None:
    assert texts(["单选", "哪一个是除号？", "+", "-", "*", "/", "D"]) == [["+", "-", "*", "/"]]
    assert texts(["单选", "哪一个是加号？", "+", "-", "*", "/", "A"]) == [["+", "-", "*", "/"]]


@pytest.mark.parametrize("cell", ["无", "[]", "/", "N/A"])
def test_a_cell_of_all_options_that_says_there_are_none(cell: str) -> None:
    document = read(
        ["题型", "题目", "选项", "答案"], ["填空题", "先____。", cell, "致歉"], ["单选", "先做？", "A.听;B.说", "A"]
    )

    assert shown(document) == [(Q, "先____。", [], None), (S, "先做？", ["A听", "B说"], ["A"])]
    assert document.items[0].accepted_answers == ["致歉"]

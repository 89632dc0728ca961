"""Keys that mean what their column means: places, ticks, letters, or the texts of options."""

from __future__ import annotations

import pytest

from questionbank.content import ItemKind
from tests.questionbank.formats.tables.test_table import codes, read, shown

S, M, T, Q, E = ItemKind
HEAD = ["题干", "A", "B", "C", "D", "答案"]


def keys_of(*rows: list[str]) -> list[object]:
    return [item.key for item in read(HEAD, *rows).items]


def test_the_text_of_an_option_that_looks_like_letters() -> None:
    found = keys_of(
        ["数据库语言里哪个不是一类？", "TCL", "SCL", "DCL", "DDL", "SCL"],
        ["哪一种融资面向公众？", "众筹", "P2P", "信托", "IPO", "D、IPO"],
        ["哪些血型的人最多？", "A和O", "A和B", "AB和O", "B和O", "A、A和O"],
        ["哪两项是对的？", "甲", "乙", "丙", "丁", "A和C"],
        ["字母表第二个字母？", "A", "B", "C", "D", "B"],
        ["水的元素符号不含？", "H", "O", "", "C", "H"],
    )
    assert found == [["B"], ["D"], ["A"], ["A", "C"], ["B"], ["A"]]


def test_places_of_options_beside_options_that_are_numbers() -> None:
    found = keys_of(
        ["甲等于几？", "18", "21", "22", "20", "4"],
        ["下一个数？", "8", "3", "1", "5", "1"],
        ["哪个国家靠海？", "瑞典", "捷克", "蒙古", "老挝", "1"],
        ["哪个是动物？", "马", "树", "石", "水", "1"],
    )
    assert found == [["D"], ["A"], ["A"], ["A"]]


def test_sums_keep_the_number_that_they_say() -> None:
    sums = [["1+1=?", "1", "2", "3", "4", "2"], ["1+2=?", "4", "3", "2", "1", "3"], ["2+2=?", "4", "3", "2", "1", "4"]]
    assert keys_of(*sums) == [["B"], ["B"], ["A"]]


def test_a_single_letter_among_answers_in_words_is_the_answer() -> None:
    document = read(
        ["问题", "答案"],
        ["半径用什么字母表示？", "R"],
        ["缓和曲线的起点叫什么？", "直缓点"],
        ["正线按什么年限设计？", "远期"],
        ["限速由谁下达？", "调度"],
    )
    assert (document.items[0].kind, document.items[0].reference_answer) == (Q, "R")


def test_right_and_wrong_as_0_and_1_below_a_type_that_is_a_number() -> None:
    document = read(
        ["题目", "题目类型", "答案"],
        ["投诉要在当天登记", "3", "1"],
        ["客户资料可以转给同事", "3", "0"],
        ["先道歉再核实", "3", "1"],
    )
    assert [(item.kind, item.key) for item in document.items] == [(T, True), (T, False), (T, True)]


def test_options_behind_signs_in_the_cell_of_the_question() -> None:
    document = read(
        ["题目", "答案"],
        ["处理投诉包括()&倾听&打断&记录", "倾听&记录"],
        ["最先做的是()&倾听&退款", "倾听"],
    )
    assert shown(document) == [
        (M, "处理投诉包括()", ["A倾听", "B打断", "C记录"], ["A", "C"]),
        (S, "最先做的是()", ["A倾听", "B退款"], ["A"]),
    ]


def test_options_above_the_key_in_the_column_of_answers() -> None:
    document = read(
        ["客服的职责包括哪些？", "A、接听\nB、记录\nC、推诿\n答案： AB"],
        ["退款几天到账？", "三天"],
        ["谁可以批准赔付？", "组长"],
        ["如何安抚客户？", "先道歉，再说明"],
    )
    assert shown(document)[0] == (M, "客服的职责包括哪些？", ["A接听", "B记录", "C推诿"], ["A", "B"])
    assert codes(document, "error") == []


def test_a_question_without_the_copies_of_its_options() -> None:
    document = read(
        HEAD,
        ["1、先做的是（ ）A、倾听B、打断C、推诿D、挂断", "A、倾听", "B、打断", "C、推诿", "D、挂断", "A、倾听"],
        ["2、可以录音（ ）A、正确B、错误CD", "A、正确", "B、错误", "C", "D", "A、正确"],
        ["3、2019年起的规定是（ ）", "A、甲", "B、乙", "C、丙", "D、丁", "B、乙"],
    )
    assert [(item.number, item.stem) for item in document.items] == [
        ("1", "先做的是（ ）"), ("2", "可以录音（ ）"), ("3", "2019年起的规定是（ ）"),
    ]  # fmt: skip
    assert [item.kind for item in document.items] == [S, T, S]


def test_none_once_is_an_option() -> None:
    assert keys_of(["哪个语句不合法？", "_a = 1", "__a = 1", "__b__ = 1", "none", "none"]) == [["D"]]


@pytest.mark.parametrize(
    ("word", "right"),
    [("真", True), ("假", False), ("○", True), ("right", True), ("Wrong", False), ("√", True), ("不正确", False)],
)
def test_truths_in_other_words(word: str, right: bool) -> None:
    document = read(["题型", "题目", "答案"], ["判断题", "可以承诺赔偿。", word])

    assert [(item.kind, item.key, item.status) for item in document.items] == [(ItemKind.TRUE_FALSE, right, "sure")]


@pytest.mark.parametrize(
    ("cell", "points"),
    [("2分", "2"), ("（3分）", "3"), ("2.5 分", "2.5"), ("每题2分", "2"), ("3分/题", "3"), ("2", "2")],
)
def test_points_as_people_write_them(cell: str, points: str) -> None:
    document = read(["题目", "答案", "分值"], ["先做什么？", "道歉", cell])

    assert (str(document.items[0].points), codes(document)) == (points, [])


@pytest.mark.parametrize("cell", ["5%", "二分", "待定", "2-3"])
def test_points_that_are_no_number_are_told(cell: str) -> None:
    document = read(["题目", "答案", "分值"], ["先做什么？", "道歉", cell])

    assert document.items[0].points is None
    assert [(one.code, one.params) for one in document.diagnostics if one.code != "inferred-type"] == [
        ("points-unknown", {"word": cell})
    ]


def test_an_option_that_repeats_the_answer_of_a_blank_is_none() -> None:
    document = read(["题型", "题目", "A", "B", "C", "答案"], ["填空题", "先____再登记。", "", "", "致歉", "致歉"])

    assert [(item.kind, item.options, item.accepted_answers) for item in document.items] == [
        (ItemKind.SHORT_ANSWER, [], ["致歉"])
    ]


def test_other_kinds_that_are_answered_in_words_are_known_by_their_name() -> None:
    document = read(["题型", "题目", "答案"], ["方案题", "写一份大促排班。", "两班倒"], ["玄学", "猜一猜。", "不知"])

    assert [(one.code, one.item) for one in document.diagnostics if one.code == "unknown-type"] == [
        ("unknown-type", "i2")
    ]

"""A row for each option, with the question said again."""

from __future__ import annotations

from questionbank.content import ItemKind
from tests.questionbank.formats.tables.test_table import read, shown
from tests.questionbank.parsing.rules import uncovered

S, M, T, Q, E = ItemKind
HEAD = ["题号", "题型", "题目", "选项内容", "是否正确"]


def test_a_question_in_each_row_of_its_options() -> None:
    document = read(
        HEAD,
        ["1", "单选题", "先做什么？", "倾听", "1"],
        ["1", "单选题", "先做什么？", "打断", "0"],
        ["2", "多选题", "哪些要登记？", "来电", "1"],
        ["2", "多选题", "哪些要登记？", "天气", "0"],
        ["2", "多选题", "哪些要登记？", "投诉", "1"],
        ["3", "判断题", "可以代客签字。", "正确", "0"],
        ["3", "判断题", "可以代客签字。", "错误", "1"],
    )

    assert shown(document) == [
        (S, "先做什么？", ["A倾听", "B打断"], ["A"]),
        (M, "哪些要登记？", ["A来电", "B天气", "C投诉"], ["A", "C"]),
        (T, "可以代客签字。", [], False),
    ]
    assert [item.number for item in document.items] == ["1", "2", "3"]
    assert uncovered(document) == []


def test_numbers_of_rows_do_not_part_the_options() -> None:
    document = read(
        HEAD,
        ["1", "单选题", "先做什么？", "倾听", "是"],
        ["2", "单选题", "先做什么？", "打断", "否"],
        ["3", "单选题", "后做什么？", "争辩", "否"],
        ["4", "单选题", "后做什么？", "登记", "是"],
    )

    assert [(item.stem, item.key) for item in document.items] == [("先做什么？", ["A"]), ("后做什么？", ["B"])]


def test_the_same_question_twice_is_parted_by_its_number() -> None:
    rows = [[number, "单选题", "下列说法对的是？", text, flag] for number, pairs in (
        ("1", (("倾听", "1"), ("打断", "0"))), ("2", (("挂断", "0"), ("登记", "1"))),
    ) for text, flag in pairs]  # fmt: skip

    assert [(len(item.options), item.key) for item in read(HEAD, *rows).items] == [(2, ["A"]), (2, ["B"])]


def test_all_options_in_one_cell_stay_questions_of_their_own() -> None:
    document = read(
        ["题型", "题目", "选项", "答案"],
        ["单选题", "下列说法对的是？", "A.倾听 B.打断", "A"],
        ["单选题", "下列说法对的是？", "A.挂断 B.登记", "B"],
    )

    assert [item.key for item in document.items] == [["A"], ["B"]]

"""Rows that slipped one column to the left."""

from __future__ import annotations

from questionbank.content import ItemKind
from tests.questionbank.formats.tables.test_table import read, shown
from tests.questionbank.parsing.rules import uncovered

S, M, T, Q, E = ItemKind
HEAD = ["题型", "题目", "选项A", "选项B", "选项C", "答案", "解析"]
STRAIGHT = ["单选", "先做什么？", "倾听", "打断", "争辩", "A", "先听"]


def test_rows_without_the_empty_cell_of_their_last_option() -> None:
    document = read(
        HEAD,
        STRAIGHT,
        ["单选", "后做什么？", "挂断", "登记", "B", "写下来"],
        ["单选", "最后做什么？", "回访", "离线", "A", "问满意"],
        ["填空", "投诉要当____登记。", "", "", "天", "见手册"],
    )

    assert shown(document)[1:3] == [
        (S, "后做什么？", ["A挂断", "B登记"], ["B"]),
        (S, "最后做什么？", ["A回访", "B离线"], ["A"]),
    ]
    last = document.items[3]
    assert (last.kind, last.reference_answer, last.explanation) == (Q, "天", "见手册")
    assert uncovered(document) == []


def test_one_such_row_may_be_as_it_is_meant() -> None:
    document = read(HEAD, STRAIGHT, ["单选", "字母表的第一个字母是？", "B", "C", "A", "甲", ""])

    assert [option.text for option in document.items[1].options] == ["B", "C", "A"]


def test_keys_that_are_the_text_of_an_option_stay() -> None:
    rows = [["单选", f"第{n}个动作？", "倾听", "打断", "A", "倾听", ""] for n in range(4)]
    document = read(HEAD, *rows)

    assert [item.key for item in document.items] == [["A"]] * 4


def test_a_row_that_was_moved_says_so() -> None:
    document = read(HEAD, STRAIGHT, *[["单选", f"第{n}步做什么？", "挂断", "登记", "B", "写下来"] for n in range(3)])

    told = [(one.code, one.params) for one in document.diagnostics if one.code == "row-realigned"]
    assert told == [("row-realigned", {"row": row}) for row in (3, 4, 5)]
    assert [item.status for item in document.items] == ["sure", "check", "check", "check"]


def test_points_and_difficulties_tell_of_rows_that_slipped_with_them() -> None:
    head = [*HEAD, "分值", "难度"]
    straight = [*STRAIGHT, "2", "易"]
    slipped = [["填空", f"第{n}步要____。", "", "", "登记", "见手册", "3", "难"] for n in range(3)]
    document = read(head, straight, *slipped)

    assert [(item.reference_answer, item.explanation, str(item.points)) for item in document.items[1:]] == [
        ("登记", "见手册", "3")
    ] * 3


def test_points_do_not_end_as_an_explanation() -> None:
    head = [*HEAD, "分值"]
    slipped = [["问答", f"第{n}步为什么？", "", "", "因为客户在等", "8", ""] for n in range(3)]
    document = read(head, [*STRAIGHT, "2"], *slipped)

    assert [(item.reference_answer, item.explanation, str(item.points)) for item in document.items[1:]] == [
        ("因为客户在等", None, "8")
    ] * 3

"""Columns that tell levels of answers."""

from __future__ import annotations

from questionbank.content import ItemKind
from tests.questionbank.formats.tables.test_table import codes, read
from tests.questionbank.parsing.rules import uncovered

S, M, T, Q, E = ItemKind


def test_levels_with_points_become_bands() -> None:
    document = read(
        ["面试问题", "评分要点", "优秀（8-10分）", "良好（5-7分）", "较差（0-4分）"],
        ["如何处理投诉？", "倾听；核实", "完整且有方案", "基本完整", "没有思路"],
        ["如何交接班？", "记录；确认", "写明并当面确认", "只写明", "不交接"],
    )

    rule = document.items[0].rubric_rule or {}
    assert rule["bands"] == "8-10:优秀:完整且有方案|5-7:良好:基本完整|0-4:较差:没有思路"
    assert [point.text for point in document.items[1].answer_points] == ["记录", "确认"]
    assert (codes(document, "info", "warning", "error"), uncovered(document)) == (["inferred-type"] * 2, [])


def test_figures_of_points_as_headers() -> None:
    document = read(
        ["维度", "题目", "5分", "3分", "1分"],
        ["沟通", "如何处理投诉？", "有方案", "基本完整", "没有思路"],
        ["责任", "如何交接班？", "当面确认", "只写明", "不交接"],
    )

    assert [(item.rubric_rule or {})["bands"] for item in document.items] == [
        "5:有方案|3:基本完整|1:没有思路",
        "5:当面确认|3:只写明|1:不交接",
    ]
    assert [item.assesses for item in document.items] == [["沟通"], ["责任"]]


def test_the_best_answer_is_the_model_and_the_others_are_criteria() -> None:
    document = read(
        ["题目", "优秀回答", "一般回答", "较差回答", "评分标准"],
        ["如何处理投诉？", "先倾听再核实", "只道歉", "争吵", "看是否有方案"],
        ["如何交接班？", "当面确认", "只写明", "不交接", ""],
    )

    first, second = document.items
    assert (first.reference_answer, second.reference_answer) == ("先倾听再核实", "当面确认")
    assert [one.text for one in first.criteria] == ["看是否有方案", "一般回答：只道歉", "较差回答：争吵"]
    assert [one.text for one in second.criteria] == ["一般回答：只写明", "较差回答：不交接"]


def test_a_difficulty_and_options_are_no_levels() -> None:
    document = read(
        ["题目", "A", "B", "答案", "一般", "较差"], ["先做什么？", "倾听", "打断", "A", "1", "2"],
    )  # fmt: skip

    assert [(item.kind, item.key, item.criteria) for item in document.items] == [(S, ["A"], [])]

"""Scoring notes as people write them, and what comes out of each; nothing of a note is lost."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionbank.content import AnswerPoint, Criterion, Essay
from questionbank.parsing import parse_text
from questionbank.parsing.rubrics.rubric import Compiled, compile_note, joined, merged, rule_of, valued
from questionbank.parsing.rubrics.sums import stated_sums
from questionbank.parsing.words.fold import fold
from scoring.rubric import rubric

GOLDEN: list[dict[str, Any]] = json.loads(Path(__file__).with_name("rubric_golden.json").read_text(encoding="utf-8"))
# Characters that may become a number or a boundary instead of text: points, numbers of a list, separators.
_STRUCTURE = set("0123456789.零一二两三四五六七八九十半分点占计得可给共各满最高多至赋记为加值其中和及与的到至")
_ENGLISH = set("abcdefghijklmnopqrstuvwxyz")


def shown(rows: tuple[AnswerPoint, ...] | tuple[Criterion, ...]) -> list[list[str | None]]:
    return [[row.text, row.model_dump(mode="json")["points"]] for row in rows]


def compiled(text: str, points: str | None = None) -> Compiled:
    return compile_note(text.split("\n"), None if points is None else Decimal(points))


@pytest.mark.parametrize("row", GOLDEN, ids=[row["note"][:24] for row in GOLDEN])
def test_golden(row: dict[str, Any]) -> None:
    made = compiled(row["note"], row.get("points"))
    assert shown(made.answer_points) == row["answer_points"]
    assert shown(made.criteria) == row["criteria"]
    assert made.rule == row["rule"]


def test_the_table_holds_enough_of_both_sorts() -> None:
    negative = [row for row in GOLDEN if row.get("negative")]
    assert len(GOLDEN) - len(negative) >= 95
    assert len(negative) >= 25
    assert [row["note"] for row in negative if row["rule"] or any(points for _, points in row["criteria"])] == []


def lost(text: str, made: Compiled) -> Counter[str]:
    """Characters of the note that are in no text of the result, other than those that turn into numbers."""
    texts = [*(row.text for row in made.answer_points), *(row.text for row in made.criteria)]
    texts += [made.rule[name] for name in ("text", "note", "weights") if made.rule and name in made.rule]
    missing = Counter(_letters(text)) - Counter(_letters("".join(texts)))
    return Counter({char: count for char, count in missing.items() if char not in _STRUCTURE})


def _letters(text: str) -> str:
    """Word characters only: brackets and separators part the rows, units and list numbers become points."""
    folded = re.sub(
        r"(?i)\b(?:up to|award|give|at most|a maximum of|maximum|max|worth|for|and|points?|pts?|marks?)\b|",
        "",
        fold(text),
    )
    return "".join(char for char in folded if char.isalnum() and char not in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")


@pytest.mark.parametrize("row", GOLDEN, ids=[row["note"][:24] for row in GOLDEN])
def test_no_word_of_the_table_is_lost(row: dict[str, Any]) -> None:
    left = lost(row["note"], compiled(row["note"], row.get("points")))
    assert {char: count for char, count in left.items() if char not in _ENGLISH} == {}


_BITS = (
    *(
        "态度诚恳",
        "（2分）",
        "(3分)",
        "2分",
        "每点2分",
        "扣1分",
        "最多6分",
        "任意3点",
        "满分",
        "8-10分",
        "优秀",
        "以上",
        "扣完为止",
    ),
    *"：，；。、①②()【】/\n\t ",
    *("60%", "40%", "各", "1-3分", "150分"),
)
_PARTS = st.sampled_from([*(row["note"] for row in GOLDEN), *_BITS])
_NOTES = (
    st.lists(_PARTS, max_size=8).map("".join)
    | st.text(max_size=80)
    | st.text("①②2分每点扣，；。（）-8:%\n\t各 ", max_size=30)
)


@settings(max_examples=400, deadline=None)
@given(_NOTES, st.none() | st.decimals(0, 100, places=1))
def test_any_text_compiles_and_nothing_is_lost(text: str, points: Decimal | None) -> None:
    made = compile_note(text.split("\n"), points)
    assert {char: count for char, count in lost(text, made).items() if char not in _ENGLISH} == {}
    Essay(stem="x", answer_points=made.answer_points, criteria=made.criteria, rubric_rule=made.rule)
    if made.rule is not None:
        assert made.rule["rule"] in {"any_of", "each_point", "bands", "deductions", "weights", "total", "note"}
        assert all(value for value in made.rule.values())


def test_marking_follows_a_rule_for_each_point_up_to_a_limit() -> None:
    text = "1. 列举致歉的方式。（6分）\n答案要点：\n- 电话\n- 短信\n- 书面\n- 当面\n评分标准：每点2分，最多6分"
    item = parse_text(text).items[0]
    assert [point.points for point in item.answer_points] == [Decimal(2)] * 4
    made = rubric(
        Essay(stem="x", points=item.points, answer_points=tuple(item.answer_points), rubric_rule=item.rubric_rule), 6
    )
    assert [made.mark([f"p{n}" for n in range(1, count + 1)]) for count in range(5)] == [0, 2, 4, 6, 6]
    assert item.status == "sure"


def test_the_bracket_of_a_label_states_the_rule() -> None:
    text = "1. 列举致歉的方式。（4分）\n答案要点（每点2分，答出2点得满分）：\n- 电话\n- 短信\n- 书面"
    item = parse_text(text).items[0]
    assert item.rubric_rule == {"rule": "any_of", "each": "2", "any": "2", "text": "每点2分；答出2点得满分"}
    assert [point.points for point in item.answer_points] == [Decimal(2)] * 3
    assert rule_of(["供参考"]) is None


@pytest.mark.parametrize(
    ("note", "codes"),
    [
        ("内容6分、表达4分", []),
        ("内容6分、表达5分", ["rubric-sum-differs"]),
        ("满分10分，内容6分、表达5分", ["rubric-sum-differs"]),
        ("内容6分、表达5分，错别字每处扣0.5分", ["rubric-sum-differs"]),
        ("满分12分", ["rubric-sum-differs"]),
        ("优(10-12)良(7-9)差(0-6)", ["rubric-sum-differs"]),
        ("优(9-10)良(7-8)差(0-6)", []),
        ("致歉、核实、补偿，各3分", ["rubric-sum-differs"]),
        ("致歉；核实；补偿（每点5分，答出2点得满分）", []),
        ("内容60%，表达40%", []),
        ("酌情给分", []),
    ],
)
def test_a_sum_that_differs_is_told_and_nothing_is_changed(note: str, codes: list[str]) -> None:
    document = parse_text(f"一、论述题（每题10分，共1题）\n1. 谈谈交接的意义。\n评分标准：{note}")
    assert [d.code for d in document.diagnostics if d.severity != "info"] == codes
    assert document.items[0].points == Decimal(10)


def test_points_of_the_note_go_to_the_same_answer_points() -> None:
    own = [AnswerPoint(text="先向顾客致歉"), AnswerPoint(text="核实订单", detail="看物流")]
    listed = [AnswerPoint(text="致歉", points=Decimal(2)), AnswerPoint(text="核实订单", points=Decimal(3))]
    assert joined(own, listed) == [
        AnswerPoint(text="先向顾客致歉", points=Decimal(2)),
        AnswerPoint(text="核实订单", detail="看物流", points=Decimal(3)),
    ]
    assert joined([], listed) == listed
    assert joined(own, []) == own
    assert joined(own, [*listed, AnswerPoint(text="回访")]) is None


def test_points_that_differ_from_the_answer_points_become_criteria() -> None:
    text = "1. 怎样回应？（5分）\n答案要点：\n- 致歉\n- 核实\n评分标准：①语气温和2分；②方案可行3分"
    item = parse_text(text).items[0]
    assert [point.text for point in item.answer_points] == ["致歉", "核实"]
    assert shown(tuple(item.criteria)) == [["语气温和", "2"], ["方案可行", "3"]]


def test_each_leaves_stated_points_alone() -> None:
    stated = [AnswerPoint(text="致歉", points=Decimal(1)), AnswerPoint(text="核实")]
    assert valued(stated, {"each": "2"}) == stated
    assert valued([AnswerPoint(text="核实")], None) == [AnswerPoint(text="核实")]


def test_two_rules_become_one() -> None:
    first = {"rule": "each_point", "each": "2", "text": "每点2分"}
    second = {"rule": "any_of", "any": "3", "text": "任意3点即可", "note": "酌情"}
    assert merged(first, None) == first
    assert merged(None, second) == second
    assert merged(first, second) == {
        "rule": "any_of", "each": "2", "any": "3", "text": "每点2分；任意3点即可", "note": "酌情",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (None, "6"),
        ({"rule": "each_point", "each": "2"}, "6"),
        ({"rule": "any_of", "any": "2"}, "4"),
        ({"rule": "bands", "bands": "8-10:好|0-7:差"}, "10"),
        ({"rule": "bands", "bands": "8-:好|0-7:差"}, None),
        ({"rule": "bands", "bands": "nonsense"}, None),
        ({"any": "many"}, "6"),
    ],
)
def test_what_a_rubric_adds_up_to(rule: dict[str, str] | None, expected: str | None) -> None:
    points = [AnswerPoint(text=name, points=Decimal(2)) for name in "甲乙丙"]
    assert stated_sums(points, [], rule)[:1] == ([] if expected is None else [Decimal(expected)])

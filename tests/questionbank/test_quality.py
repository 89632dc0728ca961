"""What a bank says about the content of an item."""

from __future__ import annotations

from decimal import Decimal

import pytest

from questionbank.content import AnswerPoint, AnyContent, Criterion, Option
from questionbank.document import Severity
from questionbank.messages import PROBLEMS
from questionbank.quality import BLOCKING, SEVERITIES, errors, problems, rubric_sum
from tests import build


def codes(content: AnyContent) -> list[str]:
    return [problem.code for problem in problems(content)]


GOOD = "查询订单最快。"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (build.single(explanation=GOOD), []),
        (build.single(), ["no-explanation"]),
        (build.single(explanation=GOOD, points=None), ["no-points"]),
        (build.single(stem=" \n", explanation=GOOD), ["empty-stem"]),
        (build.single(key=None, explanation=GOOD), ["no-key"]),
        (build.single(key="E", explanation=GOOD), ["key-not-option"]),
        (build.single(explanation="略。故选C。"), ["explanation-differs"]),
        (build.single(explanation="略。答案为 B。"), []),
        (build.single(options=build.options("甲", "甲"), explanation=GOOD), ["repeated-option"]),
        (build.single(options=build.options("甲", " "), explanation=GOOD), ["empty-option"]),
        (build.single(options=build.options("甲"), key="A", explanation=GOOD), ["too-few-options"]),
        (
            build.single(options=(Option(label="B", text="甲"), Option(label="B", text="乙")), explanation=GOOD),
            ["repeated-label"],
        ),
        (build.multiple(key=("A",), explanation=GOOD), ["multi-one-letter"]),
        (build.multiple(explanation="答案是A、B、D"), []),
        (build.multiple(explanation="答案是A、B"), ["explanation-differs"]),
        (build.true_false(key=None, explanation=GOOD), ["no-key"]),
        (build.true_false(key=False, explanation=GOOD), []),
        (build.short(), []),
        (build.short(accepted=()), ["no-rubric"]),
        (build.essay(), []),
        (build.essay(points=Decimal(12)), ["rubric-sum-differs"]),
        (build.essay(points=Decimal(12), rubric_rule={"id": "any", "count": "2"}), []),
    ],
)
def test_problems(content: AnyContent, expected: list[str]) -> None:
    assert codes(content) == expected


def test_errors_come_first_and_alone_prevent_approval() -> None:
    content = build.single(key=None, points=None)

    assert codes(content) == ["no-key", "no-explanation", "no-points"]
    assert [problem.code for problem in errors(content)] == ["no-key"]


def test_sub_points_count_instead_of_their_point() -> None:
    split = AnswerPoint(
        text="核实",
        points=Decimal(9),
        children=(AnswerPoint(text="订单", points=Decimal("1.5")), AnswerPoint(text="照片", points=Decimal(2))),
    )
    content = build.essay(answer_points=(split,), criteria=(Criterion(text="条理", points=Decimal(3)),))

    assert rubric_sum(content) == Decimal("6.5")
    assert rubric_sum(build.essay(answer_points=(AnswerPoint(text="核实"),), criteria=())) is None


def test_every_code_has_a_sentence_and_every_blocking_one_is_an_error() -> None:
    assert set(SEVERITIES) <= set(PROBLEMS)
    assert {SEVERITIES.get(code, Severity.ERROR) for code in BLOCKING} == {Severity.ERROR}

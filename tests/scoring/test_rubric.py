from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import chain, combinations

import pytest

from questionbank.content import AnswerPoint, Criterion, Essay
from scoring.rubric import Rubric, read_best, rubric
from tests import build


def points(*texts: str | None) -> tuple[AnswerPoint, ...]:
    return tuple(
        AnswerPoint(text=f"要点{n}", points=None if text is None else Decimal(text)) for n, text in enumerate(texts)
    )


def shares(made: Rubric) -> dict[str, str]:
    return {row.id: str(row.points) for row in made.rows}


def test_stated_points_count_as_they_stand() -> None:
    assert shares(rubric(build.essay(), Decimal(10))) == {"p1": "3", "p2": "4", "c1": "3"}


def test_rows_without_points_share_the_rest_equally() -> None:
    content = build.essay(answer_points=points("4", None, None, None), criteria=(Criterion(text="条理"),))
    assert shares(rubric(content, 10)) == {"p1": "4", "p2": "3/2", "p3": "3/2", "p4": "3/2", "c1": "3/2"}


def test_three_points_without_numbers_are_exact_thirds() -> None:
    made = rubric(build.essay(answer_points=points(None, None, None), criteria=()), 10)
    assert shares(made) == {"p1": "10/3", "p2": "10/3", "p3": "10/3"}
    assert made.mark({"p1", "p2", "p3"}) == 10


def test_nothing_is_left_to_share_when_criteria_use_everything() -> None:
    content = build.essay(answer_points=points(None, None), criteria=(Criterion(text="完整", points=Decimal(10)),))
    assert shares(rubric(content, 10)) == {"p1": "0", "p2": "0", "c1": "10"}


def test_every_row_is_scaled_when_the_paper_gives_other_points() -> None:
    made = rubric(build.essay(), Decimal(15))
    assert shares(made) == {"p1": "9/2", "p2": "6", "c1": "9/2"}
    assert made.mark({"p1", "p2", "c1"}) == 15


def test_points_of_the_paper_stand_in_where_the_question_states_none() -> None:
    content = build.essay(points=None, answer_points=points("3", None), criteria=())
    assert shares(rubric(content, 8)) == {"p1": "3", "p2": "5"}


def test_sub_points_are_the_rows_and_share_what_stands_above_them() -> None:
    outline = (
        AnswerPoint(
            text="安抚",
            points=Decimal(4),
            children=(AnswerPoint(text="致歉", points=Decimal(1)), AnswerPoint(text="倾听"), AnswerPoint(text="记录")),
        ),
        AnswerPoint(text="处理", children=(AnswerPoint(text="核实", children=points(None, None)),)),
        AnswerPoint(text="回访"),
    )
    made = rubric(build.essay(answer_points=outline, criteria=()), 10)
    assert shares(made) == {"p1.1": "1", "p1.2": "3/2", "p1.3": "3/2", "p2.1.1": "2", "p2.1.2": "2", "p3": "2"}
    assert [row.heading for row in made.rows] == ["安抚", "安抚", "安抚", "处理 › 核实", "处理 › 核实", ""]


def test_the_mark_is_the_sum_and_the_adjustment_within_the_range() -> None:
    made = rubric(build.essay(), 10)
    assert made.mark(["p1", "c1"]) == 6
    assert made.mark(["p1"], Decimal("-0.5")) == Fraction(5, 2)
    assert made.mark([], Decimal(-3)) == 0
    assert made.mark(["p1", "p2", "c1"], Decimal(2)) == 10
    assert made.mark(["p9", "nonsense"]) == 0
    assert made.known({"c1", "p9", "p1"}) == ["p1", "c1"]


def test_any_three_of_five() -> None:
    content = build.essay(
        points=Decimal(6), answer_points=points(None, None, None, None, None), criteria=(), rubric_rule={"any": "3"}
    )
    made = rubric(content, 6)
    assert set(shares(made).values()) == {"2"}
    assert [made.mark([f"p{n}" for n in range(1, count + 1)]) for count in range(6)] == [0, 2, 4, 6, 6, 6]


def test_any_two_of_three_takes_the_best_and_leaves_criteria_alone() -> None:
    content = build.essay(
        points=Decimal(10),
        answer_points=points("3", "4", "2"),
        criteria=(Criterion(text="条理", points=Decimal(1)),),
        rubric_rule={"any": "2"},
    )
    made = rubric(content, 10)
    assert made.mark(["p1", "p2", "p3"]) == 7
    assert made.mark(["p1", "p3", "c1"]) == 6


@pytest.mark.parametrize("text", ["", "0", "5", "-1", "三", "1e2", "9999", "²"])
def test_a_rule_that_says_nothing_lets_all_points_count(text: str) -> None:
    assert read_best({"any": text}, of=5) is None


def test_no_rows_for_questions_without_a_rubric() -> None:
    assert rubric(build.single(), 2) == Rubric((), Fraction(2))
    bare = rubric(Essay(stem="谈谈你的经历"), 5)
    assert bare.rows == ()
    assert bare.mark([], Decimal("3.5")) == Fraction(7, 2)
    assert rubric(Essay(stem="谈谈", points=Decimal(0)), 0).mark([], Decimal(1)) == 0


def test_every_choice_of_rows_stays_within_the_range_and_more_rows_never_cost() -> None:
    content = build.essay(answer_points=points("3", None, "0.5", None), criteria=(Criterion(text="条理"),))
    for total in (Fraction(7), Fraction(10), Fraction(33, 2)):
        for rule in (None, {"any": "2"}):
            made = rubric(content.model_copy(update={"rubric_rule": rule}), total)
            names = [row.id for row in made.rows]
            for ticked in chain.from_iterable(combinations(names, n) for n in range(len(names) + 1)):
                mark = made.mark(ticked)
                assert 0 <= mark <= total
                assert all(made.mark([*ticked, name]) >= mark for name in names)

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.answers import Answer
from questionbank.content import AnswerPoint, AnyContent, Criterion
from questionbank.policy import Policy, PolicyId
from scoring.grading import Outcome, Reason, grade
from tests import build

CONTENTS = (build.single(), build.multiple(), build.true_false(), build.short(), build.essay())


def graded(content: AnyContent, answer: Answer, points: str = "2", policy: Policy | None = None) -> tuple[str, str]:
    outcome = grade(content, answer, Decimal(points), policy or Policy())
    return str(outcome.points), outcome.reason.value


@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: content.kind.value)
@pytest.mark.parametrize("blank", [None, (), "", " \n\u3000"])
def test_a_blank_answer_is_always_nothing(content: AnyContent, blank: Answer) -> None:
    assert graded(content, blank) == ("0", "blank")


@pytest.mark.parametrize(
    ("content", "answer", "outcome"),
    [
        (build.single(key="B"), ("B",), ("2", "right")),
        (build.single(key="B"), ("A",), ("0", "wrong")),
        (build.true_false(key=False), False, ("2", "right")),
        (build.true_false(key=False), True, ("0", "wrong")),
        (build.multiple(), ("A", "B", "D"), ("2", "right")),
        (build.multiple(), ("A", "B"), ("1", "partly-right")),
        (build.multiple(), ("A", "C"), ("0", "wrong")),
        (build.short(accepted=("服务水平协议", "SLA")), "服務水平協議", ("2", "accepted")),
        (build.short(accepted=("3±0.5",)), "２.5", ("2", "accepted")),
        (build.short(), "不知道", ("0", "not-accepted")),
    ],
)
def test_what_needs_no_person(content: AnyContent, answer: Answer, outcome: tuple[str, str]) -> None:
    assert graded(content, answer) == outcome


@pytest.mark.parametrize(
    ("content", "answer", "reason"),
    [
        (build.essay(), "先致歉,再核实。", "written"),
        (build.short(accepted=()), "服务水平协议", "written"),
        (build.short(answer_points=(AnswerPoint(text="服务"),)), "服务的水平", "written"),
        (build.short(criteria=(Criterion(text="准确"),)), "服务的水平", "written"),
        (build.single(key=None), ("A",), "no-key"),
        (build.single(key="H"), ("A",), "no-key"),
        (build.multiple(key=()), ("A",), "no-key"),
        (build.multiple(key=("A", "H")), ("A",), "no-key"),
        (build.true_false(key=None), True, "no-key"),
        (build.single(), "B", "unreadable"),
        (build.multiple(), True, "unreadable"),
        (build.true_false(), ("A",), "unreadable"),
        (build.short(), ("A",), "unreadable"),
    ],
)
def test_what_needs_a_person(content: AnyContent, answer: Answer, reason: str) -> None:
    assert graded(content, answer) == ("None", reason)


def test_an_accepted_answer_with_a_rubric_needs_no_person() -> None:
    both = build.short(answer_points=(AnswerPoint(text="服务"),))
    assert grade(both, "服务水平协议", Decimal(3), None) == Outcome(Fraction(3), Reason.ACCEPTED)


def test_a_policy_that_cannot_be_read_needs_a_person() -> None:
    assert grade(build.multiple(), ("A",), Decimal(4), None) == Outcome(None, Reason.NO_POLICY)
    assert graded(build.multiple(), ("A",), policy=Policy(id=PolicyId.PER_OPTION)) == ("None", "no-policy")
    assert graded(build.multiple(), ("A",), policy=Policy(version=99)) == ("None", "no-policy")


ANSWERS = st.one_of(
    st.none(), st.booleans(), st.text(max_size=30), st.lists(st.sampled_from("ABCDEFH"), max_size=5).map(tuple)
)


@given(st.sampled_from(CONTENTS), ANSWERS, st.decimals("0.01", 100, places=2), st.sampled_from(list(PolicyId)))
def test_any_answer_gets_points_within_the_range_or_a_person(
    content: AnyContent, answer: Answer, points: Decimal, policy: PolicyId
) -> None:
    outcome = grade(content, answer, points, Policy(id=policy))
    assert outcome.points is None or 0 <= outcome.points <= points
    assert outcome.needs_person == (outcome.points is None)

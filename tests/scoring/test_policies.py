"""Published and computed vectors, and properties over every subset of a five-option question."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations

import pytest

from questionbank.policy import PARAMETERS, Policy, PolicyId
from scoring.policies import POLICIES, apply_policy, read_weights

OPTIONS = frozenset("ABCDE")
P = PolicyId
EVERY = [
    Policy(id=P.ALL_OR_NOTHING),
    Policy(id=P.HALF_IF_SUBSET),
    Policy(id=P.PER_OPTION, params={"c": "0.5"}),
    Policy(id=P.PER_OPTION, params={"c": "3"}),
    Policy(id=P.FIXED_IF_SUBSET, params={"c": "2"}),
    Policy(id=P.FIXED_IF_SUBSET, params={"c": "9"}),
    Policy(id=P.PROPORTIONAL_IF_SUBSET),
    Policy(id=P.RIGHT_MINUS_WRONG),
    Policy(id=P.PARTIAL_BY_OPTION_WEIGHTS, params={"weights": "A:1 B:0.5 C:2 D:1/3 E:4"}),
]


def earned(policy: Policy, key: str, chosen: str, points: str = "4", options: str = "ABCDE") -> Fraction | None:
    return apply_policy(policy, frozenset(key), frozenset(chosen), frozenset(options), Fraction(points))


def subsets(labels: frozenset[str]) -> list[frozenset[str]]:
    return [frozenset(s) for s in chain.from_iterable(combinations(sorted(labels), n) for n in range(len(labels) + 1))]


VECTORS = [
    # chosen, all_or_nothing, half, proportional, right minus wrong, (2 points) 0.5 per option
    ("ABD", "4", "4", "4", "4", "2"),
    ("AB", "0", "2", "8/3", "8/3", "1"),
    ("A", "0", "2", "4/3", "4/3", "1/2"),
    ("ABC", "0", "0", "0", "4/3", "0"),
    ("ABCDE", "0", "0", "0", "4/3", "0"),
    ("", "0", "0", "0", "0", "0"),
]


@pytest.mark.parametrize(("chosen", "whole", "half", "proportional", "minus", "per_option"), VECTORS)
def test_vectors_for_key_abd(
    chosen: str, whole: str, half: str, proportional: str, minus: str, per_option: str
) -> None:
    assert earned(Policy(id=P.ALL_OR_NOTHING), "ABD", chosen) == Fraction(whole)
    assert earned(Policy(id=P.HALF_IF_SUBSET), "ABD", chosen) == Fraction(half)
    assert earned(Policy(id=P.PROPORTIONAL_IF_SUBSET), "ABD", chosen) == Fraction(proportional)
    assert earned(Policy(id=P.RIGHT_MINUS_WRONG), "ABD", chosen) == Fraction(minus)
    assert earned(Policy(id=P.PER_OPTION, params={"c": "0.5"}), "ABD", chosen, "2") == Fraction(per_option)


@pytest.mark.parametrize(
    ("key", "chosen", "points"),
    [
        ("ABCD", "A", "1/2"),
        ("ABCD", "AB", "1"),
        ("ABCD", "ABC", "3/2"),
        ("ABCD", "ABCD", "2"),
        ("ABC", "A", "1/2"),
        ("ABC", "AB", "1"),
        ("ABC", "ABC", "2"),
        ("AB", "A", "1/2"),
        ("AB", "AB", "2"),
        ("AB", "ABE", "0"),
        ("ABCD", "ABCE", "0"),
    ],
)
def test_half_a_point_for_each_option_as_in_the_constructor_examination(key: str, chosen: str, points: str) -> None:
    assert earned(Policy(id=P.PER_OPTION, params={"c": "0.5"}), key, chosen, "2") == Fraction(points)


@pytest.mark.parametrize(("chosen", "points"), [("ABD", "5"), ("AB", "2"), ("A", "2"), ("AC", "0"), ("", "0")])
def test_fixed_points_as_in_the_mathematics_paper_of_the_gaokao(chosen: str, points: str) -> None:
    assert earned(Policy(id=P.FIXED_IF_SUBSET, params={"c": "2"}), "ABD", chosen, "5") == Fraction(points)


@pytest.mark.parametrize(
    ("chosen", "percent"), [("ADEG", "100"), ("D", "25"), ("ADEGF", "75"), ("ADEBC", "25"), ("BC", "0"), ("A", "25")]
)
def test_right_minus_wrong_as_published(chosen: str, percent: str) -> None:
    assert earned(Policy(id=P.RIGHT_MINUS_WRONG), "ADEG", chosen, "100", "ABCDEFGH") == Fraction(percent)


def test_three_right_and_one_wrong_of_four_is_a_half() -> None:
    assert earned(Policy(id=P.RIGHT_MINUS_WRONG), "ABCD", "ABCE", "1", "ABCDEFGH") == Fraction(1, 2)


@pytest.mark.parametrize(
    ("chosen", "points"), [("AB", "3/2"), ("A", "1"), ("ABD", "4"), ("AC", "0"), ("AD", "4/3"), ("", "0")]
)
def test_weights_add_up_for_an_incomplete_answer(chosen: str, points: str) -> None:
    weighted = Policy(id=P.PARTIAL_BY_OPTION_WEIGHTS, params={"weights": "A:1 B:0.5 D:1/3"})
    assert earned(weighted, "ABD", chosen) == Fraction(points)


def test_every_policy_has_a_first_version_and_the_parameters_that_are_declared() -> None:
    assert set(POLICIES) == {(policy, 1) for policy in PolicyId}
    for policy in PolicyId:
        without = earned(Policy(id=policy), "ABD", "AB")
        assert (without is None) == bool(PARAMETERS.get(policy))


@pytest.mark.parametrize("policy", EVERY, ids=lambda policy: f"{policy.id}-{''.join(policy.params.values())}")
def test_every_subset_of_every_key(policy: Policy) -> None:
    """0 ≤ score ≤ P; exactly the key = P; a right option never lowers and a wrong one never raises the score."""
    points = Fraction(4)
    for key in filter(None, subsets(OPTIONS)):
        scores = {chosen: apply_policy(policy, key, chosen, OPTIONS, points) for chosen in subsets(OPTIONS)}
        known = {chosen: score for chosen, score in scores.items() if score is not None}
        assert known == scores
        assert known[key] == points
        assert known[frozenset()] == 0
        assert all(0 <= score <= points for score in known.values())
        for chosen, score in known.items():
            assert all(known[chosen | {label}] >= score for label in key)
            assert all(known[chosen | {label}] <= score for label in OPTIONS - key)


def test_the_default_never_pays_for_ticking_everything() -> None:
    for key in filter(None, subsets(OPTIONS)):
        for policy in (Policy(), Policy(id=P.ALL_OR_NOTHING), Policy(id=P.PROPORTIONAL_IF_SUBSET)):
            paid = apply_policy(policy, key, OPTIONS, OPTIONS, Fraction(4))
            assert paid == (4 if key == OPTIONS else 0)


@pytest.mark.parametrize("c", ["", "-1", "NaN", "1e400", "inf", "1/0", "两分", "9" * 30])
def test_an_unreadable_parameter_gives_no_score(c: str) -> None:
    assert earned(Policy(id=P.PER_OPTION, params={"c": c}), "ABD", "AB") is None
    assert earned(Policy(id=P.FIXED_IF_SUBSET, params={"c": c}), "ABD", "ABD") is None


def test_an_unknown_version_or_an_empty_key_gives_no_score() -> None:
    assert earned(Policy(version=2), "ABD", "ABD") is None
    assert earned(Policy(), "", "A") is None


@pytest.mark.parametrize("text", ["", "A", "A:", ":1", "A:x", "A:1 B:-1"])
def test_unreadable_weights(text: str) -> None:
    assert read_weights(text) is None

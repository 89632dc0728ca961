"""Rules as headings state them."""

from __future__ import annotations

from decimal import Decimal

from questionbank.policy import Policy, PolicyId, agreed, fits, stated

ONE = Policy(id=PolicyId.FIXED_IF_SUBSET, params={"c": "1"})
HALF = Policy(id=PolicyId.HALF_IF_SUBSET)


def test_what_a_heading_states() -> None:
    assert stated({"id": "fixed_if_subset", "c": "1"}) == ONE
    assert stated({"id": "half_if_subset", "c": "1"}) == HALF
    assert stated({"id": "half_if_subset"}) == HALF
    for nothing in (None, {}, {"id": ""}, {"id": "song"}, {"id": "per_option"}, {"id": "fixed_if_subset", "c": ""}):
        assert stated(nothing) is None


def test_who_agrees() -> None:
    assert agreed([None, ONE, ONE]) == ONE
    assert agreed([ONE, HALF]) is None
    assert agreed([]) is None


def test_which_points_a_rule_fits() -> None:
    assert fits(HALF, Decimal(1))
    assert fits(ONE, Decimal(2))
    assert not fits(ONE, Decimal(1))
    assert not fits(Policy(id=PolicyId.PER_OPTION, params={"c": "x"}), Decimal(2))
    assert not fits(Policy(id=PolicyId.PER_OPTION, params={"c": "0"}), Decimal(2))

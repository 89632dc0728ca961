"""Points for a multiple-choice answer: one pure function for each policy, found by id and version. Pure: no Django.

Notation of the definitions: K = key, R = chosen, P = the item's points. Everything is exact. A version is never
changed; a better rule is a new version, because attempts have the old one frozen into them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from questionbank.policy import Policy, PolicyId
from scoring.exact import read_exact

Labels = frozenset[str]
Params = Mapping[str, str]
PolicyFunction = Callable[[Labels, Labels, Fraction, Params], Fraction | None]

NOTHING = Fraction(0)


def apply_policy(policy: Policy, key: Labels, chosen: Labels, options: Labels, points: Fraction) -> Fraction | None:
    """Between 0 and `points`; None when no function has this id and version or its parameters cannot be read.

    Labels outside `options` count for nothing on either side.
    """
    function = POLICIES.get((policy.id, policy.version))
    right, picked = key & options, chosen & options
    if function is None or not right:
        return None
    earned = function(right, picked, points, policy.params)
    return earned if earned is None else min(max(earned, NOTHING), points)


def _incomplete(key: Labels, chosen: Labels) -> bool:
    """Something chosen, nothing wrong, not everything: ∅ ≠ R ⊂ K."""
    return bool(chosen) and chosen < key


def all_or_nothing(key: Labels, chosen: Labels, points: Fraction, _params: Params) -> Fraction:
    """P if R = K, else 0 (少选不得分)."""
    return points if chosen == key else NOTHING


def half_if_subset(key: Labels, chosen: Labels, points: Fraction, _params: Params) -> Fraction:
    """P if R = K; P/2, unrounded, for an incomplete answer; any wrong option: 0 (少选得一半分)."""
    return points / 2 if _incomplete(key, chosen) else all_or_nothing(key, chosen, points, {})


def per_option(key: Labels, chosen: Labels, points: Fraction, params: Params) -> Fraction | None:
    """P if R = K; c for each chosen option of an incomplete answer, at most P; any wrong option: 0."""
    each = read_exact(params.get("c"))
    if each is None:
        return None
    return each * len(chosen) if _incomplete(key, chosen) else all_or_nothing(key, chosen, points, {})


def fixed_if_subset(key: Labels, chosen: Labels, points: Fraction, params: Params) -> Fraction | None:
    """P if R = K; c, at most P, for any incomplete answer; any wrong option: 0."""
    fixed = read_exact(params.get("c"))
    if fixed is None:
        return None
    return fixed if _incomplete(key, chosen) else all_or_nothing(key, chosen, points, {})


def proportional_if_subset(key: Labels, chosen: Labels, points: Fraction, _params: Params) -> Fraction:
    """P·|R|/|K| if R ⊆ K, else 0."""
    return points * Fraction(len(chosen), len(key)) if chosen <= key else NOTHING


def right_minus_wrong(key: Labels, chosen: Labels, points: Fraction, _params: Params) -> Fraction:
    """P·max(0, (|R∩K| − |R∖K|)/|K|)."""
    return points * max(NOTHING, Fraction(len(chosen & key) - len(chosen - key), len(key)))


def partial_by_option_weights(key: Labels, chosen: Labels, points: Fraction, params: Params) -> Fraction | None:
    """P if R = K; the sum of the weights, at most P, of an incomplete answer; any wrong option: 0."""
    weights = read_weights(params.get("weights", ""))
    if weights is None:
        return None
    if not _incomplete(key, chosen):
        return all_or_nothing(key, chosen, points, {})
    return sum((weights.get(label, NOTHING) for label in chosen), NOTHING)


def read_weights(text: str) -> dict[str, Fraction] | None:
    """`A:1 B:0.5` as points by label; None when a part is not `label:number` or a number is negative."""
    weights: dict[str, Fraction] = {}
    for part in text.split():
        label, _, number = part.partition(":")
        value = read_exact(number)
        if not label or value is None:
            return None
        weights[label] = value
    return weights or None


POLICIES: dict[tuple[PolicyId, int], PolicyFunction] = {
    (PolicyId.ALL_OR_NOTHING, 1): all_or_nothing,
    (PolicyId.HALF_IF_SUBSET, 1): half_if_subset,
    (PolicyId.PER_OPTION, 1): per_option,
    (PolicyId.FIXED_IF_SUBSET, 1): fixed_if_subset,
    (PolicyId.PROPORTIONAL_IF_SUBSET, 1): proportional_if_subset,
    (PolicyId.RIGHT_MINUS_WRONG, 1): right_minus_wrong,
    (PolicyId.PARTIAL_BY_OPTION_WEIGHTS, 1): partial_by_option_weights,
}

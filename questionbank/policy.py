"""How a multiple-choice answer earns points: the names of the policies and their parameters. Pure: no Django.

The functions are in scoring/policies.py, the sentences for people in questionbank/wording.py. A policy is read from a
section heading on import, chosen for a sitting or a section, and frozen into the attempt with its version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class PolicyId(StrEnum):
    ALL_OR_NOTHING = "all_or_nothing"
    HALF_IF_SUBSET = "half_if_subset"
    PER_OPTION = "per_option"
    FIXED_IF_SUBSET = "fixed_if_subset"
    PROPORTIONAL_IF_SUBSET = "proportional_if_subset"
    RIGHT_MINUS_WRONG = "right_minus_wrong"
    PARTIAL_BY_OPTION_WEIGHTS = "partial_by_option_weights"


# The parameters that a policy needs: c = points for each right option, or for any incomplete answer;
# weights = "A:1 B:0.5" in points.
PARAMETERS: dict[PolicyId, frozenset[str]] = {
    PolicyId.PER_OPTION: frozenset({"c"}),
    PolicyId.FIXED_IF_SUBSET: frozenset({"c"}),
    PolicyId.PARTIAL_BY_OPTION_WEIGHTS: frozenset({"weights"}),
}


class Policy(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: PolicyId = PolicyId.HALF_IF_SUBSET
    version: int = 1
    params: dict[str, str] = {}


DEFAULT_POLICY = Policy()


def stated(facts: Mapping[str, str] | None) -> Policy | None:
    """The rule of `{"id": …, "c": …}`, as headings state it; None for what is no rule or lacks its points."""
    if not facts or facts.get("id") not in set(PolicyId):
        return None
    chosen = PolicyId(facts["id"])
    wanted = PARAMETERS.get(chosen, frozenset())
    params = {name: facts[name] for name in sorted(wanted) if facts.get(name)}
    return Policy(id=chosen, params=params) if params.keys() == wanted else None


def agreed(policies: Iterable[Policy | None]) -> Policy | None:
    """The one rule of those who state any; None when nobody does or two state different ones."""
    found = {policy.model_dump_json(): policy for policy in policies if policy}
    return next(iter(found.values())) if len(found) == 1 else None


def fits(policy: Policy, points: Decimal) -> bool:
    """Whether an incomplete answer earns less by this rule than a question of so many points is worth."""
    part = policy.params.get("c")
    try:
        return part is None or 0 < Decimal(part) < points
    except InvalidOperation:
        return False

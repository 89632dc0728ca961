"""How a multiple-choice answer earns points: the names of the policies and their parameters. Pure: no Django.

The functions are in scoring/policies.py, the sentences for people in questionbank/wording.py. A policy is read from a
section heading on import, chosen for a sitting or a section, and frozen into the attempt with its version.
"""

from __future__ import annotations

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

"""Rules of marking in words."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from questionbank.policy import Policy, PolicyId
from questionbank.wording import policy_sentence


@pytest.mark.parametrize(
    ("points", "told"), [("1", "earns 1 point;"), ("2", "earns 2 points;"), ("0.5", "earns 0.5 points;")]
)
def test_one_point_is_no_points(points: str, told: str) -> None:
    with override("en"):
        assert told in policy_sentence(Policy(id=PolicyId.FIXED_IF_SUBSET, params={"c": points}))
        assert told.replace(";", " for") in policy_sentence(Policy(id=PolicyId.PER_OPTION, params={"c": points}))
    with override("zh-hans"):
        assert f"得 {points} 分" in policy_sentence(Policy(id=PolicyId.FIXED_IF_SUBSET, params={"c": points}))

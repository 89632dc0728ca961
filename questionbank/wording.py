"""Sentences for codes of the pure modules that both staff and candidates read."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from questionbank.policy import Policy, PolicyId

# The rules that people may choose.
POLICY_NAMES = {
    PolicyId.HALF_IF_SUBSET: _("Half the points for an incomplete answer"),
    PolicyId.ALL_OR_NOTHING: _("Nothing for an incomplete answer"),
    PolicyId.PER_OPTION: _("Points for each right option"),
    PolicyId.FIXED_IF_SUBSET: _("Fixed points for an incomplete answer"),
    PolicyId.PROPORTIONAL_IF_SUBSET: _("In proportion to the right options"),
    PolicyId.RIGHT_MINUS_WRONG: _("Right options minus wrong options"),
}


def policy_sentence(policy: Policy) -> str:
    """The rule in the words that stand on the paper."""
    points = policy.params.get("c", "")
    count = 1 if points == "1" else 2  # half a point is several, too
    sentences = {
        PolicyId.ALL_OR_NOTHING: gettext(
            "Full points only for exactly the right options; anything else earns nothing."
        ),
        PolicyId.HALF_IF_SUBSET: gettext(
            "An incomplete answer without a wrong option earns half the points; any wrong option earns nothing."
        ),
        PolicyId.PER_OPTION: ngettext(
            "An incomplete answer earns %(points)s point for each right option; any wrong option earns nothing.",
            "An incomplete answer earns %(points)s points for each right option; any wrong option earns nothing.",
            count,
        )
        % {"points": points},
        PolicyId.FIXED_IF_SUBSET: ngettext(
            "An incomplete answer without a wrong option earns %(points)s point; any wrong option earns nothing.",
            "An incomplete answer without a wrong option earns %(points)s points; any wrong option earns nothing.",
            count,
        )
        % {"points": points},
        PolicyId.PROPORTIONAL_IF_SUBSET: gettext(
            "An incomplete answer earns points in proportion to the right options chosen; "
            "any wrong option earns nothing."
        ),
        PolicyId.RIGHT_MINUS_WRONG: gettext(
            "Each right option adds and each wrong option takes away the same share of the points, never below nothing."
        ),
        PolicyId.PARTIAL_BY_OPTION_WEIGHTS: gettext(
            "Each right option has its own points; any wrong option earns nothing."
        ),
    }
    return sentences[policy.id]

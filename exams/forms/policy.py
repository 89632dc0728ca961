"""Fields for the multiple-choice policy, shared by sections and sittings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from questionbank.content import points_text
from questionbank.policy import PARAMETERS, Policy, PolicyId
from questionbank.wording import POLICY_NAMES

NAMES = [(policy.value, name) for policy, name in POLICY_NAMES.items()]


class PolicyFields(forms.Form):
    """`policy` and, where it needs one, `c`: the points for an incomplete answer or for each right option."""

    policy = forms.ChoiceField(label=_("Multiple-choice rule"), choices=NAMES)
    c = forms.DecimalField(
        label=_("Points for this rule"),
        required=False,
        min_value=Decimal("0.01"),
        max_value=Decimal(1000),
        max_digits=6,
        decimal_places=2,
        help_text=_("For each right option, or for an incomplete answer; other rules need none."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if needs_points(cleaned.get("policy", "")) and cleaned.get("c") is None and "c" not in self.errors:
            self.add_error("c", _("This rule needs points."))
        return cleaned


class OptionalPolicyFields(PolicyFields):
    """For sections: no choice = the sitting's rule."""

    policy = forms.ChoiceField(
        label=_("Multiple-choice rule"), required=False, choices=[("", _("As the sitting says")), *NAMES]
    )


def needs_points(policy: str) -> bool:
    return policy in set(PolicyId) and "c" in PARAMETERS.get(PolicyId(policy), frozenset())


def policy_of(cleaned: dict[str, Any]) -> Policy | None:
    """The policy in cleaned data; None when none was chosen."""
    if not cleaned.get("policy"):
        return None
    chosen = PolicyId(cleaned["policy"])
    wants_points = "c" in PARAMETERS.get(chosen, frozenset())
    params = {"c": points_text(cleaned["c"])} if wants_points else {}
    return Policy(id=chosen, params=params)


def policy_initial(policy: Policy | None) -> dict[str, str]:
    return {"policy": policy.id.value, "c": policy.params.get("c", "")} if policy else {}


def readable_policy(typed: dict[str, Any]) -> dict[str, Any]:
    """What is typed so far as cleaned data; empty when the rule is unknown or lacks its points."""
    form = PolicyFields(typed)
    return form.cleaned_data if form.is_valid() else {}

"""The multiple-choice rule that documents state, proposed where a paper or a sitting does not say its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from exams.models import Paper, PaperItem
from questionbank.content import ItemKind
from questionbank.models import Item
from questionbank.policy import Policy, agreed, fits


@dataclass(frozen=True)
class Proposal:
    """`stating` of `count` questions come from documents that state the rule, the others from ones that state none."""

    policy: Policy
    stating: int
    count: int


def proposal(items: Sequence[Item], points: Decimal) -> Proposal | None:
    """None when no document of these questions states a rule, two state different ones, or it does not fit their
    points."""
    stating = [policy for item in items if (policy := item.policy)]
    policy = agreed(stating)
    return Proposal(policy, len(stating), len(items)) if policy and fits(policy, points) else None


def proposal_for_sitting(paper: Paper) -> Proposal | None:
    """The rule for the sections of the paper that have none of their own."""
    rows = PaperItem.objects.filter(section__paper=paper, section__kind=ItemKind.MULTIPLE_CHOICE)
    open_rows = list(rows.filter(section__policy_json__isnull=True).select_related("revision__item"))
    if not open_rows:
        return None
    return proposal([row.revision.item for row in open_rows], min(row.points for row in open_rows))

"""The status of items: draft, in review, approved, retired, and back. Only approved items are drawn into papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from questionbank.models import Item
from questionbank.quality import Problem, errors

OWN_WORK = Problem("own-work")


@dataclass
class StatusReport:
    """What a change of status did: the items changed, and those refused with the reasons."""

    changed: list[Item] = field(default_factory=list)
    refused: list[tuple[Item, list[Problem]]] = field(default_factory=list)


def hindrances(item: Item, status: Item.Status, user: User | None) -> list[Problem]:
    """Why this user may not give the item this status; empty = may."""
    if status != Item.Status.APPROVED:
        return []
    found = errors(item.revision.content)
    if settings.TIKU_SECOND_APPROVER and user is not None and item.revision.author_id == user.pk:
        found = [*found, OWN_WORK]
    return found


@transaction.atomic
def change_status(items: Sequence[Item], status: Item.Status, user: User | None) -> StatusReport:
    """Change what may be changed and say what may not. `items` come with their `current` revision.

    The revision that was looked at must still be the current one, so that nobody approves a text he has not seen.
    """
    report = StatusReport()
    for item in items:
        reasons = hindrances(item, status, user)
        if reasons:
            report.refused.append((item, reasons))
        elif item.status != status:
            _change(item, status, user, report)
    return report


def _change(item: Item, status: Item.Status, user: User | None, report: StatusReport) -> None:
    before = item.status
    same = Item.objects.filter(pk=item.pk, status=before, current_id=item.current_id)
    if not same.update(status=status, updated_at=timezone.now()):
        report.refused.append((item, [Problem("changed-meanwhile")]))
        return
    item.status = status
    report.changed.append(item)
    record(user, "item.status", item, before=before, after=status.value)

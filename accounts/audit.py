"""Writing the audit trail: call `record` in the transaction of the deed, so that both happen or neither."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.models import AuditEvent, User
from accounts.statements import insert


def record(actor: User | None, action: str, subject: models.Model | None = None, **details: Any) -> None:
    """`action` is a stable dotted code such as `paper.published`; `details` must be JSON and hold no secret and no
    answer text. `actor` is None for what a candidate or the system itself does."""
    event = {
        "actor_id": actor.pk if actor else None,
        "action": action,
        "object_type": subject._meta.label_lower if subject else "",
        "object_id": str(getattr(subject, "uuid", None) or subject.pk) if subject else "",
        "object_label": str(subject)[:200] if subject else "",
        "details": details,
    }
    insert(AuditEvent, [event])

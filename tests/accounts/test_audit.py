"""The trail can only grow."""

from __future__ import annotations

import pytest

from accounts.audit import record
from accounts.models import AuditEvent
from tests.cast import chen, zhao


@pytest.mark.django_db
def test_an_event_is_never_changed_or_deleted() -> None:
    record(chen(), "person.created", zhao(), role="reviewer")
    event = AuditEvent.objects.get()

    with pytest.raises(TypeError, match="never changed"):
        event.save()
    with pytest.raises(TypeError, match="never deleted"):
        event.delete()
    assert (event.actor, event.object_type, event.object_id) == (chen(), "accounts.user", str(zhao().pk))

"""The watching browser itself: a deed without a row in the audit trail does not pass unseen."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from questionbank.models import Topic
from tests import build


def test_a_deed_without_a_word_fails(hr: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    role = build.role()
    monkeypatch.setattr("questionbank.views.roles.record", lambda *_told, **_details: None)
    with pytest.raises(AssertionError, match="questionbank_topic"):
        hr.post(f"/bank/roles/{role.code}/topics/", {"name": "退换货"})


def test_reading_and_refused_deeds_need_none(hr: Client, settings: Any) -> None:
    role = build.role()
    assert hr.get(f"/bank/roles/{role.code}/").status_code == 200
    hr.post(f"/bank/roles/{role.code}/topics/", {"name": ""})
    assert list(Topic.objects.all()) == []

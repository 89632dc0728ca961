"""Secret links stay out of the log."""

from __future__ import annotations

import logging
from io import StringIO

import pytest
from django.test import Client

from tests import build


@pytest.mark.django_db
def test_a_refused_visit_is_logged_without_its_link() -> None:
    token = build.invitation()[1]
    console = next(handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler)
    before = console.setStream(written := StringIO())

    try:
        assert Client().post(f"/t/{token}/").status_code == 400
    finally:
        console.setStream(before)

    assert " WARNING django.request Bad Request: /t/…/ request=" in written.getvalue()
    assert token not in written.getvalue()
    assert [logging.getLogger(name).handlers for name in ("django", "django.server")] == [[], []]

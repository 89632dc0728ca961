"""The address of the mail server."""

from __future__ import annotations

import pytest

from config.mail import MailServer, mail_server


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", MailServer()),
        (
            "smtps://hr%40example.com:s%3Acret@mail.example.com",
            MailServer("mail.example.com", 465, "hr@example.com", "s:cret", ssl=True),
        ),
        ("smtp+starttls://hr:x@mail.example.com", MailServer("mail.example.com", 587, "hr", "x", starttls=True)),
        ("smtp://127.0.0.1:2525", MailServer("127.0.0.1", 2525)),
    ],
)
def test_addresses(url: str, expected: MailServer) -> None:
    assert mail_server(url) == expected


@pytest.mark.parametrize("url", ["mail.example.com", "http://mail.example.com", "smtps://"])
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="TIKU_SMTP_URL"):
        mail_server(url)

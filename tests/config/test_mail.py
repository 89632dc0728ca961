"""The address of the mail server."""

from __future__ import annotations

import pytest

from config.mail import mailers


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "smtps://hr%40example.com:s%3Acret@mail.example.com",
            ("mail.example.com", 465, "hr@example.com", "s:cret", True, False),
        ),
        ("smtp+starttls://hr:x@mail.example.com", ("mail.example.com", 587, "hr", "x", False, True)),
        ("", ("localhost", 25, "", "", False, False)),
        ("smtp://127.0.0.1:2525", ("127.0.0.1", 2525, "", "", False, False)),
    ],
)
def test_addresses(url: str, expected: tuple[object, ...]) -> None:
    options = mailers(url)["default"]["OPTIONS"]

    names = ("host", "port", "username", "password", "use_ssl", "use_tls")
    assert tuple(options[name] for name in names) == expected


@pytest.mark.parametrize("url", ["mail.example.com", "http://mail.example.com", "smtps://"])
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="TIKU_SMTP_URL"):
        mailers(url)

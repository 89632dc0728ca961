"""Settings for production are safe, and unsafe ones are refused in words."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCTION = {
    "TIKU_DEBUG": "0",
    "TIKU_SECRET_KEY": "a test's own key, long enough and with Various 0123456789 signs %&/",
    "TIKU_ALLOWED_HOSTS": "tiku.example.com",
    "TIKU_PUBLIC_URL": "https://tiku.example.com",
    "TIKU_HTTPS": "1",
}


def check(**changes: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(
        command, cwd=ROOT, env={**inherited, **PRODUCTION, **changes}, capture_output=True, text=True, timeout=300
    )


def test_production_settings_pass_every_check() -> None:
    done = check()
    found = (done.returncode, done.stdout.strip(), done.stderr.strip())
    # Two of Django's ask for middleware that only our pages go through.
    assert found == (0, "System check identified no issues (2 silenced).", "")


def test_a_demo_is_refused_in_production() -> None:
    assert "tiku.E001" in check(TIKU_DEMO="1").stderr


def test_an_address_of_this_machine_is_no_public_address() -> None:
    stderr = check(TIKU_PUBLIC_URL="http://127.0.0.1:8000").stderr
    assert ("tiku.W001" in stderr, "tiku.W002" in stderr) == (True, True)


def test_production_needs_a_secret_key() -> None:
    done = check(TIKU_SECRET_KEY="")
    assert done.returncode != 0
    assert (
        done.stderr.strip()
        .splitlines()[-1]
        .endswith("TIKU_DEBUG=0 needs TIKU_SECRET_KEY or TIKU_SECRET_KEY_FILE; see docs/settings.md.")
    )


def test_every_unsafe_setting_is_named_by_its_variable() -> None:
    stderr = check(TIKU_DEBUG="1", TIKU_SECRET_KEY="short", TIKU_ALLOWED_HOSTS="*", TIKU_HTTPS="0").stderr

    assert sorted(re.findall(r"\((\S+)\) (TIKU_\w+)", stderr)) == [
        ("tiku.E002", "TIKU_DEBUG"),
        ("tiku.W003", "TIKU_SECRET_KEY"),
        ("tiku.W004", "TIKU_ALLOWED_HOSTS"),
        ("tiku.W005", "TIKU_HTTPS"),
    ]
    # Nothing speaks of settings that this product does not have.
    assert "security." not in stderr


def test_links_that_the_server_would_refuse_are_told() -> None:
    stderr = check(TIKU_ALLOWED_HOSTS="other.example.com").stderr

    assert "(tiku.E003) TIKU_ALLOWED_HOSTS" in stderr
    assert "TIKU_ALLOWED_HOSTS=tiku.example.com" in stderr

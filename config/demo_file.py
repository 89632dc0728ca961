"""What the demo shows to its visitors, kept in `demo.json` beside the demo's own database."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings


@dataclass
class Demo:
    """What a visitor needs to look around. The password is random and lives in this installation only."""

    password: str
    token: str
    # User name, name, role.
    accounts: list[tuple[str, str, str]]


def demo_file() -> Path:
    return Path(settings.TIKU_DATA) / "demo.json"


def read_demo() -> Demo | None:
    try:
        return Demo(**json.loads(demo_file().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_demo(demo: Demo) -> None:
    demo_file().write_text(json.dumps(asdict(demo), ensure_ascii=False, indent=1), encoding="utf-8")

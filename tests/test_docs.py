"""The documents say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from config.environment import Environment

ROOT = Path(__file__).resolve().parent.parent


def test_every_environment_variable_is_described() -> None:
    read = {str(field.validation_alias or f"TIKU_{name.upper()}") for name, field in Environment.model_fields.items()}
    described = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), re.M)

    assert sorted(described) == sorted(read)

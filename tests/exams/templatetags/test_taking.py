from __future__ import annotations

import re
from pathlib import Path

from exams.templatetags.taking import TAKING_MODULES

STATIC = Path(__file__).resolve().parent.parent.parent.parent / "exams" / "static"


def imported(module: str) -> set[str]:
    """Every module that `module` needs, through others too."""
    text = (STATIC / module).read_text(encoding="utf-8")
    direct = {f"exams/{name}" for name in re.findall(r'^import .* from "\./(.+)";$', text, re.M)}
    return direct.union(*(imported(name) for name in direct))


def test_the_taking_page_asks_for_all_its_modules_at_once() -> None:
    assert sorted(TAKING_MODULES) == sorted(imported("exams/take.js"))

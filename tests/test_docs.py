"""The documents say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.environment import Environment

ROOT = Path(__file__).resolve().parent.parent


def test_every_environment_variable_is_described() -> None:
    read = {str(field.validation_alias or f"TIKU_{name.upper()}") for name, field in Environment.model_fields.items()}
    described = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), re.M)

    assert sorted(described) == sorted(read)


def linked(page: Path) -> list[str]:
    """The files of this repository that a document links to, seen from its folder."""
    targets = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    return [target for target in targets if not target.startswith("http")]


PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    assert [target for target in linked(page) if not (page.parent / target).exists()] == []


def test_the_index_names_every_document() -> None:
    docs = ROOT / "docs"
    named = set(linked(docs / "README.md"))

    assert {path.name for path in docs.glob("*.md")} - named == {"README.md"}

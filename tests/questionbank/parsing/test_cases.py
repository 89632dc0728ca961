"""Every layout of the case folder: `NNN-name.txt` and the essentials that must come out of it in `NNN-name.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from questionbank.document import Document, DraftItem
from questionbank.parsing import parse_text
from questionbank.parsing.items.outline import flat
from tests.questionbank.parsing.rules import uncovered

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))


def fields(item: DraftItem) -> dict[str, Any]:
    """What a case may state of an item."""
    data = json.loads(item.model_dump_json())
    return {
        **data,
        "options": [option.text for option in item.options],
        "reference": item.reference_answer,
        "answer_points": [point.text for point in flat(item.answer_points)],
        "details": [point.detail for point in flat(item.answer_points)],
        "criteria": [[criterion["text"], criterion["points"]] for criterion in data["criteria"]],
        "rule": item.rubric_rule and item.rubric_rule["rule"],
    }


def codes(document: Document) -> list[str]:
    return sorted({d.code for d in document.diagnostics if d.severity != "info"})


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))

    document = parse_text(text, name=path.name, key_text=expected.get("key_text"))

    stated = [{name: value for name, value in item.items() if value is not None} for item in expected["items"]]
    keys = [{"key": item["key"]} if "key" in item else {} for item in expected["items"]]
    wanted = [{**item, **key} for item, key in zip(stated, keys, strict=True)]
    found = [fields(item) for item in document.items]
    shown = [{name: item[name] for name in want} for item, want in zip(found, wanted, strict=False)]
    assert shown == wanted
    assert [item["stem"] for item in found[len(wanted) :]] == []
    assert codes(document) == expected["codes"]
    assert uncovered(document) == []
    if "sections" in expected:
        assert [section.title for section in document.sections] == expected["sections"]
    for fact in ("policy", "minutes"):
        if fact in expected:
            assert getattr(document.sections[0], fact) == expected[fact]
    if "title" in expected:
        assert document.title == expected["title"]

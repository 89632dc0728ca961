"""Real documents beside the repository, where they are: everything found, nothing invented, nothing lost."""

from __future__ import annotations

import json
import runpy
from collections import Counter
from pathlib import Path

import pytest

from questionbank.formats.text import read
from questionbank.parsing import parse_text
from tests.questionbank.parsing.rules import uncovered


@pytest.mark.parametrize("prefix", ["000", "002", "004"])
def test_documents_are_complete(shared: Path, prefix: str) -> None:

    check = runpy.run_path(str(shared / "documents" / "check.py"), run_name="check")
    path = next((shared / "documents").glob(f"{prefix}*.txt"))
    truths = json.loads((shared / "documents" / "truth.json").read_text(encoding="utf-8"))["questions"]
    mine = [truth for truth in truths if truth["file"] == path.name]

    document = read(path.read_bytes(), path.name)

    items = json.loads(document.to_json())["items"]
    assert [check["norm"](item["stem"]) for item in items] == [check["norm"](truth["stem"]) for truth in mine]
    pairs = zip(mine, items, strict=True)
    assert [(t["id"], name) for t, item in pairs for name, right in check["compare"](t, item) if not right] == []
    assert uncovered(document) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_ethics_questions_in_every_encoding(shared: Path, encoding: str) -> None:
    text = (shared / "corpora" / "zh-buaa-ethics-txt" / "题库.txt").read_text(encoding="utf-8")

    document = read(text.encode(encoding), "题库.txt")

    kinds = Counter(item.kind.value for item in document.items)
    assert kinds == {"single_choice": 109, "multiple_choice": 122, "true_false": 72}
    assert len(document.sections) == 15
    assert [d.code for d in document.diagnostics if d.severity != "info"] == []
    assert uncovered(document) == []


def test_the_damaged_ethics_file_equals_the_clean_one(shared: Path) -> None:
    folder = shared / "corpora" / "zh-buaa-ethics-txt"
    clean = parse_text((folder / "题库.txt").read_text(encoding="utf-8"))
    damaged = parse_text((folder / "题库-存在编码问题.txt").read_text(encoding="utf-8"))

    assert [(i.stem, i.options, i.key) for i in damaged.items] == [(i.stem, i.options, i.key) for i in clean.items]

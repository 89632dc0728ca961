"""Real documents beside the repository, where they are: everything found, nothing invented, nothing lost."""

from __future__ import annotations

import json
import os
import runpy
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from questionbank.formats.text import read
from questionbank.parsing import parse_text
from tests.questionbank.parsing.rules import uncovered

ROOT = Path(__file__).resolve().parents[3]
PLACES = [Path(os.environ.get("TIKU_SHARED", ROOT / ".." / "shared")), ROOT / ".." / ".." / "shared"]
SHARED = next((place for place in PLACES if place.is_dir()), None)
pytestmark = pytest.mark.skipif(SHARED is None, reason="the shared documents are not beside the repository")


def shared(*parts: str) -> Path:
    assert SHARED is not None
    return SHARED.joinpath(*parts)


def checker() -> dict[str, Any]:
    return runpy.run_path(str(shared("documents", "check.py")), run_name="check")


@pytest.mark.parametrize("prefix", ["000", "002", "004"])
def test_documents_are_complete(prefix: str) -> None:

    check = checker()
    path = next(shared("documents").glob(f"{prefix}*.txt"))
    truths = json.loads(shared("documents", "truth.json").read_text(encoding="utf-8"))["questions"]
    mine = [truth for truth in truths if truth["file"] == path.name]

    document = read(path.read_bytes(), path.name)

    items = json.loads(document.to_json())["items"]
    assert [check["norm"](item["stem"]) for item in items] == [check["norm"](truth["stem"]) for truth in mine]
    pairs = zip(mine, items, strict=True)
    assert [(t["id"], name) for t, item in pairs for name, right in check["compare"](t, item) if not right] == []
    assert uncovered(document) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_ethics_questions_in_every_encoding(encoding: str) -> None:
    text = shared("corpora", "zh-buaa-ethics-txt", "题库.txt").read_text(encoding="utf-8")

    document = read(text.encode(encoding), "题库.txt")

    kinds = Counter(item.kind.value for item in document.items)
    assert kinds == {"single_choice": 109, "multiple_choice": 122, "true_false": 72}
    assert len(document.sections) == 15
    assert [d.code for d in document.diagnostics if d.severity != "info"] == []
    assert uncovered(document) == []


def test_the_damaged_ethics_file_equals_the_clean_one() -> None:
    folder = shared("corpora", "zh-buaa-ethics-txt")
    clean = parse_text((folder / "题库.txt").read_text(encoding="utf-8"))
    damaged = parse_text((folder / "题库-存在编码问题.txt").read_text(encoding="utf-8"))

    assert [(i.stem, i.options, i.key) for i in damaged.items] == [(i.stem, i.options, i.key) for i in clean.items]

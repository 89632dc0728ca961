"""The interchange document as a file from strangers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from questionbank.formats.tiku_json import MAX_LEVELS, NotADocument, read

SHEET = {"name": "Sheet1", "first": 10**9, "doubtful": True, "columns": {"-4": "stem", "0": "bogus"}, "rows": [["甲"]]}


def essay(levels: int) -> dict[str, Any]:
    point: dict[str, Any] = {"text": "致歉"}
    for _ in range(levels - 1):
        point = {"text": "先听", "children": [point]}
    return {"id": "i1", "kind": "essay", "stem": "客户投诉，怎么办？", "answer_points": [point]}


def document(**parts: Any) -> bytes:
    return json.dumps({"schema": "tiku/1", "items": [essay(1)], **parts}, ensure_ascii=False).encode()


def test_sheets_of_another_file_are_no_sheets_of_this_one() -> None:
    read_again = read(document(sheets=[SHEET]), "题.json")

    assert (read_again.sheets, [item.stem for item in read_again.items]) == ([], ["客户投诉，怎么办？"])


def test_answer_points_lie_in_each_other_as_deep_as_pages_can_show() -> None:
    assert len(read(document(items=[essay(MAX_LEVELS)]), "题.json").items) == 1
    with pytest.raises(NotADocument, match=r"items\.1\.answer_points: more than 20 levels"):
        read(document(items=[essay(1), essay(MAX_LEVELS + 1)]), "题.json")

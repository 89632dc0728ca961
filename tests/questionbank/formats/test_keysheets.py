"""Keys on a sheet of their own."""

from __future__ import annotations

import pytest

from questionbank.formats.choice import said
from questionbank.formats.keysheets import keys_in
from questionbank.formats.table import overview, read_table
from tests.questionbank.formats.test_table import grid

ASKED = [["题号", "题目", "A", "B"], ["1", "先做什么？", "倾听", "打断"], ["2", "后做什么？", "争辩", "登记"]]
TOLD = [["题号", "答案"], ["1", "A"], ["2、", "B"]]


def test_the_keys_of_another_sheet() -> None:
    document = read_table([grid(*ASKED, name="试题"), grid(*TOLD, name="答案")])

    assert [item.key for item in document.items] == [["A"], ["B"]]
    assert [one.code for one in document.diagnostics if one.code == "sheet-not-read"] == []


def test_the_same_after_a_person_has_seen_the_sheets() -> None:
    seen = read_table([grid(*ASKED, name="试题"), grid(*TOLD, name="答案")]).sheets
    document = read_table([grid(*ASKED, name="试题"), grid(*TOLD, name="答案")], choice=said(seen))

    assert [item.key for item in document.items] == [["A"], ["B"]]
    assert [view.name for view in overview([grid(*ASKED, name="试题")])] == ["试题"]


@pytest.mark.parametrize(
    "rows",
    [
        [["题号", "答案"], ["1", "A"], ["1", "B"]],
        [["题号", "题目", "答案"], ["1", "甲？", "A"], ["2", "乙？", "B"]],
        [["姓名", "答案"], ["林晓", "A"], ["王敏", "B"]],
        [["题号", "答案"], ["1", "A"]],
    ],
)
def test_sheets_that_hold_no_keys_alone(rows: list[list[str]]) -> None:
    assert keys_in(grid(*rows)) == {}


def test_keys_of_other_numbers_stay_out() -> None:
    told = [["题号", "答案"], ["8", "A"], ["9", "B"]]
    document = read_table([grid(*ASKED, name="试题"), grid(*told, name="答案")])

    assert [item.key for item in document.items] == [None, None]
    assert [one.params["sheet"] for one in document.diagnostics if one.code == "sheet-not-read"] == ["答案"]

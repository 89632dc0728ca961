"""Keys on a sheet of their own."""

from __future__ import annotations

import pytest

from questionbank.formats.tables.choice import said
from questionbank.formats.tables.keysheets import keys_in
from questionbank.formats.tables.table import overview, read_table
from tests.questionbank.formats.tables.test_table import grid

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


def asked_of(*counts: int) -> list[list[str]]:
    """A question a row, with so many options."""
    options = ["倾听", "打断", "登记", "挂断"]
    rows = [[f"第{at}步应当先做什么？", *(options[:count] + [""] * (4 - count))] for at, count in enumerate(counts, 1)]
    return [["题目", "A", "B", "C", "D"], *rows]


def test_keys_row_by_row_on_another_sheet() -> None:
    keys = ["A", "D", "C", "B", "A", "D", "C", "B", "A", "D"]
    told = [["说明", "答案1", "答案2"], *(["见培训手册", key, "A" if key == "C" else ""] for key in keys)]
    document = read_table([grid(*asked_of(*[4] * 10), name="试题"), grid(*told, name="答案")])

    assert [item.key for item in document.items] == [["A", "C"] if key == "C" else [key] for key in keys]
    assert [one.code for one in document.diagnostics if one.code == "sheet-not-read"] == []


@pytest.mark.parametrize(
    "told",
    [
        ["A", "D", "C", "B", "A", "D", "C", "B", "A"],  # one row short
        ["D"] * 10,  # names options that questions do not have
        ["A", "", "C", "", "A", "", "C", "", "A", ""],  # answers of half of them
    ],
)
def test_rows_of_letters_that_do_not_fit_stay_out(told: list[str]) -> None:
    rows = [["答案", "姓名"], *([key, "林晓"] for key in told)]
    document = read_table([grid(*asked_of(*[3] * 10), name="试题"), grid(*rows, name="答卷")])

    assert [item.key for item in document.items] == [None] * 10
    assert [one.params["sheet"] for one in document.diagnostics if one.code == "sheet-not-read"] == ["答卷"]

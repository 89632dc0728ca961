"""Cells as people see them, whatever number stands behind them."""

from __future__ import annotations

import datetime
import io

import pytest
import xlsxwriter

from questionbank.formats.workbooks.numberformats import seen
from questionbank.reading import read_here


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.5, "0%", "50%"), (0.125, "0.0%", "12.5%"), (0.75, "# ?/?", "3/4"), (1.5, "# ?/?", "1 1/2"), 
        (2.0, "# ?/?", "2"),
        (7, "000", "007"), (3.5, "0.00", "3.50"), (1234.5, "¥#,##0.00", "¥1,234.50"), (2, '0"分"', "2分"),
        (-2.5, "0.0;[Red]-0.0", "-2.5"), (12.3, "_ ¥* #,##0.00_ ", "¥12.30"), (0.5, "0.00E+00", None),
        (True, "0%", None),
        ("0.5", "0%", None),
        (datetime.date(2026, 3, 4), 'm"月"d"日"', "3月4日"), (datetime.date(2026, 3, 4), "m/d", "3/4"),
        (datetime.date(2026, 3, 4), "d-mmm", "4-Mar"), (datetime.date(2026, 3, 4), "yyyy/m/d", None),
        (datetime.time(8, 5), "h:mm", "8:05"),
    ],
)  # fmt: skip
def test_seen(value: object, code: str, text: str | None) -> None:
    assert seen(value, code) == text


def test_options_stored_as_numbers_and_a_kind_merged_over_its_questions() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, percent = book.add_worksheet(), book.add_format({"num_format": "0%"})
        fraction = book.add_format({"num_format": "# ?/?"})
        sheet.write_row(0, 0, ["题型", "题目", "选项A", "选项B", "答案"])
        sheet.merge_range(1, 0, 2, 0, "多选题")
        sheet.write_row(1, 1, ["退款占比在哪些范围？", "", "", "AB"])
        sheet.write_number(1, 2, 0.5, percent)
        sheet.write_number(1, 3, 0.75, fraction)
        sheet.write_row(2, 1, ["哪一项能安抚顾客？", "致歉", "争辩", "A"])
        sheet.write_row(3, 0, ["单选题", "先做什么？", "倾听", "打断", "A"])

    items = read_here(out.getvalue(), "题库.xlsx").items

    assert [(item.kind.value, [option.text for option in item.options]) for item in items] == [
        ("multiple_choice", ["50%", "3/4"]),
        ("multiple_choice", ["致歉", "争辩"]),
        ("single_choice", ["倾听", "打断"]),
    ]

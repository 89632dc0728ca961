"""Numbers of old and open workbooks as people see them."""

from __future__ import annotations

import datetime
import struct

from questionbank.formats.workbooks.numberformats import seen
from questionbank.formats.workbooks.shown import codes_of_old
from questionbank.reading import read_here
from tests.questionbank.formats.oldbook import compound, old_workbook, open_document

HEAD = ["题目", "选项A", "选项B", "选项C", "答案"]


def test_old_workbooks() -> None:
    rows: list[list[object]] = [
        [*HEAD],
        ["退款占几成？", (0.5, "0%"), (0.125, "0.0%"), 0.75, "A"],
        ["工号是？", (7, "000"), (12, "000"), 3, "B"],
    ]
    items = read_here(old_workbook("单选题", rows), "题库.xls").items

    assert [[option.text for option in item.options] for item in items] == [
        ["50%", "12.5%", "0.75"],
        ["007", "012", "3"],
    ]


def test_a_row_of_numbers_in_one_record() -> None:
    several = struct.pack("<HH", 0, 1) + b"".join(struct.pack("<HI", 1, 0) for _ in range(3)) + struct.pack("<H", 3)
    stream = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))
    stream += _record(0x41E, struct.pack("<HHB", 164, 2, 0) + b"0%") + _record(0xE0, struct.pack("<HH16x", 0, 0))
    stream += _record(0xE0, struct.pack("<HH16x", 0, 164))
    begin = len(stream) + 4 + 9
    stream += _record(0x85, struct.pack("<IBBBB", begin, 0, 0, 1, 0) + b"S")
    stream += _record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 6)) + _record(0xBD, several)

    assert codes_of_old(compound("Workbook", stream)) == {0: {(0, 1): "0%", (0, 2): "0%", (0, 3): "0%"}}


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def test_broken_old_workbooks_have_no_formats() -> None:
    whole = old_workbook("甲", [[(0.5, "0%")]])

    assert codes_of_old(whole) == {0: {(0, 0): "0%"}}
    assert [codes_of_old(whole[:length]) for length in (0, 8, 511, 600)] == [{}] * 4


def test_open_workbooks() -> None:
    rows: list[list[object]] = [
        [*HEAD],
        ["退款占几成？", (0.5, "50%", "percentage"), (7, "007", "float"), (3.5, "¥3.50", "currency"), "A"],
        ["哪一天？", ("2026-03-04", "3月4日", "date"), ("2026-03-05", "2026/3/5", "date"), 8, "A"],
    ]
    data = open_document("单选题", rows)
    items = read_here(data, "题库.ods").items

    assert [[option.text for option in item.options] for item in items] == [
        ["50%", "007", "¥3.50"],
        ["3月4日", "2026-03-05", "8"],
    ]


def test_a_code_of_many_letters_is_no_work() -> None:
    code = "m" * 200 + "!"

    assert seen(0.5, code) is None
    assert seen(datetime.date(2026, 3, 4), code) is None

"""Keys that only the look of the options tells."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
import xlsxwriter

from questionbank.document import Document
from questionbank.reading import read_here

HEAD = ["题目", "A", "B", "C", "答案"]
LOOKS: list[dict[str, object]] = [
    {"bg_color": "#FFFF00"},
    {"font_color": "#FF0000"},
    {"bold": True},
    {"underline": 1},
]


def book(rows: Sequence[Sequence[str]], look: dict[str, object], marked: set[tuple[int, int]]) -> Document:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as target:
        sheet = target.add_worksheet("题库")
        drawn, title = target.add_format(look), target.add_format({"bold": True, "bg_color": "#DDDDDD"})
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                form = title if row == 0 else drawn if (row, column) in marked else None
                sheet.write_string(row, column, value, form)
    return read_here(out.getvalue(), "题.xlsx")


def asked(*keys: str) -> list[list[str]]:
    return [HEAD, *([f"第{n}步做什么？", "倾听", "打断", "登记", key] for n, key in enumerate(keys, 1))]


@pytest.mark.parametrize("look", LOOKS)
def test_options_that_stand_out_are_the_key(look: dict[str, object]) -> None:
    document = book(asked("", "", ""), look, {(1, 1), (2, 3), (3, 2), (3, 3)})

    assert [item.key for item in document.items] == [["A"], ["C"], ["B", "C"]]
    assert [(one.code, one.params, one.item) for one in document.diagnostics if one.code == "key-by-mark"] == [
        ("key-by-mark", {"labels": "A"}, "i1"),
        ("key-by-mark", {"labels": "C"}, "i2"),
        ("key-by-mark", {"labels": "B C"}, "i3"),
    ]
    assert {item.status for item in document.items} == {"check"}


def test_one_option_that_stands_out_among_many_questions_is_no_key() -> None:
    document = book(asked("", "", "", ""), LOOKS[0], {(1, 1)})

    assert [item.key for item in document.items] == [None] * 4


def test_rows_that_are_shaded_as_a_whole_tell_nothing() -> None:
    document = book(asked("", "", ""), LOOKS[0], {(row, column) for row in (1, 2, 3) for column in range(5)})

    assert [item.key for item in document.items] == [None] * 3


def test_keys_that_are_written_count_and_looks_do_not() -> None:
    document = book(asked("B", "B", ""), LOOKS[0], {(1, 1), (2, 1), (3, 1)})

    assert [item.key for item in document.items] == [["B"], ["B"], None]


@pytest.mark.parametrize("look", [{"bg_color": "#FFFFFF"}, {"font_color": "#000000"}, {"italic": False}])
def test_paper_and_ink_are_no_marks(look: dict[str, object]) -> None:
    document = book(asked("", "", ""), look, {(1, 1), (2, 3), (3, 2)})

    assert [item.key for item in document.items] == [None] * 3

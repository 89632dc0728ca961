"""Lists that open in a spreadsheet hold no formula."""

from __future__ import annotations

import csv
import io

import pytest

from exams.mailmerge import csv_text, safe_cell, tab_text


@pytest.mark.parametrize("text", ["=1+1", "+86 138", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_formulas_become_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_csv_has_a_mark_and_quotes() -> None:
    text = csv_text(["姓名", "链接"], [["林,晓", "http://x/t/1/"], ['=HYPERLINK("x")', ""]])

    assert text[0] == "\ufeff"
    assert list(csv.reader(io.StringIO(text[1:]))) == [
        ["姓名", "链接"],
        ["林,晓", "http://x/t/1/"],
        ['\'=HYPERLINK("x")', ""],
    ]


def test_tabs_separate_cells_only() -> None:
    assert tab_text([["林\t晓", "a\nb"], ["王敏", "c"]]) == "林 晓\ta b\n王敏\tc"

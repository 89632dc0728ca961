"""Keys that only the look of the options tells, in old and open workbooks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from questionbank.document import Document
from questionbank.formats.workbooks.oldlooks import looks_of_old
from questionbank.reading import read_here
from tests.questionbank.formats.oldbook import LOOKS, Cells, Looks, old_workbook, open_document

Maker = Callable[[str, Cells, Looks], bytes]
ROWS = [["题目", "A", "B", "C"], *([f"第{n}步做什么？", "倾听", "打断", "登记"] for n in (1, 2, 3))]
BOTH = pytest.mark.parametrize(("make", "name"), [(old_workbook, "题.xls"), (open_document, "题.ods")])


def read(make: Maker, name: str, looks: Looks) -> Document:
    return read_here(make("题库", ROWS, looks), name)


@BOTH
@pytest.mark.parametrize("look", LOOKS)
def test_options_that_stand_out_are_the_key(make: Maker, name: str, look: str) -> None:
    document = read(make, name, {(1, 1): look, (2, 3): look, (3, 2): look, (3, 3): look})

    assert [item.key for item in document.items] == [["A"], ["C"], ["B", "C"]]
    assert [one.code for one in document.diagnostics].count("key-by-mark") == 3


@BOTH
def test_one_option_among_many_and_whole_rows_tell_nothing(make: Maker, name: str) -> None:
    whole: Looks = {(row, column): "fill" for row in (1, 2, 3) for column in range(4)}

    assert [item.key for item in read(make, name, {(1, 1): "fill"}).items] == [None] * 3
    assert [item.key for item in read(make, name, whole).items] == [None] * 3


@pytest.mark.parametrize("cut", [0, 700, 1600, 2200])
def test_broken_files_have_no_looks(cut: int) -> None:
    assert looks_of_old(old_workbook("题库", ROWS, {(1, 1): "fill"})[:cut] + b"\xff" * 40, 0) == {}

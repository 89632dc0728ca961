"""Cells as people read them, from every kind of spreadsheet."""

from __future__ import annotations

import datetime
import re

import pytest

from questionbank.formats.package import Package
from questionbank.formats.unreadable import Unreadable
from questionbank.formats.workbooks.sheet import CellValue as Value
from questionbank.formats.workbooks.sheet import cell_text, column_letter, delimiter_of, read_csv, read_workbook
from tests.questionbank.formats.office import workbook, zipped

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
ODS = (
    f'<office:document-content xmlns:office="{OASIS}:office:1.0" xmlns:table="{OASIS}:table:1.0" '
    f'xmlns:text="{OASIS}:text:1.0"><office:body><office:spreadsheet><table:table table:name="题"><table:table-row>'
    '<table:table-cell office:value-type="string"><text:p>题干</text:p></table:table-cell>'
    '<table:table-cell office:value-type="float" office:value="80"><text:p>80</text:p></table:table-cell>'
    "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
)
MANIFEST = (
    f'<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{SPREADSHEET}"/></manifest:manifest>'
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (80.0, "80"),
        (2.5, "2.5"),
        (0.1 + 0.2, "0.3"),
        (-1.0, "-1"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        ("  甲\u00a0乙║ ", "甲 乙"),
        ("甲\r\n乙\t丙", "甲\n乙 丙"),
        ("甲_x000D_\n乙\u200b", "甲\n乙"),
        (datetime.datetime(2026, 3, 4), "2026-03-04"),  # noqa: DTZ001 (cells have no zone)
        (datetime.datetime(2026, 3, 4, 5, 6), "2026-03-04 05:06:00"),  # noqa: DTZ001
        (datetime.date(2026, 3, 4), "2026-03-04"),
    ],
)
def test_cell_text(value: Value, text: str) -> None:
    assert cell_text(value) == text


def test_column_letters() -> None:
    assert [column_letter(index) for index in (0, 25, 26, 51, 52, 701, 702)] == [
        "A", "Z", "AA", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


def test_sheets_with_formulas_and_dates() -> None:
    day = datetime.datetime(2026, 3, 4)  # noqa: DTZ001
    data = workbook({"甲": [["题干", "分值"], ["先做什么？", "=1+1"]], "乙": [[], ["", "x", "y"]]})
    grids = read_workbook(data, Package(data))

    assert [(grid.name, grid.rows, grid.formulas) for grid in grids] == [
        ("甲", [["题干", "分值"], ["先做什么？", "0"]], {(1, 1)}),
        ("乙", [["", "", ""], ["", "x", "y"]], set()),
    ]
    assert cell_text(day) == "2026-03-04"


def test_open_document() -> None:
    data = zipped({"mimetype": SPREADSHEET, "content.xml": ODS, "META-INF/manifest.xml": MANIFEST})

    assert [(grid.name, grid.rows) for grid in read_workbook(data, Package(data))] == [("题", [["题干", "80"]])]


def test_only_known_members_reach_the_parser() -> None:
    """A part that declares a document type is refused although the parser itself would not care."""
    data = zipped({"xl/workbook.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><workbook/>"})

    with pytest.raises(Unreadable) as refused:
        read_workbook(data, Package(data))
    assert refused.value.code == "unsafe-package"


def claiming(texts: str) -> bytes:
    """A workbook whose table of texts says that it holds so many."""
    package = Package(workbook({"甲": [["题干", "分值"]]}))
    members = {name: package.read(name) for name in package.names}
    named = re.sub(rb'uniqueCount="\d+"', texts.encode(), members["xl/sharedStrings.xml"])
    return zipped(members | {"xl/sharedStrings.xml": named})


@pytest.mark.parametrize("texts", ['uniqueCount="99999999999"', "uniqueCount = ' 99999999999'"])
def test_a_table_of_texts_that_claims_more_than_it_can_hold(texts: str) -> None:
    """The reader would ask for room for all of them, and die of it."""
    data = claiming(texts)
    with pytest.raises(Unreadable) as refused:
        read_workbook(data, Package(data))
    assert refused.value.code == "broken-package"


def test_a_table_of_texts_that_counts_them_wrongly() -> None:
    data = claiming('uniqueCount="7"')
    assert [grid.rows for grid in read_workbook(data, Package(data))] == [[["题干", "分值"]]]


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"PK"])
def test_broken_workbooks(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read_workbook(data, None)
    assert refused.value.code == "broken-package"


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("题干,答案\n甲;乙,A\n", ","),
        ("题干;答案\n甲,乙;A\n丙;B", ";"),
        ("题干\t答案\n甲,乙\tA\n", "\t"),
        ('题干,答案\n"甲\n乙,丙",A\n', ","),
    ],
)
def test_delimiters(text: str, delimiter: str) -> None:
    assert delimiter_of(text) == delimiter


def test_csv_rows_are_evened_out() -> None:
    assert read_csv('\ufeff题干,选项,答案\n"甲\n""乙""",丙\n\n\n').rows == [
        ["题干", "选项", "答案"],
        ['甲\n"乙"', "丙", ""],
    ]


@pytest.mark.parametrize(("text", "code"), [("甲,乙\n" * 50_001, "too-many-rows"), ("x" * 200_000, "broken-table")])
def test_csv_limits(text: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_csv(text)
    assert refused.value.code == code


def test_long_numbers_are_no_powers_of_ten() -> None:
    assert cell_text(330102199001011234.0) == "330102199001011000"
    assert (cell_text(1e300), cell_text(0.5), cell_text(80.0)) == ("1e+300", "0.5", "80")

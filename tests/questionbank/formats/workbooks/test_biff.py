"""How far old workbooks reach: known before the reader of spreadsheets asks for memory."""

from __future__ import annotations

import struct

import pytest

from questionbank.formats.unreadable import Unreadable
from questionbank.formats.workbooks.biff import extents
from questionbank.reading import read_here
from tests.questionbank.formats.oldbook import compound, old_workbook

ROWS: list[list[object]] = [["题干", "答案"], ["先做什么？", "查物流"], ["再做什么？", 2]]
ROW_OF_2 = struct.pack("<HHHHH", 0x203, 14, 2, 1, 0)
AREA = 0x200


def far(row: int, column: int) -> bytes:
    """The workbook with its last cell moved."""
    good = old_workbook("题", ROWS)
    assert good.count(ROW_OF_2) == 1
    return good.replace(ROW_OF_2, struct.pack("<HHHHH", 0x203, 14, row, column, 0))


def with_area(body: bytes) -> bytes:
    """A stream whose used area says something about a sheet with one cell."""
    start = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6)
    cell = struct.pack("<HHHHHd", 0x203, 14, 4, 1, 0, 1.0)
    return compound("Workbook", start + struct.pack("<HH", AREA, len(body)) + body + cell)


def test_rows_and_columns_in_use() -> None:
    assert extents(old_workbook("题", ROWS)) == [(3, 2)]
    assert extents(far(999, 29)) == [(1000, 30)]


def test_cells_at_opposite_corners_are_refused_at_once() -> None:
    with pytest.raises(Unreadable) as refused:
        read_here(far(65_535, 60_000), "题.xls")
    assert refused.value.code == "too-many-rows"


def test_several_figures_in_one_record_reach_to_the_last() -> None:
    body = struct.pack("<HH", 7, 3) + b"\0" * 12 + struct.pack("<H", 40)
    start = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6)
    assert extents(compound("Workbook", start + struct.pack("<HH", 0xBD, len(body)) + body)) == [(1, 38)]


def test_formats_of_whole_columns_are_no_reason_to_refuse() -> None:
    assert extents(with_area(struct.pack("<IIHHH", 0, 65_536, 0, 256, 0))) == [(1, 1)]
    assert extents(with_area(struct.pack("<IIHHH", 0, 2**32 - 1, 0, 65_535, 0))) == [(2**32, 65_536), (1, 1)]


@pytest.mark.parametrize("length", [0, 8, 40, 520, 1024])
def test_broken_files_have_no_extent(length: int) -> None:
    assert extents(old_workbook("题", ROWS)[:length]) == []


def refused(data: bytes) -> bool:
    with pytest.raises(Unreadable) as told:
        read_here(data, "题.xls")
    return told.value.code == "broken-package"


def test_sectors_in_a_circle_are_refused() -> None:
    """The reader would go round until the memory is full."""
    good = old_workbook("题", ROWS)
    table = 512  # the first sector tells which sector follows which: the directory is sector 1, the stream begins at 2
    assert struct.unpack_from("<4I", good, table) == (0xFFFFFFFD, 0xFFFFFFFE, 3, 4)
    for sector in (1, 2):
        at = table + 4 * sector
        assert refused(good[:at] + struct.pack("<I", sector) + good[at + 4 :])
    lists = struct.pack("<I", 2)  # further sectors that list sectors: this one names itself as the next
    sector = 512 + 2 * 512
    circle = good[:68] + lists + good[72:]
    assert refused(circle[: sector + 508] + lists + circle[sector + 512 :])


@pytest.mark.parametrize("at", [40, 44, 64, 1024 + 120, 1024 + 128 + 120])
def test_lengths_beyond_the_file_are_refused(at: int) -> None:
    """The reader asks for as much memory as the file says it needs."""
    good = old_workbook("题", ROWS)
    assert refused(good[:at] + b"\xff\xff\xff\x7f" + good[at + 4 :])

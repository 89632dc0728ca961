"""Spreadsheets of other programs: .xls and .ods are read as .xlsx is, and broken ones are refused in time."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from questionbank.content import ItemKind
from questionbank.formats.unreadable import Unreadable
from questionbank.reading import read_here
from tests.questionbank.formats.office import changed, member, workbook
from tests.questionbank.formats.oldbook import Cells, old_workbook, open_document

ROWS: Cells = [
    ["题型", "题干", "选项A", "选项B", "答案", "分值"],
    ["单选题", "客户催单时先做什么？", "查物流", "挂断", "A", 2],
    ["判断题", "退款以原路退回为准。", "", "", "√", 1.5],
]


@pytest.mark.parametrize(("name", "made"), [("题.xls", old_workbook), ("题.ods", open_document)])
def test_the_same_questions_from_other_programs(name: str, made: Callable[[str, Cells], bytes]) -> None:
    document = read_here(made("题", ROWS), name)

    assert [(item.kind, item.stem, item.key, item.points) for item in document.items] == [
        (ItemKind.SINGLE_CHOICE, "客户催单时先做什么？", ["A"], Decimal(2)),
        (ItemKind.TRUE_FALSE, "退款以原路退回为准。", True, Decimal("1.5")),
    ]
    assert document.items == read_here(workbook({"题": ROWS}), "题.xlsx").items


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as refused:
        read_here(data, name)
    return refused.value.code


@pytest.mark.parametrize(("old", "new"), [("</table:table-cell>", "</table:tab;e-cell>"), ("</table:table>", "")])
def test_elements_that_do_not_end_are_refused_at_once(old: str, new: str) -> None:
    good = open_document("题", ROWS)
    broken = changed(good, {"content.xml": member(good, "content.xml").replace(old, new, 1)})
    assert refusal(broken, "题.ods") == "broken-package"


@pytest.mark.parametrize("encoding", ["gb18030", "euc-kr", "no-such-encoding"])
def test_encodings_that_no_office_writes_are_refused(encoding: str) -> None:
    good = open_document("题", ROWS)
    content = f'<?xml version="1.0" encoding="{encoding}"?>' + member(good, "content.xml")
    assert refusal(changed(good, {"content.xml": content}), "题.ods") == "broken-package"


def test_an_old_workbook_cut_inside_a_record_is_refused() -> None:
    """The reader panics on it instead of raising."""
    good = old_workbook("题", ROWS)
    at = good.index(b"\x85\x00")  # the list of sheets says that it is empty
    assert refusal(good[: at + 2] + b"\x00\x00" + good[at + 4 :], "题.xls") == "broken-package"


def test_signs_that_look_like_digits_are_no_numbers() -> None:
    for cell in ("①", "²", "１", "Ⅻ"):
        assert read_here(f"题目\t{cell}\n{cell}\t{cell}\n".encode(), "题.csv").text is not None

"""What decides the kind of a question where neither heading nor tag nor options do."""

from __future__ import annotations

import pytest

from questionbank.content import ItemKind
from questionbank.parsing import parse_text

ASKED = "1. 客户要求当场退款，你会怎样回应？\n①先倾听\n②再核对订单\n2. 怎样向同事说明交接？\n①列清单\n②约时间\n"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("简答题.txt", ItemKind.SHORT_ANSWER),
        ("客服-论述题.docx", ItemKind.ESSAY),
        ("客服.txt", ItemKind.ESSAY),
        ("单选题.txt", ItemKind.ESSAY),
    ],
)
def test_the_name_of_the_document_may_say_it(name: str, kind: ItemKind) -> None:
    assert [item.kind for item in parse_text(ASKED, name=name).items] == [kind, kind]


@pytest.mark.parametrize(
    ("stem", "kind"),
    [
        ("订单金额在二千元以下和属于赠品的，可以免收运费。（ ）", ItemKind.TRUE_FALSE),
        ("以下关于退款的说法是否成立。（ ）", ItemKind.SINGLE_CHOICE),
        ("关于退款，以下说法成立的是（ ）", ItemKind.SINGLE_CHOICE),
    ],
)
def test_an_amount_points_at_no_options(stem: str, kind: ItemKind) -> None:
    document = parse_text(f"1. {stem}\nA. 正确\nB. 错误\n答案：A\n")

    assert [item.kind for item in document.items] == [kind]

"""Headers that name the question alone."""

from __future__ import annotations

from questionbank.content import ItemKind
from tests.questionbank.formats.test_table import codes, read, shown

S, M, T, Q, E = ItemKind
ASKED = [
    ["哪一句是礼貌用语？", "滚", "您好", "快点", "没空"],
    ["没打电话就签收叫什么？", "正常", "延误", "虚假签收", "丢件"],
    ["七天无理由从哪天算起？", "签收次日", "下单日", "付款日", "发货日"],
]


def test_options_below_cells_without_a_name() -> None:
    document = read(["问题", "", "", "", ""], *ASKED)

    assert shown(document)[0] == (S, "哪一句是礼貌用语？", ["A滚", "B您好", "C快点", "D没空"], None)
    assert document.sheets[0].doubtful
    assert codes(document, "warning") == ["columns-guessed", "no-key", "no-key", "no-key"]


def test_columns_whose_names_nobody_knows_are_asked_for() -> None:
    rows = [[row[0], *row[1:]] for row in ASKED]
    document = read(["question", "choix 1", "choix 2", "choix 3", "choix 4"], *rows)

    assert document.sheets[0].doubtful
    assert [item.status for item in document.items] == ["check"] * 3


def test_a_list_of_interview_questions_is_as_it_says() -> None:
    document = read(
        ["序号", "面试问题", "出题人", "备注"],
        ["1", "谈谈你处理过的最难的投诉？", "陈静", "初试"],
        ["2", "为什么选择物流行业？", "周宁", "复试"],
        ["3", "怎样看待加班？", "陈静", "初试"],
    )

    assert not document.sheets[0].doubtful
    assert [item.status for item in document.items] == ["sure"] * 3

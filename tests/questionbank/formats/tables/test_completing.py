"""Headers that name the question alone."""

from __future__ import annotations

from questionbank.content import ItemKind
from tests.questionbank.formats.tables.test_table import codes, read, shown

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


TOLD = ["退款应当先做什么", "面单贴在哪里最合适", "哪些信息属于客户隐私", "投诉升级的条件有哪些", "多久可以申请售后"]


def test_kinds_in_figures_without_options_are_asked_about() -> None:
    document = read(["题目ID", "题型", "题干", "分值"], *([str(100 + at), "132"[at % 3], asked, "2"]
                                                    for at, asked in enumerate(TOLD)))  # fmt: skip

    assert document.sheets[0].doubtful
    assert {item.status for item in document.items} == {"check"}
    assert [(one.code, one.params) for one in document.diagnostics if one.code == "kinds-unexplained"] == [
        ("kinds-unexplained", {"column": "B", "figures": "1 2 3"})
    ]


def test_numbers_of_answers_in_another_table_do_not_explain_the_kinds() -> None:
    document = read(["id", "type", "title", "answer"], *([str(at), "12"[at % 2], asked, str(2000 + at)]
                                                       for at, asked in enumerate(TOLD)))  # fmt: skip

    assert document.sheets[0].doubtful
    assert "kinds-unexplained" in codes(document)


def test_kinds_in_figures_with_answers_in_words_or_a_legend_are_plain() -> None:
    answers = ["核对订单", "最大的一面", "电话与地址", "重复来电", "七天内"]
    worded = read(["题型", "题干", "答案"], *(["4", *pair] for pair in zip(TOLD, answers, strict=True)))
    legend = read(["题型（1单选，2多选，5问答）", "题干"], *(["5", asked] for asked in TOLD))

    assert [(one.sheets[0].doubtful, codes(one).count("kinds-unexplained")) for one in (worded, legend)] == [
        (False, 0), (False, 0),
    ]  # fmt: skip


def test_a_record_of_answers_is_no_bank_for_sure() -> None:
    rows = [["林晓", "10:03", asked, "B", "正确"] for asked in TOLD]
    record = read(["姓名", "时间", "题目", "作答", "是否正确"], *rows)

    assert record.sheets[0].doubtful
    assert {item.status for item in record.items} == {"check"}


def test_flags_beside_options_are_read_as_ever() -> None:
    rows = [[asked, option, right] for asked in TOLD for option, right in (("倾听", "是"), ("打断", "否"))]
    bank = read(["题目", "选项", "是否正确"], *rows)

    assert not bank.sheets[0].doubtful
    assert [item.key for item in bank.items] == [["A"]] * 5

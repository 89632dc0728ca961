"""Tables of questions in the layouts that exam systems use."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from questionbank.content import Difficulty, ItemKind
from questionbank.document import Document
from questionbank.formats.tables.cellkinds import kind_named
from questionbank.formats.tables.columns import columns_of, role_of
from questionbank.formats.tables.table import overview, read_table
from questionbank.formats.workbooks.sheet import Grid
from tests.questionbank.parsing.rules import uncovered

S, M, T, Q, E = ItemKind
HEAD = ["题型", "题干", "选项A", "选项B", "选项C", "答案"]


def read(*rows: list[str], name: str = "Sheet1", **options: Any) -> Document:
    return read_table([grid(*rows, name=name)], **options)


def grid(*rows: list[str], name: str = "Sheet1") -> Grid:
    width = max(map(len, rows), default=0)
    return Grid(name, [row + [""] * (width - len(row)) for row in rows])


def shown(document: Document) -> list[tuple[object, ...]]:
    return [(item.kind, item.stem, [f"{o.label}{o.text}" for o in item.options], item.key) for item in document.items]


def codes(document: Document, *severities: str) -> list[str]:
    return [one.code for one in document.diagnostics if one.severity.value in (severities or ("error", "warning"))]


# --- headers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("题干", "stem"), ("*题目内容：", "stem"), ("试题", "stem"), ("questionContent", "stem"), ("题型", "type"),
        ("试题类型（必填）", "type"), ("选项 A", "option:A"), ("选项  D", "option:D"), ("A选项", "option:A"),
        ("A", "option:A"), ("Ｂ", "option:B"), ("opa", "option:A"), ("选项1", "option:A"), ("选项b", "option:B"),
        ("选项三", "option:C"), ("选项", "options"), ("答案", "key"), ("正确答案(只能输入ABCD否则报错)", "key"),
        ("标准答案", "key"), ("是否正确项", "right"), ("答案解析", "explanation"), ("整体解析", "explanation"),
        ("分值", "points"), ("单空分数", "points"), ("题目难度", "difficulty"), ("知识点", "topics"), ("标签", "tags"),
        ("空 2", "blank:2"), ("评分标准", "criteria"), ("答案要点", "answer_points"), ("题目图片", None), ("", None),
        ("选项30", None),
    ],
)  # fmt: skip
def test_header_words(header: str, role: str | None) -> None:
    assert role_of(header) == role


def test_a_header_below_titles() -> None:
    document = read(["客服题库"], ["2026年第一批"], HEAD, ["单选题", "先做什么？", "倾听", "打断", "", "A"])

    assert shown(document) == [(S, "先做什么？", ["A倾听", "B打断"], ["A"])]
    assert (document.title, [skip.reason for skip in document.skipped]) == ("客服题库", ["title", "title", "header"])
    assert uncovered(document) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("单选", S), ("单选题", S), ("单项选择题", S), ("多选", M), ("多项选择题", M), ("不定项选择题", M),
        ("判断题", T),
        ("是非题", T), ("填空题", Q), ("简答题", Q), ("问答题", Q), ("名词解释", Q), ("论述题", E), ("案例分析题", E),
        ("情景题", E), ("情景模拟题", E), ("匹配题", E), ("连线题", E),
        ("排序题", E), ("量表题", "unsupported"), ("MCQ", None), ("SATA", M), ("T/F", T), ("Fill in the blank", Q),
        ("案例分析选择题", None), ("画像题", None),
        ("其他", None),
    ],
)  # fmt: skip
def test_kinds_by_name(name: str, kind: object) -> None:
    assert kind_named(name)[0] == kind


# --- layouts ----------------------------------------------------------------------------------------------------


def test_options_in_columns() -> None:
    document = read(
        HEAD,
        ["单选题", "先做什么？", "A、倾听", "B、打断", "", "A"],
        ["多选题", "哪些要登记？", "来电", "投诉", "天气", "A,B"],
        ["多选题", "哪些要留存？", "单据", "录音", "", "AB"],
        ["", "订单号有几位？", "8", "10", "12", "B"],
        ["", "哪些是渠道？", "电话", "邮件", "", "AB"],
    )

    assert shown(document) == [
        (S, "先做什么？", ["A倾听", "B打断"], ["A"]),
        (M, "哪些要登记？", ["A来电", "B投诉", "C天气"], ["A", "B"]),
        (M, "哪些要留存？", ["A单据", "B录音"], ["A", "B"]),
        (S, "订单号有几位？", ["A8", "B10", "C12"], ["B"]),
        (M, "哪些是渠道？", ["A电话", "B邮件"], ["A", "B"]),
    ]
    assert codes(document) == []
    assert codes(document, "info") == ["inferred-type", "inferred-type"]
    assert uncovered(document) == []


def test_spans_point_into_the_cells() -> None:
    document = read(HEAD, ["单选题", "先做\n什么？", "A、倾听", "打断", "", "A"])
    text = document.text or ""
    spans = [(span.part, text[span.start : span.end]) for span in document.items[0].spans]

    assert text == "题型\t题干\t选项A\t选项B\t选项C\t答案\n单选题\t先做\n什么？\tA、倾听\t打断\t\tA"
    assert spans == [
        ("stem", "单选题"), ("stem", "先做\n什么？"), ("option", "A、倾听"), ("option", "打断"), ("key", "A"),
    ]  # fmt: skip
    assert document.items[0].stem == "先做\n什么？"


@pytest.mark.parametrize(
    "cell",
    ["A. 倾听 | B. 打断 | C. 挂断", "A.倾听 B.打断 C.挂断", "A、倾听\nB、打断\nC、挂断", "倾听|打断|挂断",
     "倾听\n打断\n挂断",
     "A：倾听；B：打断；C：挂断", "倾听；打断；挂断"],
)  # fmt: skip
def test_all_options_in_one_cell(cell: str) -> None:
    document = read(["题目", "选项", "答案"], ["先做什么？", cell, "A"])

    assert shown(document) == [(S, "先做什么？", ["A倾听", "B打断", "C挂断"], ["A"])]


def test_options_in_the_cell_of_the_question() -> None:
    document = read(["题目", "答案"], ["先做什么？\nA. 倾听\nB. 打断", "A"])

    assert shown(document) == [(S, "先做什么？", ["A倾听", "B打断"], ["A"])]


def test_one_row_for_each_option() -> None:
    head = ["题目序号", "题目类型", "题目内容", "整体解析", "是否正确项", "选项内容", "选项解析"]
    document = read(
        head,
        ["1", "1", "端口号是？", "默认80。", "0", "21", "文件"],
        ["1", "", "", "", "1", "80", "网页"],
        ["2", "2", "哪些要登记？", "", "1", "来电", ""],
        ["2", "", "", "", "1", "投诉", ""],
        ["3", "2", "哪些要留存？", "", "是", "单据", ""],
        ["3", "", "", "", "否", "天气", ""],
        ["4", "3", "可以代客签字。", "", "0", "正确", ""],
        ["4", "", "", "", "1", "错误", ""],
        ["5", "", "", "", "1", "", ""],
    )

    assert shown(document) == [
        (S, "端口号是？", ["A21", "B80"], ["B"]),
        (M, "哪些要登记？", ["A来电", "B投诉"], ["A", "B"]),
        (M, "哪些要留存？", ["A单据", "B天气"], ["A"]),
        (T, "可以代客签字。", [], False),
    ]
    assert document.items[0].explanation == "默认80。\n文件\n网页"
    assert codes(document) == ["row-without-question", "multi-one-letter"]
    assert uncovered(document) == []


def test_a_sheet_for_each_kind() -> None:
    document = read_table(
        [
            grid(["题干", "选项A", "选项B", "答案"], ["先做什么？", "倾听", "打断", "A"], name="单选题"),
            grid(["题干", "选项A", "选项B", "答案"], ["哪些要登记？", "来电", "天气", "A"], name="多选题"),
            grid(["题干", "选项A", "选项B", "答案"], ["可以代客签字。", "正确", "错误", "B"], name="判断题"),
            grid(["题干", "空1", "空2", "单空分数"], ["____和____", "来电", "投诉", "1.5"], name="填空题"),
            grid(["题干", "答案"], ["怎样安抚？", "①倾听\n②致歉"], name="简答题"),
            grid(["选项"], ["下拉"], name="列表"),
        ]
    )

    assert [(item.kind, item.section, item.key, item.points) for item in document.items] == [
        (S, "s1", ["A"], None), (M, "s2", ["A"], None), (T, "s3", False, None), (Q, "s4", None, Decimal(3)),
        (Q, "s5", None, None),
    ]  # fmt: skip
    assert [section.title for section in document.sections] == ["单选题", "多选题", "判断题", "填空题", "简答题"]
    blanks, asked = document.items[3], document.items[4]
    assert [(point.text, point.points) for point in blanks.answer_points] == [
        ("来电", Decimal("1.5")),
        ("投诉", Decimal("1.5")),
    ]
    assert [point.text for point in asked.answer_points] == ["倾听", "致歉"]
    assert uncovered(document) == []


def test_keys_without_options() -> None:
    document = read(
        ["题目", "答案"],
        ["先做什么？", "A"],
        ["哪些要登记？", "ABD"],
        ["可以代客签字。", "错"],
        ["SLA是什么？", "服务水平"],
    )

    assert [(item.kind, item.key) for item in document.items] == [
        (S, ["A"]), (M, ["A", "B", "D"]), (T, False), (E, None),
    ]  # fmt: skip
    assert codes(document) == ["no-options", "no-options"]
    assert document.items[3].reference_answer == "服务水平"


def test_one_blank_is_an_accepted_answer() -> None:
    document = read(["题干", "空1", "分值"], ["先进先出简称____", "FIFO|fifo", "2"], name="填空题")

    assert (document.items[0].accepted_answers, document.items[0].points) == (["FIFO", "fifo"], Decimal(2))


# --- without a header -------------------------------------------------------------------------------------------

BARE = [
    ["单选题", "接到投诉电话时应先做什么？", "倾听", "打断", "A"],
    ["单选题", "客户地址变更应当怎样登记？", "口头", "书面", "B"],
    ["多选题", "下面哪些内容需要记录下来？", "来电", "投诉", "AB"],
]


def test_columns_that_are_plain_are_read_with_a_notice() -> None:
    document = read(*BARE)

    assert [(item.kind, item.key, item.status) for item in document.items] == [
        (S, ["A"], "sure"), (S, ["B"], "sure"), (M, ["A", "B"], "sure"),
    ]  # fmt: skip
    assert [(one.code, one.params) for one in document.diagnostics] == [
        ("columns-plain", {"stem": "B", "options": "C D", "key": "E"})
    ]


def test_columns_that_are_not_plain_are_to_be_checked() -> None:
    document = read(
        ["接到投诉电话时应先做什么？", "倾听", "打断", "A"],
        ["客户地址变更应当怎样登记？", "口头", "书面", "C"],
        ["发票抬头由谁提供？", "客户", "客服", "A"],
        ["快递丢失先联系谁？", "网点", "平台", "A"],
        ["退款原路返回需要几天？", "三天", "七天", "B"],
    )

    assert [(item.key, item.status) for item in document.items] == [
        (["A"], "check"), (["C"], "check"), (["A"], "check"), (["A"], "check"), (["B"], "check"),
    ]  # fmt: skip
    assert [one.code for one in document.diagnostics if one.item is None] == ["columns-guessed"]


def test_a_mapping_by_a_person_wins() -> None:
    roles = {0: "type", 1: "stem", 2: "option:B", 3: "option:A", 4: "key"}
    document = read(*BARE, mapping=roles)

    assert shown(document)[0] == (S, "接到投诉电话时应先做什么？", ["A打断", "B倾听"], ["A"])
    assert [item.status for item in document.items] == ["sure"] * 3
    assert codes(document) == []


def test_nothing_like_questions() -> None:
    document = read(["姓名", "电话"], ["林晓", "1380000"], ["王敏", "1390000"])

    assert document.items == []
    assert codes(document) == ["columns-unknown", "no-question", *["skipped-text"] * 3]
    assert columns_of([["姓名"], ["林晓"]]) is None
    assert uncovered(document) == []


def test_an_empty_table() -> None:
    assert codes(read_table([])) == ["no-question"]
    assert codes(read(HEAD)) == ["no-question"]


def test_overview_for_the_choice_of_columns() -> None:
    shown = overview([grid(*BARE, name="甲")])[0]

    assert (shown.name, shown.count, shown.first, shown.doubtful, shown.skip) == ("甲", 3, 0, False, False)
    assert shown.columns == {1: "stem", 0: "type", 4: "key", 2: "option:A", 3: "option:B"}
    assert shown.rows == BARE
    assert read(*BARE, name="甲").sheets == [shown]


# --- keys -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "expected"),
    [("正确", True), ("错误", False), ("对", True), ("错", False), ("√", True), ("×", False), ("T", True), ("F", False),
     ("TRUE", True), ("FALSE", False), ("1", True), ("0", False), ("是", True), ("否", False)],
)  # fmt: skip
def test_true_and_false(key: str, expected: bool) -> None:
    assert read(HEAD, ["判断题", "先核对订单。", "", "", "", key]).items[0].key is expected


@pytest.mark.parametrize(("options", "key", "expected"), [(("正确", "错误"), "B", False), (("对", "错"), "A", True)])
def test_truth_as_options(options: tuple[str, str], key: str, expected: bool) -> None:
    document = read(HEAD, ["判断题", "先核对订单。", *options, "", key])

    assert shown(document) == [(T, "先核对订单。", [], expected)]
    assert document.items[0].status == "sure"


def test_truth_by_letter_without_options_is_to_be_checked() -> None:
    document = read(HEAD, ["判断题", "先核对订单。", "", "", "", "B"])

    assert (document.items[0].key, document.items[0].status, codes(document)) == (False, "check", ["truth-by-letter"])


@pytest.mark.parametrize(
    ("key", "expected", "remarks"),
    [
        ("A", ["A"], []),
        ("a", ["A"], []),
        ("A. 倾听", ["A"], []),
        ("倾听", ["A"], []),
        ("2", ["B"], ["key-by-number"]),
        ("1,2", ["A", "B"], ["key-by-number", "single-many-letters"]),
        ("D", ["D"], ["key-not-option"]),
        ("", None, ["no-key"]),
    ],
)
def test_letters(key: str, expected: list[str] | None, remarks: list[str]) -> None:
    document = read(HEAD, ["单选题", "先做什么？", "倾听", "打断", "", key])

    assert document.items[0].key == expected
    assert sorted(codes(document)) == remarks


def test_a_number_that_is_an_option_is_that_option() -> None:
    assert read(HEAD, ["单选题", "几天？", "3", "2", "1", "1"]).items[0].key == ["C"]


# --- the rest ---------------------------------------------------------------------------------------------------


def test_further_columns() -> None:
    head = ["题型", "题干", "答案", "解析", "分值", "难度", "知识点", "标签", "评分标准", "考察点", "备注"]
    row = ["论述题", "怎样安抚？", "先倾听再处理", "看态度", "10", "困难", "投诉处理", "高频 电话",
           "逻辑清晰（6分）\n完整（4分）",
           "沟通能力", "旧题"]  # fmt: skip
    document = read(head, row)
    item = document.items[0]

    assert (item.kind, item.genre, item.points, item.difficulty) == (E, None, Decimal(10), Difficulty.HARD)
    assert (item.topics, item.assesses, item.explanation) == (["投诉处理", "高频", "电话"], ["沟通能力"], "看态度")
    assert [(one.text, one.points) for one in item.criteria] == [("逻辑清晰", Decimal(6)), ("完整", Decimal(4))]
    assert item.reference_answer == "先倾听再处理"
    assert [(one.code, one.params) for one in document.diagnostics] == [
        ("column-not-read", {"column": "K", "count": 1})
    ]
    assert uncovered(document) == []


def test_a_difficulty_among_the_tags() -> None:
    item = read(["题干", "答案", "标签"], ["SLA是什么？", "服务水平", "简单 语文"]).items[0]

    assert (item.difficulty, item.topics) == (Difficulty.EASY, ["语文"])


def test_kinds_that_nobody_scores_automatically_are_written_questions_of_their_genre() -> None:
    document = read(
        HEAD,
        ["排序题", "按先后排列", "核实", "登记", "致歉", "CAB"],
        ["画像题", "描述一位挑剔的顾客", "", "", "", "重细节"],
        ["画像题", "他更看重什么？", "价格", "时效", "", "B"],
    )

    assert [(item.kind, item.genre, item.reference_answer, item.key) for item in document.items] == [
        (E, "排序题", "CAB", None),
        (E, "画像题", "重细节", None),
        (S, None, None, ["B"]),
    ]
    assert document.items[0].stem == "按先后排列\nA. 核实\nB. 登记\nC. 致歉"
    assert uncovered(document) == []


def test_kinds_that_are_unknown_or_unsupported() -> None:
    document = read(
        HEAD,
        ["投票题", "你喜欢哪个？", "甲", "乙", "", "A"],
        ["趣味题", "先做什么？", "倾听", "打断", "", "A"],
    )

    assert [item.stem for item in document.items] == ["先做什么？"]
    assert document.items[0].status == "check"
    assert [(one.code, one.params) for one in document.diagnostics if one.severity != "info"] == [
        ("unsupported-question", {"row": 2, "type": "投票题"}),
        ("unknown-type", {"type": "趣味题"}),
    ]
    assert uncovered(document) == []


def test_formulas_and_dates_are_told() -> None:
    sheet = grid(HEAD, ["单选题", "几点前发货？", "2026-03-04", "打断", "", "A"])
    sheet.dates.add((1, 2))
    sheet.formulas.update({(1, 5), (0, 0)})
    document = read_table([sheet])

    assert [(one.code, one.params) for one in document.diagnostics] == [
        ("formula-cell", {"cells": "F2"}),
        ("date-cell", {"cells": "C2"}),
    ]
    assert document.items[0].status == "check"


def test_hidden_sheets_are_left_out() -> None:
    hidden = grid(HEAD, ["单选题", "旧题？", "甲", "乙", "", "A"], name="旧")
    hidden.hidden = True
    document = read_table([grid(HEAD, ["单选题", "新题？", "甲", "乙", "", "A"]), hidden])

    assert [item.stem for item in document.items] == ["新题？"]


def test_radicals_in_cells_are_repaired() -> None:
    document = read(["题干", "答案"], ["⼈事流程是什么？", "面⽰"])

    assert (document.items[0].stem, len(document.repairs)) == ("人事流程是什么？", 2)


def test_numbers_and_types_inside_the_cells_of_questions() -> None:
    document = read(
        ["题目", "A", "B", "C", "D", "答案"],
        ["1. (单选题, 2分)先做什么？", "倾听", "打断", "争辩", "挂机", "A"],
        ["2. (多选题, 2分)哪些能安抚？", "致歉", "争辩", "复述", "挂机", "AC"],
        ["3. (判断题, 1分)可以挂断投诉。", "对", "错", "无", "无", "B"],
    )

    assert [(item.number, item.kind, item.stem, item.points, item.key) for item in document.items] == [
        ("1", S, "先做什么？", Decimal(2), ["A"]),
        ("2", M, "哪些能安抚？", Decimal(2), ["A", "C"]),
        ("3", T, "可以挂断投诉。", Decimal(1), False),
    ]
    assert uncovered(document) == []


def test_figures_that_begin_some_questions_are_no_numbers() -> None:
    document = read(
        ["题目", "答案"], ["3.15是什么日子？", "消费者权益日"], ["24小时内怎么做？", "回复"], ["先做什么？", "倾听"]
    )

    assert [item.stem for item in document.items] == ["3.15是什么日子？", "24小时内怎么做？", "先做什么？"]


def test_an_option_that_says_there_is_none() -> None:
    document = read(
        HEAD,
        ["单选题", "优惠券有无门槛？", "有", "看活动", "无", "C"],
        ["单选题", "先做什么？", "倾听", "打断", "/", "A"],
    )

    assert [[option.text for option in item.options] for item in document.items] == [
        ["有", "看活动", "无"],
        ["倾听", "打断"],
    ]


def test_answers_that_list_the_options() -> None:
    document = read(
        ["题目", "答案", "用户答案"],
        ["先做什么？", "A. 倾听 B. 打断", "A"],
        ["后做什么？", "A. 争辩 B. 登记", "B"],
    )

    assert shown(document) == [
        (S, "先做什么？", ["A倾听", "B打断"], ["A"]),
        (S, "后做什么？", ["A争辩", "B登记"], ["B"]),
    ]


def test_each_row_fills_one_of_two_columns_of_keys() -> None:
    document = read(
        ["question", "option_a", "option_b", "correct_option", "type", "correct_answer"],
        ["Who calls back?", "the clerk", "nobody", "A", "MCQ", ""],
        ["Which help?", "calm", "notes", "", "MSQ", "A,B"],
        ["Hours to reply?", "", "", "", "NAT", "24"],
    )

    assert [(item.kind, item.key, item.reference_answer) for item in document.items] == [
        (S, ["A"], None), (M, ["A", "B"], None), (Q, None, "24"),
    ]  # fmt: skip
    assert uncovered(document) == []


def test_a_statement_with_what_would_be_right_in_its_first_option() -> None:
    item = read(HEAD, ["判断题", "超时按原价赔付。", "按规则赔付", "", "", "错"]).items[0]

    assert (item.kind, item.key, item.options, item.explanation) == (T, False, [], "按规则赔付")


# --- what several questions are about ---------------------------------------------------------------------------


def test_material_stands_above_its_question() -> None:
    document = read(
        ["材料", "提问", "选项1", "选项2", "答案"],
        ["大促爆单，仓库积压。", "先做什么？", "增派人手", "关店", "A"],
        ["", "谁来通知客户？", "客服", "仓库", "A"],
    )

    assert [item.stem for item in document.items] == ["大促爆单，仓库积压。\n先做什么？", "谁来通知客户？"]
    assert uncovered(document) == []


def test_material_right_of_its_question() -> None:
    document = read(["题目", "答案", "案例背景"], ["先做什么？", "道歉", "客户拒收。"])

    assert document.items[0].stem == "客户拒收。\n先做什么？"


def test_a_case_without_another_question_is_the_question() -> None:
    document = read(["案例描述", "参考答案"], ["客户拒收，要求退运费，你怎么办？", "先核实原因"])

    assert [item.stem for item in document.items] == ["客户拒收，要求退运费，你怎么办？"]


def test_a_full_title_asks_and_a_stem_that_is_mostly_empty_is_its_material() -> None:
    rows = [[f"第{n}步做什么？", "客户拒收。" if n == 1 else "", "道歉", "争辩", "A"] for n in range(1, 6)]
    document = read(["title", "stem", "choice_a", "choice_b", "answer"], *rows)

    assert [item.stem for item in document.items] == ["客户拒收。\n第1步做什么？"] + [
        f"第{n}步做什么？" for n in range(2, 6)
    ]


def test_names_of_a_program_that_all_begin_alike() -> None:
    rows = [[str(n), f"第{n}步做什么？", "道歉", "争辩", "挂断", key] for n, key in enumerate("1321", 1)]
    document = read(["qid", "qtext", "qA", "qB", "qC", "qRight"], *rows)

    assert [(item.number, item.stem, item.key) for item in document.items] == [
        ("1", "第1步做什么？", ["A"]), ("2", "第2步做什么？", ["C"]), ("3", "第3步做什么？", ["B"]),
        ("4", "第4步做什么？", ["A"]),
    ]  # fmt: skip


def test_names_that_programs_give_are_no_questions() -> None:
    rows = [[f"a3514b0394{n}", f"客户第{n}次来电时要先做什么，为什么要这样做？", "道歉", "争辩", "A"] for n in range(4)]
    document = read(["type_Id", "subject", "choice_A", "choice_B", "answer"], *rows)

    assert [item.stem for item in document.items] == [row[1] for row in rows]


def test_several_columns_of_right_answers_beside_options() -> None:
    document = read(
        ["题目", "选项1", "选项2", "选项3", "答案1", "答案2", "答案3"],
        ["先做什么？", "倾听", "打断", "争辩", "倾听", "", ""],
        ["哪些对？", "倾听", "登记", "争辩", "A", "B", ""],
        ["哪一个错？", "倾听", "登记", "争辩", "", "", "是"],
    )

    assert [item.key for item in document.items] == [["A"], ["A", "B"], ["C"]]


def test_keys_by_place_throughout_are_told_once() -> None:
    rows = [[f"第{n}步做什么？", "倾听", "打断", "争辩", "回访", str(n % 4 + 1)] for n in range(12)]
    document = read(["题目", "A", "B", "C", "D", "答案"], *rows)

    assert {item.status for item in document.items} == {"sure"}
    assert [(one.code, one.params) for one in document.diagnostics if one.code != "inferred-type"] == [
        ("keys-by-number", {"count": 12})
    ]


def test_keys_by_place_that_never_name_the_last_option_are_to_be_checked() -> None:
    rows = [[f"第{n}步做什么？", "倾听", "打断", "争辩", "回访", str(n % 3 + 1)] for n in range(12)]
    document = read(["题目", "A", "B", "C", "D", "答案"], *rows)

    assert codes(document, "warning") == ["key-by-number"] * 12


def test_columns_of_answers_for_every_kind() -> None:
    document = read(
        ["题型", "题目", "答案1", "答案2", "A", "B", "C"],
        ["单选", "先做什么？", "B", "", "打断", "倾听", "争辩"],
        ["多选", "哪些对？", "AC", "", "登记", "争辩", "回访"],
        ["填空", "先____再____。", "听", "记", "", "", ""],
    )

    assert [item.key for item in document.items] == [["B"], ["A", "C"], None]
    assert [point.text for point in document.items[2].answer_points] == ["听", "记"]


def test_answers_beside_options_are_keys() -> None:
    document = read(
        ["Question", "Options (with commas)", "Answers (with commas)"], ["First?", "Listen, Talk, Run", "Talk"]
    )

    assert [item.key for item in document.items] == [["B"]]


def test_lists_of_figures_are_options() -> None:
    document = read(["题目", "选项", "答案"], ["哪些是质数？", "[2, 4, 7, 9]", "[2, 7]"])

    assert ([one.text for one in document.items[0].options], document.items[0].key) == (
        ["2", "4", "7", "9"],
        ["A", "C"],
    )


def test_the_text_of_a_question_and_not_its_title() -> None:
    document = read(
        ["Question Title", "Question Text", "Expected answer points"],
        ["Basics", "What do you say first to an angry customer, and why?", "- apologise"],
        ["Returns", "Who pays for the parcel when goods come back broken?", "- the shop"],
    )

    assert [item.stem[:4] for item in document.items] == ["What", "Who "]


def test_options_under_a_name_that_nobody_knows() -> None:
    document = read(
        ["type", "title", "可选内容", "ans"],
        ["single", "先做什么？", "A.倾听|B.打断|C.登记", "A"],
        ["single", "后做什么？", "A.争辩|B.登记|C.挂断", "B"],
        ["judge", "可以透露客户的地址。", "", "错误"],
    )

    assert shown(document)[:2] == [
        (S, "先做什么？", ["A倾听", "B打断", "C登记"], ["A"]),
        (S, "后做什么？", ["A争辩", "B登记", "C挂断"], ["B"]),
    ]


def test_lists_without_a_key_of_letters_are_no_options() -> None:
    document = read(
        ["题目", "处理步骤", "答案"],
        ["遇到投诉怎么办？", "A.倾听 B.登记 C.回复", "先安抚客户的情绪再核对订单"],
        ["遇到丢件怎么办？", "A.核实 B.赔付 C.回访", "先核对物流轨迹再联系网点"],
    )

    assert [len(item.options) for item in document.items] == [0, 0]


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("question_en", "stem"), ("题干_中文", "stem"), ("option_a_en", "option:A"), ("answer zh", "key"),
        ("TrueOption", "key"), ("opts", "options"), ("ans1", "answer:1"), ("token", None), ("open", None), ("en", None),
    ],
)  # fmt: skip
def test_headers_of_one_language_and_of_programs(header: str, role: str | None) -> None:
    assert role_of(header) == role

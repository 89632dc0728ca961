"""Sheets that people made by hand: headings, second headers, notes, examples, keys and options in odd dresses."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest

from questionbank.content import Difficulty, ItemKind
from questionbank.document import Document
from questionbank.formats.tables.cellkinds import kind_named, sheet_kind
from questionbank.formats.tables.choice import SheetChoice, TableChoice, is_role, rows_in, rows_text
from questionbank.formats.tables.columns import role_of
from questionbank.formats.tables.table import overview, read_table
from questionbank.formats.workbooks.sheet import Grid
from tests.questionbank.parsing.rules import uncovered

S, M, T, Q, E = ItemKind
HEAD = ["题型", "题干", "选项A", "选项B", "选项C", "答案"]


def grid(*rows: list[str], name: str = "Sheet1") -> Grid:
    width = max(map(len, rows), default=0)
    return Grid(name, [row + [""] * (width - len(row)) for row in rows])


def read(*rows: list[str], name: str = "Sheet1", **options: Any) -> Document:
    return read_table([grid(*rows, name=name)], **options)


def told(document: Document) -> list[tuple[str, object]]:
    return [(one.code, one.params.get("row")) for one in document.diagnostics if one.item is None]


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("option_A", "option:A"), ("Option B", "option:B"), ("选择C", "option:C"), ("D项目", "option:D"),
        ("答案索引", "key"),
        ("questionAnswer", "key"), ("optionContent", "options"), ("questionExplain", "explanation"),
        ("试题难度", "difficulty"), ("题目解析", "explanation"), ("Question - max 120 characters", "stem"),
        ("Answer 2 - max 75 characters", "answer:2"), ("isCorrect1", "flag:A"), ("sub_module", None),
        ("题型（0单选，1判断，2多选）", "type"), ("content", "weak-stem"), ("题目图片", None), ("正确选项", "key"),
    ],
)  # fmt: skip
def test_more_header_words(header: str, role: str | None) -> None:
    assert role_of(header) == role


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("single", S), ("MULTIPLE", M), ("true_false", T), ("judge", T), ("单", S), ("计算", Q),
        ("案例分析", E), ("材料题", E),
        ("判断改错题", T), ("不定项", M), ("编程题", E), ("主观题", E), ("C#编程开发", None), ("排序题", E),
        ("投票题", "unsupported"),
    ],
)  # fmt: skip
def test_more_kinds(name: str, kind: object) -> None:
    assert kind_named(name)[0] == kind


def test_a_sheet_is_named_for_a_kind_or_for_something_else() -> None:
    named = [sheet_kind(name)[0] for name in ("多选题", "一、判断题（20）", "综合", "C#编程开发", "听力")]
    assert named == [M, T, None, None, None]


@pytest.mark.parametrize("name", ["How to fill in", "填空题填写说明", "如何判断"])
def test_a_sheet_that_tells_how_to_fill_in_the_others_is_named_for_no_kind(name: str) -> None:
    assert sheet_kind(name) == (None, None)


def test_headings_and_second_headers_within_a_sheet() -> None:
    document = read(
        ["客服考试题库"],
        ["一、单选题（每题2分，共2题）"],
        ["题干", "A", "B", "答案"],
        ["先做什么？", "倾听", "打断", "A"],
        ["再做什么？", "记录", "挂断", "A"],
        ["二、判断题（每题1分，共2题）"],
        ["题干", "答案"],
        ["可以代客签字。", "×"],
        ["三、简答题"],
        ["怎样安抚？", "先倾听再处理"],
    )

    assert [(i.kind, i.key, i.points, i.section) for i in document.items] == [
        (S, ["A"], Decimal(2), "s1"), (S, ["A"], Decimal(2), "s1"), (T, False, Decimal(1), "s2"), (Q, None, None, "s3"),
    ]  # fmt: skip
    assert [section.title for section in document.sections] == ["单选题", "判断题", "简答题"]
    assert told(document) == [("declared-count-differs", None)]
    assert uncovered(document) == []


def test_notes_examples_and_footnotes_are_told_and_left_out() -> None:
    document = read(
        HEAD,
        ["必填", "必填，不超过500字", "必填", "必填", "选填", "必填"],
        ["单选题", "【示例】一年有几个月？", "11", "12", "13", "B"],
        ["单选题", "先做什么？", "倾听", "打断", "", "A"],
        ["注：多选题的答案不分隔"],
        ["", "以下是新题"],
        ["合计", "1"],
    )

    assert [item.stem for item in document.items] == ["先做什么？"]
    assert told(document) == [
        ("note-row", 2), ("example-row", 3), ("note-row", 5), ("note-row", 6), ("note-row", 7),
    ]  # fmt: skip
    assert uncovered(document) == []


def test_options_in_the_rows_below() -> None:
    below_stem = read(
        ["题型", "答案", "问题"],
        ["单选题", "B", "先做什么？"], ["", "", "A. 打断"], ["", "", "B. 倾听"],
        ["判断题", "对", "先核对订单。"],
    )  # fmt: skip
    beside = read(
        ["题干", "选项", "答案"],
        ["先做什么？", "A. 打断", "B"], ["", "B. 倾听", ""],
        ["再做什么？", "记录", "A"], ["", "挂断", ""],
    )  # fmt: skip

    assert [(i.stem, [o.text for o in i.options], i.key) for i in below_stem.items] == [
        ("先做什么？", ["打断", "倾听"], ["B"]), ("先核对订单。", [], True),
    ]  # fmt: skip
    assert [(i.stem, [o.text for o in i.options], i.key) for i in beside.items] == [
        ("先做什么？", ["打断", "倾听"], ["B"]), ("再做什么？", ["记录", "挂断"], ["A"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "cell",
    ['["倾听", "打断", "挂断"]', "['倾听', '打断', '挂断']", '{"A":"倾听","B":"打断","C":"挂断"}',
     '[{"text":"倾听"},{"text":"打断"},{"text":"挂断"}]', "倾听$;$打断$;$挂断", "倾听##打断##挂断", "倾听||打断||挂断",
     "A.倾听$;$B.打断$;$C.挂断", "A 倾听<br>B 打断<br>C 挂断"],
)  # fmt: skip
def test_options_as_programs_write_them(cell: str) -> None:
    item = read(["题目", "选项", "答案"], ["先做什么？", cell, "B"]).items[0]

    assert [option.text.strip("ABC ") for option in item.options] == ["倾听", "打断", "挂断"]
    assert item.key == ["B"]


@pytest.mark.parametrize(
    "key", ["A,B", "A、B", "AB", "A;B", "A|B", "A B", "a,b", "['A', 'B']", "选AB", "答案：AB", "A/B", "A，B"]
)
def test_keys_of_several_letters(key: str) -> None:
    assert read(HEAD, ["多选题", "哪些要登记？", "来电", "投诉", "天气", key]).items[0].key == ["A", "B"]


@pytest.mark.parametrize("key", ["1", "1.0", "TRUE", "对(√)", "正确", "T", "√", "Y", "是"])
def test_keys_of_true(key: str) -> None:
    assert read(HEAD, ["判断题", "先核对订单。", "", "", "", key]).items[0].key is True


def test_keys_that_count_from_zero() -> None:
    rows = [["先做什么？", "倾听", "打断", "挂断", "0"], ["再做什么？", "哭", "笑", "记录", "2"]]
    document = read(["问题", "选项1", "选项2", "选项3", "答案索引"], *rows)

    assert [item.key for item in document.items] == [["A"], ["C"]]


def test_several_places_that_count_from_zero() -> None:
    header = ["type", "question", "option1", "option2", "option3", "option4", "correct"]
    rows = [
        ["single", "Who answers a late parcel first?", "The writer", "The agent", "The driver", "The bank", "1"],
        ["multiple", "What belongs on a label?", "Address", "Weight", "Number", "Hobby", "0,1,2"],
    ]
    items = read_table([Grid("EN", [header, *rows])]).items
    assert [item.key for item in items] == [["B"], ["A", "B", "C"]]


def test_right_and_wrong_as_one_and_two() -> None:
    document = read(
        ["题型", "题干", "选项", "答案"],
        ["1", "先核对订单。", "", "1"], ["1", "可以代客签字。", "", "2"], ["2", "先做什么？", "倾听|打断", "A"],
    )  # fmt: skip

    assert [(item.kind, item.key) for item in document.items] == [(T, True), (T, False), (S, ["A"])]
    assert [one.code for one in document.diagnostics] == ["truth-by-letter", "truth-by-letter", "inferred-type"]


def test_codes_that_the_header_explains() -> None:
    head = ["题型（0单选，1判断，2多选）", "题干", "选项A", "选项B", "答案"]
    document = read(head, ["2", "哪些要登记？", "来电", "投诉", "AB"], ["1", "先核对订单。", "", "", "对"])

    assert [(item.kind, item.key) for item in document.items] == [(M, ["A", "B"]), (T, True)]


def test_flags_for_each_option() -> None:
    head = ["content", "type", "option1", "option2", "isCorrect1", "isCorrect2"]
    document = read(head, ["先做什么？", "single", "倾听", "打断", "TRUE", "FALSE"])

    assert [(item.kind, item.key) for item in document.items] == [(S, ["A"])]


def test_a_blank_whose_answer_is_an_option() -> None:
    document = read(HEAD, ["填空题", "（）是区别于其他事物的规定性。", "质", "", "", "A"])

    assert (document.items[0].kind, document.items[0].accepted_answers, document.items[0].options) == (Q, ["质"], [])


def test_blanks_in_one_cell() -> None:
    item = read(["题型", "题干", "答案"], ["填空题", "先____后____", "倾听；记录"]).items[0]

    assert [point.text for point in item.answer_points] == ["倾听", "记录"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1", "2", "3"], [Difficulty.EASY, Difficulty.MEDIUM, Difficulty.HARD]),
        (["1", "3", "5"], [Difficulty.EASY, Difficulty.MEDIUM, Difficulty.HARD]),
        (["0.9", "0.5", "0.2"], [Difficulty.EASY, Difficulty.MEDIUM, Difficulty.HARD]),
        (["易", "中", "难"], [Difficulty.EASY, Difficulty.MEDIUM, Difficulty.HARD]),
        (["基础", "普通", "偏难"], [Difficulty.EASY, Difficulty.MEDIUM, Difficulty.HARD]),
    ],
)
def test_difficulties(cells: list[str], expected: list[Difficulty]) -> None:
    rows = [[f"第{n}件事是什么？", "记录", cell] for n, cell in enumerate(cells)]

    assert [item.difficulty for item in read(["题干", "答案", "难度"], *rows).items] == expected


def test_a_difficulty_in_unknown_words_becomes_a_tag() -> None:
    document = read(["题干", "答案", "难度"], ["SLA是什么？", "服务水平", "必须掌握"])

    assert document.items[0].topics == ["必须掌握"]
    assert [(one.code, one.params) for one in document.diagnostics if one.item is None] == [
        ("difficulty-unknown", {"word": "必须掌握", "count": 1})
    ]


def test_sheets_that_are_not_read_are_told() -> None:
    hidden = grid(HEAD, ["单选题", "旧题？", "甲", "乙", "", "A"], name="旧")
    hidden.hidden = True
    notes = grid(["填写说明"], ["题型请从下拉列表中选择"], name="说明")
    document = read_table([grid(HEAD, ["单选题", "新题？", "甲", "乙", "", "A"]), hidden, notes])

    assert [item.stem for item in document.items] == ["新题？"]
    assert [(one.code, one.params) for one in document.diagnostics] == [
        ("hidden-sheet", {"sheet": "旧", "rows": 2}), ("sheet-not-read", {"sheet": "说明", "rows": 2}),
    ]  # fmt: skip


# --- what a person says -----------------------------------------------------------------------------------------


def test_a_choice_for_each_sheet() -> None:
    choice = TableChoice(
        sheets=[
            SheetChoice(name="甲", first=2, without=[3], columns={0: "stem", 1: "option:A", 2: "option:B", 3: "key"}),
            SheetChoice(name="乙", skip=True),
        ]
    )
    rows = [["卷头"], ["栏一", "栏二", "栏三", "栏四"], ["先做什么", "倾听", "打断", "A"], ["作废", "甲", "乙", "A"],
            ["再做什么", "哭", "记录", "B"]]  # fmt: skip
    document = read_table(
        [grid(*rows, name="甲"), grid(HEAD, ["单选题", "别的？", "甲", "乙", "", "A"], name="乙")], choice=choice
    )

    assert [(item.stem, item.key) for item in document.items] == [("先做什么", ["A"]), ("再做什么", ["B"])]
    assert told(document) == [("sheet-not-read", None), ("row-skipped", 4)]
    assert [skip.reason for skip in document.skipped] == ["title", "header", "row-skipped"]


def test_the_overview_repeats_a_choice() -> None:
    choice = TableChoice(sheets=[SheetChoice(name="甲", first=1, without=[2], columns={0: "stem"})])
    shown = overview([grid(["栏"], ["先做什么？"], ["再做什么？"], name="甲")], choice)[0]

    assert (shown.first, shown.without, shown.columns, shown.skip) == (1, [2], {0: "stem"}, False)


def test_rows_as_people_write_them() -> None:
    assert rows_in("3, 8-10、12 至 13, x, 0, 9-2") == [2, 7, 8, 9, 11, 12]
    assert rows_in("8-10, 3-9, 9") == [2, 3, 4, 5, 6, 7, 8, 9]
    assert rows_text([2, 7, 8, 9]) == "3, 8-10"
    assert [is_role(name) for name in ("stem", "option:B", "blank:2", "option:", "nonsense")] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_the_same_rows_ten_thousand_times_are_these_rows() -> None:
    started = time.process_time()

    assert rows_in("1-50000," * 10_000) == list(range(50_000))
    assert time.process_time() - started < 5


def test_rows_of_totals_are_no_questions() -> None:
    document = read(
        ["题目", "答案", "分值"],
        ["先做什么？", "倾听", "2"],
        ["总分", "", "2"],
        ["平均分：", "", ""],
    )

    assert [item.stem for item in document.items] == ["先做什么？"]
    assert [one.code for one in document.diagnostics if one.code == "note-row"] == ["note-row"] * 2

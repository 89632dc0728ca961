"""Tables of questions in texts, Markdown, lists of values and Word files, and their text for corrections."""

from __future__ import annotations

import docx
import pytest
from docx.document import Document as WordDocument

from questionbank.content import ItemKind
from questionbank.document import Document
from questionbank.formats.tables.choice import SheetChoice, TableChoice, needs_person
from questionbank.formats.tables.texttables import as_text, from_text, piped_out, table_in_text
from questionbank.formats.workbooks.sheet import Grid
from questionbank.reading import TAB_TYPE, read_here, table_text
from tests.questionbank.formats.office import word
from tests.questionbank.parsing.rules import uncovered

S, M, T, Q, E = ItemKind
HEAD = ["题型", "题干", "A", "B", "C", "答案"]
ROWS = [
    ["单选题", "先做什么？", "倾听", "打断", "", "A"],
    ["多选题", "哪些要登记？", "来电", "投诉", "天气", "AB"],
    ["判断题", "可以代客签字。", "", "", "", "错"],
]
EXPECTED = [(S, "先做什么？", ["A"]), (M, "哪些要登记？", ["A", "B"]), (T, "可以代客签字。", False)]


def shown(document: Document) -> list[tuple[object, ...]]:
    return [(item.kind, item.stem, item.key) for item in document.items]


def joined(sign: str, rows: list[list[str]]) -> str:
    return "\n".join(sign.join(row) for row in rows)


@pytest.mark.parametrize("sign", ["\t", ",", ";"])
@pytest.mark.parametrize("name", ["题.txt", "题.md", "题.csv"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_values_with_a_header(sign: str, name: str, encoding: str) -> None:
    document = read_here(joined(sign, [HEAD, *ROWS]).encode(encoding), name)

    assert shown(document) == EXPECTED
    assert uncovered(document) == []


@pytest.mark.parametrize("edge", ["| {} |", "{}"])
def test_a_table_of_markdown(edge: str) -> None:
    lines = ["# 客服题库", "", *(edge.format(" | ".join(row)) for row in [HEAD, ["---"] * 6, *ROWS])]
    document = read_here("\n".join(lines).encode(), "题.md")

    assert shown(document) == EXPECTED
    assert uncovered(document) == []


def test_an_interview_sheet_with_its_scoring() -> None:
    text = """仓储文员面试题
| 序号 | 面试问题 | 考察要点 | 评分参考 | 得分 |
| --- | --- | --- | --- | --- |
| 1 | 单据与实物不符时你怎么做？ | 责任心、流程意识 | 当场复点(4分)；上报(3分) | |
| 2 | 月底连续加班你能接受吗？ | 抗压能力 | 态度明确(5分)；理由合理(5分) | |
"""
    document = read_here(text.encode(), "面试.md")

    assert [(item.stem, item.assesses) for item in document.items] == [
        ("单据与实物不符时你怎么做？", ["责任心", "流程意识"]),
        ("月底连续加班你能接受吗？", ["抗压能力"]),
    ]
    assert [[criterion.text for criterion in item.criteria] for item in document.items] == [
        ["当场复点", "上报"],
        ["态度明确", "理由合理"],
    ]


def test_questions_and_what_to_listen_for_between_tabs() -> None:
    rows = [
        ["问题", "观察点"],
        ["说说你一天里最忙的两个小时。", "先后顺序、求助"],
        ["你怎么判断一件衣服有没有穿过？", "吊牌、气味、鞋底"],
        ["遇到辱骂你的客户怎么办？", "情绪、事实、边界"],
    ]

    document = read_here(("退货组面试表\n\n" + joined("\t", rows)).encode(), "退货组.txt")

    assert [(item.stem, item.answer_points[0].text) for item in document.items] == [
        (rows[1][0], rows[1][1]),
        (rows[2][0], rows[2][1]),
        (rows[3][0], rows[3][1]),
    ]


def test_a_glossary_between_tabs_is_no_table_of_questions() -> None:
    text = joined("\t", [["名称", "观察点"], ["吊牌", "是否完整"], ["鞋底", "有无磨损"], ["气味", "是否异常"]])

    assert table_in_text(text) is None
    assert read_here(text.encode(), "验收.txt").items == []


def test_a_paste_without_header_and_with_line_ends_in_cells() -> None:
    text = '单选题\t"先做什么？\n请选一项"\t倾听\t打断\tA\n单选题\t再做什么？\t记录\t挂断\tA\n'
    text += "多选题\t哪些要留？\t单据\t录音\tAB\n"
    document = read_here(text.encode(), "粘贴.txt")

    assert shown(document) == [
        (S, "先做什么？\n请选一项", ["A"]),
        (S, "再做什么？", ["A"]),
        (M, "哪些要留？", ["A", "B"]),
    ]
    assert document.source.media_type == TAB_TYPE


@pytest.mark.parametrize(
    "text",
    [
        "1. 先做什么？\nA. 倾听\tB. 打断\n答案：A\n",
        "姓名\t电话\n林晓\t1380000\n王敏\t1390000\n",
        "| 时间 | 事项 |\n| --- | --- |\n| 9:00 | 开会 |\n",
        "一、单选题\n1、先做什么？（A）\nA、倾听\tB、打断\tC、挂断\n2、再做什么？（B）\nA、哭\tB、记录\tC、笑\n",
        "答案\n1\t2\t3\nA\tB\tC\n",
    ],
)
def test_other_texts_are_no_tables(text: str) -> None:
    assert table_in_text(text) is None


def test_forms_with_a_question_each() -> None:
    form = [["题型", "单选题"], ["题干", "先做什么？"], ["选项A", "倾听"], ["选项B", "打断"], ["答案", "A"]]
    second = [["题型", "判断题"], ["题干", "可以代客签字。"], ["答案", "错"]]
    document = read_here(joined("\t", [*form, *second]).encode(), "表单.txt")

    assert shown(document) == [(S, "先做什么？", ["A"]), (T, "可以代客签字。", False)]


# --- Word -------------------------------------------------------------------------------------------------------


def add_table(document: WordDocument, rows: list[list[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            table.cell(at, column).text = cell


def test_word_tables_under_headings() -> None:
    document = docx.Document()
    document.add_paragraph("客服岗考试题")
    document.add_paragraph("一、单选题（每题2分，共2题）")
    add_table(
        document, [["题干", "A", "B", "答案"], ["先做什么？", "倾听", "打断", "A"], ["再做什么？", "记录", "挂断", "A"]]
    )
    document.add_paragraph("二、判断题（每题1分）")
    add_table(document, [["题干", "答案"], ["可以代客签字。", "×"], ["先核对订单。", "√"]])
    read = read_here(word(document), "题.docx")

    assert [(item.kind, item.key, str(item.points)) for item in read.items] == [
        (S, ["A"], "2"), (S, ["A"], "2"), (T, False, "1"), (T, True, "1"),
    ]  # fmt: skip
    assert [section.title for section in read.sections] == ["单选题", "判断题"]
    assert uncovered(read) == []


def test_a_word_table_for_each_question() -> None:
    document = docx.Document()
    for stem, key in (("先做什么？", "A"), ("再做什么？", "B")):
        add_table(document, [["题干", stem], ["选项A", "倾听"], ["选项B", "打断"], ["答案", key]])
        document.add_paragraph("")

    assert shown(read_here(word(document), "题.docx")) == [(S, "先做什么？", ["A"]), (S, "再做什么？", ["B"])]


def test_a_word_table_among_questions_in_text() -> None:
    document = docx.Document()
    for line in ("一、简答题", "1. 怎样安抚客户？", "答案：先倾听再处理", "二、单选题"):
        document.add_paragraph(line)
    add_table(
        document, [["题干", "A", "B", "答案"], ["先做什么？", "倾听", "打断", "A"], ["再做什么？", "哭", "记录", "B"]]
    )
    read = read_here(word(document), "题.docx")

    assert shown(read) == [(Q, "怎样安抚客户？", None), (S, "先做什么？", ["A"]), (S, "再做什么？", ["B"])]
    assert uncovered(read) == []


def test_a_layout_table_is_text() -> None:
    document = docx.Document()
    add_table(
        document,
        [["一、单选题"], ["1. 先做什么？\nA. 倾听\nB. 打断\n答案：A"], ["2. 再做什么？\nA. 哭\nB. 记录\n答案：B"]],
    )

    assert shown(read_here(word(document), "题.docx")) == [(S, "先做什么？", ["A"]), (S, "再做什么？", ["B"])]


# --- text for corrections ---------------------------------------------------------------------------------------


def test_sheets_come_back_from_their_text() -> None:
    grids = [
        Grid("单选题", [["题干", "选项"], ['说"你好"？', "A. 甲\nB. 乙"], ["", ""], ["再做？", ""]]),
        Grid("说明", [["空"]]),
    ]
    text = as_text(grids)

    assert text == '=== 单选题 ===\n题干\t选项\n"说""你好""？"\t"A. 甲\nB. 乙"\n\n再做？\n=== 说明 ===\n空\n'
    assert from_text(text) == grids


def test_the_text_of_files() -> None:
    data = joined(",", [HEAD, *ROWS]).encode()

    assert table_text(data, "题.csv") == joined("\t", [HEAD, *ROWS]) + "\n"
    assert table_text("1. 先做什么？\n答案：倾听".encode(), "题.txt") is None
    assert shown(read_here((table_text(data, "题.csv") or "").encode(), "题.tsv")) == EXPECTED


ASKED = """# 值班长面试提纲

先介绍岗位，再按下表提问，每位候选人约十五分钟。
时间不够时可以只问前两题，其余的题目留到第二轮。
面试官之间不讨论评分，面试后再汇总。

| 序号 | 面试问题 | 考察点 | 优秀回答 | 一般回答 | 留意 |
|---|---|---|---|---|---|
| 1 | 你怎样安排夜班？ | 计划能力 | 按单量排班 | 凭感觉 | 举例 |
| 2 | 请讲一次你处理冲突的经历。 | 沟通能力 | 有背景有结果 | 只说结果 | 时间 |

面试结束后向候选人说明下一步的时间。
"""


def test_a_table_of_markdown_among_other_text() -> None:
    document = read_here(ASKED.encode(), "提纲.md")

    first, second = document.items
    assert (first.stem, first.reference_answer, first.assesses) == ("你怎样安排夜班？", "按单量排班", ["计划能力"])
    assert first.explanation == "一般回答：凭感觉\n留意 举例"
    assert (second.number, second.stem) == ("2", "请讲一次你处理冲突的经历。")
    assert uncovered(document) == []


def test_a_table_of_other_things_among_questions_stays_text() -> None:
    text = "# 面试题\n\n1. 你怎样看待夜班？\n参考答案：可以接受。\n\n| 班次 | 时间 |\n|---|---|\n| 早班 | 八点 |\n"
    document = read_here(text.encode(), "题.md")

    assert [item.stem for item in document.items] == ["你怎样看待夜班？"]
    assert "| 早班 | 八点 |" in (document.text or "")


def test_a_table_of_word_keeps_what_an_interviewer_wrote_in_every_column() -> None:
    file = docx.Document()
    for line in ASKED.split("\n")[:5]:
        file.add_paragraph(line)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in ASKED.split("\n") if line[:1] == "|"]
    add_table(file, [rows[0], *rows[2:]])
    for line in ("一、其他", "1. 你还有什么问题想问我们？", "2. 你什么时候可以到岗？"):
        file.add_paragraph(line)
    document = read_here(word(file), "提纲.docx")

    assert document.items[0].reference_answer == "按单量排班"
    assert document.items[0].explanation == "一般回答：凭感觉\n留意 举例"


def test_a_table_of_numbers_and_letters_stays_as_it_is_and_one_of_sentences_is_spelled_out() -> None:
    keys = "Answer key\n\n| Question | Answer |\n|---|---|\n| 1 | C |\n| 2 | A |\n| 3 | B |\n"
    asking = "Part one\n\n| Question | Answer |\n|---|---|\n| Who keeps the seals? | C |\n| Who counts them? | A |\n"

    assert piped_out(keys) is None
    assert [line.text for line in piped_out(asking) or [] if line.text] == [
        "Part one",
        "1. Who keeps the seals?",
        "答案：C",
        "2. Who counts them?",
        "答案：A",
    ]


# --- rows that only a person can name -----------------------------------------------------------------------------

BARE = [
    ["客户说包裹丢了怎么办", "先致歉，核实物流轨迹"],
    ["如何处理差评", "联系客户了解原因，协商解决"],
    ["大促如何排班", "按咨询量预测分班次"],
]
NAMED = TableChoice(sheets=[SheetChoice(first=0, columns={0: "stem", 1: "reference_answer"})])


def bare_word(title: str = "") -> bytes:
    made = docx.Document()
    if title:
        made.add_paragraph(title)
    table = made.add_table(rows=0, cols=2)
    for row in BARE:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return word(made)


@pytest.mark.parametrize(
    ("name", "data", "first"),
    [
        ("题.docx", bare_word(), 0),
        ("题.docx", bare_word("客服面试题"), 1),
        ("题.md", joined(" | ", [["", *row, ""] for row in BARE]).encode(), 0),
        ("题.txt", joined("\t", BARE).encode(), 0),
    ],
)
def test_rows_without_a_header_are_read_as_a_person_says(name: str, data: bytes, first: int) -> None:
    plain = read_here(data, name)

    assert plain.items == []
    assert [sheet.rows[first:] for sheet in plain.sheets] == [BARE]
    assert not needs_person(plain.sheets)  # a table without questions asks nobody anything
    choice = NAMED.model_copy(deep=True)
    choice.sheets[0].first = first
    document = read_here(data, name, choice=choice.model_dump())
    assert [(item.stem, item.reference_answer) for item in document.items] == [tuple(row) for row in BARE]
    assert document.sheets[0].chosen
    assert uncovered(document) == []
    assert (table_text(data, name) or "").endswith(joined("\t", BARE) + "\n")


@pytest.mark.parametrize(
    "text",
    [
        "1. 退货先做什么?\n2. 差评怎么办?\n| 岗位 | 客服 |\n",
        "岗位职责,包括接待,回访\n任职要求,大专,细心\n",
        "| 只有一行 | 的表 |\n",
    ],
)
def test_texts_that_are_no_rows_offer_none(text: str) -> None:
    assert read_here(text.encode(), "题.md").sheets == []


@pytest.mark.parametrize(
    "head", [["题号", "题型", "分值", "答案"], ["题号", "答案", "分值", "题型"], ["题号", "题型", "答案", "解析"]]
)
def test_tables_of_keys_with_more_columns(head: list[str]) -> None:
    rows = [{"题号": "1", "题型": "单选", "分值": "2", "答案": "A", "解析": "先听"},
            {"题号": "2", "题型": "单选", "分值": "2", "答案": "B", "解析": "再记"}]  # fmt: skip
    paper = ["一、单选题", "1. 先做什么？", "A. 倾听", "B. 打断", "2. 后做什么？", "A. 争辩", "B. 登记", "参考答案"]
    document = docx.Document()
    for text in paper:
        document.add_paragraph(text)
    table = document.add_table(3, 4)
    for line, cells in enumerate([head, *([row[name] for name in head] for row in rows)]):
        for column, cell in enumerate(cells):
            table.cell(line, column).text = cell

    found = read_here(word(document), "试卷.docx")

    assert [item.key for item in found.items] == [["A"], ["B"]]
    assert [item.explanation for item in found.items] == (["先听", "再记"] if "解析" in head else [None, None])
    assert [one.code for one in found.diagnostics if one.severity.value != "info"] == []

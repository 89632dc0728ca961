"""Tables without a header: questions whose columns are plain from their cells, and tables that are no questions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from questionbank.content import ItemKind
from questionbank.document import Document, DraftItem
from questionbank.formats.tables.columns import columns_of
from questionbank.formats.tables.guess import guessed
from questionbank.formats.tables.table import read_table
from questionbank.formats.workbooks.sheet import Grid
from tests.questionbank.parsing.rules import uncovered

S, M, T, Q, E = ItemKind
Row = list[str]
# Kind, question, options, key, explanation, points, topic: our own.
QUESTIONS: list[tuple[str, str, Row, str, str, str, str]] = [
    ("单选题", "客户来电投诉少发一件商品，客服应先做什么？",
     ["核对订单与出库记录", "直接补发", "让客户找快递", "挂断"], "A",
     "先核对事实，再决定补发还是退款。", "2", "投诉"),
    ("单选题", "物流显示已签收而客户未收到，最先联系的是（ ）",
     ["财务", "派送网点", "仓库", "平台客服"], "B",
     "派送网点掌握签收人与投递照片。", "2", "物流"),
    ("单选题", "电子发票开错抬头，正确的处理是",
     ["再开一张", "先红冲再重开", "涂改后重发", "不处理"], "B",
     "已开具的电子发票要先红冲。", "2", "发票"),
    ("多选题", "登记破损包裹需要收集的材料有",
     ["订单号", "外包装照片", "商品照片", "客户生日"], "ABC",
     "生日与破损责任无关。", "4", "物流"),
    ("多选题", "下列属于七天无理由退货例外的有",
     ["定作商品", "鲜活易腐商品", "已拆封的软件", "未拆封的水杯"], "A,B,C",
     "水杯未拆封可以退。", "4", "售后"),
    ("判断题", "客服可以把客户电话发到同事群里求助。",
     ["正确", "错误"], "B", "客户电话属于个人信息，不能公开。", "1", "隐私"),
    ("判断题", "退款应当原路返回到客户的支付账户。",
     ["正确", "错误"], "A", "平台规则要求原路返回。", "1", "售后"),
    ("单选题", "催促发货的客户较多时，首选的做法是",
     ["统一公告发货时间", "关闭聊天窗口", "逐个打电话", "承诺当天到货"], "A",
     "公告能让更多客户及时知道。", "2", "沟通"),
]  # fmt: skip


def padded(options: Row, count: int = 4) -> Row:
    return options + [""] * (count - len(options))


LAYOUTS: dict[str, Callable[[int, tuple[str, str, Row, str, str, str, str]], Row]] = {
    "kind, question, options, key": lambda n, q: [q[0], q[1], *padded(q[2]), q[3]],
    "number, question, options, key": lambda n, q: [str(n), q[1], *padded(q[2]), q[3]],
    "question, options, key": lambda n, q: [q[1], *padded(q[2]), q[3]],
    "question, key, options": lambda n, q: [q[1], q[3], *padded(q[2])],
    "all with explanation and points": lambda n, q: [str(n), q[0], q[1], *padded(q[2]), q[3], q[4], q[5]],
    "topic first": lambda n, q: [q[6], q[0], q[1], *padded(q[2], 6), q[3], q[5]],
    "explanation behind the key": lambda n, q: [q[1], *padded(q[2]), q[3], q[4]],
    "options in one cell": lambda n, q: [
        q[0], q[1], "\n".join(f"{chr(65 + i)}. {text}" for i, text in enumerate(q[2])), q[3], q[5],
    ],
    "options in one cell by bars": lambda n, q: [q[0], q[1], "|".join(q[2]), q[3]],
    "options in the question": lambda n, q: [
        q[1] + "\n" + "\n".join(f"{chr(65 + i)}. {text}" for i, text in enumerate(q[2])), q[3],
    ],
    "kind last": lambda n, q: [q[1], *padded(q[2]), q[3], q[4], q[0]],
    "empty first column": lambda n, q: ["", q[0], q[1], *padded(q[2]), q[3]],
}  # fmt: skip


def read(*rows: Row, name: str = "Sheet1") -> Document:
    width = max(map(len, rows), default=0)
    return read_table([Grid(name, [row + [""] * (width - len(row)) for row in rows])])


def answers(items: list[DraftItem]) -> list[object]:
    return [item.key for item in items]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_plain_columns_are_read_whole(layout: str) -> None:
    document = read(*[LAYOUTS[layout](n, question) for n, question in enumerate(QUESTIONS, 1)])

    assert answers(document.items) == [
        ["A"], ["B"], ["B"], ["A", "B", "C"], ["A", "B", "C"], False, True, ["A"],
    ]  # fmt: skip
    assert [item.kind for item in document.items] == [S, S, S, M, M, T, T, S]
    assert [item.stem for item in document.items] == [question[1] for question in QUESTIONS]
    assert [[one.text for one in item.options] for item in document.items if item.kind is not T] == [
        question[2] for question in QUESTIONS if question[0] != "判断题"
    ]
    assert [one.code for one in document.diagnostics if one.item is None] == ["columns-plain"]
    assert {item.status for item in document.items} == {"sure"}
    assert uncovered(document) == []


def test_the_rest_has_its_place() -> None:
    rows = [[q[6], q[0], q[1], *padded(q[2]), q[3], q[4], q[5]] for q in QUESTIONS]
    item = read(*rows * 2).items[0]

    assert (item.explanation, str(item.points), item.topics) == ("先核对事实，再决定补发还是退款。", "2", ["投诉"])


def test_statements_with_ticks() -> None:
    document = read(
        ["接听电话应先报公司名称和工号。", "√"],
        ["可以替客户在签收单上签名。", "×"],
        ["退款申请超过时限后系统会自动关闭。", "√"],
    )

    assert [(item.kind, item.key) for item in document.items] == [(T, True), (T, False), (T, True)]


def test_questions_with_their_answers() -> None:
    document = read(["首次响应时间是什么？", "从咨询到第一次回复的时间"], ["什么是客诉升级？", "转交主管处理"])

    assert [item.reference_answer for item in document.items] == ["从咨询到第一次回复的时间", "转交主管处理"]
    assert [one.code for one in document.diagnostics if one.item is None] == ["columns-guessed"]


def test_a_header_in_unknown_words_is_no_question() -> None:
    rows = [LAYOUTS["kind, question, options, key"](1, question) for question in QUESTIONS]
    document = read(["甲栏", "乙栏", "一", "二", "三", "四", "丁栏"], *rows)

    assert len(document.items) == len(QUESTIONS)
    assert [skip.reason for skip in document.skipped] == ["header"]


def test_a_paper_written_down_a_column() -> None:
    document = read(["一、单选题"], ["1. 先做什么？"], ["A. 倾听"], ["B. 打断"], ["答案：A"], ["2. 再做什么？"],
                    ["A. 记录"],
                    ["B. 挂断"], ["答案：A"])  # fmt: skip

    assert [(item.kind, item.key) for item in document.items] == [(S, ["A"]), (S, ["A"])]


@pytest.mark.parametrize(
    "rows",
    [
        [["林晓", "女", "28", "杭州", "A"], ["王敏", "男", "31", "宁波", "B"], ["陈静", "女", "25", "杭州", "A"]],
        [["2026-03-01", "耳机", "2", "199.0", "是"], ["2026-03-02", "键盘", "1", "299.0", "否"]] * 3,
        [["订单号", "金额"], ["100023", "35.5"], ["100024", "18"]],
        [["会议记录", "参加人：林晓、王敏"], ["议题一", "发货时效偏慢，需要与仓库沟通"]],
        [["序号", "姓名", "成绩"], ["1", "林晓", "85"], ["2", "王敏", "91"]],
        [["#", "Title", "Year"], ["1", "A Short History of Parcels", "1998"], ["2", "Customer Care", "2004"]],
        [["血型", "姓名", "A", "B", "O", "AB"], ["A", "林晓", "1", "0", "0", "0"], ["B", "王敏", "0", "1", "0", "0"]],
        [["客户", "问题描述", "处理人", "状态"], ["张店", "屏幕有划痕", "林晓", "已解决"],
         ["李店", "少发配件", "王敏", "处理中"]],
    ],
)  # fmt: skip
def test_other_tables_give_no_questions(rows: list[Row]) -> None:
    document = read(*rows)

    assert document.items == []
    assert uncovered(document) == []


def test_nothing_is_guessed_from_nothing() -> None:
    assert guessed([]) is None
    assert guessed([["", ""]]) is None
    assert columns_of([["A", "B", "C", "D"], ["1", "2", "3", "4"]]) is None


def test_several_columns_alike_behind_a_question_are_options_without_a_key() -> None:
    rows = [
        ["Which planet is the hottest?", "Venus", "Mars", "Earth", "Saturn"],
        ["What is the capital of Italy?", "Rome", "Paris", "Bern", "Vienna"],
        ["Which metal is liquid?", "Mercury", "Iron", "Copper", "Zinc"],
        ["How many sides has a cube?", "six", "four", "eight", "nine"],
    ]
    found = guessed(rows)

    assert found is not None
    assert found.roles == {0: "stem", 1: "option:A", 2: "option:B", 3: "option:C", 4: "option:D"}


def test_cells_with_letters_are_options_and_the_key_may_stand_in_the_question() -> None:
    document = read(
        ["1", "哪一句是礼貌用语（B）", "A.滚", "B.您好", "C.快点"],
        ["2", "没打电话就签收叫（C）", "A.正常", "B.延误", "C.虚假签收"],
        ["3", "无理由退货从（A）算起", "A.签收次日", "B.下单日", "C.付款日"],
    )

    assert [(item.key, len(item.options)) for item in document.items] == [(["B"], 3), (["C"], 3), (["A"], 3)]


def test_keys_that_repeat_options_leave_the_last_one_where_none_is_it() -> None:
    document = read(
        ["哪一句是礼貌用语？", "滚", "您好", "快点", "没空", "您好"],
        ["没打电话就签收叫什么？", "正常", "延误", "虚假签收", "丢件", "虚假签收"],
        ["无理由退货从哪天算起？", "签收次日", "下单日", "付款日", "发货日", "签收次日"],
    )

    assert [(item.key, len(item.options)) for item in document.items] == [(["B"], 4), (["C"], 4), (["A"], 4)]


LOGISTICS = [
    ["收到破损件时先做", "拍照留证", "直接签收", "扔掉包裹", "联系卖家", "拍照留证"],
    ["面单应当贴在箱子的", "底面", "最大面", "侧面", "里面", "最大面"],
    ["签收前客户有权", "先验货", "先退款", "先评价", "先换货", "先验货"],
    ["易碎件的外箱要有", "发票", "胶带", "标识", "合同", "标识"],
    ["投诉升级后由谁负责", "司机", "仓库", "财务", "主管", "主管"],
]


def test_keys_that_repeat_options_of_statements_are_proposed() -> None:
    found = guessed(LOGISTICS)

    assert found is not None
    assert found.roles == {0: "stem", 5: "key", **{at: f"option:{'ABCD'[at - 1]}" for at in range(1, 5)}}
    assert not found.plain


def test_keys_that_repeat_options_of_questions_are_plain() -> None:
    found = guessed([[f"{row[0]}什么？", *row[1:]] for row in LOGISTICS])

    assert found is not None
    assert found.plain


def test_the_first_option_belongs_to_the_others_when_no_key_repeats_it() -> None:
    found = guessed([[f"{row[0]}什么？", f"第{at}种做法", *row[1:]] for at, row in enumerate(LOGISTICS)])

    assert found is not None
    assert found.of("option:A") == 1


@pytest.mark.parametrize(
    "rows",
    [
        # Which car went where: the same names again in every column.
        [[f"车架{at}0012", "杭州仓", "杭州仓", "宁波仓", "待定", ["杭州仓", "宁波仓"][at % 2]] for at in range(8)],
        # Who answered what, and when.
        [[f"2026-02-16 16:0{at}", f"lin{at}@example.com", f"候选人{at}", "ABCD"[at % 4], "B"] for at in range(8)],
    ],
)  # fmt: skip
def test_records_are_no_questions_for_sure(rows: list[Row]) -> None:
    document = read(*rows)

    assert [item.status for item in document.items if item.status == "sure"] == []
    assert all(view.doubtful for view in document.sheets)


def test_two_rows_are_never_plain() -> None:
    document = read(["name", "class", "q1", "answer 1", "q2"], ["王敏的考试答卷", "客服一班", "20", "B", "20"])

    assert [item.status for item in document.items if item.status == "sure"] == []


def test_rows_of_different_lengths() -> None:
    rows = [["课程编号"], ["课程名称", "仓库管理"], ["简述入库的步骤？", "点数", "称重", "称重"]]
    rows += [["怎样处理破损件？", "拍照", "登记", "登记"], ["周次", "内容"]] * 3

    assert guessed(rows) is None


# Written questions stand first and between the others: what answers them must not hide the keys of the rest.
MIXED = [
    ("论述题", "结合一次大促说明备货与客服排班的配合", [], "先按销量预测备货，再按咨询峰值排班。"),
    ("名词解释", "什么是波次拣货", [], "把多张订单合成一批一起拣。"),
    (
        "不定项选择题",
        "分拣线停机时可以采取的措施有",
        ["改为人工分拣", "通知调度", "关闭系统", "登记停机"],
        "ABD",
    ),
    ("单选题", "夜间到仓的冷冻品应当先", ["入冷库", "拆箱检查", "贴价签", "放在月台"], "A"),
    ("单选题", "客户要求加急时先查看", ["库存与截单时间", "客户头像", "店铺评分", "同事排班"], "A"),
    ("不定项选择题", "面单必须写明", ["收件人", "重量", "体重", "单号"], "ABD"),
    ("单选题", "签收异常由谁先核实", ["财务", "美工", "派送网点", "主播"], "C"),
    ("填空题", "截单时间为每天____点", [], "16"),
    ("判断题", "破损件可以不拍照直接入库。", [], "错误"),
    ("判断题", "退件需要逐件核对数量。", [], "正确"),
]
KEYS: dict[str, Callable[[str, Row], str]] = {
    "small letters": lambda key, options: key.lower(),
    "places": lambda key, options: ",".join(str(ord(letter) - 64) for letter in key),
    "texts": lambda key, options: "；".join(options[ord(letter) - 65] for letter in key),
}


def mixed(form: str, *, numbered: bool) -> list[Row]:
    rows = [
        [name, stem, *padded(options, 5), KEYS[form](key, options) if options else key]
        for name, stem, options, key in MIXED
    ]
    rows[5][6] = "条码"  # only one question has a fifth option
    return [[str(number), *row] for number, row in enumerate(rows, 1)] if numbered else rows


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("form", KEYS)
def test_keys_of_choices_among_written_questions(form: str, numbered: bool) -> None:
    items = read_table([Grid("题库", mixed(form, numbered=numbered))]).items
    assert [item.stem for item in items] == [stem for _, stem, _, _ in MIXED]
    assert [item.kind for item in items] == [E, Q, M, S, S, M, S, Q, T, T]
    assert [item.key for item in items[2:7]] == [list(key) for _, _, _, key in MIXED[2:7]]
    assert [len(item.options) for item in items[2:7]] == [4, 4, 4, 5, 4]
    assert [item.key for item in items[8:]] == [False, True]


def test_statements_with_figures_among_choices_without_kinds() -> None:
    statements = [["开箱前应当拍照", "1"], ["退件可以隔周再登记", "0"], ["冷链车不必预冷", "0"], ["错发要先致歉", "1"]]
    rows = [[stem, *padded(options), key] for name, stem, options, key in MIXED if name == "单选题"]
    rows += [[stem, *padded(options), key] for _, stem, options, key, *_ in QUESTIONS if len(options) == 4]
    rows += [[stem, "", "", "", "", key] for stem, key in statements]
    items = read_table([Grid("Sheet1", rows)]).items
    assert [item.kind for item in items[-4:]] == [T] * 4
    assert [item.key for item in items[-4:]] == [True, False, False, True]


def test_sheets_named_for_their_kinds_are_read_without_a_header() -> None:
    written = [[str(number), stem, key] for number, (_, stem, _, key) in enumerate(MIXED[:2], 1)]
    choices = [[str(number), q[1], *padded(q[2]), q[3]] for number, q in enumerate(QUESTIONS[:5], 1)]
    read = read_table([Grid("单选题", choices), Grid("简答题", written)])
    assert [item.stem for item in read.items[5:]] == [stem for _, stem, _, _ in MIXED[:2]]
    assert [item.reference_answer for item in read.items[5:]] == [key for _, _, _, key in MIXED[:2]]
    assert [item.options for item in read.items[5:]] == [[], []]


def test_questions_are_told_from_topics_that_repeat_themselves() -> None:
    topics = ["仓储管理与作业", "客户投诉与处理"]
    rows = [[topics[n % 2], stem, key] for n, (name, stem, _, key) in enumerate(MIXED) if name == "判断题"]
    rows += [[topics[n % 2], q[1], "对" if n % 3 else "错"] for n, q in enumerate(QUESTIONS[5:7] * 1)]
    items = read_table([Grid("判断题", rows)]).items
    assert [item.stem for item in items] == [row[1] for row in rows]


def test_places_in_front_of_the_options() -> None:
    choices = [row for row in MIXED if len(row[2]) == 4]
    rows = [[stem, KEYS["places"](key, options), *options, name] for name, stem, options, key in choices]
    items = read_table([Grid("题库", rows)]).items
    assert [item.key for item in items] == [list(key) for _, _, _, key in choices]
    assert [[option.text for option in item.options] for item in items] == [options for _, _, options, _ in choices]


def test_the_title_above_a_named_sheet_is_no_question() -> None:
    written = [[stem, key] for _, stem, _, key in MIXED[:2]]
    items = read_table([Grid("简答题", [["客服中心内部题库", ""], *written])]).items
    assert [item.stem for item in items] == [stem for _, stem, _, _ in MIXED[:2]]

"""Sheets from which programs are fed: several header rows."""

from __future__ import annotations

from questionbank.content import ItemKind
from tests.questionbank.formats.tables.test_table import codes, read, shown

S, M, T, Q, E = ItemKind
NAMES = ["索引", "题目key", "试题名称", "备选答案", "备选答案", "正确答案,可多选"]
FIELDS = ["id", "key", "question", "option", "pictures", "answer"]
TYPES = ["int", "string", "string", "{string key;string text}[]", "{string key;string text}[]", "string[]"]
SIDES = ["server/client", "server/client", "client", "server/client", "client", "server/client"]
ROWS = [
    ["1", "cs_01", "客户催单时先查什么？", "A;订单状态,B;天气,C;库存", "A;订单状态,B;天气,C;库存", "A"],
    ["2", "cs_02", "哪些要登记？", "A;时间,B;诉求,C;心情", "A;时间,B;诉求,C;心情", "A,B"],
]


def test_rows_of_types_fields_and_sides_are_no_questions() -> None:
    document = read(NAMES, TYPES, FIELDS, SIDES, *ROWS)

    assert shown(document) == [
        (S, "客户催单时先查什么？", ["A订单状态", "B天气", "C库存"], ["A"]),
        (M, "哪些要登记？", ["A时间", "B诉求", "C心情"], ["A", "B"]),
    ]
    assert codes(document) == []


def test_the_names_of_fields_may_be_the_only_header() -> None:
    document = read(["题库配置"], FIELDS, TYPES, *ROWS)

    assert [item.stem for item in document.items] == ["客户催单时先查什么？", "哪些要登记？"]


def test_words_of_programs_are_questions_where_they_are_asked() -> None:
    document = read(
        ["题目", "选项A", "选项B", "答案"],
        ["int", "整数", "文本", "A"],
        ["string", "整数", "文本", "B"],
        ["client", "客户端", "服务器", "A"],
    )

    assert [item.stem for item in document.items] == ["int", "string", "client"]

"""Cells with the markup of a web page."""

from __future__ import annotations

import pytest

from questionbank.formats.tables.webtext import plain
from tests.questionbank.formats.tables.test_table import codes, read

HEAD = ["题目", "A", "B", "答案", "解析"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<p>先<strong>倾听</strong>&nbsp;再登记</p>", "先倾听 再登记"),
        ("<p>第一段</p><p>第二段<br/>第三行</p>", "第一段\n第二段\n第三行"),
        ('<p><img src="a.png" alt="面单"/>贴在哪？</p>', "[图片]贴在哪？"),
        ("<pre>if a &lt; b:\n    return</pre>", "if a < b:\n    return"),
        ("List<String>里有几个？", "List<String>里有几个？"),
    ],
)
def test_the_words_of_a_cell(cell: str, text: str) -> None:
    assert plain(cell) == text


def test_a_table_from_a_website_is_read_as_people_see_it() -> None:
    document = read(
        HEAD,
        ["<p>先做什么？</p><p>选一项。</p>", "<p>倾听</p>", "<p>打断</p>", "A", "<p>先听</p>"],
        ['<p style="margin:0">后做什么？</p>', "<p>登记</p>", "<p>离线</p>", "A", ""],
    )

    assert [(item.stem, [one.text for one in item.options], item.explanation) for item in document.items] == [
        ("先做什么？\n选一项。", ["倾听", "打断"], "先听"), ("后做什么？", ["登记", "离线"], None),
    ]  # fmt: skip
    assert [(one.code, one.params) for one in document.diagnostics if one.code == "markup-removed"] == [
        ("markup-removed", {"count": 7})
    ]


def test_questions_about_markup_keep_it() -> None:
    rows = [
        ["哪个标签是段落？", "<p>", "<div>", "A", ""],
        ["<br>有什么用？", "换行", "加粗", "A", ""],
        ["下面哪个是链接？", "<a>甲</a>", "<a href=1>乙</a>", "A", ""],
    ]
    document = read(HEAD, *rows)

    assert [[one.text for one in item.options] for item in document.items] == [row[1:3] for row in rows]
    assert codes(document, "info") == ["inferred-type"] * 3

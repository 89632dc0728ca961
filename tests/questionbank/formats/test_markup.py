"""Web pages inside Word files, as lines."""

from __future__ import annotations

import pytest

from questionbank.formats.markup import chunk_lines, html_lines


def lines(page: str) -> list[str]:
    return [line.printed for line in html_lines(page.encode())]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>甲\n  乙</p><div>丙<br>丁</div>戊", ["甲 乙", "丙", "丁", "戊"]),
        ("<h1>题</h1><script>x()</script><style>p{}</style><title>t</title>", ["题"]),
        ("<ol start=3><li>甲<li>乙</ol><ul><li>丙</ul>", ["3. 甲", "4. 乙", "丙"]),
        ("<ol type=A><li>甲</li><li><p>乙</p></li></ol>", ["A. 甲", "B. 乙"]),
        (
            "<table><tr><td>题号<td>1</tr><tr><td>答案</td><td><p>A</p><p>B</p></td></tr></table>",
            ["题号\t1", "答案\tA B"],
        ),
        ("<table><tr><td>只有一格</td><td> </td></tr></table>", ["只有一格"]),
        ("<p>3 &lt; 5 &amp; 甲&nbsp;乙</p>", ["3 < 5 & 甲\u00a0乙"]),
        ("", []),
        ("<!-- 无 -->", []),
    ],
)
def test_html_lines(page: str, expected: list[str]) -> None:
    assert lines(page) == expected


def test_entities_of_the_page_are_not_expanded() -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><p>前&x;后</p>'

    assert [line for line in lines(page) if "前" in line] == ["前&x;后"]


@pytest.mark.parametrize(
    ("charset", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gb2312"), ("gb18030", "gb18030"), ("nonsense", "utf-8")]
)
def test_charsets_of_mht(charset: str, encoding: str) -> None:
    head = (
        f'MIME-Version: 1.0\r\nContent-Type: text/html; charset="{charset}"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
    )
    data = head.encode() + "<p>先做什么？</p>".encode(encoding)

    assert [line.text for line in chunk_lines(data, "message/rfc822") or []] == ["先做什么？"]


def test_what_is_not_read() -> None:
    assert chunk_lines(b"PK", "application/zip") is None
    assert chunk_lines(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx", "message/rfc822") is None

"""The ways in which questions are numbered, each at the beginning of a line."""

from __future__ import annotations

import pytest

from questionbank.parsing import parse_text


@pytest.mark.parametrize(
    "lead", ["[题目3] ", "【问题 3】：", "【第3题】", "[面试题3]: ", "第3题：", "问题三：", "单选题3. ", "3、", "（3）"]
)
def test_the_number_is_told_from_the_words_around_it(lead: str) -> None:
    found = parse_text(f"{lead}包裹破损时先做什么？\nA. 拍照\nB. 签收\n答案：A")

    assert [(item.stem, item.key) for item in found.items] == [("包裹破损时先做什么？", ["A"])]
    assert found.items[0].number in ("3", "三")

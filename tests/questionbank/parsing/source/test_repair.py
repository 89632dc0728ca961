"""Repairs: each class has what is repaired and what must stay."""

from __future__ import annotations

import pytest

from questionbank.parsing.source.repair import repair

DAMAGED = "優(yōu)內(nèi)結(jié)"  # three annotated characters make a page a damaged one


def repaired(text: str) -> str:
    return repair(text)[0]


def reasons(text: str) -> list[tuple[str, bool]]:
    return [(made.reason, made.certain) for made in repair(text)[1]]


def test_annotations_go_when_the_page_is_damaged() -> None:
    assert repaired(DAMAGED + "統(tǒng)計") == "優內結統計"
    assert reasons(DAMAGED) == [("converter-pinyin", True)] * 3


@pytest.mark.parametrize(
    "text",
    [
        "行(háng)业 重(chóng)复 长(cháng)度 乐(yuè)器",  # simplified characters: a lesson
        "優(yōu)先 內(nèi)部",  # too few to be sure
        "優(yōu)先 內(nèi)部 結(jié)果 優 內 結",  # the same characters stand without a reading
        "還(hái)有 還(huán)書 優(yōu) 內(nèi)",  # two readings of one character
    ],
)
def test_genuine_readings_stay(text: str) -> None:
    assert repair(text) == (text, [])


def test_a_reading_behind_a_letter_is_the_straddled_pair() -> None:
    assert repaired(DAMAGED + "解答B(yǎng).創建") == "優內結解答B.創建"


def test_a_reading_behind_a_letter_stays_when_no_pair_straddles() -> None:
    assert repaired(DAMAGED + "甲B(yǎng).創建") == "優內結甲B(yǎng).創建"


def test_a_shifted_run_is_moved_back() -> None:
    assert repaired(DAMAGED + "賠償?shù)冗x") == "優內結賠償等選"
    assert repaired(DAMAGED + "新?lián)Q代") == "優內結新換代"


def test_a_full_stop_taken_for_a_question_mark() -> None:
    assert repaired(DAMAGED + "服務??头\ue497枋炀毑僮麟娚唐脚_使用") == "優內結服務。客服需熟練操作電商平臺使用"


def test_a_lossy_run_is_settled_by_the_same_phrase() -> None:
    text = DAMAGED + "-使用目標語言-了解當?shù)匚幕曀?熟悉規則-注意時差。文化習俗:要點"

    assert repaired(text) == "優內結-使用目標語言-了解當地文化習俗-熟悉規則-注意時差。文化習俗:要點"


def test_a_lossy_run_without_a_witness_stays_and_is_flagged() -> None:
    text = DAMAGED + "-使用目標語言-了解當?shù)匚幕曀?熟悉規則-注意時差"

    assert repaired(text).endswith("-了解當?shù)匚幕曀?熟悉規則-注意時差")
    assert reasons(text)[-1] == ("converter-shift", False)


def test_records_index_the_repaired_text() -> None:
    text, made = repair("⼯程" + DAMAGED + "賠償?shù)冗x擇" + "統(tǒng)計")

    assert text == "工程優內結賠償等選擇統計"
    assert [text[one.start : one.end] for one in made] == [one.repaired for one in made]
    assert [one.raw for one in made][:2] == ["⼯", "優(yōu)"]


def test_radicals_by_table_and_punctuation_untouched() -> None:
    assert repaired("⼯⽤⻛⻓，（Ａ）①") == "工用风长，（Ａ）①"


def test_radicals_follow_the_script_of_the_text() -> None:
    assert repaired("客⼾反馈") == "客户反馈"
    assert repaired("客⼾反饋問題與處理結論") == "客戶反饋問題與處理結論"


def test_tags_of_style_around_every_line_go() -> None:
    line = '<font style="color:rgb(1,2,3);">{}</font>'
    text = "\n".join(["### [](https://example.org/a#b)" + line.format("你为什么离职？"), *[line.format("一")] * 4])
    assert repaired(text) == "### 你为什么离职？\n一\n一\n一\n一"
    assert {reason for reason, _ in reasons(text)} == {"style-tag"}


@pytest.mark.parametrize(
    "text",
    [
        "以下哪个标签改变字体？\nA. <font> B. <span>",  # tags that are asked for
        '<span style="color:red">一</span>',  # too few for an export
        "看这里[](https://example.org)",
    ],
)
def test_other_tags_stay(text: str) -> None:
    assert repair(text) == (text, [])


def test_digits_in_boxes_number_lines() -> None:
    assert repaired("## 1\ufe0f\u20e3 你是谁？\n1\ufe0f\u20e32\ufe0f\u20e3 然后呢？\n**\U0001f51f 最后？**") == (
        "## 1. 你是谁？\n12. 然后呢？\n**10. 最后？**"
    )
    assert reasons("选1\ufe0f\u20e3或2\ufe0f\u20e3") == []

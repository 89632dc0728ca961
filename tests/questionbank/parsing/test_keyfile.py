"""A separate answer file is read against the questions of a document and joined to it."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from questionbank.content import AnswerPoint, ItemKind
from questionbank.document import Document
from questionbank.parsing import parse_text
from questionbank.parsing.joining import Joint, Outcome, compared, filled, join, joints, text_start
from questionbank.parsing.keyfile import KeyText, read_answers
from questionbank.parsing.source.lines import plain_lines
from tests.questionbank.drafting import document, draft
from tests.questionbank.parsing.rules import uncovered

PAPER = """电商客服笔试
一、单选题(每题2分)
1. 退货先做什么?
A. 核对订单  B. 直接退款  C. 转给主管
2. 催发货先做什么?
A. 请稍等  B. 查询状态
答案:A
二、多选题(每题4分)
1. 登记破损需要什么?
A. 订单号 B. 照片 C. 生日
三、判断题
1. 退款前应核对原支付渠道。
2. 手机号可以发到群里。
四、论述题(每题10分)
1. 客户收到破损商品要求赔付,请写出过程。
2. 如何安抚客户?
"""
KEYS = """2026年秋季考试参考答案
一、单选题
1-2 AB
二、多选题
1. AB
解析:生日与破损无关。
三、判断题
1.√ 2.×
3.√
四、论述题
1. 答案要点:
(1)先致歉(3分)
(2)核实订单(4分)
评分标准:表达清楚(3分)
2. 参考答案:先倾听,再道歉,最后给出方案。
"""


def read(keys: str, paper: str = PAPER) -> tuple[Document, KeyText]:
    whole = parse_text(paper)
    return whole, read_answers(whole, plain_lines(keys))


def keys_of(keys: str, paper: str = PAPER) -> dict[int, object]:
    return {answer.position: answer.item.key for answer in read(keys, paper)[1].answers}


def codes(whole: Document) -> list[tuple[str, str | None]]:
    return [(each.code, each.item) for each in whole.diagnostics]


def test_answers_find_their_questions_by_section_and_number() -> None:
    _, found = read(KEYS)
    by_place = {answer.position: answer.item for answer in found.answers}

    assert {place: item.key for place, item in by_place.items()} == {
        0: ["A"],
        1: ["B"],
        2: ["A", "B"],
        3: True,
        4: False,
        5: None,
        6: None,
    }
    assert by_place[2].explanation == "生日与破损无关。"
    assert by_place[5].answer_points == [
        AnswerPoint(text="先致歉", points=Decimal(3)),
        AnswerPoint(text="核实订单", points=Decimal(4)),
    ]
    assert [(each.text, each.points) for each in by_place[5].criteria] == [("表达清楚", Decimal(3))]
    assert by_place[6].reference_answer == "先倾听,再道歉,最后给出方案。"
    assert [(each.code, each.params) for each in found.told] == [("answer-without-question", {"number": "3"})]


def test_places_are_those_of_the_key_file() -> None:
    _, found = read(KEYS)
    places = {
        answer.position: [found.text[span.start : span.end] for span in answer.item.spans] for answer in found.answers
    }

    assert places[0] == places[1] == ["1-2 AB"]
    assert places[2] == ["1. ", "AB", "解析:生日与破损无关。"]
    assert places[4] == ["2.×"]
    assert [found.text[each.start : each.end] for each in found.told] == ["3.√"]


def test_tables_runs_and_sequences() -> None:
    assert keys_of("题号\t1\t2\n答案\tB\tA") == {0: ["B"], 1: ["A"]}
    assert keys_of("1、C  2、B") == {0: ["C"], 1: ["B"]}
    assert keys_of("单选题答案:\n1.C\n2.B\n判断题答案\n√×") == {0: ["C"], 1: ["B"], 3: True, 4: False}


def test_numbers_that_count_through_the_paper() -> None:
    assert keys_of("1.A 2.B\n3.AB\n4.√ 5.×") == {0: ["A"], 1: ["B"], 2: ["A", "B"], 3: True, 4: False}
    # Seven questions, but what would be the fourth and fifth are no true/false keys: nothing is guessed.
    assert keys_of("1-5 ABCDE") == {0: ["A"], 1: ["B"]}


def test_a_teachers_edition_answers_by_its_questions() -> None:
    edition = "一、单选题\n1. 催发货先做什么?\nA. 请稍等\nB. 查询状态\n答案:B\n"
    edition += "2. 退货先做什么?\nA. 核对订单\nB. 直接退款\n答案:A\n"
    strange = "一、选择题\n1. 完全不同的问题是什么?\nA. 甲\nB. 乙\n答案:B\n"

    assert keys_of(edition) == {0: ["A"], 1: ["B"]}
    assert keys_of(strange) == {}
    assert [each.code for each in read(strange)[1].told] == ["answer-without-question"]


def test_true_and_false_by_letter_is_told() -> None:
    whole, found = read("三、判断题\n1.A\n2.B")

    assert [(answer.position, answer.item.key) for answer in found.answers] == [(3, True), (4, False)]
    assert [(each.code, each.item) for each in found.told] == [("truth-by-letter", "i4"), ("truth-by-letter", "i5")]
    assert [item.status for item in join(whole, found).items][3:5] == ["check", "check"]


def test_the_key_decides_the_kind_that_nobody_named() -> None:
    paper = "1. 退货先做什么?\nA. 核对\nB. 退款\n2. 登记什么?\nA. 订单号\nB. 照片\n"
    whole, found = read("1.A 2.AB", paper)

    assert [item.kind for item in join(whole, found).items] == [ItemKind.SINGLE_CHOICE, ItemKind.MULTIPLE_CHOICE]


def test_what_is_new_what_is_the_same_and_what_contradicts() -> None:
    whole, found = read(KEYS.replace("1-2 AB", "1-2 AA"))
    _, other = read(KEYS)
    items = dict(enumerate(whole.items))

    assert joints(items, found.answers)[:3] == [
        Joint(0, "key", Outcome.NEW),
        Joint(1, "key", Outcome.SAME),
        Joint(2, "key", Outcome.NEW),
    ]
    assert joints(items, other.answers)[1] == Joint(1, "key", Outcome.DIFFERS)
    assert joints({}, found.answers) == []


def test_a_contradiction_leaves_the_question_as_it_was_until_somebody_decides() -> None:
    whole, found = read(KEYS)
    undecided, decided = join(whole, found), join(whole, found, {1: {"key"}})

    assert undecided.items[1].key == ["A"]
    assert undecided.items[1].status == "check"
    told = next(each for each in undecided.diagnostics if each.code == "key-file-differs")
    assert told.params == {"field": "key", "own": "A", "given": "B"}
    assert (undecided.text or "")[told.start : told.end] == "1-2 AB"
    assert decided.items[1].key == ["B"]
    assert decided.items[1].status == "sure"
    assert ("key-file-differs", "i2") not in codes(decided)


def test_the_joined_document_holds_both_texts_and_loses_nothing() -> None:
    whole, found = read(KEYS)
    made = join(whole, found)

    assert made.text == f"{PAPER}\n{KEYS}"
    assert text_start(whole) == len(PAPER) + 1
    assert uncovered(made) == []
    assert [item.key for item in made.items] == [["A"], ["A"], ["A", "B"], True, False, None, None]
    assert ("no-key", "i1") not in codes(made)
    assert [item.status for item in made.items] == ["sure", "check", "sure", "sure", "sure", "sure", "sure"]
    assert [item.key for item in whole.items] == [None, ["A"], None, None, None, None, None]


def test_a_document_without_a_text_gets_the_file_s() -> None:
    whole = document(draft(key=[]), draft("i2", "乙题", key=[]))
    for number, item in enumerate(whole.items, start=1):
        item.number, item.spans = str(number), []
    whole.text = None
    made = join(whole, read_answers(whole, plain_lines("1.B 2.A")))

    assert (made.text, [item.key for item in made.items]) == ("1.B 2.A", [["B"], ["A"]])
    assert text_start(whole) == 0


def test_filling_in_changes_only_what_is_empty_or_taken() -> None:
    own = draft(explanation="先核对。")
    answer = draft(key=["B"], explanation="应当先退款。")

    assert filled(own, answer) == own
    assert filled(own, answer, {"key"}).key == ["B"]
    assert filled(own, answer, {"key"}).explanation == "先核对。"
    assert compared(own, draft(key=["A"], explanation=" 先核对 。"), "explanation") is Outcome.SAME


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([*KEYS.splitlines(), *PAPER.splitlines(), "", "1.", "AB", "答案", "5-1 ABC"]), max_size=25)
)
def test_any_key_file_is_read_covered_and_joined(lines: list[str]) -> None:
    whole, found = read("\n".join(lines))
    made = join(whole, found)

    assert uncovered(made) == []
    assert len(made.items) == len(whole.items)
    assert all(0 <= span.start <= span.end <= len(found.text) for each in found.answers for span in each.item.spans)

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.ordering import is_pinned, names_letters, order_for, shuffled_labels
from questionbank.content import AnyContent, Option, SingleChoice
from tests.build import essay, options, single, true_false


@pytest.mark.parametrize(
    "text",
    ["以上都对", "以上都不对", "以上皆是", "以上说法均正确", "上述选项都不正确", "都不对", "全部正确",
     "以上答案均不正确", "All of the above", "None of the above", "none of these", "Both of them"],
)  # fmt: skip
def test_options_that_need_their_place(text: str) -> None:
    assert is_pinned(Option(label="D", text=text))


@pytest.mark.parametrize("text", ["都市客户优先", "以上海仓为例发货", "全部退款", "查询订单状态", "all customers"])
def test_options_that_may_move(text: str) -> None:
    assert not is_pinned(Option(label="D", text=text))


@pytest.mark.parametrize(
    "text", ["A和B都对", "A、C", "选项B正确", "B项错误", "both A and C", "Options A and B", "a, b"]
)
def test_texts_that_name_letters(text: str) -> None:
    assert names_letters(text)


@pytest.mark.parametrize(
    "text", ["A类客户", "VIP客户和普通客户", "SLA与KPI", "B2B平台", "A4纸", "a customer and his order"]
)
def test_texts_with_letters_that_are_words(text: str) -> None:
    assert not names_letters(text)


def test_a_pinned_option_keeps_its_place_among_shuffled_ones() -> None:
    content = single(options=options("甲", "乙", "丙", "以上都对"))

    orders = {tuple(shuffled_labels(content, Random(seed))) for seed in range(40)}

    assert {order[3] for order in orders} == {"D"}
    assert len(orders) == 6


def test_a_stem_that_names_letters_keeps_every_option() -> None:
    content = single(stem="关于选项A和选项B,哪一个正确?")

    assert {tuple(shuffled_labels(content, Random(seed))) for seed in range(20)} == {("A", "B", "C", "D")}


def test_the_same_seed_gives_the_same_order() -> None:
    sections: list[list[tuple[int, AnyContent]]] = [
        [(1, single()), (2, true_false()), (3, essay())],
        [(4, single()), (5, single())],
    ]

    first = order_for(sections, seed=7, items=True, options=True)

    assert first == order_for(sections, seed=7, items=True, options=True)
    assert sorted(first["items"][:3]) == [1, 2, 3]
    assert sorted(first["items"][3:]) == [4, 5]
    assert set(first["options"]) == {"1", "4", "5"}


def test_without_shuffling_everything_stands_as_written() -> None:
    assert order_for([[(3, single()), (1, essay())]], seed=7, items=False, options=False) == {
        "items": [3, 1],
        "options": {"3": ["A", "B", "C", "D"]},
    }


@given(st.lists(st.text(max_size=12), min_size=1, max_size=10), st.integers())
def test_no_option_is_lost_whatever_the_texts_are(texts: list[str], seed: int) -> None:
    content = SingleChoice(stem="?", options=options(*texts))

    assert sorted(shuffled_labels(content, Random(seed))) == sorted(option.label for option in content.options)

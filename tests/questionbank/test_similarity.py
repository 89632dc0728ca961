"""How alike questions are: what must be found, what must never pass as the same, and how surely the bands find it."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.document import Document
from questionbank.folding import fingerprint, folded_content
from questionbank.imports.drafts import judged
from questionbank.similarity import (
    BANDS,
    NEAR,
    Contrast,
    Likeness,
    bands,
    best,
    features,
    likeness,
    nearest_earlier,
    runs,
)
from tests import build

PACKS = Path(__file__).resolve().parents[2] / "fixtures" / "packs"
FIRST_TWO = (5867584897479834915, 1686095404777239722)
TEXTS = st.text(alphabet="退货换发票不正确的客户AB12,。()\n", max_size=60)


def alike(one: str, other: str) -> Likeness:
    return likeness(features(one), features(other))


def share(one: str, other: str) -> int:
    return len(set(bands(one)) & set(bands(other)))


@given(TEXTS, TEXTS)
def test_likeness_is_symmetric_and_a_share(one: str, other: str) -> None:
    found = alike(one, other)

    assert found == alike(other, one)
    assert 0 <= found.score <= 1


@given(TEXTS)
def test_a_text_is_wholly_like_itself(text: str) -> None:
    found = alike(text, text)

    assert found.score == (1 if features(text).stem or features(text).options else 0)
    assert found.contrasts == frozenset()
    assert bands(text) == bands(text)
    assert all(0 <= band < 2**63 for band in bands(text))


@given(
    st.text(alphabet="退货换发票客户", min_size=1, max_size=12), st.permutations(["核对订单", "退款", "换货", "致歉"])
)
def test_the_order_of_options_changes_nothing(stem: str, options: list[str]) -> None:
    one, other = "\n".join([stem, *sorted(options)]), "\n".join([stem, *options])

    assert alike(one, other).score == 1
    assert bands(one) == bands(other)


@given(st.text(alphabet="退货换发票客户", min_size=1, max_size=30))
def test_punctuation_changes_nothing(stem: str) -> None:
    assert alike(stem, f"({stem})?。").score == 1
    assert bands(stem) == bands(f"({stem})?。")


def test_runs_count_the_edges() -> None:
    assert runs("") == frozenset()
    assert len(runs("退")) == 1
    assert len(runs("退货先做什么")) == 6


def test_bands_never_change_because_the_database_holds_them() -> None:
    assert len(bands("客户催发货,先做什么?")) == BANDS
    assert bands("客户催发货,先做什么?")[:2] == FIRST_TWO
    assert bands("") == bands("()。") == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("关于退货运费,下列说法正确的是", "关于退货运费,下列说法不正确的是"),
        ("客服可以把客户手机号发到群里", "客服不可以把客户手机号发到群里"),
        ("下列做法中属于违规的是\n刷单\n致歉\n核对\n回访", "下列做法中不属于违规的是\n刷单\n致歉\n核对\n回访"),
        ("which of the following is correct about refunds", "which of the following is not correct about refunds"),
    ],
)
def test_a_question_and_its_denial_are_near_and_the_contrast_is_named(one: str, other: str) -> None:
    found = alike(one, other)

    assert NEAR <= found.score < 1
    assert found.contrasts == {Contrast.NEGATION}
    assert share(one, other) > 0
    left, right = (build.true_false(stem=text) for text in (one.split("\n")[0], other.split("\n")[0]))
    assert fingerprint(left) != fingerprint(right)


def test_other_numbers_are_named() -> None:
    found = alike("签收后24小时内可以申请拒赔", "签收后48小时内可以申请拒赔")

    assert found.is_near
    assert found.contrasts == {Contrast.NUMBER}


def test_a_general_stem_makes_no_two_questions_alike() -> None:
    one = "下列说法正确的是\n先致歉再核对\n先退款再核对\n不必回访"
    other = "下列说法正确的是\n面单贴在最大面\n面单可以折叠\n面单朝下"

    assert not alike(one, other).is_near


def test_the_same_stem_with_other_options_is_near() -> None:
    one = "客户收到破损商品并要求当天赔付时首先应当怎样做\n致歉\n核对\n转交\n记录"
    other = "客户收到破损商品并要求当天赔付时首先应当怎样做\n请客户拍照\n联系快递\n查询库存\n挂断"

    assert alike(one, other).is_near
    assert share(one, other) == BANDS


def test_a_choice_and_the_same_question_to_be_written_are_near() -> None:
    assert alike("客户收到破损商品首先应当怎样做\n致歉\n核对", "客户收到破损商品首先应当怎样做").score == 1


def packs() -> list[str]:
    documents = (Document.model_validate_json(path.read_text("utf-8")) for path in sorted(PACKS.glob("*.json")))
    contents = (judged(item)[0] for document in documents for item in document.items)
    return [folded_content(content) for content in contents if content]


def test_our_own_questions_are_not_taken_for_repeats() -> None:
    texts = packs()

    assert len(texts) == 180
    assert nearest_earlier(texts) == {}


CHARS = "的了是在有人客户货单物流服务"
DICE = random.Random(7)


def _stem(change: Callable[[str, int], str]) -> Callable[[str], str]:
    def changed(text: str) -> str:
        stem, *options = text.split("\n")
        return "\n".join([change(stem, DICE.randrange(len(stem))), *options])

    return changed


def _shuffled(text: str) -> str:
    stem, *options = text.split("\n")
    return "\n".join([stem, *DICE.sample(options, len(options))])


def _other_distractor(text: str) -> str:
    stem, *options = text.split("\n")
    return "\n".join([stem, *options[:-1], "以上都不对"]) if options else text


@pytest.mark.parametrize(
    "vary",
    [
        pytest.param(_stem(lambda stem, at: stem[:at] + DICE.choice(CHARS) + stem[at + 1 :]), id="one changed"),
        pytest.param(_stem(lambda stem, at: stem[:at] + stem[at + 1 :]), id="one left out"),
        pytest.param(_stem(lambda stem, at: stem[:at] + "客户" + stem[at:]), id="two put in"),
        pytest.param(_stem(lambda stem, at: stem.replace(",", "").rstrip("?。") + "。"), id="punctuation"),
        pytest.param(_shuffled, id="options shuffled"),
        pytest.param(_other_distractor, id="another distractor"),
    ],
)
def test_variations_of_every_question_of_the_packs_are_found(vary: Callable[[str], str]) -> None:
    texts = packs()
    found = [share(text, varied) > 0 and alike(text, varied).is_near for text, varied in ((t, vary(t)) for t in texts)]

    assert sum(found) >= len(texts) * 0.98


def test_near_pairs_within_a_document() -> None:
    texts = ["客户催发货时客服应先做什么", "发票抬头写错了怎么办", "客户催发货时客服应该先做什么", "如何安抚投诉的客户"]

    assert {place: earlier for place, (earlier, _) in nearest_earlier(texts).items()} == {2: 0}
    assert best(texts[0], enumerate(texts[1:], start=1))[0][0] == 2


def test_the_most_alike_of_several_earlier_texts_is_named() -> None:
    texts = ["客户催发货时客服应先做什么", "客户催发货时客服应当先做什么", "客户催发货时客服应当先做什么事"]

    assert {place: earlier for place, (earlier, _) in nearest_earlier(texts).items()} == {1: 0, 2: 1}


def test_boilerplate_does_not_make_the_work_explode() -> None:
    texts = ["请根据所给图片回答问题"] * 3000

    found = nearest_earlier(texts)
    assert list(found) == list(range(1, 3000))
    assert {alike.score for _, alike in found.values()} == {1}

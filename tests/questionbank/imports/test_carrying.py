"""Corrections by hand survive whatever is corrected in the text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionbank.content import AnyContent, Difficulty, MultipleChoice
from questionbank.imports.batches import reparse, stage
from questionbank.imports.carrying import Trace, basis, carried, successors
from questionbank.imports.drafts import Row, row_of
from questionbank.imports.preview import edit_row, override_section
from questionbank.imports.staged import read_row
from questionbank.models import ImportBatch, ImportRow
from questionbank.reading import read_document
from tests import build
from tests.cast import chen
from tests.questionbank.drafting import draft

TOPICS = (
    "客户收到破损商品并要求当天赔付",
    "快递显示已签收但本人没有收到包裹",
    "买家申请仅退款却不愿意寄回商品",
    "直播间赠品漏发导致差评",
    "发票抬头填写错误需要重开",
    "大促期间仓库爆仓延迟发货",
    "会员积分被误扣以后来电投诉",
    "海外订单清关失败被退回",
)


def row(**fields: Any) -> Row:
    return row_of(0, "k", draft(**fields))


def edit(content: AnyContent, base: Row | None = None, **fields: Any) -> dict[str, Any]:
    made = {"content": content.model_dump(mode="json"), "topic": "", "difficulty": "", "tags": [], **fields}
    return made if base is None else {**made, "base": basis(base)}


def content_of(made: Row) -> Any:
    assert made.shown
    return made.shown


def test_what_was_changed_by_hand_stays_and_the_rest_follows_the_text() -> None:
    before, now = row(), row(explanation="先核对。", points=3)
    corrected = edit(content_of(before).model_copy(update={"key": "B"}), before, topic="售后")

    made = carried(corrected, now)

    wanted = content_of(now).model_copy(update={"key": "B"})
    assert made == edit(wanted, topic="售后")


def test_a_kind_chosen_by_hand_keeps_the_whole_correction() -> None:
    before = row()
    chosen = MultipleChoice(stem="退货先做什么?", options=content_of(before).options, key=("A", "B"))

    assert carried(edit(chosen, before), row(stem="退货时先做什么?")) == edit(chosen)


def test_a_correction_without_a_base_stays_as_it_is() -> None:
    assert carried(edit(build.single()), row()) == edit(build.single())


def test_the_most_alike_take_over() -> None:
    gone = [Trace("a", 3, "客户催发货先做什么"), Trace("b", 9, "如何安抚投诉的客户")]
    fresh = [
        Trace("x", 4, "客户催发货时先做什么"),
        Trace("y", 90, "客户催发货,先做什么"),
        Trace("z", 5, "发票写错怎么办"),
    ]

    assert successors(gone, fresh) == {"a": "x"}
    assert successors([], fresh) == successors(gone, []) == {}


def text(stems: list[str], head: str = "一、单选题(每题2分)") -> str:
    asked = (f"{n}. {stem}\nA. 核对订单\nB. 直接退款\nC. 转交主管\n答案:A\n" for n, stem in enumerate(stems, start=1))
    return f"{head}\n{''.join(asked)}"


def staged(source: str, name: str = "题.txt", encoding: str = "utf-8") -> ImportBatch:
    data = source.encode(encoding)
    return stage(read_document(data, name), data, build.role(), chen())


def with_stem(batch: ImportBatch, stem: str) -> ImportRow:
    return next(each for each in batch.rows.select_related("section") if stem in each.draft["stem"])


def correct(batch: ImportBatch, stem: str, **fields: Any) -> None:
    stored = with_stem(batch, stem)
    content = content_of(read_row(stored)).model_copy(update=fields)
    assert edit_row(stored, content, "售后", Difficulty.HARD, ("细心",), chen())


def key_of(batch: ImportBatch, stem: str) -> str | None:
    found = read_row(with_stem(batch, stem))
    assert (found.edited, found.topic, found.difficulty, found.tags) == (True, "售后", "hard", ("细心",))
    key: str | None = content_of(found).key
    return key


@pytest.mark.django_db
def test_a_question_that_is_reworded_keeps_its_correction_and_gets_its_new_words() -> None:
    batch = staged(text([*TOPICS]))
    correct(batch, TOPICS[2], key="C")
    batch.rows.filter(position=5).update(included=False)

    reparse(
        batch, text(["新题目放在最前面", TOPICS[0], f"{TOPICS[2]},怎样答复", *TOPICS[3:5], f"{TOPICS[5]}了"]), chen()
    )

    assert key_of(batch, TOPICS[2]) == "C"
    assert content_of(read_row(with_stem(batch, TOPICS[2]))).stem == f"{TOPICS[2]},怎样答复"
    assert [each.position for each in batch.rows.filter(included=False)] == [5]
    assert batch.rows.exclude(edit__isnull=True).count() == 1


@pytest.mark.django_db
def test_questions_with_the_same_stem_are_told_by_their_options() -> None:
    same = "".join(f"{n}. 下列说法正确的是\nA. 甲{n}\nB. 乙{n}\nC. 丙{n}\n答案:A\n" for n in range(1, 5))
    batch = staged(same)
    stored = batch.rows.select_related("section").get(position=2)
    assert edit_row(stored, content_of(read_row(stored)).model_copy(update={"key": "B"}), "", None, (), chen())

    reparse(batch, same.split("2. ")[0] + "2. 下列说法正确的是\nA. 甲3\nB. 乙3\nC. 丙3\n答案:A\n", chen())

    rows = [read_row(each) for each in batch.rows.select_related("section")]
    assert [(each.edited, content_of(each).options[0].text, content_of(each).key) for each in rows] == [
        (False, "甲1", "A"),
        (True, "甲3", "B"),
    ]


@pytest.mark.django_db
def test_questions_that_are_merged_and_split_again_keep_what_was_corrected() -> None:
    one = f"1. {TOPICS[0]}\nA. 核对订单\nB. 直接退款\n答案:A\n"
    two = f"2. {TOPICS[1]}\nA. 查询物流\nB. 直接赔付\n答案:B\n"
    merged = f"1. {TOPICS[0]},{TOPICS[1]}\nA. 查询物流\nB. 直接赔付\n答案:B\n"
    batch = staged(one + two)
    correct(batch, TOPICS[1], key="A")

    reparse(batch, merged, chen())
    assert batch.rows.count() == 1
    reparse(batch, two + one, chen())

    assert key_of(batch, TOPICS[1]) == "A"


@pytest.mark.django_db
def test_the_text_of_a_file_in_another_encoding_is_the_same_text() -> None:
    batch = staged(text([*TOPICS]), encoding="gb18030")
    correct(batch, TOPICS[4], key="B")

    reparse(batch, batch.text or "", chen())

    assert (batch.encoding, key_of(batch, TOPICS[4])) == ("utf-8", "B")


@pytest.mark.django_db
def test_a_heading_that_is_corrected_keeps_what_was_chosen_for_the_section() -> None:
    batch = staged(text([*TOPICS]))
    override_section(batch.sections.get(), {"kind": "", "points": "5", "policy": "", "c": ""}, chen())

    reparse(batch, text([*TOPICS], head="一、单项选择题(每题2分)"), chen())

    assert {read_row(each).shown.points for each in batch.rows.select_related("section")} == {5}  # type: ignore[union-attr]


changes = st.tuples(
    st.permutations(range(len(TOPICS))),
    st.sets(st.integers(0, len(TOPICS) - 1)),
    st.sets(st.integers(0, len(TOPICS) - 1)),
    st.integers(0, 3),
)


@pytest.mark.django_db
@settings(max_examples=25)
@given(
    edited=st.dictionaries(st.integers(0, len(TOPICS) - 1), st.sampled_from("ABC"), min_size=1),
    steps=st.lists(changes, min_size=1, max_size=3),
)
def test_no_correction_is_lost_by_any_row_of_corrections_of_the_text(edited: dict[int, str], steps: list[Any]) -> None:
    """Questions move, go, come back, are reworded at their end; others come. Those that are there have what a person
    gave them; those that are not get it back when they come back."""
    ImportBatch.objects.filter(rows__position=0).delete()
    batch = staged(text([*TOPICS]))
    for at, key in edited.items():
        correct(batch, TOPICS[at], key=key)

    for order, left_out, reworded, added in steps:
        stems = [TOPICS[at] + ("吗" if at in reworded else "") for at in order if at not in left_out]
        new = [f"第{n}道临时加入的考题应该怎样处理{'好' * n}" for n in range(added)]
        if text([*new, *stems]) == batch.text:
            continue
        reparse(batch, text([*new, *stems]), chen())
        there = {at: key for at, key in edited.items() if at not in left_out}
        assert {at: key_of(batch, TOPICS[at]) for at in there} == there
        assert batch.rows.exclude(edit__isnull=True).count() == len(there)
    reparse(batch, text([*TOPICS]) + "\n", chen())

    assert {at: key_of(batch, TOPICS[at]) for at in edited} == edited

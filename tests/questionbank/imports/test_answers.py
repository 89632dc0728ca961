"""Answer files are read under the limits of any file."""

from __future__ import annotations

import pytest

from questionbank.document import Document
from questionbank.formats.isolation import Limits
from questionbank.imports.answers import answers_in, is_light
from questionbank.parsing import parse_text
from questionbank.reading import Unreadable

PAPER = """一、单选题(每题2分)
1. 退货先做什么?
A. 核对订单
B. 直接退款
2. 催发货先做什么?
A. 请稍等
B. 查询状态
"""
# A run of one character, as of a line that somebody drew with dots.
DRAWN = "." * 600


def keys(text: str, document: Document, **limits: int) -> list[tuple[int, object, str | None]]:
    found = answers_in(text, document, limits=Limits(**limits))
    return [(each.position, each.item.key, each.item.explanation) for each in found.answers]


def test_a_usual_file_is_read_in_place() -> None:
    """The limits are those of a child process; where there is none, there are none."""
    document = parse_text(PAPER)
    text = "1-2 BA\n"

    assert is_light(text, document)
    assert keys(text, document, seconds=0) == [(0, ["B"], None), (1, ["A"], None)]


@pytest.mark.parametrize(("between", "after"), [(DRAWN, ""), ("", "\n" * 300_000)])
def test_a_file_that_may_take_long_is_read_in_a_child_process_and_says_the_same(between: str, after: str) -> None:
    document, text = parse_text(PAPER), f"1. B\n解析:先核对。\n{between}\n2. A\n{after}"

    assert not is_light(text, document)
    found = keys(text, document)
    assert [(position, key) for position, key, _ in found] == [(0, ["B"]), (1, ["A"])]
    assert (found[0][2] or "").startswith("先核对。")


def test_the_questions_count_as_well() -> None:
    document = parse_text(PAPER.replace("退货先做什么?", f"退货先做{DRAWN}?"))

    assert not is_light("1-2 BA", document)
    assert keys("1-2 BA", document) == [(0, ["B"], None), (1, ["A"], None)]


def test_what_takes_too_long_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        keys(f"1. B\n{DRAWN}", parse_text(PAPER), seconds=0)
    assert refused.value.code == "too-complex"


def test_who_waits_is_told_every_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("questionbank.imports.answers.SECOND", 0.01)
    beats = list[bool]()

    answers_in(f"1. B\n{DRAWN}", parse_text(PAPER), lambda: beats.append(True))

    assert beats

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from exams.plainform import changed_answers
from questionbank.content import AnyContent
from questionbank.delivery import Held
from tests.build import essay, multiple, single, true_false

CONTENTS: dict[int, AnyContent] = {1: single(), 2: multiple(), 3: true_false(), 4: essay()}


def changes(held: dict[int, Held], **fields: str | list[str]) -> list[dict[str, Any]]:
    def values(name: str) -> Sequence[str]:
        value = fields.get(name.replace("-", "_"), [])
        return [value] if isinstance(value, str) else value

    return changed_answers(values, CONTENTS, held)


def test_only_what_changed_is_sent_with_the_next_revision() -> None:
    held = {1: Held(["B"], False, 3), 4: Held("一\n二", False, 8)}

    assert changes(held, r_1="3", q_1="B", r_2="0", q_2=["A", "C"], r_3="0", q_3="false", r_4="8", q_4="一\r\n二") == [
        {"question": 2, "revision": 1, "answer": ["A", "C"], "flagged": False},
        {"question": 3, "revision": 1, "answer": False, "flagged": False},
    ]


def test_taking_an_answer_back_and_flagging_are_changes() -> None:
    held = {1: Held(["B"], True, 3), 4: Held("旧", False, 8)}

    assert changes(held, r_1="3", r_4="8", q_4="旧", f_4="1") == [
        {"question": 1, "revision": 4, "answer": None, "flagged": False},
        {"question": 4, "revision": 9, "answer": "旧", "flagged": True},
    ]


@pytest.mark.parametrize("revision", ["", "x", "-1", "１", "9" * 30])
def test_a_question_that_the_form_does_not_hold_is_left_alone(revision: str) -> None:
    assert changes({1: Held(["B"], False, 3)}, r_1=revision) == []

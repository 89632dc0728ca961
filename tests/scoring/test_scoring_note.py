from __future__ import annotations

import pytest

from questionbank.parsing import parse_text
from scoring.scoring_note import ScoringNote, scoring_note


def rule_of(note: str) -> dict[str, str] | None:
    """The rule as the import reads it from a document."""
    return (
        parse_text(f"一、论述题（每题10分）\n1. 请写出处理过程。\n评分标准：{note}", name="a.txt").items[0].rubric_rule
    )


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        (
            "\n8-10分：要点齐全\n5-7分：基本齐全\n0-4分：偏题",
            ScoringNote(bands=(("8–10", "要点齐全"), ("5–7", "基本齐全"), ("0–4", "偏题"))),
        ),
        (
            "错别字每处扣0.5分，扣完为止。言之有理可酌情给分。",
            ScoringNote(deductions=(("0.5", "错别字"),), cap="all", remark="言之有理可酌情给分"),
        ),
        (
            "推诿责任扣2分，错别字每处扣0.5分，最多扣3分",
            ScoringNote(deductions=(("2", "推诿责任"), ("0.5", "错别字")), cap="3"),
        ),
        ("每答出一点得2分，最多6分。表达清楚（2分）", ScoringNote(words="每答出一点得2分；最多6分")),
    ],
)
def test_a_note_is_shown_in_its_own_words(note: str, shown: ScoringNote) -> None:
    assert scoring_note(rule_of(note)) == shown


@pytest.mark.parametrize("rule", [None, {}, {"rule": "weights", "weights": "40|60"}])
def test_what_the_rows_tell_already_is_no_note(rule: dict[str, str] | None) -> None:
    assert scoring_note(rule) is None


def test_open_and_single_levels() -> None:
    note = scoring_note({"rule": "bands", "bands": "8-:好|5:中"})

    assert note is not None
    assert note.bands == (("≥ 8", "好"), ("5", "中"))
    assert not note.takes_all

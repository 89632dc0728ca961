"""From drafts to content, with what people changed in the preview."""

from __future__ import annotations

from decimal import Decimal

import pytest

from questionbank.content import ItemKind, MultipleChoice, ShortAnswer, SingleChoice, TrueFalse
from questionbank.document import DraftItem, DraftSection
from questionbank.imports.drafts import content_from_draft, keys_of, lost_fields, rows_of, section_keys
from questionbank.quality import Problem
from tests.questionbank.drafting import document, draft, essay_draft


def test_each_kind_takes_its_fields() -> None:
    choice = content_from_draft(draft())
    several = content_from_draft(draft(kind=ItemKind.MULTIPLE_CHOICE, key=["A", "B"]))
    judged = content_from_draft(DraftItem(id="i2", kind=ItemKind.TRUE_FALSE, stem="先退款。", key=False))
    short = content_from_draft(
        DraftItem(id="i3", kind=ItemKind.SHORT_ANSWER, stem="SLA?", accepted_answers=["服务水平协议"])
    )

    assert isinstance(choice, SingleChoice)
    assert (choice.key, choice.points) == ("A", Decimal(2))
    assert isinstance(several, MultipleChoice)
    assert several.key == ("A", "B")
    assert isinstance(judged, TrueFalse)
    assert judged.key is False
    assert isinstance(short, ShortAnswer)
    assert short.accepted_answers == ("服务水平协议",)


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (draft(stem="  "), "empty-stem"),
        (draft(key=["D"]), "key-not-option"),
        (draft(key=["A", "B"]), "key-not-option"),
        (draft(options=[]), "too-few-options"),
        (draft(stem="长" * 20_001), "invalid-value"),
        (draft(seconds=0), "invalid-value"),
    ],
)
def test_errors_keep_a_draft_out(bad: DraftItem, code: str) -> None:
    found = content_from_draft(bad)

    assert isinstance(found, list)
    assert code in {problem.code for problem in found}


def test_a_missing_key_does_not_keep_a_draft_out() -> None:
    assert isinstance(content_from_draft(draft(key=[])), SingleChoice)


def test_what_a_kind_cannot_hold_is_named() -> None:
    assert lost_fields(draft(kind=ItemKind.ESSAY)) == ["options", "key"]
    assert lost_fields(draft()) == []


def test_keys_survive_a_change_of_place_and_tell_equal_stems_apart() -> None:
    first, second, twin = draft("i1", "甲"), draft("i2", "乙"), draft("i3", "甲")

    assert keys_of([second, first]) == [keys_of([second])[0], keys_of([first])[0]]
    assert len(set(keys_of([first, second, twin]))) == 3


def test_section_overrides_and_edits() -> None:
    section = DraftSection(id="s1", heading="一、单选题")
    whole = document(draft(section="s1"), draft("i2", "乙", section="s1"), essay_draft(), sections=[section])
    edited = {"content": content_json(), "topic": "售后", "difficulty": "hard", "tags": ["细心"]}
    edits = {
        "sections": {section_keys(whole)["s1"]: {"kind": "multiple_choice", "points": "5"}},
        "items": {keys_of(whole.items)[1]: edited},
    }

    first, second, third = rows_of(whole, edits)

    assert isinstance(first.content, MultipleChoice)
    assert first.content.points == Decimal(5)
    assert second.content is not None
    assert (second.content.stem, second.topic, second.edited) == ("改过的题", "售后", True)
    assert third.content is not None
    assert third.content.points == Decimal(10)


def content_json() -> dict[str, object]:
    made = content_from_draft(draft(stem="改过的题"))
    assert not isinstance(made, list)
    return made.model_dump(mode="json")


def test_only_sure_or_edited_rows_are_sure() -> None:
    whole = document(draft(), draft("i2", "乙", status="check"), draft("i3", "丙", key=["F"]))

    assert [row.is_sure for row in rows_of(whole, {})] == [True, False, False]
    assert [row.content is None for row in rows_of(whole, {})] == [False, False, True]
    assert Problem("key-not-option", {"labels": "F"}) in list(rows_of(whole, {}))[2].problems

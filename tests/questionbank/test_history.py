"""What changed between two revisions."""

from __future__ import annotations

from decimal import Decimal

from questionbank.content import AnswerPoint, AnyContent
from questionbank.history import Piece, changes, fields
from tests import build


def names(before: AnyContent, after: AnyContent) -> list[str]:
    return [change.field for change in changes(before, after)]


def test_equal_contents_have_no_changes() -> None:
    for content in (build.single(), build.multiple(), build.true_false(), build.short(), build.essay()):
        assert changes(content, content) == []


def test_letters_that_came_and_went() -> None:
    (change,) = changes(build.single(stem="先退款再核对"), build.single(stem="先核对"))

    assert change.field == "stem"
    assert change.pieces == (Piece("same", "先"), Piece("gone", "退款再"), Piece("same", "核对"))


def test_short_values_are_replaced_as_a_whole() -> None:
    before, after = build.single(points=Decimal(12)), build.single(key="C", points=Decimal(2))

    assert [(change.field, change.pieces) for change in changes(before, after)] == [
        ("key", (Piece("gone", "B"), Piece("new", "C"))),
        ("points", (Piece("gone", "12"), Piece("new", "2"))),
    ]


def test_every_field_is_seen() -> None:
    assert names(build.single(), build.single(options=build.options("甲", "乙"))) == ["options"]
    assert names(build.true_false(), build.true_false(key=None)) == ["key"]
    assert names(build.short(), build.short(accepted=("SLA",))) == ["accepted_answers"]
    nested = (AnswerPoint(text="先致歉并安抚", children=(AnswerPoint(text="称呼"),)),)
    other = build.essay(
        answer_points=nested,
        criteria=(),
        reference_answer="您好",
        rubric_rule={"id": "any"},
        genre="情景题",
        assesses=("沟通",),
        seconds=60,
        explanation="",
    )
    assert names(build.essay(), other) == [
        "answer_points",
        "criteria",
        "rubric_rule",
        "reference_answer",
        "explanation",
        "genre",
        "assesses",
        "seconds",
    ]
    assert fields(other)["answer_points"] == "先致歉并安抚\n  称呼"


def test_another_kind_and_long_texts() -> None:
    assert names(build.single(), build.true_false())[:2] == ["kind", "stem"]
    (change,) = changes(build.single(stem="长" * 3000), build.single(stem="长" * 3000 + "。"))
    assert [piece.what for piece in change.pieces] == ["gone", "new"]

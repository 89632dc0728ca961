"""The form of a question: text in, content or complaints out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from questionbank import editor
from questionbank.content import AnswerPoint, AnyContent, Essay, ItemKind, MultipleChoice, SingleChoice
from questionbank.editor import CriterionRow, OptionRow, PointRow, Typed
from tests import build

NESTED = build.essay(
    answer_points=(
        AnswerPoint(text="核实", children=(AnswerPoint(text="订单", points=Decimal(2)), AnswerPoint(text="照片"))),
        AnswerPoint(text="答复", detail="语气诚恳", points=Decimal("1.5")),
    ),
    rubric_rule={"id": "any", "count": "2"},
    reference_answer="您好",
    genre="情景题",
    assesses=("沟通", "细心"),
    seconds=300,
)


@pytest.mark.parametrize(
    "content", [build.single(), build.multiple(), build.true_false(), build.true_false(key=None), build.short(), NESTED]
)
def test_what_is_not_touched_does_not_change(content: AnyContent) -> None:
    assert editor.content(editor.from_content(content)) == (content, [])


def test_the_form_travels_through_a_post() -> None:
    typed = editor.read(
        {
            "kind": ["multiple_choice"],
            "stem": ["甲\r\n\x00乙"],
            "points": [" 4 "],
            "option_text": ["一", "", "三", "四"],
            "right": ["0", "3"],
            "assesses": ["沟通,细心"],
        }
    )
    content, complaints = editor.content(typed)

    assert complaints == []
    assert isinstance(content, MultipleChoice)
    assert (content.stem, content.points, content.key) == ("甲\n乙", Decimal(4), ("A", "C"))
    assert [(option.label, option.text) for option in content.options] == [("A", "一"), ("B", "三"), ("C", "四")]
    assert content.assesses == ("沟通", "细心")


def test_strange_posts_make_an_empty_form() -> None:
    assert editor.read({}) == Typed()
    assert editor.read({"kind": ["song"], "difficulty": ["x"], "truth": ["maybe"], "point_text": ["甲"]}) == Typed(
        answer_points=(PointRow("甲"),)
    )


@pytest.mark.parametrize(
    ("fields", "field", "type_", "row"),
    [
        ({"points": "two"}, "points", "decimal_parsing", None),
        ({"points": "-1"}, "points", "greater_than_equal", None),
        ({"points": "NaN"}, "points", "finite_number", None),
        ({"points": "0.1234"}, "points", "decimal_max_places", None),
        ({"points": "9999"}, "points", "less_than_equal", None),
        ({"seconds": "soon"}, "seconds", "int_parsing", None),
        ({"seconds": "0"}, "seconds", "greater_than_equal", None),
        ({"stem": "长" * 20_001}, "stem", "string_too_long", None),
        ({"genre": "长" * 61}, "genre", "string_too_long", None),
        ({"options": (OptionRow("甲"),) * 27}, "options", "too_long", None),
        ({"options": (OptionRow("甲"), OptionRow("长" * 20_001))}, "options", "string_too_long", 1),
        ({"kind": ItemKind.ESSAY, "criteria": (CriterionRow("好", "x"),)}, "criteria", "decimal_parsing", 0),
        ({"kind": ItemKind.ESSAY, "answer_points": (PointRow("好", "x"),)}, "answer_points", "decimal_parsing", 0),
    ],
)
def test_complaints_name_field_and_row(fields: dict[str, object], field: str, type_: str, row: int | None) -> None:
    content, complaints = editor.content(Typed(**{"stem": "题", **fields}))  # type: ignore[arg-type]

    assert content is None
    assert [(each.field, each.type, each.row) for each in complaints] == [(field, type_, row)]


def test_row_buttons() -> None:
    typed = Typed(options=(OptionRow("甲"), OptionRow("乙", right=True)))

    assert [row.text for row in editor.changed(typed, "add-option").options] == ["甲", "乙", ""]
    assert editor.changed(typed, "remove-option-0").options == (OptionRow("乙", right=True),)
    assert editor.changed(typed, "down-option-0").options == (OptionRow("乙", right=True), OptionRow("甲"))
    assert editor.changed(typed, "up-option-1").options == (OptionRow("乙", right=True), OptionRow("甲"))
    assert editor.changed(typed, "add-subpoint").answer_points == (PointRow(level=1),)
    assert editor.changed(typed, "add-criterion").criteria == (CriterionRow(),)
    for nothing in ("up-option-0", "down-option-1", "remove-option-9", "remove-option-x", "sing", "", "add-song"):
        assert editor.changed(typed, nothing) == typed


def test_another_kind_loses_nothing() -> None:
    choice = editor.from_content(build.multiple())
    essay = editor.changed(Typed(**{**choice.__dict__, "kind": ItemKind.ESSAY}), "kind")
    back = editor.changed(Typed(**{**essay.__dict__, "kind": ItemKind.SINGLE_CHOICE}), "kind")

    assert isinstance(editor.content(essay)[0], Essay)
    content = editor.content(back)[0]
    assert isinstance(content, SingleChoice)
    assert content.key == "A"
    assert len(editor.changed(Typed(kind=ItemKind.MULTIPLE_CHOICE), "kind").options) == 4


def test_a_sub_point_without_a_point_above_it_moves_up() -> None:
    rows = (PointRow("深", level=2), PointRow("浅"), PointRow("下", level=3))
    content = editor.content(Typed(kind=ItemKind.ESSAY, stem="题", answer_points=rows))[0]

    assert isinstance(content, Essay)
    assert content.answer_points == (
        AnswerPoint(text="深"),
        AnswerPoint(text="浅", children=(AnswerPoint(text="下"),)),
    )

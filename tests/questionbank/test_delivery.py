from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal

from questionbank.content import AnswerPoint, Criterion
from questionbank.delivery import CandidateOption, Held, alone, numbered, question_for_candidate
from tests.build import essay, multiple, options, short, single, true_false


@dataclass(frozen=True)
class Placed:
    id: int = 5
    points: Decimal = Decimal("2.50")


def test_options_are_lettered_by_place_and_keep_their_value() -> None:
    question = question_for_candidate(Placed(), single(options=options("甲", "乙", "丙")), ["C", "A", "B"])

    assert question.options == (
        CandidateOption("C", "A", "丙"),
        CandidateOption("A", "B", "甲"),
        CandidateOption("B", "C", "乙"),
    )
    assert question.points == "2.5"


def test_an_order_that_does_not_fit_hides_no_option() -> None:
    question = question_for_candidate(Placed(), single(options=options("甲", "乙", "丙")), ["C", "A"])

    assert [option.value for option in question.options] == ["A", "B", "C"]


def test_nothing_secret_is_in_the_view_model() -> None:
    secret = "SECRET-7f3a"
    contents = (
        single(explanation=secret, assesses=(secret,)),
        multiple(explanation=secret),
        true_false(explanation=secret),
        short(accepted=(secret,), reference_answer=secret, rubric_rule={"rule": secret}),
        essay(
            answer_points=(AnswerPoint(text=secret, detail=secret, children=(AnswerPoint(text=secret),)),),
            criteria=(Criterion(text=secret),),
            reference_answer=secret,
        ),
    )

    for content in contents:
        assert secret in content.model_dump_json()
        shown = asdict(question_for_candidate(Placed(), content))
        assert secret not in repr(shown)
        assert set(shown) == {"id", "kind", "genre", "stem", "points", "options"}


def test_questions_are_numbered_with_what_is_held_for_them() -> None:
    one = question_for_candidate(Placed(1), single(), ["B", "A", "C", "D"])
    two = question_for_candidate(Placed(2), true_false())
    three = question_for_candidate(Placed(3), essay())

    first, second, third = numbered([one, two, three], {1: Held(["A"], True, 4), 2: Held(False)})

    assert (first.number, first.chosen_values, [option.letter for option in first.chosen]) == (1, ("A",), ["B"])
    assert (second.says_false, second.says_true, second.held.is_answered) == (True, False, True)
    assert (third.text, third.held) == ("", Held())


def test_a_question_alone_shows_nothing_but_itself() -> None:
    entry = alone(single())

    assert (entry.number, entry.question.id, entry.held.is_answered) == (1, 0, False)
    assert [option.letter for option in entry.question.options] == ["A", "B", "C", "D"][: len(entry.question.options)]
    assert not hasattr(entry.question, "key")

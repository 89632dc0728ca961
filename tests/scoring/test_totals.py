from __future__ import annotations

from fractions import Fraction

from scoring.totals import Part, Place, add_up, fold

PLACES = [Place(1, 7, Fraction(2)), Place(2, 7, Fraction(4)), Place(3, 8, Fraction(10))]


def test_the_last_event_of_a_question_holds() -> None:
    assert fold([(1, Fraction(2)), (2, None), (1, None), (2, Fraction(3))]) == {1: None, 2: Fraction(3)}


def test_a_missing_score_is_possible_but_not_sure() -> None:
    totals = add_up(PLACES, {1: Fraction(2), 2: Fraction(8, 3), 3: None})
    assert totals.whole == Part(Fraction(14, 3), Fraction(44, 3), Fraction(16), pending=1)
    assert totals.sections[7] == Part(Fraction(14, 3), Fraction(14, 3), Fraction(6))
    assert totals.sections[8].as_json() == ["0", "10", "10"]


def test_a_question_without_any_event_waits() -> None:
    assert add_up(PLACES, {}).whole == Part(Fraction(0), Fraction(16), Fraction(16), pending=3)

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from scoring.ranking import Band, Span, Verdict, pass_line, rank_bands, ranks, verdict


def fractions(*texts: str) -> list[Fraction]:
    return [Fraction(text) for text in texts]


def test_equal_scores_share_a_rank_and_the_next_is_skipped() -> None:
    assert ranks(fractions("90", "80", "80", "70")) == [1, 2, 2, 4]
    assert ranks(fractions("70", "80", "90", "80")) == [4, 2, 1, 2]
    assert ranks([]) == []


def test_a_difference_too_small_to_show_still_ranks() -> None:
    assert ranks(fractions("8/3", "2.67", "2.6666666667")) == [3, 1, 2]


def test_bands_say_which_ranks_are_still_possible() -> None:
    spans = [Span(*fractions("6", "6")), Span(*fractions("4", "9")), Span(*fractions("3", "3"))]
    assert rank_bands(spans) == [Band(1, 2), Band(1, 2), Band(3, 3)]


def test_bands_close_to_the_ranks_once_nothing_is_missing() -> None:
    scores = fractions("90", "80", "80", "70")
    assert rank_bands([Span(score, score) for score in scores]) == [Band(rank, rank) for rank in ranks(scores)]


SPANS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=4)


@given(SPANS)
def test_a_band_holds_exactly_the_best_and_the_worst_rank_of_every_ending(raw: list[tuple[int, int]]) -> None:
    spans = [Span(Fraction(low), Fraction(low + more)) for low, more in raw]
    endings = [ranks(ending) for ending in product(*(spans_between(span) for span in spans))]
    expected = [Band(min(column), max(column)) for column in zip(*endings, strict=True)]
    assert rank_bands(spans) == expected


def spans_between(span: Span) -> list[Fraction]:
    return [span.sure + step for step in range(int(span.possible - span.sure) + 1)]


def test_the_pass_line_is_exact() -> None:
    assert pass_line("percent", Fraction(60), Fraction(100, 3)) == 20
    assert pass_line("points", Fraction(12), Fraction(100)) == 12


def test_missing_marks_leave_the_verdict_open_only_while_they_can_decide_it() -> None:
    line = Fraction(60)
    assert verdict(Span(Fraction(60), Fraction(80)), line) is Verdict.PASSED
    assert verdict(Span(Fraction(59), Fraction(60)), line) is Verdict.OPEN
    assert verdict(Span(Fraction(0), Fraction(599, 10)), line) is Verdict.FAILED

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scoring.histogram import HEIGHT, WIDTH, bins, chart


def test_scores_on_an_edge_belong_to_the_bin_above_and_the_maximum_to_the_last() -> None:
    scores = [Fraction(n) for n in (0, 9, 10, 59, 60, 99, 100)]
    assert [group.number for group in bins(scores, Fraction(100))] == [2, 1, 0, 0, 0, 1, 1, 0, 0, 2]


def test_edges_are_exact() -> None:
    third = Fraction(1, 3)
    assert [group.number for group in bins([third], Fraction(1), 3)] == [0, 1, 0]
    assert bins([], Fraction(7), 2)[1].low == Fraction(7, 2)


def test_a_paper_without_points_has_no_bins() -> None:
    assert bins([Fraction(0)], Fraction(0)) == []
    assert chart([Fraction(0)], Fraction(0), Fraction(0)).bars == []


@given(st.lists(st.fractions(0, 50), max_size=40), st.fractions(0, 60))
def test_everyone_is_in_one_bin_and_everything_is_inside_the_picture(scores: list[Fraction], line: Fraction) -> None:
    drawn = chart(scores, Fraction(50), line)
    assert sum(bar.bin.number for bar in drawn.bars) == len(scores)
    for bar in drawn.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= WIDTH
        assert bar.label_y > 10
        assert bar.y + bar.height == drawn.base < HEIGHT
    assert (drawn.line_x is None) == (line > 50)


def test_the_pass_line_stands_between_the_bins_that_it_divides() -> None:
    drawn = chart([Fraction(5)], Fraction(10), Fraction(6))
    assert drawn.line_x is not None
    assert drawn.bars[5].x + drawn.bars[5].width < drawn.line_x < drawn.bars[6].x


def test_the_words_at_the_pass_line_stay_inside_the_picture() -> None:
    anchors = [chart([], Fraction(100), Fraction(line)).line_anchor for line in (0, 50, 100, 101)]
    assert anchors == ["start", "middle", "end", "middle"]

"""The source pane: lines and regions of a window of the text."""

from __future__ import annotations

import pytest

from questionbank.document import Document, Span
from questionbank.source import (
    PASSAGE,
    WINDOW,
    Line,
    Region,
    Stretch,
    Window,
    around,
    beside,
    joined,
    marks,
    passages,
    place,
    reach,
    window,
)
from tests.questionbank.drafting import document, draft


def shown(whole: Document, start: int, end: int) -> Window:
    """The window of a document that is kept in passages."""
    length = len(whole.text or "")
    kept = list(passages(whole.text or "", marks(whole.items, length)))
    first, last = reach(start, end, length)
    return window(joined(kept[first // PASSAGE : last // PASSAGE + 1]), start, end, length)


def plain(line: Line) -> list[tuple[str, int | None]]:
    return [(region.text, region.position) for region in line.regions]


def test_a_text_is_cut_into_lines_and_regions() -> None:
    whole = document(draft(stem="甲题"), draft("i2", "乙题"))
    whole.text = "说明 甲题\n\n乙题\n"
    whole.items[0].spans = [Span(part="stem", start=3, end=5)]
    whole.items[1].spans = [Span(part="number", start=7, end=8), Span(part="stem", start=8, end=9)]

    found = shown(whole, 0, WINDOW)

    assert [plain(line) for line in found.lines] == [[("说明 ", None), ("甲题", 0)], [], [("乙", 1), ("题", 1)]]
    assert [line.number for line in found.lines] == [1, 2, 3]
    assert (found.has_before, found.has_after) == (False, False)
    assert found.lines[2].regions == (Region("乙", 1, "number", True), Region("题", 1, "stem", False))


def test_spans_over_several_lines_and_overlapping_spans() -> None:
    whole = document(draft(stem="一二三四"))
    whole.text = "一二\n三四"
    whole.items[0].spans = [Span(part="stem", start=0, end=5), Span(part="answer", start=1, end=4)]

    found = shown(whole, 0, WINDOW)

    assert [plain(line) for line in found.lines] == [[("一二", 0)], [("三四", 0)]]


def test_a_long_text_is_shown_by_windows_that_miss_nothing() -> None:
    items = [draft(f"i{number}", f"第{number}题" + "长" * 200) for number in range(1000)]
    whole = document(*items)
    assert whole.text is not None

    at, seen = 0, ""
    while True:
        found = shown(whole, *around(at + WINDOW // 4))
        assert found.end - found.start <= 2 * WINDOW
        assert found.start <= at
        seen += whole.text[at : found.end]
        if not found.has_after:
            break
        at = found.end
    assert seen == whole.text


def test_one_endless_line() -> None:
    whole = Document(text="长" * 200_000)

    for at in (0, 100_000, 199_999, 5_000_000):
        found = shown(whole, *around(at))
        assert found.start <= min(at, 200_000) <= found.end
        assert sum(len(region.text) for line in found.lines for region in line.regions) <= 2 * WINDOW


@pytest.mark.parametrize("at", [0, 19_999, 20_000, 20_001, 61_234, 200_000, 219_999])
def test_what_a_window_shows_does_not_depend_on_the_passages(at: int) -> None:
    whole = document(*(draft(f"i{number}", f"第{number}题" + "长" * 200) for number in range(1000)))
    length = len(whole.text or "")
    start, end = around(at)

    entire = Stretch(0, 1, whole.text or "", marks(whole.items, length))

    assert shown(whole, start, end) == window(entire, start, end, length)


def test_beside_a_page_stands_the_text_up_to_the_item_that_follows() -> None:
    assert beside([(100, 120), (300, 320)], 500, from_top=False) == (100, 500)
    assert beside([(100, 120), (300, 320)], None, from_top=True) == (0, 2320)
    assert beside([(100, 120), (300, 320)], 200, from_top=False) == (100, 2320)
    assert beside([], None, from_top=False) == (0, WINDOW)


def test_marks_outside_of_the_text_are_left_out() -> None:
    strange = draft(spans=[Span(part="stem", start=-5, end=2), Span(part="key", start=8, end=99)])

    assert marks([strange], 10) == [(0, 2, 0, "stem"), (8, 10, 0, "key")]
    assert marks([draft(spans=[Span(part="stem", start=12, end=14)])], 10) == []


def test_no_text_no_passages() -> None:
    assert list(passages("", [])) == []
    assert place(draft()) is None

"""The source pane: lines and regions of a window of the text."""

from __future__ import annotations

from questionbank.document import Document, Span
from questionbank.source import WINDOW, Line, Region, place, window
from tests.questionbank.drafting import document, draft


def plain(line: Line) -> list[tuple[str, int | None]]:
    return [(region.text, region.position) for region in line.regions]


def test_a_text_is_cut_into_lines_and_regions() -> None:
    whole = document(draft(stem="甲题"), draft("i2", "乙题"))
    whole.text = "说明 甲题\n\n乙题\n"
    whole.items[0].spans = [Span(part="stem", start=3, end=5)]
    whole.items[1].spans = [Span(part="number", start=7, end=8), Span(part="stem", start=8, end=9)]

    found = window(whole, [0, 1])

    assert found is not None
    assert [plain(line) for line in found.lines] == [[("说明 ", None), ("甲题", 0)], [], [("乙", 1), ("题", 1)]]
    assert [line.number for line in found.lines] == [1, 2, 3]
    assert (found.has_before, found.has_after) == (False, False)
    assert found.lines[2].regions == (Region("乙", 1, "number", True), Region("题", 1, "stem", False))


def test_spans_over_several_lines_and_overlapping_spans() -> None:
    whole = document(draft(stem="一二三四"))
    whole.text = "一二\n三四"
    whole.items[0].spans = [Span(part="stem", start=0, end=5), Span(part="answer", start=1, end=4)]

    found = window(whole, [0])

    assert found is not None
    assert [plain(line) for line in found.lines] == [[("一二", 0)], [("三四", 0)]]


def test_a_long_text_is_shown_by_windows_that_miss_nothing() -> None:
    items = [draft(f"i{number}", f"第{number}题" + "长" * 200) for number in range(1000)]
    whole = document(*items)
    assert whole.text is not None

    at, shown = 0, ""
    while True:
        found = window(whole, [], at + WINDOW // 4)
        assert found is not None
        assert found.end - found.start <= 2 * WINDOW
        assert found.start <= at
        shown += whole.text[at : found.end]
        if not found.has_after:
            break
        at = found.end
    assert shown == whole.text


def test_one_endless_line() -> None:
    whole = Document(text="长" * 200_000)
    found = window(whole, [])

    assert found is not None
    assert sum(len(region.text) for line in found.lines for region in line.regions) <= 2 * WINDOW


def test_no_text_no_window() -> None:
    assert window(Document(), []) is None
    assert place(draft()) is None

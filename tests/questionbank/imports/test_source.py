"""The source pane: lines and regions of a window of the text."""

from __future__ import annotations

import pytest

from questionbank.content import ItemKind
from questionbank.document import Document, DraftSection, Skipped, Span
from questionbank.imports.source import (
    PASSAGE,
    WINDOW,
    Line,
    Region,
    Stretch,
    Window,
    around,
    beside,
    field_of,
    joined,
    marks,
    passages,
    pieces,
    place,
    reach,
    window,
)
from tests.questionbank.drafting import document, draft


def shown(whole: Document, start: int, end: int) -> Window:
    """The window of a document that is kept in passages."""
    length = len(whole.text or "")
    kept = list(passages(whole.text or "", marks(whole)))
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

    assert [plain(line) for line in found.lines] == [[("说明 ", None), ("甲题", 0)], [], [("乙题", 1)]]
    assert [line.number for line in found.lines] == [1, 2, 3]
    assert (found.has_before, found.has_after) == (False, False)
    assert found.lines[2].regions == (Region(7, "乙题", 1, "stem", leads=True),)


def test_spans_over_several_lines_and_overlapping_spans() -> None:
    whole = document(draft(stem="一二三四"))
    whole.text = "一二\n三四"
    whole.items[0].spans = [Span(part="stem", start=0, end=5), Span(part="answer", start=1, end=4)]

    found = shown(whole, 0, WINDOW)

    assert [[(region.start, region.text, region.field) for region in line.regions] for line in found.lines] == [
        [(0, "一", "stem"), (1, "二", "key")],
        [(3, "三", "key"), (4, "四", "stem")],
    ]
    assert found.fields == {"stem", "key"}
    assert [found.anchor(at) for at in range(6)] == [0, 1, 1, 3, 4, None]


def test_headings_and_skipped_text_have_their_own_regions() -> None:
    whole = document(draft(stem="甲题"))
    whole.text = "第3页\n一、单选题\n甲题 (√)\n剩下的"
    whole.items[0].spans = [Span(part="stem", start=10, end=16), Span(part="key", start=13, end=16)]
    whole.sections = [DraftSection(id="s1", heading="一、单选题", start=4, end=9)]
    whole.skipped = [Skipped(start=0, end=3, reason="page-header"), Skipped(start=17, end=20, reason="unassigned")]

    regions = [line.regions for line in shown(whole, 0, WINDOW).lines]

    assert regions == [
        (Region(0, "第3页", field="skipped", reason="page-header"),),
        (Region(4, "一、单选题", field="heading"),),
        (Region(10, "甲题 ", 0, "stem", leads=True), Region(13, "(√)", 0, "key")),
        (Region(17, "剩下的", field="skipped", reason="unassigned"),),
    ]


def test_parts_have_the_colour_of_the_field_that_they_become() -> None:
    names = ("answer", "answer_points", "explanation", "option")

    assert [field_of(name, ItemKind.ESSAY) for name in names] == [
        "reference_answer",
        "answer_points",
        "explanation",
        "options",
    ]
    assert [field_of(name, ItemKind.SINGLE_CHOICE) for name in names] == [
        "key",
        "explanation",
        "explanation",
        "options",
    ]


def test_a_text_that_items_share_leads_to_the_first() -> None:
    whole = document(draft(stem="案例"), draft("i2", "乙题"))
    for item in whole.items:
        item.spans = [Span(part="stem", start=0, end=2)]

    assert marks(whole) == [(0, 2, 0, "stem")]


def test_marks_of_a_large_document_are_found_in_time() -> None:
    whole = document(*(draft(f"i{number}", f"第{number}题{'长' * 90}") for number in range(10_000)))

    assert len(marks(whole)) == 10_000


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

    entire = Stretch(0, 1, whole.text or "", marks(whole))

    assert shown(whole, start, end) == window(entire, start, end, length)


def test_beside_a_page_stands_the_text_up_to_the_item_that_follows() -> None:
    assert beside([(100, 120), (300, 320)], 500, from_top=False) == (100, 500)
    assert beside([(100, 120), (300, 320)], None, from_top=True) == (0, 2320)
    assert beside([(100, 120), (300, 320)], 200, from_top=False) == (100, 2320)
    assert beside([], None, from_top=False) == (0, WINDOW)


def test_marks_outside_of_the_text_are_left_out() -> None:
    strange = draft(spans=[Span(part="stem", start=-5, end=2), Span(part="key", start=8, end=99)])

    whole = Document(text="1234567890", items=[strange])
    assert marks(whole) == [(0, 2, 0, "stem"), (8, 10, 0, "key")]
    assert marks(Document(text="1234567890", items=[draft(spans=[Span(part="stem", start=12, end=14)])])) == []


def test_no_text_no_passages() -> None:
    assert list(passages("", [])) == []
    assert place(draft()) is None


def test_the_pieces_of_a_question_leave_out_what_lies_between() -> None:
    spans = [Span("key", 500, 506), Span("number", 10, 12), Span("stem", 12, 40), Span("options", 45, 90)]

    assert pieces(draft(spans=spans)) == [(10, 90), (500, 506)]
    assert pieces(draft(spans=[])) == []

"""The history of scores: reading its fold and keeping each attempt's result in step with it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.utils import timezone

from accounts.statements import Lookup
from exams.models import PaperItem
from scoring.exact import rounded
from scoring.models import AttemptResult, ScoreEvent
from scoring.totals import Place, Totals, add_up, fold

_SCORES = Lookup(lambda: ScoreEvent.objects.order_by("pk").values_list("paper_item_id", "after"), "attempt_id")


def items_of_paper(paper_id: int) -> list[PaperItem]:
    """The questions in the order of the paper, each with its section and its revision."""
    found = PaperItem.objects.filter(section__paper=paper_id).select_related("section", "revision")
    return list(found.order_by("section__position", "section_id", "position", "pk"))


def current_scores(attempt_id: int) -> dict[int, Fraction | None]:
    """Points by paper item, as the attempt's events fold."""
    return fold(_SCORES.all(attempt_id))


def places(items: Sequence[PaperItem]) -> list[Place]:
    return [Place(item.pk, item.section_id, Fraction(item.points)) for item in items]


def refresh_result(attempt_id: int, sitting_id: int, paper_id: int) -> AttemptResult:
    """Compute the attempt's result from its events. Call it in the transaction that added them.

    The result's row is locked first: of two marks saved at once the second one sees the first one's event.
    """
    AttemptResult.objects.select_for_update().filter(attempt=attempt_id).first()
    worth = PaperItem.objects.filter(section__paper=paper_id).values_list("pk", "section_id", "points")
    totals = add_up(
        [Place(item, section, Fraction(points)) for item, section, points in worth], current_scores(attempt_id)
    )
    return store_result(attempt_id, sitting_id, totals)


def store_result(attempt_id: int, sitting_id: int, totals: Totals) -> AttemptResult:
    whole = totals.whole
    values = {
        "sitting_id": sitting_id,
        "total": whole.sure,
        "possible": whole.possible,
        "maximum": whole.maximum,
        "total_sort": rounded(whole.sure, 6),
        "pending": whole.pending,
        "sections_json": {str(section): part.as_json() for section, part in totals.sections.items()},
        "updated_at": timezone.now(),
    }
    result = AttemptResult(attempt_id=attempt_id, **values)
    # In one statement, whether there is one already or not.
    return AttemptResult.objects.bulk_create(
        [result], update_conflicts=True, unique_fields=["attempt"], update_fields=list(values)
    )[0]

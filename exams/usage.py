"""Which papers hold which items: told to the bank, which knows nothing of papers (questionbank/usage.py)."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from exams.models import PaperItem
from questionbank.usage import Use


def uses(item_ids: Sequence[int]) -> list[Use]:
    """One entry for each place of a paper, drafts included; one query for each 500 items."""
    return [use for start in range(0, len(item_ids), 500) for use in _uses(item_ids[start : start + 500])]


def _uses(item_ids: Sequence[int]) -> list[Use]:
    places = PaperItem.objects.filter(revision__item__in=item_ids).select_related("section__paper", "revision")
    return [
        Use(
            item_id=place.revision.item_id,
            title=place.section.paper.title,
            address=reverse("papers:paper", kwargs={"uuid": place.section.paper.uuid}),
            revision=place.revision.number,
            is_final=place.section.paper.is_published,
        )
        for place in places.order_by("-section__paper_id", "position")
    ]

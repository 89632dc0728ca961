"""A published paper never changes, whichever way somebody writes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import transaction

from exams.freezing import PublishedPaper
from exams.models import Paper, PaperItem, Section
from tests import build


def writes(paper: Paper) -> dict[str, Callable[[], object]]:
    section = paper.sections.all()[0]
    item = section.items.all()[0]
    other = build.item(build.single("另一题?")).revision
    new = PaperItem(section=section, position=9, revision=other, points=Decimal(1))
    return {
        "item saved": lambda: item.save(update_fields=["points"]),
        "item deleted": item.delete,
        "item added": new.save,
        "items added": lambda: PaperItem.objects.bulk_create([new]),
        "items updated": lambda: PaperItem.objects.filter(pk=item.pk).update(points=Decimal(9)),
        "items updated one by one": lambda: PaperItem.objects.bulk_update([item], ["points"]),
        "items deleted": lambda: section.items.all().delete(),
        "section saved": section.save,
        "section deleted": section.delete,
        "section added": lambda: Section.objects.create(paper=paper, position=9, title="新", kind=section.kind),
        "sections updated": lambda: paper.sections.update(title="改"),
        "sections deleted": lambda: Section.objects.filter(paper=paper).delete(),
        "paper saved": paper.save,
        "paper deleted": paper.delete,
        "papers updated": lambda: Paper.objects.filter(pk=paper.pk).update(title="改"),
        "papers deleted": lambda: Paper.objects.all().delete(),
    }


def state(paper: Paper) -> list[object]:
    return [
        list(Paper.objects.filter(pk=paper.pk).values()),
        list(Section.objects.filter(paper=paper).values()),
        list(PaperItem.objects.filter(section__paper=paper).values()),
    ]


@pytest.mark.django_db
def test_every_write_to_a_published_paper_raises() -> None:
    paper = build.paper()
    before = state(paper)

    for write in writes(paper).values():
        with transaction.atomic(), pytest.raises(PublishedPaper):
            write()

    assert state(paper) == before


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["item saved", "item added", "items added", "items updated", "section saved"])
def test_a_draft_may_change(name: str) -> None:
    writes(build.paper(published=False))[name]()

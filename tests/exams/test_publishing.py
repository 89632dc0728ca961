"""Publishing, copying, deleting."""

from __future__ import annotations

import pytest

from accounts.models import AuditEvent
from exams.blueprint import Rule
from exams.freezing import PublishedPaper
from exams.models import Paper
from exams.outline import outline
from exams.publishing import Publication, copy, delete_draft, findings_of, publish, warnings_digest
from tests import build
from tests.cast import chen
from tests.exams.desk import bank, draft, place, stems

pytestmark = pytest.mark.django_db


def test_a_clean_paper_is_published_once() -> None:
    section = draft(Rule(count=3))
    place(section, *bank(returns=3))
    paper = section.paper

    assert publish(paper, by=chen()) is Publication.PUBLISHED
    assert publish(paper, by=chen()) is Publication.ALREADY

    paper.refresh_from_db()
    assert paper.is_published
    assert paper.published_by == chen()
    assert [row.action for row in AuditEvent.objects.all()] == ["paper.published"]


def test_an_error_keeps_the_paper_a_draft() -> None:
    section = draft(Rule(count=3))
    place(section, *bank(returns=2))

    assert [finding.code for finding in findings_of(outline(section.paper))] == ["shortage"]
    assert publish(section.paper, by=chen()) is Publication.ERRORS
    assert not Paper.objects.get().is_published


def test_warnings_are_accepted_by_name() -> None:
    section = draft()
    place(section, *[build.item(build.single(f"{c * 10}?", key="B")) for c in "甲乙丙丁戊"])
    paper = section.paper
    digest = warnings_digest(findings_of(outline(paper)))

    assert publish(paper, by=chen()) is Publication.UNSEEN_WARNINGS
    place(section, build.item(build.single("己己己?", key="B")))
    assert publish(paper, by=chen(), accepted=digest) is Publication.UNSEEN_WARNINGS
    digest = warnings_digest(findings_of(outline(paper)))
    assert publish(paper, by=chen(), accepted=digest) is Publication.PUBLISHED


def test_a_copy_is_a_draft_with_the_same_questions() -> None:
    section = draft(Rule(count=2))
    place(section, *bank(returns=2))
    publish(section.paper, by=chen())

    made = copy(section.paper, by=chen())

    (copied,) = made.sections.all()
    assert not made.is_published
    assert stems(copied) == stems(section)
    assert copied.rules == section.rules
    assert [row.points for row in copied.items.all()] == [row.points for row in section.items.all()]
    with pytest.raises(PublishedPaper):
        delete_draft(section.paper, by=chen())
    delete_draft(made, by=chen())
    assert Paper.objects.count() == 1

"""The home page lists what waits, by capability, with the same number of queries for one row and for many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from config.steps import first_steps, short_cuts
from config.todo import Group, groups
from exams.models import AnswerVersion, Attempt, Paper, PaperItem, Sitting
from questionbank.models import ImportBatch, Item
from scoring.models import MarkTask
from tests import build
from tests.cast import chen, sun, wu, zhao, zhou

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def told(user: User, now: datetime = NOW) -> dict[str, list[tuple[str, str, str]]]:
    """Heading → label, note and badge of each task."""
    with override("en"):
        return {g.heading: [(t.label, t.note, t.badge) for t in g.tasks] for g in groups(user, now)}


def batch(name: str, **fields: Any) -> ImportBatch:
    return ImportBatch.objects.create(role=build.role(), name=name, sha256=name, document_json={}, **fields)


def over(title: str, paper: Paper, **fields: Any) -> Sitting:
    return build.sitting(
        paper, title=title, opens_at=NOW - timedelta(days=3), closes_at=NOW - timedelta(days=2), **fields
    )


def taken(sitting: Sitting, name: str = "林晓", **fields: Any) -> Attempt:
    state = {"state": Attempt.State.SUBMITTED, "deadline": NOW, "finished_at": NOW, "scored_at": NOW, **fields}
    return Attempt.objects.create(sitting=sitting, invitation=build.invitation(sitting, name)[0], **state)


def waiting(attempt: Attempt, state: MarkTask.State = MarkTask.State.OPEN) -> MarkTask:
    item = PaperItem.objects.filter(section__paper=attempt.sitting.paper).order_by("-pk")[0]
    return MarkTask.objects.create(
        attempt=attempt, paper_item=item, sitting=attempt.sitting, code=f"A-{attempt.pk}", state=state
    )


def test_nothing_waits_in_an_empty_installation() -> None:
    assert [told(person()) for person in (chen, zhao, zhou, wu)] == [{}, {}, {}, {}]


def test_imports_items_and_papers() -> None:
    batch("客服题库.docx")
    batch("已完成.docx", committed_at=NOW)
    batch("已撤销.docx", committed_at=NOW, undone_at=NOW)
    for status in (Item.Status.REVIEW, Item.Status.REVIEW, Item.Status.DRAFT):
        build.item(build.single(stem=f"{status} {Item.objects.count()}"), status=status)
    build.paper(build.single(stem="一"), build.essay(stem="二"), published=False, title="有题")
    build.paper(title="已发布")
    Paper.objects.create(role=build.role(), title="无题")

    assert told(chen()) == {
        "Imports to finish": [("客服题库.docx", "E-commerce clerk", "not imported yet")],
        "Items to approve": [("E-commerce clerk", "", "2 items")],
        "Papers in draft": [
            ("无题", "E-commerce clerk", "no questions yet"),
            ("有题", "E-commerce clerk", "2 questions"),
        ],
    }
    assert told(zhao()) == {}


def test_sittings_that_run_or_come_soon() -> None:
    paper = build.paper()
    day = timedelta(days=1)
    running = build.sitting(paper, title="进行中", opens_at=NOW - day, closes_at=NOW + day)
    taken(running)
    build.invitation(running, "王敏")
    build.invitation(running, "周航", withdrawn_at=NOW)
    build.sitting(paper, title="明天", opens_at=NOW + day, closes_at=NOW + 2 * day)
    build.sitting(paper, title="下月", opens_at=NOW + 30 * day, closes_at=NOW + 31 * day)
    build.sitting(paper, title="取消", opens_at=NOW - day, closes_at=NOW + day, cancelled_at=NOW)

    assert told(chen()) == {
        "Sittings running and coming": [
            ("进行中", "1 of 2 submitted, closes 11-23 12:00", "running"),
            ("明天", "0 invited", "opens 11-23 12:00"),
        ]
    }


def test_results_wait_for_marks_then_for_release() -> None:
    paper = build.paper()
    waiting(taken(over("待阅", paper)))
    waiting(taken(over("搁置", paper)), MarkTask.State.SET_ASIDE)
    waiting(taken(over("可发布", paper)), MarkTask.State.DONE)
    taken(over("评分中", paper), scored_at=None)
    taken(over("已发布", paper, released_at=NOW))
    over("无人参加", paper)

    assert told(chen())["Results to release"] == [
        ("待阅", "1 answer sheet", "1 answer to mark"),
        ("搁置", "1 answer sheet", "1 answer to mark"),
        ("可发布", "1 answer sheet", "ready to release"),
        ("评分中", "1 answer sheet", "being scored"),
    ]


def test_reviewers_see_their_sittings_and_no_name() -> None:
    paper = build.paper()
    everybody, hers = over("公共", paper), over("指定", paper)
    hers.reviewers.add(sun())
    for sitting in (everybody, hers):
        waiting(taken(sitting))
        waiting(taken(sitting, "王敏"), MarkTask.State.DONE)

    both = [("公共", "", "1 answer to mark"), ("指定", "", "1 answer to mark")]
    assert told(zhao()) == {"Answers to mark": both[:1]}
    assert told(sun()) == {"Answers to mark": both}
    assert told(zhou()) == {"Answers to mark": both}
    assert "Answers to mark" not in told(chen())


def late(attempt: Attempt, revision: int = 1, **fields: Any) -> AnswerVersion:
    item = PaperItem.objects.filter(section__paper=attempt.sitting.paper).order_by("pk")[0]
    return AnswerVersion.objects.create(
        attempt=attempt, paper_item=item, answer_json=["B"], revision=revision, standing="late", at=NOW, **fields
    )


def test_late_answers_and_integrity_records_wait_for_decisions() -> None:
    paper = build.paper()
    sittings = {title: over(title, paper) for title in ("迟到", "离开", "已撤", "已定")}
    one, away, _, settled = (
        taken(sitting, scored_at=None, terms_json={"watches": True}) for sitting in sittings.values()
    )
    late(one)
    late(one, revision=2)  # the newer version of the same answer
    late(settled).decisions.create(verdict="refused", reason="无故障", by=chen())
    for attempt in (away, settled):
        attempt.integrity_events.create(kind="away", at=NOW, name="window-01")
    settled.integrity_decisions.create(verdict="clear", reason="来电", by=chen())
    late(taken(sittings["已撤"], "王敏"))
    Sitting.objects.filter(title="已撤").update(cancelled_at=NOW)

    found = told(chen())
    assert found["Late answers to decide about"] == [("迟到", "", "1 answer")]
    assert found["Integrity records to decide about"] == [("离开", "", "1 record")]
    assert "Late answers to decide about" not in told(zhao())


def test_a_long_group_shows_five_and_counts_all() -> None:
    for number in range(7):
        batch(f"{number}.docx")

    found: list[Group] = groups(chen(), NOW)
    assert [(len(group.tasks), group.total) for group in found] == [(5, 7)]


def fill(times: int) -> None:
    for number in range(times):
        batch(f"{timezone.now().timestamp()}-{number}.docx")
        build.item(build.single(stem=f"{timezone.now().timestamp()} {number}"), status=Item.Status.REVIEW)
        Paper.objects.create(role=build.role(), title="草稿")
        build.sitting(title="进行中")
        attempt = taken(over("结束", build.paper()), terms_json={"watches": True})
        waiting(attempt)
        late(attempt)
        attempt.integrity_events.create(kind="away", at=NOW, name="window-01")


def test_the_home_page_asks_the_database_as_often_for_many(
    administrator: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(1)
    with django_assert_num_queries(11):  # session, user, first steps, eight groups
        administrator.get("/")
    fill(2)
    with django_assert_num_queries(11):
        administrator.get("/")


def test_the_first_steps_tick_themselves_off_and_then_go() -> None:
    def done() -> list[bool]:
        return [step.done for step in first_steps(chen())]

    assert done() == [False, False, False, False]
    paper = build.paper()
    assert done() == [True, True, False, False]
    sitting = over("秋招", paper)
    taken(sitting)
    assert done() == [True, True, True, False]
    Sitting.objects.update(released_at=NOW)
    assert done() == [True, True, True, True]
    assert first_steps(zhao()) == []


def test_short_cuts_follow_the_role() -> None:
    with override("en"):
        assert [cut.label for cut in short_cuts(chen())] == ["Import a document", "New paper", "New sitting"]
        assert short_cuts(zhao()) == []


def test_an_empty_home_page_says_what_to_do_next(hr: Client, reviewer: Client) -> None:
    assert "从文档到成绩，四步完成" in hr.get("/").content.decode()
    assert "全部处理完毕" in reviewer.get("/").content.decode()

"""Stage, commit and undo documents."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from questionbank.content import Difficulty, SingleChoice
from questionbank.imports.batches import CommitReport, UndoRefused, commit, reparse, stage, undo
from questionbank.models import Item, ItemRevision, ItemTag, Topic
from tests import build
from tests.cast import chen
from tests.questionbank.drafting import document, draft, essay_draft

pytestmark = pytest.mark.django_db


def test_good_items_become_drafts_and_bad_ones_stay() -> None:
    whole = document(
        draft(topics=["售后"], difficulty=Difficulty.HARD, assesses=["细心"]),
        draft("i2", "乙", key=["F"]),
        essay_draft(),
    )
    batch = stage(whole, b"one", build.role(), chen())

    report = commit(batch, user=chen())

    assert report == CommitReport(added=[0, 2], refused=[1])
    first, second = Item.objects.order_by("pk")
    assert isinstance(first.revision.content, SingleChoice)
    assert (first.status, first.batch_position, first.difficulty, str(first.topic)) == ("draft", 0, "hard", "售后")
    assert [tag.name for tag in first.tags.all()] == ["细心"]
    assert (second.batch_position, second.kind, second.created_by) == (2, "essay", chen())
    assert list(AuditEvent.objects.order_by("pk").values_list("action", "details")) == [
        ("import.staged", {"items": 3}),
        ("import.committed", {"added": 2}),
    ]


def test_repeating_adds_nothing() -> None:
    whole = document(draft(), draft("i2", "乙"))
    batch = stage(whole, b"one", build.role(), chen())
    commit(batch, [1])

    again = stage(whole, b"one", build.role(), chen())

    assert again == batch
    assert commit(again) == CommitReport(added=[0], already=[1])
    assert commit(again) == CommitReport(already=[0, 1])
    assert Item.objects.count() == 2


def test_what_the_bank_has_is_added_only_when_chosen() -> None:
    known = build.item(content=None)
    build.item(build.single(stem="退貨先做什麼?", options=build.options("核對訂單", "直接退款"), key="A"))
    batch = stage(document(draft(), draft("i2", "乙"), draft("i3", "乙")), b"one", build.role(), chen())

    report = commit(batch)

    same = Item.objects.exclude(pk=known.pk).order_by("pk")[0]
    assert report == CommitReport(added=[1], duplicates={0: same.pk, 2: 0})
    assert commit(batch, [0], anyway=[2]) == CommitReport(already=[1], duplicates={0: same.pk})
    assert commit(batch, [0], anyway=[0]) == CommitReport(added=[0], already=[1])


def test_another_role_may_hold_the_same_question() -> None:
    whole = document(draft())
    commit(stage(whole, b"one", build.role(), chen()))

    other = stage(whole, b"one", build.role("service"), chen())

    assert commit(other) == CommitReport(added=[0])


def test_undo_takes_the_items_out_and_leaves_the_document() -> None:
    batch = stage(document(draft(topics=["售后"])), b"one", build.role(), chen())
    commit(batch)

    assert undo(batch, chen()) == 1

    assert [Item.objects.count(), ItemRevision.objects.count(), ItemTag.objects.count()] == [0, 0, 0]
    assert Topic.objects.count() == 1
    batch.refresh_from_db()
    assert (batch.committed_at, batch.undone_at is not None, len(batch.document.items)) == (None, True, 1)
    assert commit(batch) == CommitReport(added=[0])


def test_items_in_a_paper_keep_the_batch_from_being_undone() -> None:
    batch = stage(document(draft(), draft("i2", "乙")), b"one", build.role(), chen())
    commit(batch)
    paper = build.paper(build.essay(), published=False)
    used = Item.objects.get(batch_position=1)
    paper.sections.get().items.create(position=9, revision=used.revision, points=2)

    with pytest.raises(UndoRefused):
        undo(batch, chen())

    assert batch.items.count() == 2
    assert batch.items.filter(current=None).count() == 0


def test_queries_do_not_grow_with_the_number_of_items() -> None:
    assert _queries(1, b"one") == _queries(40, b"two")


def _queries(count: int, data: bytes) -> int:
    items = [draft(f"i{n}", f"{data!r}第{n}题", topics=["售后"], assesses=["细心"]) for n in range(count)]
    batch = stage(document(*items), data, build.role(), chen())
    Topic.objects.get_or_create(role=build.role(), name="售后")
    with CaptureQueriesContext(connection) as captured:
        commit(batch, user=chen())
    return len(captured)


@pytest.mark.django_db(transaction=True)
def test_no_transaction_lasts_as_long_as_the_reading() -> None:
    """On SQLite a transaction keeps everybody else from writing, candidates who save included."""
    batch = stage(document(draft()), b"one", build.role(), chen())

    with CaptureQueriesContext(connection) as queries:
        reparse(batch, "1. 面单贴在哪一面？\nA. 最大面\nB. 底面\n答案：A\n", chen())

    statements = [query["sql"] for query in queries]
    begin = next(place for place, statement in enumerate(statements) if statement.startswith("BEGIN"))
    before, inside = statements[:begin], statements[begin:]
    assert [statement.split()[0] for statement in before] == ["SELECT"] * 4
    assert [statement.split()[0] for statement in inside if "questionbank_importbatch" in statement][-1] == "UPDATE"

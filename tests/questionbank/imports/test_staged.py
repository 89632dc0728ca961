"""A document lies in the database in parts, and comes back whole."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from questionbank.document import Diagnostic, Document, DraftSection, Repair, Severity, Skipped
from questionbank.imports.batches import commit, stage
from questionbank.imports.drafts import keys_of, section_keys
from questionbank.imports.staged import changes, put
from questionbank.models import ImportBatch
from tests import build
from tests.cast import chen
from tests.questionbank.drafting import document, draft, essay_draft

pytestmark = pytest.mark.django_db
OVERRIDE = {"kind": "multiple_choice", "points": "5"}


def rich() -> Document:
    """Something of everything; the diagnostics of the document stand first, as they come back."""
    whole = document(
        draft(section="s1", assesses=["细心"]), draft("i2", "乙" * 30_000, key=["F"], section="s1"), essay_draft()
    )
    whole.title, whole.language, whole.source.encoding = "客服题库", "zh", "gb18030"
    whole.sections = [DraftSection(id="s1", heading="一、单选题", policy={"id": "all_or_nothing"})]
    whole.skipped = [Skipped(start=5, end=6, reason="boilerplate")]
    whole.repairs = [Repair(start=1, end=2, raw="內(nèi)", repaired="內", reason="converter-pinyin")]
    whole.diagnostics = [
        Diagnostic(code="number-gap", severity=Severity.WARNING, section="s1", params={"missing": "3"}),
        Diagnostic(code="no-answer", severity=Severity.WARNING, item="nobody"),
        Diagnostic(code="inferred-type", severity=Severity.INFO, item="i1", start=0, end=3),
    ]
    return whole


def edits_of(whole: Document) -> dict[str, Any]:
    """A tick, a correction and a section's kind, and the same for questions that the document does not hold."""
    first, second, _ = keys_of(whole.items)
    content = build.single(stem="改过").model_dump(mode="json")
    corrected = {"content": content, "topic": "售后", "difficulty": "hard", "tags": ["细心"]}
    return {
        "include": {first: False, "gone": True},
        "items": {second: corrected, "gone": corrected},
        "sections": {section_keys(whole)["s1"]: OVERRIDE, "gone": OVERRIDE},
    }


@pytest.mark.parametrize("whole", [rich(), Document(), Document(text="", title="空"), document(essay_draft())])
def test_a_document_comes_back_whole(whole: Document) -> None:
    batch = stage(whole, b"one", build.role(), chen())

    assert ImportBatch.objects.get(pk=batch.pk).document == whole


def test_the_database_knows_what_the_preview_says() -> None:
    whole = rich()
    batch = stage(whole, b"one", build.role(), chen())
    put(batch, whole, edits_of(whole))

    rows = list(batch.rows.values_list("kind", "state", "severity", "included"))
    assert rows == [
        ("multiple_choice", "sure", "warning", False),
        ("single_choice", "sure", "info", None),
        ("essay", "sure", "", None),
    ]
    assert [(remark.severity, remark.diagnostic["code"]) for remark in batch.remarks.all()] == [
        ("warning", "number-gap"),
        ("warning", "no-answer"),
    ]
    assert (batch.encoding, batch.length, batch.passages.count()) == ("gb18030", len(whole.text or ""), 2)
    assert [batch.edits[part].keys() for part in ("include", "items", "sections")] == [{"gone"}] * 3


def without_bases(done: dict[str, Any]) -> dict[str, Any]:
    items = {
        key: {name: edit[name] for name in edit if name not in {"base", "at"}} for key, edit in done["items"].items()
    }
    return {**done, "items": items}


def test_what_people_did_comes_back_with_the_question() -> None:
    whole, without = rich(), document(essay_draft())
    batch = stage(whole, b"one", build.role(), chen())
    edits = edits_of(whole)
    put(batch, whole, edits)
    told = changes(batch)
    assert without_bases(told) == edits

    put(batch, without, told)
    assert (batch.rows.count(), batch.edits) == (1, told)
    put(batch, whole, changes(batch))

    assert changes(batch) == told
    assert [row.edit is not None for row in batch.rows.all()] == [False, True, False]


@pytest.mark.django_db(transaction=True)
def test_migrating_there_and_back_loses_nothing() -> None:
    whole = rich()
    batch = stage(whole, b"one", build.role(), chen())
    edits = edits_of(whole)
    put(batch, whole, edits)
    commit(batch, [0, 2], chen())
    executor = MigrationExecutor(connection)
    try:
        executor.migrate([("questionbank", "0002_import_rows")])
        old = executor.loader.project_state([("questionbank", "0002_import_rows")]).apps
        stored = old.get_model("questionbank", "ImportBatch").objects.get()
        assert Document.model_validate(stored.document_json) == whole
        assert (without_bases(stored.edits), stored.rows.count()) == (edits, 0)
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())

    again = ImportBatch.objects.get()
    assert (again.document, without_bases(changes(again))) == (whole, edits)
    taken = {item.batch_position: item.pk for item in again.items.all()}
    assert dict(again.rows.exclude(item=None).values_list("position", "item")) == taken
    assert taken.keys() == {0, 2}

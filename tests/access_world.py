"""A world with one of everything, and the address of every route in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from exams.models import AnswerVersion, Attempt
from questionbank.imports.batches import stage
from questionbank.imports.jobs import ask_reading
from questionbank.imports.keyfiles import join_file, keep
from questionbank.models import JobRole
from questionbank.reading import read_document
from scoring.models import MarkTask
from tests import build, candidates, cast
from tests.questionbank.drafting import document, draft
from tests.scoring import world


@dataclass
class World:
    candidate: Client
    other_candidate: Client
    arguments: dict[str, dict[str, Any]] = field(default_factory=dict)

    def address(self, name: str) -> str:
        return reverse(name, kwargs=self.arguments.get(name, {}))


def build_world() -> World:
    cast.chen(), cast.zhao(), cast.zhou(), cast.wu()
    of_person = {"pk": cast.sun().pk}
    role: JobRole = build.role()
    assert role.pk
    sitting = build.sitting()
    attempt, other = world.scored(sitting), world.scored(sitting, "王敏")
    return World(
        candidate=candidates.browser(attempt),
        other_candidate=candidates.browser(other),
        arguments={
            "accounts:person": of_person,
            "accounts:person-password": of_person,
            **bank_arguments(),
            **paper_arguments(),
            **sitting_arguments(),
            **taking_arguments(attempt),
            **scoring_arguments(attempt),
        },
    )


def taking_arguments(attempt: Attempt) -> dict[str, dict[str, Any]]:
    """A link of somebody who has not started, and the pages of an attempt."""
    of_attempt = {"uuid": attempt.uuid}
    return {
        "taking:confirm": {"token": build.invitation(attempt.sitting, "周航")[1]},
        "taking:section": {**of_attempt, "section": 1},
        **{f"taking:{name}": of_attempt for name in ("take", "answers", "events", "pen", "submission")},
    }


def scoring_arguments(attempt: Attempt) -> dict[str, dict[str, Any]]:
    """A submitted attempt whose essay waits for a mark."""
    task = MarkTask.objects.get(attempt=attempt)
    of_task, of_sitting = {"uuid": task.uuid}, {"uuid": attempt.sitting.uuid}
    of_question = {"sitting": attempt.sitting.uuid, "number": 5}
    tasks = ("task", "replay", "mark", "draft", "set-aside", "flag", "settle", "take")
    return {
        **{f"marking:{name}": of_task for name in tasks},
        **{f"marking:{name}": of_question for name in ("next", "undo")},
        **{f"results:{name}": of_sitting for name in ("sitting", "export", "releases")},
        "results:attempt": {**of_sitting, "attempt": attempt.uuid},
        "sittings:late-decision": {**of_sitting, "version": late_version(attempt).pk},
        "sittings:timeline": {**of_sitting, "attempt": attempt.uuid},
        "sittings:replay": {**of_sitting, "attempt": attempt.uuid, "number": 5},
        "results:reviews": {**of_sitting, "task": task.uuid},
        "results:candidate": {"uuid": attempt.uuid},
    }


def late_version(attempt: Attempt) -> AnswerVersion:
    """An answer that came after the end."""
    row = attempt.responses.all()[0]
    kept = {
        "paper_item": row.paper_item,
        "answer_json": row.answer_json,
        "revision": row.revision + 1,
        "at": row.saved_at,
    }
    return AnswerVersion.objects.create(attempt=attempt, standing=AnswerVersion.Standing.LATE, **kept)


def paper_arguments() -> dict[str, dict[str, Any]]:
    """A published paper: every visitor finds the same one, because deeds leave it as it is."""
    paper = build.paper()
    section = paper.sections.all()[0]
    of_paper, of_section = {"uuid": paper.uuid}, {"uuid": paper.uuid, "section": section.uuid}
    of_item = {"uuid": paper.uuid, "item": section.items.all()[0].pk}
    pages = ("paper", "edit", "preview", "checkup", "new-section")
    deeds = ("deletion", "publication", "copies", "draws", "points", "feasibility")
    sections = ("section", "picks", "section-deletion", "section-policy", "section-position", "relaxations")
    items = ("item-removal", "item-replacement", "item-renewal", "item-position")
    return {
        **{f"papers:{name}": of_paper for name in pages + deeds},
        **{f"papers:{name}": of_section for name in sections},
        **{f"papers:{name}": of_item for name in items},
    }


def sitting_arguments() -> dict[str, dict[str, Any]]:
    invited, _token = build.invitation()
    of_sitting = {"uuid": invited.sitting.uuid}
    of_person = {**of_sitting, "invitation": invited.uuid}
    names = ("sitting", "edit", "cancellation", "invite", "links", "mails", "time", "late", "integrity")
    return {
        **{f"sittings:{name}": of_sitting for name in names},
        **{f"sittings:{name}": of_person for name in ("withdrawal", "person")},
        **{f"sittings:person-{name}": of_person for name in ("time", "help", "reopening")},
    }


def reading_batch() -> dict[str, Any]:
    """An import that waits to be read."""
    return {"uuid": ask_reading(b"1. ?", "access.txt", build.role(), cast.chen()).uuid}


def bank_arguments() -> dict[str, dict[str, Any]]:
    """An item, a used role and topic and a joined answer file (so that deletions are refused), an import nobody
    committed."""
    item = build.item(topic="售后")
    topic = item.role.topics.all()[0]
    batch = stage(document(draft()), b"access", item.role, cast.chen())
    keys = keep(batch, b"1. B", "keys.txt", cast.chen(), "1. B")
    join_file(keys, {}, cast.chen())
    table = stage(read_document(b"Question,A,B,Answer\nWhat first?,Listen,Talk,A\n", "a.csv"), b"t", item.role, None)
    of_item, of_role, of_batch = {"uuid": item.uuid}, {"code": item.role.code}, {"uuid": batch.uuid}
    return {
        **{f"bank:{name}": of_item for name in ("item", "edit-item", "item-status")},
        "bank:restoration": {"uuid": item.uuid, "number": 1},
        **{f"bank:{name}": of_role for name in ("role", "role-deletion", "new-topic")},
        **{f"bank:{name}": {"pk": topic.pk} for name in ("topic", "topic-deletion")},
        **{f"bank:{name}": of_batch for name in ("import", "import-text", "import-undo", "import-selection")},
        "bank:import-columns": {"uuid": table.uuid},
        **{f"bank:{name}": {"uuid": batch.uuid, "position": 0} for name in ("import-item", "import-likeness")},
        "bank:import-section": of_batch,
        "bank:new-key-file": of_batch,
        **{
            f"bank:key-file{deed}": {**of_batch, "file": keys.uuid}
            for deed in ("", "-comparison", "-deletion", "-removal")
        },
        "bank:guide-template": {"language": "zh", "form": "docx"},
        **{f"bank:import-{name}": reading_batch() for name in ("progress", "cancellation", "reading")},
    }

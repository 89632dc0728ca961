"""The shipped roles and questions."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from questionbank.document import Severity
from questionbank.formats import tiku_json
from questionbank.imports.drafts import rows_of
from questionbank.models import Item, JobRole
from questionbank.packs import fixtures, pack_files
from questionbank.quality import problems


def load(*args: str) -> str:
    out = io.StringIO()
    call_command("load_packs", *args, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_loading_twice_adds_nothing() -> None:
    load("--approve")
    first = list(Item.objects.order_by("pk").values_list("pk", "status", "current"))
    JobRole.objects.filter(code="clerk").update(name_zh="客服文员")
    load("--approve")

    assert list(Item.objects.order_by("pk").values_list("pk", "status", "current")) == first
    assert {status for _, status, _ in first} <= {"approved"}
    assert JobRole.objects.count() == 4
    assert JobRole.objects.get(code="clerk").name_zh == "客服文员"


@pytest.mark.parametrize("path", pack_files(fixtures() / "packs"), ids=lambda path: str(path.name))
def test_packs_have_no_problem_worth_a_warning(path: object) -> None:
    document = tiku_json.read(path.read_bytes(), "pack.json")  # type: ignore[attr-defined]
    found = [
        (row.draft.id, problem.code)
        for row in rows_of(document, {})
        for problem in (problems(row.shown) if row.shown else row.problems)
        if problem.severity != Severity.INFO
    ]

    assert found == []

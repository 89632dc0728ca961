"""Every page of an import asks the database as often for 500 questions as for ten."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from questionbank.imports.batches import commit, stage
from questionbank.imports.jobs import ask_reading
from questionbank.imports.keyfiles import keep
from questionbank.models import ImportBatch, ImportRow
from questionbank.reading import read_document
from tests import build
from tests.cast import chen
from tests.questionbank.views.test_imports import unlike

pytestmark = pytest.mark.django_db
COUNTS = (10, 500)


def paper(count: int) -> ImportBatch:
    """Questions, the last three of them like each other, and a file with their answers."""
    stems = [unlike(1_000 * count + number) for number in range(count - 3)]
    stems += [f"{unlike(count)}{end}" for end in "甲乙丙"]
    text = "一、单选题(每题2分)\n" + "".join(
        f"{n}. {stem}?\nA. 核对订单\nB. 直接退款\n" for n, stem in enumerate(stems, start=1)
    )
    batch = stage(read_document(text.encode(), "题.txt"), text.encode(), build.role(), chen())
    answers = "一、单选题\n" + "".join(f"{n}. B\n" for n in range(1, count + 1))
    keep(batch, answers.encode(), "答案.txt", chen(), answers)
    return batch


def table(count: int) -> ImportBatch:
    rows = "".join(f"{unlike(7_000 * count + number)},核对订单,直接退款,A\n" for number in range(count))
    data = f"题目,选项A,选项B,答案\n{rows}".encode()
    return stage(read_document(data, "题.csv"), data, build.role(), chen())


def pages(count: int) -> dict[str, str]:
    """The addresses of all pages of an import of so many questions, committed in part."""
    batch, columns = paper(count), table(count)
    commit(batch, range(0, count, 3), chen())
    similar = batch.rows.filter(item=None).exclude(resembles="").earliest("position")
    waiting = ask_reading(f"{count}".encode(), "题.txt", build.role(), chen())
    file = batch.key_files.get()
    return {
        "preview": batch.address,
        "similar": f"{batch.address}?state=similar",
        "severity": f"{batch.address}?severity=warning",
        "place": f"{batch.address}?at=9",
        "text": reverse("bank:import-text", args=[batch.uuid]),
        "item": reverse("bank:import-item", args=[batch.uuid, similar.position]),
        "likeness": reverse("bank:import-likeness", args=[batch.uuid, similar.position]),
        "new key file": reverse("bank:new-key-file", args=[batch.uuid]),
        "key file": reverse("bank:key-file", args=[batch.uuid, file.uuid]),
        "table": columns.address,
        "columns": reverse("bank:import-columns", args=[columns.uuid]),
        "progress": waiting.address,
    }


def statements(hr: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert hr.get(address).status_code == 200
    return len(captured)


def test_pages_of_an_import_ask_as_often_for_many_questions_as_for_few(hr: Client) -> None:
    counted = []
    for count in COUNTS:
        addresses = pages(count)
        counted.append({name: statements(hr, address) for name, address in addresses.items()})

    few, many = counted
    # Like questions cost one more, and the first page of many holds none.
    assert {name: many[name] - few[name] for name in few if many[name] > few[name]} == {}
    assert max(few.values()) <= 16
    assert ImportRow.objects.count() == 2 * sum(COUNTS)


def test_the_list_of_imports_asks_as_often_for_many_as_for_few(hr: Client) -> None:
    paper(10)
    few = statements(hr, reverse("bank:imports"))
    for number in range(20):
        ask_reading(f"{number}".encode(), "题.txt", build.role(), chen())

    assert statements(hr, reverse("bank:imports")) == few

"""Jobs of imports: one reader each, leases that run out, cancelling, giving up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from accounts.models import AuditEvent
from questionbank.document import Document
from questionbank.imports import jobs, reader
from questionbank.imports.batches import CommitReport, remove_some, stage, take
from questionbank.imports.drafts import keys_of
from questionbank.imports.jobs import Deed, ask, ask_reading, ask_rereading, cancel, take_job
from questionbank.imports.keyfiles import keep, note_joined, planned
from questionbank.imports.keyreports import stored_report
from questionbank.imports.reader import work_off
from questionbank.imports.staged import fill, put, set_aside
from questionbank.models import ImportBatch, ImportJob, Item, KeyFile
from questionbank.reading import read_document
from tests import build
from tests.cast import chen
from tests.questionbank.drafting import document, draft

ROOT = Path(__file__).resolve().parents[3]
TEXT = "一、单选题(每题2分)\n" + "".join(
    f"{n}. 第{n}位客户要求退货,先做什么?\nA. 核对订单\nB. 直接退款\n答案:A\n" for n in range(1, 601)
)
# As many questions in a text that takes too long for a request.
LONG = TEXT.replace("答案:A\n", f"答案:A\n解析:{'先核对订单与签收时间,再答复客户。' * 12}\n")
pytestmark = pytest.mark.django_db(transaction=True)


def waiting(text: str = TEXT, name: str = "题.txt") -> ImportBatch:
    return ask_reading(text.encode(), name, build.role(), chen())


def only_job() -> ImportJob:
    return ImportJob.objects.get()


def run_out() -> None:
    """Time goes by, and nobody renews the lease."""
    ImportJob.objects.filter(ended_at=None).update(leased_until=timezone.now() - timedelta(seconds=1))


def deeds() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_a_document_is_read_by_a_reader() -> None:
    batch = waiting()
    assert (batch.read_at, batch.document_json, only_job().stage) == (None, {}, "waiting")

    assert work_off() == 1

    batch.refresh_from_db()
    job = only_job()
    assert batch.document == read_document(TEXT.encode(), "题.txt")
    assert (batch.read_at is not None, bytes(batch.original or b"")) == (True, TEXT.encode())
    assert (job.end, job.tries, job.done, job.total) == ("done", 1, 600, 600)
    assert deeds() == ["import.asked", "import.staged"]
    assert AuditEvent.objects.get(action="import.staged").actor == chen()
    assert work_off() == 0


def test_the_same_bytes_wait_once() -> None:
    first, other = waiting(), waiting("1. ?")
    assert (waiting(), ImportJob.objects.count(), first == other) == (first, 2, False)
    work_off()

    again = waiting()

    assert (again, again.read_at is not None, ImportJob.objects.count()) == (first, True, 2)


def test_a_document_that_waits_may_be_staged_at_once() -> None:
    batch = waiting()
    taken = take_job()
    assert taken

    assert stage(read_document(TEXT.encode(), "题.txt"), TEXT.encode(), batch.role, chen()) == batch

    reader.do(taken)
    assert (batch.rows.count(), only_job().end) == (600, "done")
    assert deeds() == ["import.asked", "import.staged"]


def in_threads(count: int, deed: Callable[[], Any]) -> list[Any]:
    def apart() -> Any:
        try:
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return [future.result() for future in [pool.submit(apart) for _ in range(count)]]


def test_two_readers_never_take_the_same_job() -> None:
    for number in range(3):
        waiting(f"1. 第{number}份?")

    taken = [job.pk for job in in_threads(6, take_job) if job]

    assert sorted(taken) == sorted(ImportJob.objects.values_list("pk", flat=True))


def test_several_readers_share_the_work() -> None:
    for number in range(4):
        waiting(f"第{number}份\n{TEXT}")

    assert sum(in_threads(3, work_off)) == 4

    assert set(ImportJob.objects.values_list("end", "tries")) == {("done", 1)}
    assert {batch.rows.count() for batch in ImportBatch.objects.all()} == {600}
    assert sorted(deeds()) == ["import.asked"] * 4 + ["import.staged"] * 4


def database_url() -> str:
    """The address of the test's own database."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    options = f"?host={settings['HOST']}" if settings["HOST"].startswith("/") else ""
    host = "" if options else f"{settings['HOST']}:{settings['PORT']}"
    return f"postgresql://{settings['USER']}:{settings['PASSWORD']}@{host}/{settings['NAME']}{options}"


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_another_reader_takes_over_from_one_that_was_killed() -> None:
    batch = waiting(LONG * 3)
    environment = {**os.environ, "DATABASE_URL": database_url()}
    with subprocess.Popen([sys.executable, "manage.py", "read_documents"], cwd=ROOT, env=environment) as first:
        until(lambda: only_job().stage not in ("waiting", "opening"))
        first.send_signal(signal.SIGKILL)
    assert (only_job().tries, only_job().is_open) == (1, True)
    assert work_off() == 0

    run_out()

    assert work_off() == 1
    batch.refresh_from_db()
    assert (only_job().end, only_job().tries, batch.rows.count()) == ("done", 2, 600 * 3)
    assert deeds() == ["import.asked", "import.staged"]


def test_a_reader_that_lost_its_lease_writes_nothing_more() -> None:
    batch = waiting()
    slow = take_job()
    assert slow
    run_out()
    assert work_off() == 1
    chosen = batch.rows.filter(position=3).update(included=False)

    reader.do(slow)

    assert (chosen, batch.rows.filter(included=False).count()) == (1, 1)
    assert (only_job().end, deeds()) == ("done", ["import.asked", "import.staged"])


def half_stored(batch: ImportBatch, text: str) -> None:
    """What a reader leaves that was killed after 500 rows."""
    whole = read_document(text.encode(), "题.txt")
    set_aside(batch, whole)
    batch.read_at = None
    batch.save(update_fields=["read_at"])
    rows = fill(batch, whole)
    assert [next(rows), next(rows)] == [0, 500]


def test_what_was_half_stored_is_stored_anew() -> None:
    batch = waiting()
    assert take_job()
    half_stored(batch, TEXT)
    run_out()

    assert work_off() == 1

    batch.refresh_from_db()
    assert batch.document == read_document(TEXT.encode(), "题.txt")


def test_corrections_survive_a_rereading_that_was_interrupted() -> None:
    whole = read_document(TEXT.encode(), "题.txt")
    batch = stage(whole, TEXT.encode(), build.role(), chen())
    corrected = {
        "content": build.single(stem="改过").model_dump(mode="json"),
        "topic": "",
        "difficulty": "",
        "tags": [],
    }
    keys = keys_of(whole.items)
    put(batch, whole, {"items": {keys[7]: corrected}, "include": {keys[550]: False}})
    text = TEXT.replace("第9位客户", "第九位客户")
    ask_rereading(batch, text, chen())
    assert take_job()
    half_stored(batch, text)
    run_out()

    assert work_off() == 1

    batch.refresh_from_db()
    assert (batch.text, bytes(batch.original or b"")) == (text, text.encode())
    assert batch.rows.get(position=8).draft["stem"].startswith("第九位客户")
    assert [row.position for row in batch.rows.exclude(edit__isnull=True)] == [7]
    assert [row.position for row in batch.rows.filter(included=False)] == [550]
    assert deeds()[-1] == "import.reparsed"


def test_cancelling_a_document_that_is_being_read() -> None:
    batch = waiting()
    taken = take_job()
    assert taken

    assert cancel(batch, chen())

    reader.do(taken)
    batch.refresh_from_db()
    assert (only_job().end, batch.read_at, batch.rows.count()) == ("cancelled", None, 0)
    assert bytes(batch.original or b"") == TEXT.encode()
    assert deeds() == ["import.asked", "import.cancelled"]
    assert not cancel(batch, chen())
    jobs.again(only_job(), chen())
    assert work_off() == 1
    assert batch.rows.count() == 600


def test_what_is_being_stored_is_not_cancelled() -> None:
    batch = waiting()
    assert take_job()
    ImportJob.objects.update(stage="storing")

    assert not cancel(batch, chen())
    assert only_job().is_open


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"%PDF-1.7" + b" " * 400_000, "a.pdf", "pdf"),
        (b"PK\x03\x04" + b"x" * 400_000, "a.docx", "broken-package"),
        (b"1. \xff?\n" * 80_000, "a.txt", "undecodable-text"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_stays(data: bytes, name: str, code: str) -> None:
    batch = ask_reading(data, name, build.role(), chen())

    work_off()

    batch.refresh_from_db()
    assert (only_job().end, only_job().outcome["code"]) == ("failed", code)
    assert (batch.read_at, bytes(batch.original or b"")) == (None, data)
    assert deeds() == ["import.asked", "import.failed"]


def test_a_job_that_ends_every_reader_is_given_up() -> None:
    batch = waiting()
    for _ in range(jobs.MAX_TRIES):
        assert take_job()
        run_out()

    assert take_job() is None

    job = only_job()
    assert (job.end, job.outcome) == ("failed", {"code": "reading-died", "params": {"tries": "3"}})
    assert batch.jobs.filter(ended_at=None).count() == 0


def long_batch(count: int = 1_200) -> ImportBatch:
    whole: Document = document(*(draft(f"i{n}", f"第{n}步?", key=["F"] if n == 5 else None) for n in range(count)))
    return stage(whole, b"long", build.role(), chen())


def test_a_long_import_is_taken_into_the_bank_by_a_reader() -> None:
    build.item(build.single(stem="第7步?", options=build.options("核对订单", "直接退款"), key="A"))
    batch = long_batch()
    batch.rows.filter(position=9).update(included=False)
    ask(batch, Deed.COMMIT, chen())

    assert work_off() == 1

    batch.refresh_from_db()
    out = set(range(1_200)) - set(batch.items.values_list("batch_position", flat=True))
    assert (out, batch.committed_at is not None) == ({5, 7, 9}, True)
    assert (only_job().end, only_job().outcome) == ("done", {"added": 1_197, "duplicates": 0})
    assert deeds() == ["import.staged", "import.asked", "import.committed"]
    assert AuditEvent.objects.get(action="import.committed").details == {"added": 1_197}


def test_an_import_that_was_interrupted_goes_on_with_the_rest() -> None:
    batch = long_batch()
    ask(batch, Deed.COMMIT, chen())
    assert take_job()
    take(batch, batch.rows.filter(position__lt=500).exclude(state="error"), CommitReport(), chen(), ())
    ImportJob.objects.update(outcome={"added": 499, "duplicates": 0})
    run_out()

    assert work_off() == 1

    assert Item.objects.filter(batch=batch).count() == 1_199
    assert batch.rows.filter(item=None).count() == 1
    assert (only_job().outcome["added"], deeds().count("import.committed")) == (1_199, 1)


def many(count: int = 1_200) -> ImportBatch:
    batch = long_batch(count)
    ask(batch, Deed.COMMIT, chen())
    assert work_off() == 1
    return batch


def test_a_long_import_is_undone_by_a_reader() -> None:
    batch = many()
    ask(batch, Deed.UNDO, chen(), outcome={"note": "撤销"})

    assert work_off() == 1

    batch.refresh_from_db()
    assert (Item.objects.count(), batch.committed_at, batch.undone_at is not None) == (0, None, True)
    assert (batch.rows.exclude(item=None).count(), ImportJob.objects.first().outcome["removed"]) == (0, 1_199)  # type: ignore[union-attr]
    assert AuditEvent.objects.get(action="import.undone").details == {"removed": 1_199, "restored": 0}


def test_an_undo_that_was_interrupted_goes_on() -> None:
    batch = many()
    job = ask(batch, Deed.UNDO, chen())
    assert take_job()
    assert remove_some(batch) == 500
    ImportJob.objects.filter(pk=job.pk).update(outcome={"removed": 500})
    run_out()

    assert work_off() == 1

    assert Item.objects.count() == 0
    assert AuditEvent.objects.get(action="import.undone").details["removed"] == 1_199


def test_an_undo_refuses_what_papers_use_and_says_which() -> None:
    batch = many()
    paper = build.paper(build.essay(), published=False)
    used = Item.objects.get(batch_position=3)
    paper.sections.get().items.create(position=9, revision=used.revision, points=2)
    job = ask(batch, Deed.UNDO, chen())

    assert work_off() == 1

    job.refresh_from_db()
    assert (job.end, job.outcome["code"], job.outcome["params"]) == ("failed", "in-papers", {"titles": "客服文员笔试"})
    assert batch.items.count() == 1_199
    batch.refresh_from_db()
    assert batch.committed_at is not None


QUESTIONS = "一、单选题(每题2分)\n" + "".join(
    f"{n}. 第{n}位客户要求退货,先做什么?\nA. 核对订单\nB. 直接退款\n" for n in range(1, 1_051)
)
ANSWERS = "一、单选题\n" + "".join(f"{n}. B\n" for n in range(1, 1_051))


def joined() -> KeyFile:
    """A long import with its answer file joined by readers."""
    data = QUESTIONS.encode()
    batch = stage(read_document(data, "题.txt"), data, build.role(), chen())
    file = keep(batch, ANSWERS.encode(), "答案.txt", chen())
    ask(batch, Deed.KEYS, chen(), key_file=file)
    assert work_off() == 1
    file.refresh_from_db()
    told = stored_report(file)
    assert told
    assert (file.text, told.counts["new"], len(told.new)) == (ANSWERS, 1_050, 200)
    ask(batch, Deed.JOIN, chen(), key_file=file, outcome={"taken": {}})
    return file


def keys_found(file: KeyFile) -> set[str]:
    return {row.draft["key"][0] if row.draft["key"] else "" for row in file.batch.rows.all()}


def test_a_long_answer_file_is_joined_and_taken_out_by_a_reader() -> None:
    file = joined()
    assert work_off() == 1

    file.refresh_from_db()
    assert (keys_found(file), file.joined_at is not None) == ({"B"}, True)
    assert (file.batch.text or "")[file.start :] == ANSWERS
    ask(file.batch, Deed.PART, chen(), key_file=file)
    assert work_off() == 1

    file = KeyFile.objects.get()
    assert (keys_found(file), file.joined_at, file.batch.text) == ({""}, None, QUESTIONS)
    assert [deed for deed in deeds() if deed.startswith("import.keys")] == [
        "import.keys-added",
        "import.keys-joined",
        "import.keys-taken-out",
    ]


def test_joining_that_was_interrupted_begins_again() -> None:
    """What is half written is written anew, from the document as it came."""
    file = joined()
    job = take_job()
    assert job
    plan = planned(file, file.batch.document, {})
    note_joined(plan, chen())
    set_aside(file.batch, plan.document, plan.edits)
    rows = fill(file.batch, plan.document)
    assert [next(rows), next(rows)] == [0, 500]
    run_out()

    assert work_off() == 1

    file.refresh_from_db()
    assert (keys_found(file), file.batch.rows.count()) == ({"B"}, 1_050)
    assert deeds().count("import.keys-joined") == 1


def test_an_answer_file_that_cannot_be_read_is_not_kept() -> None:
    batch = long_batch()
    file = keep(batch, b"%PDF-1.7" + b" " * 400_000, "答案.pdf", chen())
    job = ask(batch, Deed.KEYS, chen(), key_file=file)

    assert work_off() == 1

    job.refresh_from_db()
    assert (job.end, job.outcome["code"], KeyFile.objects.count()) == ("failed", "pdf", 0)

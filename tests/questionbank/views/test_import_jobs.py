"""Long documents: the page answers at once, shows how far the work is, and says what to do when it fails."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from questionbank.document import DraftSection
from questionbank.imports import jobs
from questionbank.imports.batches import stage
from questionbank.imports.jobs import UNBROKEN, ask_reading, take_job
from questionbank.imports.reader import Reader, wake, work_off
from questionbank.models import ImportBatch, ImportJob, Item
from questionbank.progress import Stage
from tests import build
from tests.cast import chen
from tests.conftest import signed_in
from tests.questionbank.drafting import document, draft
from tests.questionbank.imports.test_jobs import LONG, TEXT, run_out

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def page_of(batch: ImportBatch, name: str = "import") -> str:
    return reverse(f"bank:{name}", args=[batch.uuid])


def send(client: Client, data: bytes = LONG.encode(), name: str = "题.txt") -> ImportBatch:
    build.role()
    answer = client.post(reverse("bank:new-import"), {"role": "clerk", "file": SimpleUploadedFile(name, data)})
    batch = ImportBatch.objects.order_by("-pk")[0]
    assert answer["Location"] == page_of(batch)
    return batch


def shown(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_long_document_is_not_read_in_the_request(hr: Client) -> None:
    batch = send(hr)

    assert (batch.read_at, batch.rows.count()) == (None, 0)
    page = shown(hr.get(page_of(batch)))
    assert "正在读取文档" in page
    assert "等待处理" in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page
    assert page_of(batch, "import-progress") in page
    work_off()
    assert len(hr.get(page_of(batch)).context["rows"]) == 50


def test_a_short_document_is_one_step(hr: Client) -> None:
    batch = send(hr, TEXT.encode())

    assert (batch.read_at is not None, batch.jobs.count()) == (True, 0)


def test_the_progress_is_told_until_the_preview_is_there(hr: Client) -> None:
    batch = send(hr)
    job = take_job()
    assert job
    for stage_, done, percent, words in (
        (Stage.SIGNS, 0, 15, "正在识别题目、选项和答案"),
        (Stage.STORING, 300, 55, "已完成 300，共 600"),
        (Stage.COMPARING, 300, 82, "正在查找相似题目"),
    ):
        jobs.renew(job, stage_, done, 600 if done else 0)
        part = hr.get(page_of(batch, "import-progress"), headers=HTMX)
        assert part.context["percent"] == percent
        assert words in shown(part)
        assert "<html" not in shown(part)
    assert "第 2 次尝试" not in shown(part)
    run_out()
    take_job()
    assert "第 2 次尝试" in shown(hr.get(page_of(batch)))

    run_out()
    work_off()

    answer = hr.get(page_of(batch, "import-progress"), headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, page_of(batch))
    assert hr.get(page_of(batch, "import-progress"))["Location"] == page_of(batch)


@pytest.mark.parametrize("deed", ["read", "join", "part", "keys"])
def test_the_progress_never_goes_back(hr: Client, deed: str) -> None:
    batch = send(hr)
    job = take_job()
    assert job
    ImportJob.objects.filter(pk=job.pk).update(deed=deed)
    told = []
    for stage_ in (Stage.WAITING, *list(Stage)[1:6], Stage.ANSWERS, Stage.STORING, Stage.COMPARING):
        for done in (0, 600):
            jobs.renew(job, stage_, done, 600 if stage_ in UNBROKEN else 0)
            told.append(hr.get(page_of(batch, "import-progress"), headers=HTMX).context["percent"])

    assert told == sorted(told)
    assert told[-1] == 100


def test_a_failure_says_why_and_what_to_do_in_both_languages(hr: Client) -> None:
    batch = ask_reading(b"PK\x03\x04" + b"x" * 400_000, "题.docx", build.role(), chen())
    work_off()

    chinese, english = shown(hr.get(page_of(batch))), shown(signed_in(chen(), "en").get(page_of(batch)))

    assert "文档未能读取" in chinese
    assert "文件已损坏或不完整" in chinese
    assert "原始文档已完整保留" in chinese
    assert "The file is damaged or incomplete." in english
    assert "refresh" not in chinese
    assert "重新选择文件" in chinese
    assert page_of(batch, "import-reading") not in chinese  # the same file fails the same way
    hr.post(page_of(batch, "import-reading"))
    assert list(ImportJob.objects.order_by("pk").values_list("deed", "end")) == [("read", "failed"), ("read", "")]


def test_cancelling_and_reading_it_after_all(hr: Client) -> None:
    batch = send(hr)

    cancelled = shown(hr.post(page_of(batch, "import-cancellation"), follow=True))

    assert "读取已取消" in cancelled
    assert "重新读取" in cancelled
    assert work_off() == 0
    hr.post(page_of(batch, "import-reading"))
    assert work_off() == 1
    assert batch.rows.count() == 600
    late = shown(hr.post(page_of(batch, "import-cancellation"), follow=True))
    assert "读取已接近完成，无法取消。" in late
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "import.asked",
        "import.cancelled",
        "import.asked",
        "import.staged",
    ]


def test_nobody_changes_an_import_that_is_being_worked_on(hr: Client) -> None:
    batch = stage(document(draft(), draft("i2", "乙题")), b"one", build.role(), chen())
    jobs.ask(batch, jobs.Deed.COMMIT, chen())
    before = list(batch.rows.values())

    for name, data in (
        ("import-selection", {"shown": [0], "ticked": [0]}),
        ("import-text", {"text": TEXT}),
        ("import-section", {"section": "x", "points": "1"}),
        ("import-undo", {}),
    ):
        assert hr.post(page_of(batch, name), data)["Location"] == page_of(batch)
    ticks = {"shown": [0], "ticked": [0]}
    assert hr.post(page_of(batch, "import-selection"), ticks, headers=HTMX)["HX-Redirect"] == page_of(batch)
    edit = reverse("bank:import-item", args=[batch.uuid, 0])
    assert hr.get(edit)["Location"] == hr.post(edit, {"stem": "x"})["Location"] == page_of(batch)
    assert list(batch.rows.values()) == before


def test_a_long_selection_goes_into_the_bank_beside_the_requests(hr: Client) -> None:
    whole = document(*(draft(f"i{n}", f"第{n}步?") for n in range(1_001)), draft("i9999", "第7步?"))
    batch = stage(whole, b"one", build.role(), chen())

    answer = hr.post(page_of(batch, "import-selection"), {"then": "commit"}, follow=True)

    assert "正在将题目导入题库" in shown(answer)
    assert Item.objects.count() == 0
    work_off()
    page = shown(hr.get(page_of(batch)))
    assert "已有 1001 道题以草稿形式入库。" in page
    assert hr.get(page_of(batch)).context["states"][3] == ("similar", 1)
    assert Item.objects.count() == 1_001


def test_a_long_section_changes_beside_the_requests(hr: Client) -> None:
    whole = document(*(draft(f"i{n}", f"第{n}步?", section="s1") for n in range(1_001)))
    whole.sections = [DraftSection(id="s1", heading="一、选择题")]
    batch = stage(whole, b"one", build.role(), chen())

    chosen = {"section": batch.sections.get().key, "kind": "multiple_choice", "points": ""}
    assert "正在更新大题" in shown(hr.post(page_of(batch, "import-section"), chosen, follow=True))
    work_off()

    assert set(batch.rows.values_list("kind", flat=True)) == {"multiple_choice"}
    assert hr.get(page_of(batch)).context["rows"][0].row.shown.kind == "multiple_choice"


def test_a_corrected_text_that_could_not_be_read_is_there_to_be_corrected(hr: Client) -> None:
    batch = send(hr, TEXT.encode())
    hr.post(page_of(batch, "import-text"), {"text": LONG * 2})
    for _ in range(jobs.MAX_TRIES):
        assert take_job()
        run_out()
    assert take_job() is None

    page = shown(hr.get(page_of(batch)))

    assert "处理已尝试 3 次" in page
    assert hr.get(page_of(batch)).context["states"][0] == ("all", 600)
    assert hr.get(page_of(batch, "import-text")).context["text"] == LONG * 2
    hr.post(page_of(batch, "import-text"), {"text": LONG * 2})
    work_off()
    assert hr.get(page_of(batch)).context["states"][0] == ("all", 1_200)
    assert hr.get(page_of(batch, "import-text")).context["text"] == LONG * 2


def test_the_list_tells_what_is_being_read(hr: Client) -> None:
    send(hr)
    assert "处理中" in shown(hr.get(reverse("bank:imports")))
    ImportJob.objects.update(ended_at="2026-01-01T00:00Z", end="cancelled")

    assert "未读取" in shown(hr.get(reverse("bank:imports")))


@pytest.mark.django_db(transaction=True)
def test_a_thread_of_the_server_reads_what_was_sent(hr: Client, settings: Any) -> None:
    batch = send(hr)
    thread = Reader(interval=0.05)
    thread.start()
    try:
        for _ in range(1_200):
            if hr.get(page_of(batch, "import-progress"), headers=HTMX).status_code == 204:
                break
            thread.woken.wait(0.05)
    finally:
        thread.stop()
        thread.join(10)

    assert (thread.is_alive(), batch.rows.count()) == (False, 600)


def test_a_server_that_shall_not_read_starts_no_thread(settings: Any) -> None:
    assert settings.TIKU_READER is False
    wake()


def large_table() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as target:
        sheet = target.add_worksheet("题库")
        sheet.write_row(0, 0, ["题干", "选项A", "选项B", "答案"])
        for row in range(1, 4001):
            sheet.write_row(
                row, 0, [f"接到第{row}位客户的电话时，应当首先做哪一件事情？", f"倾听{row}", f"打断{row}", "A"]
            )
    return out.getvalue()


def test_a_large_table_is_laid_out_beside_the_requests_to_be_corrected(hr: Client) -> None:
    batch = send(hr, large_table(), "题.xlsx")
    work_off()
    correct = page_of(batch, "import-text")
    assert "打开表格文本" in shown(hr.get(correct))
    assert [job.deed for job in ImportJob.objects.all()] == ["read"]  # looking at a page begins nothing
    assert hr.post(correct, {"then": "open"})["Location"] == page_of(batch)
    page = shown(hr.get(page_of(batch)))
    assert "正在打开表格以便修改" in page
    assert hr.get(correct)["Location"] == page_of(batch)
    assert work_off() == 1

    assert hr.get(page_of(batch, "import-progress"), headers=HTMX)["HX-Redirect"] == correct
    text = hr.get(correct).context["text"]
    assert text.splitlines()[0] == "题干\t选项A\t选项B\t答案"
    assert len(text.splitlines()) == 4001
    assert [job.deed for job in ImportJob.objects.order_by("pk")] == ["read", "text"]

    hr.post(correct, {"text": text.replace("打断1\t", "挂断\t")})
    work_off()
    assert [option["text"] for option in batch.rows.get(position=0).draft["options"]] == ["倾听1", "挂断"]
    assert ImportJob.objects.get(deed="text").data is None


def test_a_table_that_was_read_anew_is_laid_out_anew(hr: Client) -> None:
    batch = send(hr, large_table(), "题.xlsx")
    work_off()
    hr.post(page_of(batch, "import-text"), {"then": "open"})
    work_off()
    assert hr.get(page_of(batch, "import-text")).context["text"]
    ImportBatch.objects.filter(pk=batch.pk).update(sha256="0" * 64)
    assert hr.get(page_of(batch, "import-text")).context["text"] is None
    hr.post(page_of(batch, "import-text"), {"then": "open"})

    assert [job.deed for job in ImportJob.objects.order_by("pk")] == ["read", "text", "text"]


def test_a_small_table_is_there_at_once(hr: Client) -> None:
    batch = send(hr, "题干,选项A,选项B,答案\n先做什么？,倾听,打断,A\n".encode(), "题.csv")

    assert "先做什么？\t倾听\t打断\tA" in shown(hr.get(page_of(batch, "import-text")))
    assert not ImportJob.objects.exists()

"""How long a long import takes and what each of its steps costs: `python benchmarks/imports.py [QUESTIONS]`.

Runs on a SQLite file of its own, or on the database that DATABASE_URL names when it is empty:
`python -m tests.postgresql benchmarks/imports.py`. Every figure stands beside its limit. The same is done first with a
document a twentieth as long: pages and ticks must not grow with the document.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory(prefix="tiku-benchmark-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER.name}/benchmark.sqlite3")
os.environ["TIKU_READER"] = "0"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.roles import Role  # noqa: E402
from questionbank.imports.reader import work_off  # noqa: E402
from questionbank.models import ImportBatch, JobRole  # noqa: E402

SHORT = 20


def text(count: int) -> bytes:
    """About 440 bytes a question, as in real question banks."""
    lines = ["一、单选题(每题2分)"]
    for number in range(1, count + 1):
        lines += [
            f"{number}. 第{number}位客户在大促期间来电,说包裹显示已签收但本人没有收到,客服应当首先做哪一件事情?",
            f"A. 立即承诺全额退款并挂断电话{number}",
            "B. 请客户自己联系快递公司处理",
            "C. 安抚客户情绪,核对订单号与签收记录",
            f"答案:{'ABC'[number % 3]}",
            "解析:先安抚情绪,再核对订单与签收信息,联系快递网点查明去向,并在约定时间内回复客户处理结果。",
        ]
    return ("\n".join(lines) + "\n").encode()


def timed(label: str, limit: float, deed: Callable[[], Any]) -> float:
    start, used = time.perf_counter(), time.process_time()
    deed()
    seconds, cpu = time.perf_counter() - start, time.process_time() - used
    verdict = "" if seconds <= limit else "  TOO LONG"
    print(f"{label:<44} {seconds:7.2f} s (CPU {cpu:6.2f} s), limit {limit:g} s{verdict}", flush=True)
    return seconds


class Desk:
    """HR with a browser."""

    def __init__(self) -> None:
        settings.ALLOWED_HOSTS, settings.DEBUG = ["*"], False  # with DEBUG every statement stays in memory
        # As in production: templates are compiled once.
        loaders = ["django.template.loaders.filesystem.Loader"]
        options: Any = settings.TEMPLATES[0]["OPTIONS"]
        options["loaders"] = [("django.template.loaders.cached.Loader", loaders)]
        JobRole.objects.create(code="clerk", name_zh="文员", name_en="Clerk")
        self.user = User.objects.create_user("chen", "x", name="陈静", role=Role.HR)
        self.client = Client()
        self.client.force_login(self.user)

    def send(self, data: bytes) -> None:
        file = SimpleUploadedFile("题.txt", data)
        assert self.client.post("/bank/imports/new/", {"role": "clerk", "file": file}).status_code == 302

    def page(self, batch: ImportBatch, **query: str | int) -> None:
        answer = self.client.get(batch.address, query)
        assert answer.content.count(b'name="shown"') == 50

    def tick(self, batch: ImportBatch) -> None:
        ticks = {"shown": [1], "take": [], "ticked": [1]}
        assert self.client.post(f"{batch.address}selection/", ticks, headers={"HX-Request": "true"}).status_code == 200

    def commit(self, batch: ImportBatch) -> None:
        assert self.client.post(f"{batch.address}selection/", {"then": "commit"}).status_code == 302

    def undo(self, batch: ImportBatch) -> None:
        assert self.client.post(f"{batch.address}undo/").status_code == 302


def measure(desk: Desk, data: bytes, count: int) -> None:
    print(f"\n{count} questions, {len(data) / 1e6:.1f} MB, {connection.vendor}")
    timed("answer to the upload", 2, lambda: desk.send(data))
    batch = ImportBatch.objects.defer(*ImportBatch.HEAVY).latest("pk")
    timed("… until the preview is there", 60, work_off)
    desk.page(batch)  # the first page of a process also compiles its templates
    timed("first page of the preview", 1, lambda: desk.page(batch))
    timed("last page", 1, lambda: desk.page(batch, page=count // 50))
    timed("page of one state", 1, lambda: desk.page(batch, state="sure"))
    timed("a tick", 0.3, lambda: desk.tick(batch))
    timed("answer to “import all”", 1, lambda: desk.commit(batch))
    timed("… until all are in the bank", 30, work_off)
    timed("first page of the preview", 1, lambda: desk.page(batch))
    timed("answer to “undo”", 1, lambda: desk.undo(batch))
    timed("… until all have left the bank", 30, work_off)
    assert not batch.items.exists()


def main(count: int) -> None:
    call_command("migrate", verbosity=0)
    desk = Desk()
    for questions in (count // SHORT, count):
        measure(desk, text(questions), questions)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nmemory at most: server {own:.0f} MB, reading child {child:.0f} MB (limit 1024 MB)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 10_000)

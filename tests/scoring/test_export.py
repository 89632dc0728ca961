"""The spreadsheet, read back by another library."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation
from python_calamine import CalamineWorkbook

from exams.models import AnswerVersion, Invitation, Paper, PaperItem, Section, Sitting
from questionbank.content import ItemKind
from scoring.export import results_workbook
from tests import build
from tests.scoring import world

pytestmark = pytest.mark.django_db


def rows(content: bytes) -> list[list[object]]:
    return [list(row) for row in CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()]


def test_the_layout_is_fixed() -> None:
    with translation.override("zh-hans"):
        table = rows(results_workbook(world.scores(7, 10, 7)))

    assert table[0] == [
        "名次",
        "姓名",
        "联系方式",
        "得分",
        "满分",
        "得分率（%）",
        "结果",
        "第1部分",
        "开考时间",
        "交卷时间",
        "用时（分钟）",
        "诚信记录",
        "迟到答案",
    ]
    assert [row[:8] for row in table[1:]] == [
        [1, "候选人1", "candidate@example.com / 13800000000", 10, 10, 100, "合格", 10],
        [2, "候选人0", "candidate@example.com / 13800000000", 7, 10, 70, "合格", 7],
        [2, "候选人2", "candidate@example.com / 13800000000", 7, 10, 70, "合格", 7],
    ]
    assert [row[10] for row in table[1:]] == [40, 40, 40]


def test_integrity_and_late_answers_stand_beside_the_result() -> None:
    sitting = world.scores(7, 10, 7)
    one, two, _ = sitting.attempts.order_by("pk")
    sitting.attempts.update(terms_json={"watches": True})
    for number in (1, 2):
        one.integrity_events.create(
            kind="away", at=one.started_at, lasted=timedelta(seconds=65), name=f"window-{number}"
        )
    one.integrity_events.create(kind="paste", at=one.started_at, size=40, name="paste-01")
    two.integrity_events.create(kind="paste", at=one.started_at, size=40, name="paste-01")
    two.integrity_decisions.create(verdict="ask", reason="大段粘贴")
    items = list(PaperItem.objects.filter(section__paper=sitting.paper)[:1])
    for writer, verdict in (("laptop-1", "accepted"), ("phone-01", "")):
        for item in items:
            version = AnswerVersion.objects.create(
                attempt=one, paper_item=item, revision=9, writer=writer, standing="late", at=timezone.now()
            )
            if verdict:
                version.decisions.create(verdict=verdict, reason="断网")

    with translation.override("zh-hans"):
        table = rows(results_workbook(sitting))
    with translation.override("en"):
        english = rows(results_workbook(sitting))

    by_name = {row[1]: row[-2:] for row in table[1:]}
    assert by_name == {
        "候选人0": ["离开 2 次（共 2:10）；粘贴 1 次；待决定", "1 份待决定"],
        "候选人1": ["粘贴 1 次；面试时核实：大段粘贴", ""],
        "候选人2": ["", ""],
    }
    assert "2 absences (2:10 in all); 1 paste; waits for a decision" in {row[-2] for row in english}


def test_what_waits_for_marks_is_words_and_no_number() -> None:
    sitting = world.scores(7)
    world.scored(sitting, "王敏", {ItemKind.ESSAY: "未评"})

    with translation.override("en"):
        table = rows(results_workbook(sitting))

    assert table[2][:8] == [
        "1–2",
        "王敏",
        "candidate@example.com / 13800000000",
        "waits for marks",
        10,
        "",
        "Still open",
        "waits for marks",
    ]


@pytest.mark.parametrize(
    "evil", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", '=HYPERLINK("http://x")', "http://example.com", "{=1}", "0123"]
)
def test_names_never_become_formulas_links_or_numbers(evil: str) -> None:
    paper = build.paper(build.essay(), published=False)
    Section.objects.update(title=evil)
    Paper.objects.update(published_at=timezone.now())
    sitting = world.scores(7, paper=paper)
    Invitation.objects.update(name=evil, email="", phone=evil[:30])

    content = results_workbook(sitting)

    table = rows(content)
    assert (table[0][7], table[1][1], table[1][2]) == (evil, evil, evil[:30])
    sheet = ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_a_sitting_without_results_gives_headings() -> None:
    assert len(rows(results_workbook(build.sitting()))) == 1


def test_the_command_writes_a_file(tmp_path: Path) -> None:
    sitting = world.scores(7)
    target = tmp_path / "results.xlsx"

    call_command("export_results", str(sitting.uuid), output=target, verbosity=0)

    assert rows(target.read_bytes())[1][1] == "候选人0"


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有编号为"):
        call_command("export_results", str(uuid4()), output=tmp_path / "results.xlsx")
    with pytest.raises(CommandError, match="无法写入"):
        call_command("export_results", str(world.scores(7).uuid), output=tmp_path / "missing" / "results.xlsx")
    assert Sitting.objects.count() == 1

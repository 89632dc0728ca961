"""`manage.py parse_document`: what it prints and how it refuses."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

PAPER = """门店客服小测

一、单选题（每题2分，共1题）
1. 顾客要求开具发票时应当先核对什么？
A. 顾客的生日
B. 订单与抬头
答案：B
二、问答题（每题5分，共2题）
1. 请说明你怎样安排一天的回访。
"""


def printed(*args: str) -> str:
    out = StringIO()
    call_command("parse_document", *args, stdout=out)
    return out.getvalue()


def refusal(*args: str) -> tuple[str, int]:
    with pytest.raises(CommandError) as refused:
        call_command("parse_document", *args)
    return str(refused.value), refused.value.returncode


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.txt"
    path.write_text(PAPER, encoding="utf-8")
    return path


def test_json_is_the_document(paper: Path) -> None:
    document = json.loads(printed(str(paper), "--json"))

    assert document["schema"] == "tiku/1"
    assert document["title"] == "门店客服小测"
    assert document["source"]["encoding"] == "utf-8"
    assert [(i["kind"], i["key"], i["points"]) for i in document["items"]] == [
        ("single_choice", ["B"], "2"),
        ("short_answer", None, "5"),
    ]
    assert document["diagnostics"][0]["code"] == "declared-count-differs"


def test_summary_counts_sections_kinds_and_status(paper: Path) -> None:
    lines = printed(str(paper)).splitlines()

    assert lines[:5] == [
        "门店客服小测",
        "  一、单选题: 1 / 1",
        "  二、问答题: 1 / 2",
        "题目：2 = 单选题 1, 简答题 1",
        "确定：2，待核对：0",
    ]


def test_gb18030_without_asking_and_by_name(paper: Path) -> None:
    paper.write_bytes(PAPER.encode("gb18030"))

    assert json.loads(printed(str(paper), "--json"))["source"]["encoding"] == "gb18030"
    assert len(json.loads(printed(str(paper), "--json", "--encoding", "gbk"))["items"]) == 2


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b" \n"),
        ("archive.txt", b"PK\x03\x04rest"),
        ("binary.txt", b"abc\x00\x01\x02"),
        ("broken.txt", b"abc\xff\xff"),
        ("slides.pptx", b"PK\x03\x04"),
        ("other.json", b'{"schema": "quiz/9"}'),
    ],
)
def test_unreadable_files_exit_2_with_one_line(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    message, code = refusal(str(path))

    assert code == 2
    assert message.startswith(name + ": ")
    assert "\n" not in message


def test_missing_file_exits_2(tmp_path: Path) -> None:
    assert refusal(str(tmp_path / "none.txt"))[1] == 2

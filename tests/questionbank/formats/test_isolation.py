"""A file that costs too much time or memory ends with a clear refusal, and the server goes on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import docx
import pytest

from questionbank.content import ItemKind
from questionbank.formats.isolation import Limits, read_apart
from questionbank.formats.unreadable import Unreadable
from questionbank.reading import is_harmless, read_document
from tests.questionbank.formats.office import add_xml, changed, member, word, workbook

REQUEST = {"name": "题库.docx", "encoding": None, "columns": None}


def code_of(data: bytes, name: str = "题库.docx", limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as refused:
        read_document(data, name, limits=limits or Limits())
    return refused.value.code


def questions(count: int) -> bytes:
    document = docx.Document()
    for number in range(1, count + 1):
        add_xml(document, f"<w:p><w:r><w:t>{number}. 第{number}步做什么？</w:t></w:r></w:p>")
    return word(document)


def test_a_document_comes_back_as_it_was_read() -> None:
    document = read_document(questions(2), "简答题.docx")

    assert [(item.stem, item.kind) for item in document.items] == [
        ("第1步做什么？", ItemKind.SHORT_ANSWER),
        ("第2步做什么？", ItemKind.SHORT_ANSWER),
    ]
    assert document.source.name == "简答题.docx"
    assert len(document.source.sha256) == 64


def test_columns_reach_the_reader() -> None:
    data = workbook({"甲": [["是否先核对订单？", "对"], ["可以代客签字。", "错"]]})
    document = read_document(data, "题.xlsx", columns={0: "stem", 1: "key"})

    assert [(item.stem, item.key) for item in document.items] == [("是否先核对订单？", True), ("可以代客签字。", False)]


def test_refusals_come_back_with_their_parameters() -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(changed(questions(1), {"big.bin": bytes(2 * 1024 * 1024)}), "题库.docx")
    assert (refused.value.code, refused.value.params) == ("package-too-large", {"limit": "100:1"})


@pytest.mark.parametrize(
    "data",
    [b"1\n" * 200_000, "1. 面单贴在哪一面？".encode() * 1000, b'{"schema": "tiku/1", "text": "' + b" " * 400_000],
)
def test_big_texts_and_long_lines_have_limits_too(data: bytes) -> None:
    assert code_of(data, "题.txt", Limits(seconds=0)) == "too-complex"


@pytest.mark.parametrize("run", [" " * 600, "\u3000" * 200, "#" * 600, "\t" * 600])
def test_a_long_run_of_one_character_is_read_apart(run: str) -> None:
    around = "1. 正确答案{}A\n"

    assert is_harmless(around.format(run[:60]).encode())
    assert not is_harmless(around.format(run).encode())


def test_a_big_text_is_read_like_a_small_one() -> None:
    text = "".join(f"{number}. 收到退货的第{number}步做什么？\n" for number in range(1, 9_001))
    document = read_document(text.encode(), "简答题.txt")

    assert (len(document.items), document.items[-1].stem) == (9_000, "收到退货的第9000步做什么？")
    assert (document.source.name, document.source.encoding) == ("简答题.txt", "utf-8")


def test_time_is_limited() -> None:
    assert code_of(questions(3000), limits=Limits(seconds=0)) == "too-complex"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on memory")
def test_memory_is_limited() -> None:
    data = questions(1)
    xml = member(data, "word/document.xml")
    many = "".join(f"<w:p><w:r><w:t>{number}</w:t></w:r></w:p>" for number in range(400_000))
    swollen = changed(data, {"word/document.xml": xml.replace("<w:body>", f"<w:body>{many}", 1)})

    assert code_of(swollen, limits=Limits(memory=256 * 1024 * 1024)) == "too-complex"


def test_more_than_a_server_can_hold_is_not_taken() -> None:
    data = questions(300)
    size = len(read_document(data, "简答题.docx").to_json().encode())

    assert code_of(data, limits=Limits(answer=size // 2)) == "too-complex"
    assert len(read_document(data, "简答题.docx", limits=Limits(answer=size + 100)).items) == 300


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on memory")
def test_a_sheet_that_claims_its_last_cell() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    data = workbook({"甲": [["题干"]]})
    xml = member(data, "xl/worksheets/sheet1.xml")
    start, end = xml.index("<sheetData>"), xml.index("</sheetData>")
    huge = changed(data, {"xl/worksheets/sheet1.xml": xml[:start] + f"<sheetData>{rows}" + xml[end:]})

    assert code_of(huge, "题.xlsx") in ("too-complex", "too-many-rows")


def test_the_child_knows_nothing_of_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The reader is replaced by one that reports what it can see."""
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys\n"
        "if 'questionbank.formats.child' in sys.orig_argv:\n"
        '    sys.stdout.write(\'refusal\\n{"code": "seen", "params": {"names": "\''
        " + ' '.join(sorted(os.environ)) + '\"}}')\n"
        "    sys.stdout.flush(); os._exit(0)\n"
    )
    monkeypatch.setenv("SECRET_KEY", "hush")
    monkeypatch.syspath_prepend(str(tmp_path))

    with pytest.raises(Unreadable) as refused:
        read_apart(b"x", REQUEST)
    seen = set(refused.value.params["names"].split())
    assert "SECRET_KEY" in os.environ
    assert seen <= {"PATH", "PYTHONPATH", "PYTHONUTF8", "SYSTEMROOT", "LC_CTYPE"}


def test_a_failing_reader_is_logged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys\nif 'questionbank.formats.child' in sys.orig_argv:\n"
        "    sys.stderr.write('broken reader'); sys.stderr.flush(); os._exit(1)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))

    assert code_of(b"PK\x03\x04x") == "too-complex"
    assert "broken reader" in caplog.text

"""The command that other programs call."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from questionbank.models import ImportBatch, Item
from tests import build
from tests.questionbank.drafting import document, draft

pytestmark = pytest.mark.django_db


def run(*args: object) -> str:
    out = io.StringIO()
    call_command("import_document", *map(str, args), stdout=out)
    return out.getvalue()


def refusal(*args: object) -> CommandError:
    with pytest.raises(CommandError) as caught:
        run(*args)
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.fixture
def file(tmp_path: Path) -> Path:
    build.role()
    path = tmp_path / "clerk.json"
    path.write_text(document(draft(), draft("i2", "乙", key=["F"])).to_json(), encoding="utf-8")
    return path


def test_import_and_repeat(file: Path) -> None:
    assert Item.objects.count() == 0
    run(file, "--role", "clerk")
    assert list(Item.objects.values_list("status", "batch_position")) == [("draft", 0)]

    run(file, "--role", "clerk")
    assert (Item.objects.count(), ImportBatch.objects.count()) == (1, 1)


def test_a_dry_run_changes_nothing(file: Path) -> None:
    assert "1" in run(file, "--role", "clerk", "--dry-run")
    assert (Item.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_unknown_role(file: Path) -> None:
    error = refusal(file, "--role", "pilot")
    assert error.returncode == 2
    assert "clerk" in str(error)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.json", b" \n"),
        ("list.json", b"[]"),
        ("broken.json", b'{"schema": "tiku/1", "items": ['),
        ("deep.json", b'{"a":' * 100_000),
        ("other.json", b'{"schema": "tiku/2"}'),
        ("field.json", '{"schema": "tiku/1", "题目": []}'.encode()),
        ("latin.json", b"\xff\xfe\x00"),
        ("program.exe", b"MZ"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, data: bytes) -> None:
    build.role()
    (tmp_path / name).write_bytes(data)

    error = refusal(tmp_path / name, "--role", "clerk")

    assert error.returncode == 2
    assert name in str(error)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    build.role()
    assert refusal(tmp_path / "none.json", "--role", "clerk").returncode == 2
    assert refusal(tmp_path, "--role", "clerk").returncode == 2

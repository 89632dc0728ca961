"""The documents say what the code does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from config.environment import Environment
from questionbank.document import Diagnostic, DraftItem
from questionbank.parsing import parse_text

ROOT = Path(__file__).resolve().parent.parent
IMPORT = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```text\n(.*?)```\n\n```json\n(.*?)```", IMPORT, re.S)


def test_every_environment_variable_is_described() -> None:
    read = {str(field.validation_alias or f"TIKU_{name.upper()}") for name, field in Environment.model_fields.items()}
    described = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), re.M)

    assert sorted(described) == sorted(read)


def as_shown(item: DraftItem) -> dict[str, Any]:
    """An item as the examples write it: what it has, points and criteria as pairs."""
    data = item.model_dump(mode="json")
    names = ("number", "kind", "genre", "key", "points", "explanation", "reference_answer", "assesses")
    shown = {name: data[name] for name in names if data[name] not in (None, [], "")}
    pairs = {name: [[row["text"], row["points"]] for row in data[name]] for name in ("answer_points", "criteria")}
    return shown | {name: rows for name, rows in pairs.items() if rows}


def worrying(diagnostics: list[Diagnostic]) -> list[str]:
    return [diagnostic.code for diagnostic in diagnostics if diagnostic.severity != "info"]


@pytest.mark.parametrize(("text", "read"), EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_layouts_are_read_as_described(text: str, read: str) -> None:
    document = parse_text(text, name="example.txt")

    assert [as_shown(item) for item in document.items] == [json.loads(line) for line in read.splitlines()]
    assert worrying(document.diagnostics) == []
    assert {item.status for item in document.items} == {"sure"}


def test_every_example_is_tried() -> None:
    assert len(EXAMPLES) == IMPORT.count("```text") == 5


@pytest.mark.parametrize(
    "mark", re.findall(r"`([^`]*1[^`]*)`", IMPORT.split("in\nfront of an option")[0].split("signs,")[1])
)
@pytest.mark.parametrize("letter", ["A.", "A、", "A)", "(A)", "Ａ．", "（A）"])
def test_marks_of_questions_and_options_mean_the_same(mark: str, letter: str) -> None:
    second, other = mark.replace("1", "2"), letter.replace("A", "B").replace("Ａ", "Ｂ")
    asked = f"客户退货?\n{letter}核对订单\n{other}直接退款\n答案:B\n"

    document = parse_text(
        f"一、单选题(每题2分)\n{mark}{asked}{second}{asked.replace('退货', '催发货')}", name="marks.txt"
    )

    assert [(item.stem, [option.text for option in item.options], item.key) for item in document.items] == [
        (stem, ["核对订单", "直接退款"], ["B"]) for stem in ("客户退货?", "客户催发货?")
    ]

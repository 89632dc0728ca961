"""The shape of the code: who imports whom, what is pure, how large things are."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "config", "exams", "questionbank", "scoring")

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
PURE: list[str] = next(contract["source_modules"] for contract in CONTRACTS if contract["id"] == "pure")


@pytest.mark.parametrize("module", PURE)
def test_pure_modules_work_without_django(module: str) -> None:
    code = f"import sys; sys.modules['django'] = None; import {module}"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == ""


def sources() -> Iterator[Path]:
    for app in APPS:
        yield from (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)


def function_lengths() -> list[tuple[int, str]]:
    found = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                name = f"{path.relative_to(ROOT)}:{node.name}"
                found.append(((node.end_lineno or node.lineno) - node.lineno + 1, name))
    return sorted(found, reverse=True)


def test_functions_are_small() -> None:
    lengths = function_lengths()
    sizes = [length for length, _ in lengths]

    assert [name for length, name in lengths if length > 50] == []
    assert median(sizes) <= 8
    assert quantiles(sizes, n=10)[-1] <= 25


def test_modules_are_small() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_templates_are_small() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "templates").rglob("*.html")
    }
    assert {name: length for name, length in lengths.items() if length > 120} == {}


def test_scripts_are_small() -> None:
    scripts = [path for app in APPS for path in (ROOT / app).glob("static/**/*.js") if "vendor" not in path.parts]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in scripts}
    assert {name: length for name, length in lengths.items() if length > 110} == {}


def test_no_address_of_a_registry_and_no_path_of_a_machine() -> None:
    words = ("pypi" + ".org", "pythonhosted" + ".org", "registry." + "npmjs", "/root" + "/", "/work" + "/")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split()
    text = {name: (ROOT / name).read_bytes() for name in listed if (ROOT / name).is_file()}
    assert [(name, word) for name, body in text.items() for word in words if word.encode() in body] == []

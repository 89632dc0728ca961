"""The short storm, on the database that this run of the suite is about; the long one is `python -m tests.chaos`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds processes by Linux's list of them")
def test_a_storm_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    command = [sys.executable, "-m", "tests.chaos", "--short", "--database", connection.vendor, "--json", str(report)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400)

    assert (done.returncode, done.stderr if done.returncode else "") == (0, "")
    told = json.loads(report.read_text(encoding="utf-8"))
    kills = {"application killed": 1, "workers killed": 1, "database killed": int(connection.vendor == "postgresql")}
    assert {deed: told["deaths"].get(deed, 0) for deed in kills} == kills
    assert told["candidates"]["acknowledged"] >= 15
    assert {name: count for name, count in told["verdict"].items() if count and name != "scored_later"} == {}

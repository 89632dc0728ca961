"""The start script's own rules; its jobs are tried by everybody who runs them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import run

ROOT = Path(__file__).resolve().parent.parent


def test_help_and_unknown_jobs() -> None:
    helped = subprocess.run([sys.executable, "run.py"], cwd=ROOT, capture_output=True, text=True)
    unknown = subprocess.run([sys.executable, "run.py", "nonsense"], cwd=ROOT, capture_output=True, text=True)

    assert (helped.returncode, unknown.returncode) == (0, 2)
    assert "run.py demo" in helped.stdout
    assert unknown.stdout == helped.stdout


def test_options_are_taken_out_in_both_forms() -> None:
    options = ["--port", "9000", "--data=x", "--more"]

    assert (run.take(options, "--port"), run.take(options, "--data"), run.take(options, "--none")) == (
        "9000",
        "x",
        None,
    )
    assert options == ["--more"]


def test_no_suitable_python_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "version_of", lambda python: (3, 11))

    with pytest.raises(run.Stop, match=r"needs Python 3\.12 or newer") as stopped:
        run.find_python()
    assert "\n" not in str(stopped.value)


def test_a_failed_command_is_told_in_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; print('first'); sys.exit('no route to the package index')"]

    with pytest.raises(run.Stop, match=r"could not be installed; is there a network.*no route") as stopped:
        run.quiet(command, "The packages could not be installed; is there a network?")
    assert "\n" not in str(stopped.value)


def test_a_demo_keeps_its_secret_key(tmp_path: Path) -> None:
    first = Path(run.secret_key(tmp_path / "demo")).read_text()

    assert len(first) >= 50
    assert Path(run.secret_key(tmp_path / "demo")).read_text() == first


@pytest.mark.skipif(run.WINDOWS, reason="Windows has no lock on a folder")
def test_two_commands_make_the_environment_one_after_the_other() -> None:
    script = "import run; print('asks', flush=True)\nwith run.alone(): print('enters', flush=True)"
    with run.alone():
        second = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert second.stdout is not None
        assert second.stdout.readline() == "asks\n"
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(1)
    assert second.communicate(timeout=30)[0] == "enters\n"

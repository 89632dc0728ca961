#!/usr/bin/env python3
"""Everything a newcomer types.

    python3 run.py demo [--port 8000] [--data DIR]   try Tiku with role packs and a finished sitting
    python3 run.py test [pytest options]             the one gate: every check and every test
    python3 run.py tour DIR                          a screenshot of every page, with an index
    python3 run.py serve [--host H] [--port P] [--workers N] [--threads N]   serve Tiku for real use
    python3 run.py manage COMMAND …                  Django's manage.py in the right environment

Runs under any Python from 3.8 on, with nothing installed: it finds a Python from 3.12 on, makes `.venv`, installs the
pinned packages when the list changed, and starts the job there.
"""

from __future__ import annotations

import glob
import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, List, Optional, Tuple

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
# Stands while packages are being installed: what an interrupted installation left is made anew.
UNFINISHED = VENV / "unfinished"
WANTED = (3, 12)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
JOBS = ("demo", "test", "tour", "serve", "manage")


class Stop(Exception):
    """A job cannot go on; the text is one line that says what to do."""


# --- the environment ---------------------------------------------------------------------------------------------


def version_of(python: str) -> Optional[Tuple[int, int]]:
    """(3, 12) and so on, or None when it does not run."""
    code = "import sys; print('%d %d' % sys.version_info[:2])"
    try:
        done = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=20, check=True)
        major, minor = done.stdout.split()
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return int(major), int(minor)


def candidates() -> Iterator[str]:
    """Pythons worth asking, in the order of preference: this one, PATH, pyenv's and uv's folders."""
    yield sys.executable
    names = ["python3.%d" % minor for minor in (12, 13, 14, 15)] + ["python3", "python"]
    for name in names:
        found = shutil.which(name)
        if found:
            yield found
    home = Path.home()
    folders = [
        os.environ.get("PYENV_ROOT", str(home / ".pyenv")) + "/versions/3.*/bin/python3",
        os.environ.get("UV_PYTHON_INSTALL_DIR", str(home / ".local/share/uv/python")) + "/*3.*/bin/python3",
    ]
    for pattern in folders:
        for path in sorted(glob.glob(pattern)):
            yield path


def find_python() -> str:
    for python in candidates():
        version = version_of(python)
        if version and version >= WANTED:
            return python
    raise Stop("Tiku needs Python 3.12 or newer: install it (python.org, pyenv, apt, brew) and run this again.")


def make_environment(requirements: Path) -> None:
    """`.venv` with exactly the pinned packages. Quick when nothing changed."""
    with alone():
        install(requirements)


@contextmanager
def alone() -> Iterator[None]:
    """Two commands typed at the same moment would install over each other: the second one waits for the first. Windows
    has no such lock on a folder."""
    if WINDOWS:
        yield
        return
    import fcntl  # noqa: PLC0415 -- there is none on Windows

    folder = os.open(str(ROOT), os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def install(requirements: Path) -> None:
    stamp = VENV / (requirements.stem + ".installed")
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == digest and not UNFINISHED.exists():
        return
    if not PYTHON.exists() or UNFINISHED.exists():
        python = find_python()
        say("Making .venv …")
        quiet([python, "-m", "venv", "--clear", str(VENV)], "Python cannot make a virtual environment")
    say("Installing the pinned packages (once, one to three minutes) …")
    UNFINISHED.touch()
    pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
    quiet([*pip, "-r", str(requirements)], "The packages could not be installed; is there a network?")
    UNFINISHED.unlink()
    stamp.write_text(digest)
    if requirements.stem == "requirements-dev":  # it holds the others too
        base = ROOT / "requirements.txt"
        (VENV / "requirements.installed").write_text(hashlib.sha256(base.read_bytes()).hexdigest())


def quiet(command: List[str], problem: str) -> None:
    """Run without a word; when it fails, one line with the reason and the rest in a log."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode == 0:
        return
    log = Path(tempfile.gettempdir()) / "tiku-setup.log"
    log.write_text(done.stdout + done.stderr)
    lines = [line for line in (done.stderr or done.stdout).strip().splitlines() if line.strip()]
    raise Stop("%s: %s (all of it: %s)" % (problem, lines[-1][:200] if lines else "no reason given", log))


def say(text: str) -> None:
    print(text, flush=True)


def start(command: List[str], **variables: str) -> int:
    """Run in the environment and give back the exit code."""
    environment = dict(os.environ, PYTHONUTF8="1", **variables)
    return subprocess.call(command, cwd=ROOT, env=environment)


def become(command: List[str], **variables: str) -> int:
    """The same for a server: where the system can, this process becomes it, so that signals reach it."""
    if not WINDOWS:
        os.chdir(ROOT)
        os.execve(command[0], command, dict(os.environ, PYTHONUTF8="1", **variables))
    try:
        return start(command, **variables)
    except KeyboardInterrupt:
        return 0


# --- jobs --------------------------------------------------------------------------------------------------------


def demo(options: List[str]) -> int:
    make_environment(ROOT / "requirements.txt")
    data = str(Path(take(options, "--data") or ROOT / "var").resolve())
    port = take(options, "--port") or "8000"
    variables = {"TIKU_DEMO": "1", "TIKU_DATA": data, "TIKU_PUBLIC_URL": "http://127.0.0.1:" + port}
    # A database of its own: the demo never touches real data in the same folder.
    variables["DATABASE_URL"] = "sqlite://" + str(Path(data) / "demo.sqlite3")
    variables.update(TIKU_DEBUG="0", TIKU_SECRET_KEY_FILE=secret_key(Path(data)))
    return become([str(PYTHON), "manage.py", "demo", "--port", port, *options], **variables)


def secret_key(data: Path) -> str:
    """The file with this installation's own secret key, made at its first start."""
    file = data / "secret-key"
    if not file.exists():
        data.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50))
    return str(file)


def serve(options: List[str]) -> int:
    make_environment(ROOT / "requirements.txt")
    variables = {} if "TIKU_DEBUG" in os.environ else {"TIKU_DEBUG": "0"}
    if not {"TIKU_SECRET_KEY", "TIKU_SECRET_KEY_FILE"} & set(os.environ):
        variables["TIKU_SECRET_KEY_FILE"] = secret_key(Path(os.environ.get("TIKU_DATA", ROOT / "var")).resolve())
    return become([str(PYTHON), "manage.py", "serve", *options], **variables)


def take(options: List[str], name: str) -> Optional[str]:
    """Remove `name VALUE` or `name=VALUE` from the options and give back VALUE."""
    for index, option in enumerate(options):
        if option == name and index + 1 < len(options):
            del options[index]
            return options.pop(index)
        if option.startswith(name + "="):
            return options.pop(index).split("=", 1)[1]
    return None


def manage(options: List[str]) -> int:
    make_environment(ROOT / "requirements.txt")
    return start([str(PYTHON), "manage.py", *options])


def tour(options: List[str]) -> int:
    if len(options) != 1:
        raise Stop("Say where the screenshots go: python3 run.py tour DIR")
    make_environment(ROOT / "requirements-dev.txt")
    ensure_browser()
    target = Path(options[0]).resolve()
    return start([str(PYTHON), "-m", "tests.browser.tour", str(target)], DJANGO_SETTINGS_MODULE="config.settings")


def ensure_browser() -> None:
    """Debian's Chromium, a Chinese font and Node.js; root on Debian installs what is missing, others are told."""
    wanted = {"chromium": any(shutil.which(name) for name in CHROMIUM), "nodejs": bool(shutil.which("node"))}
    wanted["fonts-wqy-zenhei"] = chinese_font()
    missing = [package for package, there in wanted.items() if not there]
    if not missing:
        return
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        raise Stop("The browser tests need: %s (on Debian: sudo apt-get install them)." % ", ".join(missing))
    say("Installing %s …" % ", ".join(missing))
    apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=600"]
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    quiet([*apt, "update"], "apt-get update failed")
    quiet([*apt, "install", "-y", "--no-install-recommends", *missing], "apt-get could not install the browser")


def chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True).stdout.strip())


def gate() -> List[Tuple[str, List[str]]]:
    """Name and command of every check, in the order of their cost."""
    python = str(PYTHON)
    tool = str(PYTHON.parent) + os.sep
    suite = [python, "-m", "pytest", "-q", "-n", "auto", "-m", "not browser"]
    scripts = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "js").glob("*.test.js"))
    return [
        ("format", [tool + "ruff", "format", "--check", "-q", "."]),
        ("lint", [tool + "ruff", "check", "-q", "."]),
        ("imports point one way", [tool + "lint-imports"]),
        ("migrations are complete", [python, "manage.py", "makemigrations", "--check", "--dry-run"]),
        ("types", [tool + "mypy", "--strict", "."]),
        ("JavaScript", ["node", "--test", *scripts]),
        ("tests on SQLite", suite),
        ("tests on PostgreSQL", [python, "-m", "tests.postgresql", *suite[1:]]),
        ("browser tests on PostgreSQL", [python, "-m", "tests.postgresql", "-m", "pytest", "-q", "-m", "journey"]),
        ("browser tests on SQLite", [python, "-m", "pytest", "-q", "-n", "2", "-m", "browser"]),
    ]


def test(options: List[str]) -> int:
    make_environment(ROOT / "requirements-dev.txt")
    ensure_browser()
    if options:  # a part of the suite, for work in progress
        return start([str(PYTHON), "-m", "pytest", *options])
    failed = []
    for name, command in gate():
        say("\n== %s" % name)
        if start(command, TIKU_DEBUG="1"):
            failed.append(name)
    if failed:
        say("\nFAILED: " + ", ".join(failed))
    return 1 if failed else 0


def main() -> int:
    if len(sys.argv) < 2 or sys.argv[1] not in JOBS:
        say((__doc__ or "").strip())
        return 0 if sys.argv[1:] in ([], ["-h"], ["--help"], ["help"]) else 2
    try:
        return {"demo": demo, "test": test, "tour": tour, "serve": serve, "manage": manage}[sys.argv[1]](sys.argv[2:])
    except Stop as problem:
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. The same command begins again where that is possible.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())

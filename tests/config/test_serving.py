"""`run.py serve`: what it refuses, and a real server that is told to stop and whose worker dies."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest
from django.core.management.base import CommandError

from config.openfiles import connections_to_hold
from config.serving import processes, refuse_taken_port, serve, worker
from config.wsgi import application
from scoring.auto import score_pending

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = "a test's own key, long enough and with Various 0123456789 signs %&/"


@pytest.mark.parametrize(
    ("vendor", "wanted", "cores", "count"),
    [("sqlite", None, 8, 1), ("sqlite", 1, 8, 1), ("postgresql", None, 1, 2), ("postgresql", None, 8, 8),
     ("postgresql", 1, 8, 1)],
)  # fmt: skip
def test_how_many_processes(vendor: str, wanted: int | None, cores: int, count: int) -> None:
    assert processes(vendor, wanted, cores) == count


def test_several_processes_on_sqlite_are_refused() -> None:
    with pytest.raises(CommandError, match="DATABASE_URL"):
        processes("sqlite", 2, 8)


def test_an_address_of_another_machine() -> None:
    with pytest.raises(CommandError, match=r"no address 192\.0\.2\.7"):
        refuse_taken_port("192.0.2.7", 8000)


def test_a_process_with_threads_is_never_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy would wait for ever for what the other thread holds; the server would accept and never answer."""
    monkeypatch.setattr("config.serving.let_go_of_the_database", lambda: None)
    ended = threading.Event()
    other = threading.Thread(target=ended.wait, name="busy")
    other.start()
    try:
        with pytest.raises(RuntimeError, match="busy"):
            serve("127.0.0.1", 1)
    finally:
        ended.set()
        other.join()


def test_each_worker_sweeps_and_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    began: list[object] = []
    monkeypatch.setattr("config.serving.start_sweeper", lambda also: began.append(("sweeper", also)))
    monkeypatch.setattr("config.serving.wake", lambda: began.append("reader"))
    assert worker() is application
    assert began == [("sweeper", score_pending), "reader"]


def command(data: Path, port: int, **changes: str) -> subprocess.Popen[str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    own = {"TIKU_DATA": str(data), "TIKU_DEBUG": "0", "TIKU_SECRET_KEY": KEY, "TIKU_METRICS_TOKEN": "token", **changes}
    arguments = [sys.executable, "manage.py", "serve", "--port", str(port)]
    return subprocess.Popen(
        arguments, cwd=ROOT, env={**inherited, **own}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


@contextmanager
def server(data: Path, **changes: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    running = command(data, port, **changes)
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", running)
        yield running, f"http://127.0.0.1:{port}"
    finally:
        running.kill()
        running.communicate()


def status(address: str, **headers: str) -> int:
    try:
        with urlopen(Request(address, headers=headers), timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except (URLError, ConnectionError, TimeoutError):
        return 0


def wait_until_ready(address: str, running: subprocess.Popen[str]) -> None:
    for _ in range(900):
        if status(f"{address}/readyz") == 200:
            return
        if running.poll() is not None:
            raise AssertionError(running.communicate()[0])
        time.sleep(0.2)
    raise AssertionError("the server did not get ready")


def test_an_empty_folder_becomes_a_server_that_stops_when_told(tmp_path: Path) -> None:
    with server(tmp_path) as (running, address):
        assert [status(f"{address}/sign-in/") for _ in range(5)] == [200] * 5
        assert status(f"{address}/metrics", Authorization="Bearer token") == 200
        running.send_signal(signal.SIGTERM)
        said = running.communicate(timeout=60)[0]
    assert running.returncode == 0
    assert "Setting up the empty database" in said
    assert "Nobody can sign in yet" in said


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no limit to files")
def test_more_people_than_a_thousand_keep_their_connections_open(tmp_path: Path) -> None:
    """Browsers keep them between two saves; who comes next must not wait for somebody to leave."""
    count = min(1_500, connections_to_hold() // 2)
    with server(tmp_path) as (_, address), ExitStack() as open_ones:
        host, port = address.removeprefix("http://").split(":")
        for _ in range(count):
            browser = HTTPConnection(host, int(port), timeout=15)
            open_ones.callback(browser.close)
            browser.request("GET", "/healthz")
            assert browser.getresponse().read()
        assert status(f"{address}/readyz") == 200
    assert count > 1_024


def test_debug_pages_are_never_served(tmp_path: Path) -> None:
    running = command(tmp_path, 8000, TIKU_DEBUG="1")
    said = running.communicate(timeout=120)[0]
    assert running.returncode == 1
    assert said == "CommandError: TIKU_DEBUG is on, which shows settings and code to visitors: set TIKU_DEBUG=0.\n"


def test_a_database_that_does_not_answer_is_one_line(tmp_path: Path) -> None:
    running = command(tmp_path, 8000, DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    said = running.communicate(timeout=120)[0]
    assert running.returncode == 1
    assert said.startswith("CommandError: The database does not answer (")
    assert said.endswith("check DATABASE_URL.\n")


def workers_of(running: subprocess.Popen[str]) -> list[int]:
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text(encoding="utf-8").split()
    return [int(child) for child in children if "resource_tracker" not in Path(f"/proc/{child}/cmdline").read_text()]


CHILDREN = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")


@pytest.mark.skipif(not CHILDREN.exists(), reason="finds the worker by Linux's list of processes")
def test_a_worker_that_is_killed_is_replaced_and_leaves_with_its_parent(tmp_path: Path) -> None:
    with server(tmp_path) as (running, address):
        [first] = workers_of(running)
        os.kill(first, signal.SIGKILL)
        wait_until_ready(address, running)
        assert status(f"{address}/sign-in/") == 200
        [second] = workers_of(running)
        assert first != second
        running.kill()
        assert gone(second)


@pytest.mark.skipif(not CHILDREN.exists(), reason="finds the worker by Linux's list of processes")
def test_workers_that_die_one_after_the_other_do_not_end_the_server(tmp_path: Path) -> None:
    with server(tmp_path) as (running, address):
        died: set[int] = set()
        while len(died) < 4:
            assert running.poll() is None
            for worker_of_it in set(workers_of(running)) - died:
                os.kill(worker_of_it, signal.SIGKILL)
                died.add(worker_of_it)
            time.sleep(0.05)
        wait_until_ready(address, running)
        assert status(f"{address}/sign-in/") == 200
        running.send_signal(signal.SIGTERM)
        assert "the server starts again" in running.communicate(timeout=60)[0]


def gone(process: int) -> bool:
    """A worker whose parent is killed leaves, so that the next server finds the port free."""
    for _ in range(150):
        try:
            state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":  # ended; whoever adopted it has not asked yet
            return True
        time.sleep(0.2)
    return False

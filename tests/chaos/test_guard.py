"""A storm that is killed leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.chaos.guard import ROOT, born, family, tell

STORM = """
import subprocess, time
from tests.chaos.guard import watch
server = subprocess.Popen(["sh", "-c", "sleep 600 & sleep 600"], stdout=subprocess.DEVNULL)
watch(server.pid)
print(server.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc, as the storm does")
def test_a_stopped_server_and_its_children_die_with_a_killed_storm() -> None:
    storm = subprocess.Popen([sys.executable, "-c", STORM], cwd=ROOT, stdout=subprocess.PIPE)
    try:
        assert storm.stdout is not None
        server = int(storm.stdout.readline())
        while len(family(server)) < 3:
            time.sleep(0.01)
        frozen = {process: born(process) for process in family(server)}
        tell(frozen, signal.SIGSTOP)
    finally:
        os.kill(storm.pid, signal.SIGKILL)
        storm.communicate()

    until = time.monotonic() + 30
    while alive(frozen) and time.monotonic() < until:
        time.sleep(0.05)
    left = alive(frozen)
    tell(left, signal.SIGKILL)
    assert left == []


def alive(processes: dict[int, str]) -> list[int]:
    return [process for process, start in processes.items() if born(process) == start and not is_zombie(process)]


def is_zombie(process: int) -> bool:
    """Dead and not yet buried by the system's first process."""
    try:
        with open(f"/proc/{process}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True

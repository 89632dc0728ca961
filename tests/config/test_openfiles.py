from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no limit to files")
PROGRAM = """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
from config.openfiles import connections_to_hold
print(connections_to_hold(), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


@pytest.mark.parametrize(
    ("soft", "hard", "held", "limit"),
    [(64, 4_096, 3_896, 4_096), (4_096, 4_096, 3_896, 4_096), (64, 256, 128, 256), (1_024, 1_024, 824, 1_024)],
)
def test_a_process_takes_what_the_system_allows(soft: int, hard: int, held: int, limit: int) -> None:
    program = PROGRAM.format(soft=soft, hard=hard)
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.split() == [str(held), str(limit)]

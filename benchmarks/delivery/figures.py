"""Numbers: percentiles, and the processor time of a family of processes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.guard import family

TICK = os.sysconf("SC_CLK_TCK")


def percentile(values: Sequence[float], share: float) -> float:
    """Nearest rank; 0 of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def processor_seconds(process: int) -> float:
    """User and system time of the process and everything below it that still runs."""
    total = 0
    for one in family(process):
        with suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            # Of itself and of children that ended, which PostgreSQL's processes for a connection may do.
            total += sum(int(fields[place]) for place in (11, 12))
    return total / TICK


@dataclass(frozen=True)
class Figures:
    """Of one kind of request in one run. Milliseconds, and operations a second."""

    count: int
    failed: int
    rate: float
    p50: float
    p95: float
    p99: float
    web_ms: float
    database_ms: float

    @property
    def cpu_ms(self) -> float:
        return self.web_ms + self.database_ms


def figures(times: Sequence[float], failed: int, seconds: float, web: float, database: float) -> Figures:
    """`times` in seconds; `web` and `database`: processor seconds spent meanwhile."""
    count = len(times)
    each = 1000 / count if count else 0.0
    p50, p95, p99 = (percentile(times, share) * 1000 for share in (0.5, 0.95, 0.99))
    return Figures(count, failed, count / seconds, p50, p95, p99, web * each, database * each)

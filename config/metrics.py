"""What the server counts, in the text format of Prometheus. Numbers only: no name, no answer, no link.

Several processes write into files of one folder (`PROMETHEUS_MULTIPROC_DIR`, set by `manage.py serve`), and whichever
is asked adds them up.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache

from django.db import DatabaseError
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from exams.attempts import running_overdue
from exams.models import Attempt

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_own = CollectorRegistry()
REQUESTS = Counter("tiku_requests", "Requests answered.", ("method", "route", "status"), registry=_own)
SECONDS = Histogram("tiku_request_seconds", "Time to answer.", ("route",), registry=_own, buckets=BUCKETS)


# Looking a label up takes longer than counting, and there are few of them.
_requests = cache(REQUESTS.labels)
_seconds = cache(SECONDS.labels)


def observe(method: str, route: str, status: int, seconds: float) -> None:
    _requests(method, route, status).inc()
    _seconds(route).observe(seconds)


class Attempts(Collector):
    """Counted in the database at the moment of asking."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            running = Attempt.objects.filter(state=Attempt.State.STARTED).count()
            overdue = running_overdue().count()
        except DatabaseError:
            return
        yield GaugeMetricFamily("tiku_attempts_running", "Attempts being taken.", value=running)
        yield GaugeMetricFamily("tiku_attempts_overdue", "Attempts past deadline and grace, not closed.", value=overdue)


def exposition() -> bytes:
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the package leaves it untyped
    else:
        registry.register(_own)
    registry.register(Attempts())
    return generate_latest(registry)

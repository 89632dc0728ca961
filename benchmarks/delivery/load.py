"""Closed loops: as many connections as said, each sends its next request when the last one was answered."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle

from benchmarks.delivery.figures import Figures, figures, processor_seconds
from benchmarks.delivery.http import Line, Reply

type Next = Callable[[], bytes]


def run(port: int, requests: Iterable[Next], connections: int, seconds: float, web: int, database: int) -> Figures:
    """Send until the time is over or the requests are used up. `web`, `database`: processes whose time is counted."""
    before = processor_seconds(web), processor_seconds(database) if database else 0.0
    began = time.perf_counter()
    replies = asyncio.run(_send_all(port, iter(requests), connections, began + seconds))
    took = time.perf_counter() - began
    spent = processor_seconds(web) - before[0], (processor_seconds(database) if database else 0.0) - before[1]
    failed = [reply.status for reply in replies if not 200 <= reply.status < 400]
    return figures([reply.seconds for reply in replies], len(failed), took, *spent)


async def _send_all(port: int, requests: Iterator[Next], connections: int, until: float) -> list[Reply]:
    replies: list[Reply] = []

    async def work() -> None:
        line = Line(port)
        for make in requests:
            replies.append(await line.send(make()))
            if time.perf_counter() > until:
                break
        line.close()

    await asyncio.gather(*(work() for _ in range(connections)))
    return replies


def in_turn(makers: list[Next]) -> Iterator[Next]:
    return cycle(makers)

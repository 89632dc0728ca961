"""A crowd: N people who all press start at the same moment, then save once every ten seconds each."""

from __future__ import annotations

import asyncio
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from benchmarks.delivery.figures import percentile
from benchmarks.delivery.http import Line, Reply
from benchmarks.delivery.people import Person, begin, csrf_token

BETWEEN_SAVES = 10.0
# Seconds that a save may take for 99 in 100.
LIMIT = 0.5
WAITING = 503
RETRY = re.compile(rb"\r\nretry-after: (\d+)", re.IGNORECASE)


@dataclass
class Seen:
    """Seconds of each kind of request; `early` are the saves while others still come in, `saves` those with everybody
    in, which lasts from `complete` on; `waits`: waiting pages; `failed`: status → how often."""

    starts: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    early: list[float] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    failed: Counter[int] = field(default_factory=Counter)
    waits: int = 0
    complete: float = math.inf

    def add(self, to: list[float], reply: Reply, wanted: int) -> None:
        if reply.status == wanted:
            to.append(reply.seconds)
        else:
            self.failed[reply.status] += 1


async def crowd(port: int, links: list[str], answers: dict[int, object], seconds: float) -> Seen:
    """Everybody begins at once and stays until all have been in for so many seconds."""
    seen, count = Seen(), len(links)
    await asyncio.gather(*(one(port, link, answers, seconds, seen, count, Random(n)) for n, link in enumerate(links)))
    return seen


async def one(
    port: int, link: str, answers: dict[int, object], seconds: float, seen: Seen, everybody: int, chance: Random
) -> None:
    line, clock = Line(port), asyncio.get_running_loop().time
    began = clock()
    person = await enter(line, link, answers, seen, chance)
    seen.starts.append(clock() - began)
    seen.add(seen.pages, await line.send(person.page()), 200)
    if len(seen.starts) == everybody:
        seen.complete = clock()
    await asyncio.sleep(chance.uniform(0, BETWEEN_SAVES))
    while clock() < seen.complete + seconds:
        due = clock() + BETWEEN_SAVES
        seen.add(seen.saves if clock() > seen.complete else seen.early, await line.send(person.save()), 200)
        await asyncio.sleep(max(0.0, due - clock()))
    line.close()


async def enter(line: Line, link: str, answers: dict[int, object], seen: Seen, chance: Random) -> Person:
    """Press; wait where the waiting page says so; press again when there was no answer, as a person does."""
    token, turn = csrf_token(), ""
    while True:
        reply = await line.send(begin(link, token, turn))
        if reply.status == 302:
            ticket = reply.header("Set-Cookie").split(";")[0]
            attempt = reply.header("Location").strip("/").split("/")[1]
            return Person(f"{ticket}; csrftoken={token}", token, attempt, answers)
        seen.waits += reply.status == WAITING
        if reply.status != WAITING:
            seen.failed[reply.status] += 1
        turn = reply.header("Set-Cookie").split(";")[0] or turn
        asked = RETRY.search(reply.head)
        line.close()  # as a browser does with a connection that nobody needs
        await asyncio.sleep((int(asked[1]) if asked else 2) * chance.uniform(0.75, 1.25))


def keeps_up(seen: Seen) -> bool:
    """Did every request succeed, and of each kind of save all but one in a hundred within the limit?"""
    return not seen.failed and all(percentile(kind, 0.99) < LIMIT for kind in (seen.early, seen.saves) if kind)


def told(count: int, seen: Seen) -> str:
    def times(values: list[float]) -> str:
        shares = (percentile(values, share) if values else 0.0 for share in (0.5, 0.95, 0.99))
        return " / ".join(f"{share * 1000:.0f}" for share in shares)

    return (
        f"{count} people: until let in {times(seen.starts)} ms (p50 / p95 / p99), page {times(seen.pages)}, "
        f"{len(seen.early)} saves meanwhile {times(seen.early)}, {len(seen.saves)} saves with everybody in "
        f"{times(seen.saves)}; {seen.waits} waiting pages, failed {dict(seen.failed)}"
    )

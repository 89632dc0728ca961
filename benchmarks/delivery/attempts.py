"""Each step of an attempt, measured for many people."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import partial

from benchmarks.delivery.figures import Figures
from benchmarks.delivery.http import Line
from benchmarks.delivery.load import Next, run
from benchmarks.delivery.people import Person, begin, csrf_token, invite, plausible, sitting
from benchmarks.delivery.stage import Stage

SAVES = 30
CONNECTIONS, STARTS = 8, 3


def whole_attempts(at: Stage, count: int) -> Iterator[tuple[str, int, Figures, int]]:
    """(step, how often in an attempt, figures, bytes of its page as sent)."""
    held = sitting()
    links, answers = invite(held, count), plausible(held)
    for link in invite(held, 4):  # both processes read the paper
        enter(at, link, csrf_token(), answers)
    browsers = [(link, csrf_token()) for link in links]
    # No more at once than a server lets in: the others would see the waiting page, which `crowd` measures.
    yield "start", 1, measure(at, [partial(begin, *browser) for browser in browsers], STARTS), 0
    people = [enter(at, *browser, answers) for browser in browsers]
    yield "whole paper", 1, measure(at, [one.page for one in people]), size(at, people[0].page())
    yield "save", SAVES, measure(at, [one.save for _ in range(SAVES) for one in people]), 0
    yield "resume", 0, measure(at, [one.page for one in people]), size(at, people[0].page())
    yield "review", 1, measure(at, [one.review for one in people]), size(at, people[0].review())
    yield "submit and score", 1, measure(at, [one.submit for one in people]), 0


def measure(at: Stage, makers: list[Next], connections: int = CONNECTIONS) -> Figures:
    return run(at.product.port, makers, connections, 600, at.product.pid, at.database_process)


def enter(at: Stage, link: str, token: str, answers: dict[int, object]) -> Person:
    """Press the button (again): a browser with its attempt."""
    reply = asyncio.run(Line(at.product.port).send(begin(link, token)))
    ticket = reply.header("Set-Cookie").split(";")[0]
    attempt = reply.header("Location").strip("/").split("/")[1]
    return Person(f"{ticket}; csrftoken={token}", token, attempt, answers)


def size(at: Stage, page: bytes) -> int:
    return len(asyncio.run(Line(at.product.port).send(page)).body)

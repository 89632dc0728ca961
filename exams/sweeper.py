"""Closes overdue attempts when nobody is online. Started by the serving process, never by an import."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread

from django.db import DatabaseError, close_old_connections

from exams.attempts import close_overdue

INTERVAL = 30.0
logger = logging.getLogger(__name__)


class Sweeper(Thread):
    """Sweeps every `interval` seconds until `stop`, then does `also`. Several may run at once."""

    def __init__(self, interval: float = INTERVAL, also: Callable[[], object] | None = None) -> None:
        super().__init__(name="sweeper", daemon=True)
        self.interval = interval
        self.also = also
        self._ended = Event()

    def run(self) -> None:
        while not self._ended.wait(self.interval):
            sweep()
            self.do_also()
            close_old_connections()  # after an error, or when the database ended the connection

    def do_also(self) -> None:
        try:
            if self.also:
                self.also()
        except DatabaseError:
            logger.exception("could not do what comes after a sweep; trying again")

    def stop(self) -> None:
        self._ended.set()


def start_sweeper(interval: float = INTERVAL, also: Callable[[], object] | None = None) -> Sweeper:
    sweeper = Sweeper(interval, also)
    sweeper.start()
    return sweeper


def sweep() -> int:
    """Close what is overdue. A database that is away for a moment must not end the sweeping."""
    try:
        closed = close_overdue()
    except DatabaseError:
        logger.exception("could not close overdue attempts; trying again")
        return 0
    if closed:
        logger.info("closed %d overdue attempts", closed)
    return closed

"""One storm: candidates at work, proxies that cut, and a list of deaths to get through."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

from tests.chaos.candidates import Candidate, Ledger
from tests.chaos.processes import Application, PostgreSQL
from tests.chaos.proxy import Proxy, to_port, to_socket

KEY = "a storm's own key, long enough and with Various 0123456789 signs %&/"
FROZEN_SECONDS = 1.5
PATIENCE = 120.0


@dataclass(frozen=True)
class Plan:
    """How much of what. `odds`: how often a message is cut or held."""

    application_kills: int
    worker_kills: int
    database_kills: int
    freezes: int
    candidates: int = 12
    odds: float = 0.03
    seed: int = 1

    def deeds(self) -> list[str]:
        counted = {
            "application killed": self.application_kills,
            "workers killed": self.worker_kills,
            "database killed": self.database_kills,
            "application stopped": self.freezes,
            "database stopped": self.freezes,
        }
        deeds = [deed for deed, count in counted.items() for _ in range(count)]
        Random(self.seed).shuffle(deeds)
        return deeds


@dataclass
class Storm:
    plan: Plan
    application: Application
    database: PostgreSQL | None
    proxies: dict[str, Proxy]
    ledger: Ledger = field(default_factory=Ledger)
    ended: Event = field(default_factory=Event)
    done: Counter[str] = field(default_factory=Counter)
    # Seconds from each death to the next acknowledged answer.
    silences: list[float] = field(default_factory=list)

    def rage(self, tokens: list[str], questions: list[int]) -> float:
        """Seconds that it took. Raises `TimeoutError` when nothing is acknowledged any more."""
        began = time.monotonic()
        threads = [
            Candidate(self.proxies["web"].port, tokens, questions, self.ledger, self.ended, self.plan.seed * 1000 + n)
            for n in range(self.plan.candidates)
        ]
        for thread in threads:
            thread.start()
        self.wait_for_answers()
        chance = Random(self.plan.seed)
        for deed in self.plan.deeds():
            if self.database is None and deed.startswith("database"):
                continue
            self.strike(deed)
            time.sleep(chance.uniform(0.2, 1.2))
        self.ended.set()
        for thread in threads:
            thread.join(PATIENCE)
        return time.monotonic() - began

    def strike(self, deed: str) -> None:
        moment = time.monotonic()
        self.deaths()[deed]()
        self.done[deed] += 1
        self.wait_for_answers()
        self.silences.append(time.monotonic() - moment)

    def deaths(self) -> dict[str, Callable[[], None]]:
        deaths = {
            "application killed": self.restart_application,
            "workers killed": self.application.kill_workers,
            "application stopped": lambda: self.application.freeze(FROZEN_SECONDS),
        }
        if self.database:
            database = self.database
            deaths["database stopped"] = lambda: database.freeze(FROZEN_SECONDS)
            deaths["database killed"] = database.restart
        return deaths

    def restart_application(self) -> None:
        self.application.kill()
        self.application.start()

    def wait_for_answers(self, wanted: int = 5) -> None:
        """Until so many more answers are acknowledged."""
        enough, until = self.ledger.counts["acknowledged"] + wanted, time.monotonic() + PATIENCE
        while self.ledger.counts["acknowledged"] < enough:
            if time.monotonic() > until:
                raise TimeoutError(f"no answer was acknowledged for {PATIENCE} s: {dict(self.ledger.counts)}")
            time.sleep(0.02)

    def report(self) -> dict[str, Any]:
        quiet = sorted(self.silences)
        return {
            "plan": asdict(self.plan),
            "deaths": dict(self.done),
            "cut": {
                f"{name}, {moment}": count for name, one in self.proxies.items() for moment, count in one.struck.items()
            },
            "candidates": {**self.ledger.counts, "attempts": len(self.ledger.started)},
            "seconds to the next acknowledged answer": {
                "median": round(quiet[len(quiet) // 2], 2),
                "longest": round(quiet[-1], 2),
            },
        }


@contextmanager
def stage(plan: Plan, folder: Path, url: str, database: PostgreSQL | None) -> Iterator[Storm]:
    """The application behind a proxy, and its database behind another one."""
    with ExitStack() as stack:
        proxies = {}
        if database:
            # A save is one statement that commits by itself, so its reply comes after the commit.
            between = Proxy(to_socket(database.socket), b"INSERT INTO exams_response", plan.odds, plan.seed).start()
            stack.callback(between.stop)
            proxies["database"] = between
            url = f"postgresql://postgres@127.0.0.1:{between.port}/postgres"
        application = Application(url, folder, KEY, workers=2 if database else 0)
        stack.callback(application.close)
        proxies["web"] = Proxy(to_port(application.port), b"POST /", plan.odds, plan.seed + 1).start()
        stack.callback(proxies["web"].stop)
        application.start()
        yield Storm(plan, application, database, proxies)

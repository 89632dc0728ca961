"""`python -m benchmarks.delivery [--database postgresql|sqlite] [--seconds N] [--rounds N]`."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.delivery.figures import Figures
from benchmarks.delivery.stage import Stage, stage

if TYPE_CHECKING:
    from benchmarks.delivery.people import Person

HEAD = f"{'':34}{'ops/s':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'web ms':>9}{'db ms':>9}{'failed':>8}"


def tell(name: str, of: Figures) -> None:
    parts = (of.rate, of.p50, of.p95, of.p99, of.web_ms, of.database_ms)
    print(f"{name:34}" + "".join(f"{value:9.2f}" for value in parts) + f"{of.failed:8}", flush=True)


def saves(at: Stage, people: list[Person], seconds: float, rounds: int) -> None:
    """The product and the rival by turns, so that both meet the same neighbours on this machine."""
    from benchmarks.delivery.load import in_turn, run  # noqa: PLC0415
    from benchmarks.delivery.people import lean  # noqa: PLC0415

    others = lean(people)
    ratios: list[tuple[float, float]] = []
    for number in range(rounds + 1):
        product = run(
            at.product.port, in_turn([one.save for one in people]), 8, seconds, at.product.pid, at.database_process
        )
        rival = run(
            at.rival.port, in_turn([one.lean_save for one in others]), 8, seconds, at.rival.pid, at.database_process
        )
        if number == 0:
            continue  # the first round warms both
        tell(f"save, round {number}", product)
        tell("  lean view", rival)
        ratios.append((product.rate / rival.rate, rival.cpu_ms / product.cpu_ms))
    print(f"save / lean view: throughput {median(r for r, _ in ratios):.0%}, by CPU {median(c for _, c in ratios):.0%}")


def whole_attempts(at: Stage, count: int) -> None:
    """Start, page, 30 saves, review, submission with scoring: each kind by itself for all people."""
    from benchmarks.delivery.attempts import whole_attempts as measure  # noqa: PLC0415

    total = 0.0
    for name, each, of, size in measure(at, count):
        tell(f"{name} ({size / 1000:.1f} kB)" if size else name, of)
        total += each * of.cpu_ms
    print(f"a whole attempt of 30 questions with 30 saves: {total / 1000:.3f} s of processor time")


def crowds(at: Stage, sizes: Iterable[int], seconds: float) -> Iterator[tuple[int, bool]]:
    """Each size once, everybody at the same moment; (size, whether the server keeps up)."""
    from benchmarks.delivery.crowd import crowd, keeps_up, told  # noqa: PLC0415
    from benchmarks.delivery.people import invite, plausible, sitting  # noqa: PLC0415

    held = sitting()
    for size in sizes:
        seen = asyncio.run(crowd(at.product.port, invite(held, size), plausible(held), seconds))
        print(told(size, seen), flush=True)
        yield size, keeps_up(seen)


def largest(at: Stage, first: int, step: int, seconds: float) -> None:
    """Ever larger crowds, until one is too large."""
    best = 0
    for size, keeps_up in crowds(at, count(first, step), seconds):
        if not keeps_up:
            print(
                f"the largest crowd with p99 of a save below 500 ms and no failure: {best or f'below {first}'} people"
            )
            return
        best = size


def growth(at: Stage, people: list[Person], sizes: list[int], seconds: float) -> None:
    """Saves with so many answers of earlier tests in the tables."""
    from benchmarks.delivery.growth import fill  # noqa: PLC0415
    from benchmarks.delivery.load import in_turn, run  # noqa: PLC0415
    from exams.models import Attempt  # noqa: PLC0415

    of = Attempt.objects.select_related("sitting__paper").get(uuid=people[0].attempt).sitting
    for size in [0, *sizes]:
        stored = fill(of, size) if size else 0
        makers = in_turn([one.save for one in people])
        tell(
            f"save, {stored:,} stored before",
            run(at.product.port, makers, 8, seconds, at.product.pid, at.database_process),
        )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.delivery")
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument(
        "--crowd", type=int, nargs="*", default=[], help="people who start at once, then save every 10 s"
    )
    parser.add_argument(
        "--largest", type=int, nargs=2, metavar=("FIRST", "STEP"), help="ever larger crowds, until saves become slow"
    )
    parser.add_argument(
        "--stored", type=int, nargs="*", default=[], help="answers of earlier tests to add, such as 5000000"
    )
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="tiku-delivery-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        with stage(chosen.database, folder) as at:
            from benchmarks.delivery import people  # noqa: PLC0415 -- models are there only after the set-up

            print(f"\n{at.vendor}\n{HEAD}")
            folk = people.started(people.sitting(), chosen.people)
            saves(at, folk, chosen.seconds, chosen.rounds)
            whole_attempts(at, chosen.people)
            list(crowds(at, chosen.crowd, 30))
            if chosen.largest:
                largest(at, chosen.largest[0], chosen.largest[1], 30)
            growth(at, folk, chosen.stored, chosen.seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""How much the history of an attempt may take. Pure: no Django.

Every saved answer is copied to the history, and a script could save thousands of the longest ones in a minute. Each
process counts what it let each attempt add: a stock that people never use up, and a rate above that at which they type.
Beyond it answers are saved as ever; of versions that follow one another then, the history keeps the last.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

# In characters: two hundred versions of the longest answer at once, and all versions of one of three thousand
# characters that is typed without a pause.
STOCK, PER_SECOND = 4_000_000, 1_000
# A version costs its place besides its text.
PLACE = 100
# So many attempts are counted before the count begins anew for all of them.
COUNTED = 10_000


@dataclass(slots=True)
class Use:
    """What an attempt has used of its stock, when it was last, and question → the newest version beyond it."""

    used: float
    last: datetime
    beyond: dict[int, int] = field(default_factory=dict)

    def replaced(self, question: int, revision: int) -> tuple[int, int] | None:
        before = self.beyond.get(question, revision)
        self.beyond[question] = max(before, revision)
        return None if before == revision else (question, min(before, revision))


class Pace:
    """`stock` and `rate` as above."""

    def __init__(self, stock: int = STOCK, rate: int = PER_SECOND) -> None:
        self.stock, self.rate = stock, rate
        self.uses: dict[Hashable, Use] = {}
        self.lock = Lock()

    def make_room(self, attempt: Hashable, saved: Mapping[int, int], size: int, at: datetime) -> list[tuple[int, int]]:
        """The versions that newer ones replace, as (question, revision): none while the attempt may add so much.
        `saved` is question → revision, `at` the database's time."""
        with self.lock:
            use = self.uses.get(attempt) or self._begin(attempt, at)
            used = max(0.0, use.used - self.rate * (at - use.last).total_seconds()) + size
            if used > self.stock:
                return [one for question in saved if (one := use.replaced(question, saved[question]))]
            use.used, use.last = used, max(at, use.last)
            use.beyond.clear()
            return []

    def _begin(self, attempt: Hashable, at: datetime) -> Use:
        if len(self.uses) >= COUNTED:
            self.uses.clear()
        return self.uses.setdefault(attempt, Use(0.0, at))

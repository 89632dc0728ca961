"""How much the history of an attempt may take. Pure: no Django.

Every saved answer is copied to the history, and a script could save thousands of the longest ones in a minute. Each
process counts what it let each attempt add: a stock that people never use up, and a rate above that at which they type.
Beyond it answers are saved as ever; of versions that follow one another then, the history keeps the last.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime
from threading import Lock

# In characters: two hundred versions of the longest answer at once, and all versions of one of three thousand
# characters that is typed without a pause.
STOCK, PER_SECOND = 4_000_000, 1_000
# A version costs its place besides its text.
PLACE = 100
# So many attempts are counted before the count begins anew for all of them.
COUNTED = 10_000


class Pace:
    """`stock` and `rate` as above."""

    def __init__(self, stock: int = STOCK, rate: int = PER_SECOND) -> None:
        self.stock, self.rate = stock, rate
        # Attempt → how much of the stock is used, and when it was last.
        self.used: dict[Hashable, tuple[float, datetime]] = {}
        self.lock = Lock()

    def beyond(self, attempt: Hashable, size: int, at: datetime) -> datetime | None:
        """None while the attempt may add so much; else the last moment at which it could. `at` is the
        database's time."""
        with self.lock:
            used, last = self.used.get(attempt, (0.0, at))
            now_used = max(0.0, used - self.rate * (at - last).total_seconds()) + size
            if now_used > self.stock:
                return last
            if len(self.used) >= COUNTED:
                self.used.clear()
            self.used[attempt] = (now_used, max(at, last))
            return None

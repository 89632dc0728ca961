"""How long the rest of the marking takes, from one's own pace. Pure: no Django."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

# A longer gap between two marks was a pause, not a long answer.
PAUSE = timedelta(minutes=15)
FEWEST = 3


def minutes_left(times: Sequence[datetime], remaining: int) -> int | None:
    """Whole minutes, at least 1, from the median gap between marks in ascending `times`; None with too few marks."""
    gaps = [later - earlier for earlier, later in pairwise(times) if later - earlier <= PAUSE]
    if len(gaps) + 1 < FEWEST or remaining <= 0:
        return None
    seconds = median(gap.total_seconds() for gap in gaps) * remaining
    return max(1, round(seconds / 60))

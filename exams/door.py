"""The door of the start: so many go in at a time, in the order in which they came. Pure: no Django.

Starts are the dearest thing that candidates do, and they do it all at once. Those who must wait cost little and
leave room for the saves of those who are in. Each process has its own door; a signed time of arrival, which the browser
brings back, keeps the order between them.
"""

from __future__ import annotations

from threading import Lock

# Who is this many seconds late has given up, or was let in by another process.
PATIENCE = 5.0
SHORTEST, LONGEST = 2.0, 60.0


class Door:
    """`room`: how many may be starting at the same time. All times in seconds of one clock, given by the caller."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.inside = 0
        # Seconds that a start takes, as the last ones did.
        self.each = 0.05
        # Who waits → when they came, and until when they are expected back.
        self.waiting: dict[int, tuple[float, float]] = {}
        self.lock = Lock()

    def knock(self, who: int, came: float, now: float) -> int:
        """0: go in, and `leave` afterwards. Else how many stand before, with oneself: come again after `pause`."""
        with self.lock:
            self.waiting = {one: times for one, times in self.waiting.items() if now < times[1]}
            before = sum((times[0], one) < (came, who) for one, times in self.waiting.items())
            if self.inside < self.room and before < self.front():
                self.waiting.pop(who, None)
                self.inside += 1
                return 0
            self.waiting[who] = (came, now + self.pause(before + 1) * 1.5 + PATIENCE)
            return before + 1

    def front(self) -> float:
        """So many can be let in before the first of them comes back: among these, whoever asks goes in."""
        return max(self.room, SHORTEST * self.room / self.each)

    def leave(self, took: float) -> None:
        with self.lock:
            self.inside -= 1
            self.each += (max(took, 0.001) - self.each) / 10

    def pause(self, place: int) -> float:
        """Seconds after which somebody at this place may be let in."""
        return min(LONGEST, max(SHORTEST, place * self.each / self.room))

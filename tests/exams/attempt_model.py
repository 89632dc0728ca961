"""An attempt in the plainest words: a dictionary of answers, a pen, a clock that counts seconds.

It is what `test_attempt_machine.py` holds the product against. Nothing here knows a database.
"""

from __future__ import annotations

from dataclasses import dataclass, field

GRACE = 120
MINUTES = 60
# Real seconds pass while an example runs; the model's clock stays this far from every boundary.
MARGIN = 30

STARTED, SUBMITTED, TIMED_OUT, OVER, ELSEWHERE = "started", "submitted", "timed_out", "over", "elsewhere"
SAVED, ASIDE, LATE = "saved", "aside", "late"


@dataclass(frozen=True)
class Text:
    """One answer on its way: who wrote what as which version of which question."""

    writer: str
    question: int
    revision: int
    answer: str

    @property
    def what(self) -> tuple[int, int, str]:
        return self.question, self.revision, self.answer


@dataclass
class Model:
    now: int = 0
    deadline: int = MINUTES * 60
    state: str = STARTED
    pen: str = ""
    answers: dict[int, Text] = field(default_factory=dict)
    # Every version that arrived and how it stands: nothing is ever dropped.
    history: set[tuple[str, Text]] = field(default_factory=set)
    ended: list[str] = field(default_factory=list)

    def is_over(self) -> bool:
        return self.now > self.deadline + GRACE

    def wait(self, seconds: int) -> int:
        """How long it really waits: never to a moment at which a real second more would decide."""
        after = self.now + seconds
        while any(abs(after - edge) < MARGIN for edge in (self.deadline, self.deadline + GRACE)):
            after += MARGIN
        waited, self.now = after - self.now, after
        return waited

    def seen_by(self, writer: str) -> str:
        """What a page is told about the attempt."""
        if self.state != STARTED:
            return self.state
        if self.is_over():
            return OVER
        return STARTED if self.pen in {"", writer} else ELSEWHERE

    def report(self, writer: str) -> str:
        if self.state == STARTED and not self.pen:
            self.pen = writer
        return self.seen_by(writer)

    def take_over(self, writer: str) -> bool:
        if self.state != STARTED or self.pen == writer:
            return False
        self.pen = writer
        return True

    def save(self, text: Text) -> bool:
        """Whether it is acknowledged: it is the answer now, or it was already."""
        told = self.seen_by(text.writer)
        held = self.answers.get(text.question)
        if told == STARTED and (held is None or held.revision < text.revision):
            self.answers[text.question] = text
            self.history.add((SAVED, text))
            return True
        if held and held.what == text.what:
            return True
        self.history.add((ASIDE if told in {STARTED, ELSEWHERE} else LATE, text))
        return False

    def submit(self) -> bool:
        return self._end(TIMED_OUT if self.now > self.deadline else SUBMITTED)

    def sweep(self) -> bool:
        return self.is_over() and self._end(TIMED_OUT)

    def extend(self, seconds: int) -> None:
        if self.state == STARTED:
            self.deadline += seconds

    def _end(self, state: str) -> bool:
        if self.state != STARTED:
            return False
        self.state = state
        self.ended.append(state)
        return True

"""An attempt in the plainest words: a dictionary of answers, a pen, a clock that counts seconds.

It is what `test_attempt_machine.py` holds the product against. Nothing here knows a database.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

GRACE = 120
MINUTES = 60
# The window ends this long after the start.
WINDOW = 100 * 60
# Real seconds pass while an example runs; the model's clock stays this far from every boundary.
MARGIN = 30

STARTED, SUBMITTED, TIMED_OUT = "started", "submitted", "timed_out"
OVER, ELSEWHERE, PAUSED = "over", "elsewhere", "paused"
SAVED, ASIDE, LATE = "saved", "aside", "late"
ACCEPTED, REFUSED = "accepted", "refused"


@dataclass(frozen=True)
class Text:
    """One answer on its way: who wrote what as which version of which question."""

    writer: str
    question: int
    revision: int
    answer: str | None

    @property
    def what(self) -> tuple[int, int, str | None]:
        return self.question, self.revision, self.answer


@dataclass
class Model:
    # Sections that are delivered by themselves, in order, with their own minutes; question → its section.
    sections: dict[int, int | None] = field(default_factory=dict)
    gates: dict[int, int] = field(default_factory=dict)
    now: int = 0
    deadline: int = MINUTES * 60
    # What the end of the window takes; none = everybody keeps their time.
    cut: int = 0
    window: int | None = WINDOW
    factor: Fraction = Fraction(1)
    paused_at: int | None = None
    section: int | None = None
    section_end: int | None = None
    opened: list[int] = field(default_factory=list)
    state: str = STARTED
    pen: str = ""
    answers: dict[int, Text] = field(default_factory=dict)
    # Every version that arrived and how it stands: nothing is ever dropped.
    history: set[tuple[str, Text]] = field(default_factory=set)
    late: list[Text] = field(default_factory=list)
    # The late ones after which the candidate saved again.
    gone_on_from: set[Text] = field(default_factory=set)
    # Late text → what was decided and what counted before.
    decisions: dict[Text, list[tuple[str, str | None]]] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)

    @property
    def runs(self) -> bool:
        return self.state == STARTED and self.paused_at is None

    def is_over(self) -> bool:
        return self.now > self.deadline + GRACE

    def wait(self, seconds: int) -> int:
        """How long it really waits: never to a moment at which a real second more would decide."""
        edges = [self.deadline, self.deadline + GRACE]
        edges += [] if self.section_end is None else [self.section_end, self.section_end + GRACE]
        edges += [] if self.window is None else [self.window]
        edges += [] if self.paused_at is None else [self.paused_at + GRACE]
        after = self.now + seconds
        while any(abs(after - edge) < MARGIN for edge in edges):
            after += MARGIN
        waited, self.now = after - self.now, after
        return waited

    def seen_by(self, writer: str) -> str:
        """What a page is told about the attempt."""
        if self.state != STARTED:
            return self.state
        if self.paused_at is not None:
            return PAUSED
        if self.is_over():
            return OVER
        return STARTED if self.pen in {"", writer} else ELSEWHERE

    def part(self, moment: int) -> int | None:
        """The section that is open."""
        return self.section if self.section_end is None or moment <= self.section_end else None

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
        held = self.answers.get(text.question)
        if self.takes(text) and (held is None or held.revision < text.revision):
            self.store(text)
            return True
        if held and held.what == text.what:
            return True
        self.keep(text)
        return False

    def takes(self, text: Text) -> bool:
        end = self.deadline if self.paused_at is None else self.paused_at
        gate = self.gates.get(text.question)
        is_open = gate is None or (
            self.section == gate and (self.section_end is None or self.now <= self.section_end + GRACE)
        )
        return self.state == STARTED and self.now <= end + GRACE and self.pen in {"", text.writer} and is_open

    def store(self, text: Text) -> None:
        self.answers[text.question] = text
        self.history.add((SAVED, text))
        self.gone_on_from |= {late for late in self.late if late.question == text.question}

    def keep(self, text: Text) -> None:
        told, gate = self.seen_by(text.writer), self.gates.get(text.question)
        shut = gate is not None and gate != self.part(self.now)
        held = self.answers.get(text.question)
        is_ahead = held is None or text.revision > held.revision
        is_late = is_ahead and (told != PAUSED if shut else told not in {STARTED, ELSEWHERE, PAUSED})
        self.history.add((LATE if is_late else ASIDE, text))
        if is_late and text not in self.late:
            self.late.append(text)

    def submit(self) -> bool:
        return self.runs and self._end(TIMED_OUT if self.now > self.deadline else SUBMITTED)

    def sweep(self) -> bool:
        return self.runs and self.is_over() and self._end(TIMED_OUT)

    def give(self, seconds: int, *, past_end: bool) -> bool:
        if past_end:
            self.window = None
        return self._move(seconds, seconds)

    def _move(self, seconds: int, in_section: int) -> bool:
        """Every clock that still runs; the window takes what goes past its end, and gives it back when it goes."""
        if self.state != STARTED:
            return False
        standing = self.now if self.paused_at is None else self.paused_at
        if self.section_end is not None and standing <= self.section_end:
            self.section_end += in_section
        full = self.deadline + self.cut + seconds
        self.deadline = full if self.window is None else min(full, self.window)
        self.cut = full - self.deadline
        return True

    def pause(self) -> bool:
        if not self.runs or self.now > self.deadline:
            return False
        self.paused_at = self.now
        return True

    def resume(self) -> bool:
        if self.state != STARTED or self.paused_at is None:
            return False
        stood = self.now - self.paused_at
        self._move(stood, stood)
        self.paused_at = None
        return True

    def set_factor(self, factor: Fraction) -> bool:
        """False where it would take time from a running test."""
        more = factor - self.factor
        if self.state == STARTED and more < 0:
            return False
        own = self.sections.get(self.section or 0) or 0
        if more:
            self._move(int(MINUTES * 60 * more), int(own * 60 * more))
        self.factor = factor
        return True

    def open(self, section: int) -> bool:
        standing = self.now if self.paused_at is None else self.paused_at
        waiting = [one for one in self.sections if one not in self.opened]
        if self.part(standing) is not None or waiting[:1] != [section]:
            return False
        if not self.runs or self.now > self.deadline:
            return False
        own = self.sections[section]
        self.section, self.section_end = section, None if own is None else self.now + int(own * 60 * self.factor)
        self.opened.append(section)
        return True

    def leave(self, section: int) -> bool:
        if not self.runs or self.section != section:
            return False
        self.section = self.section_end = None
        return True

    def undecided(self) -> dict[int, Text]:
        """Question → the newest late text, where it is for HR to decide or was decided."""
        newest = {text.question: text for text in self.late} if self.state in {SUBMITTED, TIMED_OUT} else {}
        return {
            question: text
            for question, text in newest.items()
            if text in self.decisions or text not in self.gone_on_from
        }

    def decide(self, text: Text, verdict: str) -> bool:
        made = self.decisions.setdefault(text, [])
        if made and made[-1][0] == verdict:
            return False
        held = self.answers.get(text.question)
        if verdict == ACCEPTED:
            self._replace(text, text.answer)
        elif made:
            self._replace(text, made[-1][1])
        made.append((verdict, held.answer if held else None))
        return True

    def _replace(self, late: Text, answer: str | None) -> None:
        held = self.answers.get(late.question)
        revision = max(late.revision, (held.revision if held else 0) + 1)
        self.store(Text(late.writer, late.question, revision, answer))

    def reopen(self, seconds: int) -> bool:
        """HR lets the candidate go on after the time had run out."""
        left = self.window is None or self.now < self.window
        if self.state != TIMED_OUT or not left:
            return False
        if self.section_end is not None and self.section_end >= self.deadline:
            self.section_end += self.now - self.deadline + seconds
        full = self.now + seconds
        self.deadline = full if self.window is None else min(full, self.window)
        self.cut, self.state = full - self.deadline, STARTED
        return True

    def _end(self, state: str) -> bool:
        if self.state != STARTED:
            return False
        self.state = state
        self.ended.append(state)
        return True

"""How an answer came about: every version that is kept, in the order of its arrival. No key and no mark is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, pgettext

from exams.clock import clock_words
from exams.models import AnswerVersion, Attempt, PaperItem
from questionbank.delivery import question_for_candidate

SAVED = AnswerVersion.Standing.SAVED


@dataclass(frozen=True)
class Step:
    """One version. `after` counts from the start of the attempt; `device` numbers the pages that wrote from 1."""

    number: int
    text: str
    after: str
    at: datetime
    length: int
    device: int
    moved: bool
    standing: str
    counts: bool
    flagged: bool

    @property
    def line(self) -> str:
        """What people read beside the text."""
        words = {"after": self.after, "count": self.length, "device": self.device}
        told = gettext("%(after)s after the start · %(count)s characters · window %(device)s") % words
        return told if self.counts else f"{told} · {self.standing}"


@dataclass(frozen=True)
class Replay:
    steps: tuple[Step, ...]
    # Browser and system of each numbered page, as far as known; nothing for reviewers.
    devices: tuple[str, ...]

    def at(self, wanted: str) -> Step | None:
        """The step that an address names, else the last one."""
        if not self.steps:
            return None
        number = int(wanted) if wanted.isdecimal() and len(wanted) < 9 else len(self.steps)
        return self.steps[min(max(number, 1), len(self.steps)) - 1]

    @property
    def data(self) -> list[dict[str, str]]:
        """For the script that moves through it."""
        return [{"text": step.text, "line": step.line} for step in self.steps]


def replay(attempt: Attempt, item: PaperItem, *, blind: bool) -> Replay:
    """Two statements. `blind`, for reviewers: what was saved alone, and no device by name."""
    rows = AnswerVersion.objects.filter(attempt=attempt, paper_item=item)
    versions = list(rows.filter(standing=SAVED) if blind else rows)
    known = dict(attempt.pen_changes.order_by("-pk").values_list("writer", "device"))
    writers = list(dict.fromkeys(version.writer for version in versions))
    steps = tuple(
        _step(number, version, versions[number - 2] if number > 1 else None, writers, attempt, item)
        for number, version in enumerate(versions, start=1)
    )
    return Replay(steps, () if blind else tuple(known.get(writer, "") for writer in writers))


def _step(
    number: int,
    version: AnswerVersion,
    before: AnswerVersion | None,
    writers: list[str],
    attempt: Attempt,
    item: PaperItem,
) -> Step:
    text = answer_words(item, version.answer_json)
    return Step(
        number=number,
        text=text,
        after=clock_words(version.at - attempt.started_at),
        at=version.at,
        length=len("".join(text.split())),
        device=writers.index(version.writer) + 1,
        moved=before is not None and before.writer != version.writer,
        standing=str(AnswerVersion.Standing(version.standing).label),
        counts=version.standing == SAVED,
        flagged=version.flagged,
    )


def answer_words(item: PaperItem, answer: Any) -> str:
    """An answer as text, with the labels of the bank; empty when there is none."""
    if isinstance(answer, bool):
        return pgettext("answer", "True") if answer else pgettext("answer", "False")
    if isinstance(answer, list):
        options = question_for_candidate(item, item.revision.content).options
        return "\n".join(f"{option.letter}. {option.text}" for option in options if option.value in answer)
    return answer if isinstance(answer, str) else ""

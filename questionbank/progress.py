"""How far the reading of a document is: readers say which stage they reach, whoever runs them may listen. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum


class Stage(StrEnum):
    """The stages of a job. Reading goes from `OPENING` to `CHECKS`, then follow `STORING` and `COMPARING`."""

    WAITING = "waiting"
    OPENING = "opening"
    LINES = "lines"
    SIGNS = "signs"
    QUESTIONS = "questions"
    CHECKS = "checks"
    STORING = "storing"
    COMPARING = "comparing"
    IMPORTING = "importing"
    CHANGING = "changing"
    UNDOING = "undoing"
    ANSWERS = "answers"


_ORDER = list(Stage)


def further(known: Stage, told: Stage) -> Stage:
    """The later of two stages: a document may be looked at twice, and what people see never goes back."""
    return max(known, told, key=_ORDER.index)


_listener: ContextVar[Callable[[Stage], None] | None] = ContextVar("listener", default=None)


def reached(stage: Stage) -> None:
    """Say that a stage begins. Without a listener nothing happens."""
    listener = _listener.get()
    if listener:
        listener(stage)


@contextmanager
def listening(listener: Callable[[Stage], None]) -> Iterator[None]:
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)

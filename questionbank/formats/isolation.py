"""Files of strangers are parsed in a child process with limits on memory and time. Pure: no Django.

The child gets no environment but the search path of modules, reads the file from its standard input and writes the
document to its standard output, and no more of it than a server can hold. Where the system has no such limits (Windows)
only the clock and this bound hold.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from threading import Thread
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from questionbank.document import Document
from questionbank.formats.unreadable import Unreadable
from questionbank.parsing.keyfile import KeyText
from questionbank.progress import Stage, further

_ROOT = Path(__file__).resolve().parent.parent.parent
_CHILD = "questionbank.formats.child"
GAVE_UP = 3  # the exit status of a child that ran out of memory or depth
MOST_ERRORS = 1_000_000  # bytes of what a child says on its standard error
KEY_TEXT: TypeAdapter[KeyText] = TypeAdapter(KeyText)
logger = logging.getLogger(__name__)


class Task(StrEnum):
    """`document`: what `questionbank.reading.read_here(data, **request)` returns. `answers`: the data is a `Document`
    of questions, the request the `text` of an answer file, and what comes back a `KeyText`."""

    DOCUMENT = "document"
    ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: bytes of address space and seconds of the child, bytes of its answer.

    A document takes about eight times the bytes of its answer in the server's memory: 1.5 kB a question.
    """

    memory: int = 1024 * 1024 * 1024
    seconds: int = 60
    answer: int = 96 * 1024 * 1024


DEFAULT_LIMITS = Limits()


def read_apart(data: bytes, request: dict[str, Any], limits: Limits = DEFAULT_LIMITS) -> Document:
    """What `questionbank.reading.read_here(data, **request)` returns, from a child process.

    Raises `Unreadable`, also when the child was killed, gave up for its limits or answered too much (`too-complex`).
    """
    with Apart(data, request, limits) as reading:
        reading.wait()
        return reading.document()


class Apart:
    """A reading in a child process. `stage` is what it does now."""

    def __init__(
        self, data: bytes, request: dict[str, Any], limits: Limits = DEFAULT_LIMITS, task: Task = Task.DOCUMENT
    ) -> None:
        self.stage = Stage.OPENING
        self._most = limits.answer
        self._ends = time.monotonic() + limits.seconds
        self._verdict, self._answer, self._errors = b"", b"", b""
        self._child = subprocess.Popen(  # noqa: S603 (our own module under our own interpreter)
            [sys.executable, "-m", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            cwd=_ROOT,
        )
        most = {"memory": limits.memory, "seconds": limits.seconds}
        head = json.dumps({"limits": most, "task": task, "request": request}).encode()
        self._threads = [
            Thread(target=self._converse, args=(head + b"\n" + data,), daemon=True),
            Thread(target=self._hear_errors, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing stays behind, however the reading ended."""
        self._child.kill()
        for thread in self._threads:
            thread.join()
        self._child.wait()
        for pipe in (self._child.stdout, self._child.stderr):
            if pipe:
                pipe.close()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the child has answered, or for some seconds; has it? Raises `Unreadable` after its time."""
        left = max(0.0, self._ends - time.monotonic())
        talk = self._threads[0]
        talk.join(left if seconds is None else min(left, seconds))
        if talk.is_alive() and time.monotonic() >= self._ends:
            raise Unreadable("too-complex")
        return not talk.is_alive()

    def document(self) -> Document:
        """The answer of a child that has answered. Raises `Unreadable`."""
        with _understood():
            return Document.model_validate_json(self._said())

    def key_text(self) -> KeyText:
        """The same of a child that was asked for answers."""
        with _understood():
            return KEY_TEXT.validate_json(self._said())

    def _said(self) -> bytes:
        if len(self._answer) > self._most:
            raise Unreadable("too-complex")
        status = self._child.wait()
        self._threads[1].join()
        answer, self._answer = self._answer, b""
        return _answer(status, self._verdict.rstrip(b"\n"), answer, self._errors)

    def _converse(self, question: bytes) -> None:
        given, told = self._child.stdin, self._child.stdout
        assert given
        assert told
        with suppress(OSError):  # the child ended early, and its status says why
            given.write(question)
        with suppress(OSError):
            given.close()
        for line in told:
            word, _, stage = line.decode(errors="replace").strip().partition(" ")
            if word != "stage":
                # Apart, because joining and parting them again would hold the whole answer three times.
                self._verdict, self._answer = line, told.read(self._most + 1)
                return
            with suppress(ValueError):
                self.stage = further(self.stage, Stage(stage))

    def _hear_errors(self) -> None:
        assert self._child.stderr
        self._errors = self._child.stderr.read(MOST_ERRORS)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "PATH") if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join([str(_ROOT), *sys.path]), "PYTHONUTF8": "1"}


@contextmanager
def _understood() -> Iterator[None]:
    """A child that answers nonsense has given up in a way of its own."""
    try:
        yield
    except (ValueError, ValidationError) as error:
        raise Unreadable("too-complex") from error


def _answer(status: int, verdict: bytes, body: bytes, errors: bytes) -> bytes:
    """What was asked for, as JSON. Raises `Unreadable`."""
    if status != 0:
        if status > 0 and status != GAVE_UP:
            logger.error("A reader failed: %s", errors.decode(errors="replace")[-4000:])
        raise Unreadable("too-complex")
    if verdict == b"answer":
        return body
    refusal = json.loads(body)
    raise Unreadable(refusal["code"], **refusal["params"])

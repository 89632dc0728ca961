"""Files of strangers are parsed in a child process with limits on memory and time. Pure: no Django.

The child gets no environment but the search path of modules, reads the file from its standard input and writes the
document to its standard output. Where the system has no such limits (Windows) only the clock holds.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from questionbank.document import Document
from questionbank.formats.unreadable import Unreadable

_ROOT = Path(__file__).resolve().parent.parent.parent
_CHILD = "questionbank.formats.child"
GAVE_UP = 3  # the exit status of a child that ran out of memory or depth
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: bytes of address space and seconds."""

    memory: int = 1024 * 1024 * 1024
    seconds: int = 60


DEFAULT_LIMITS = Limits()


def read_apart(data: bytes, request: dict[str, Any], limits: Limits = DEFAULT_LIMITS) -> Document:
    """What `questionbank.reading.read_here(data, **request)` returns, from a child process.

    Raises `Unreadable`, also when the child was killed or gave up for its limits (`too-complex`).
    """
    head = json.dumps({"limits": asdict(limits), "request": request}).encode()
    try:
        done = subprocess.run(  # noqa: S603 (our own module under our own interpreter)
            [sys.executable, "-m", _CHILD],
            input=head + b"\n" + data,
            capture_output=True,
            timeout=limits.seconds,
            env=_environment(),
            cwd=_ROOT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("too-complex") from error
    return _answer(done)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "PATH") if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join([str(_ROOT), *sys.path]), "PYTHONUTF8": "1"}


def _answer(done: subprocess.CompletedProcess[bytes]) -> Document:
    if done.returncode != 0:
        if done.returncode > 0 and done.returncode != GAVE_UP:
            logger.error("A reader failed: %s", done.stderr.decode(errors="replace")[-4000:])
        raise Unreadable("too-complex")
    try:
        verdict, _, body = done.stdout.partition(b"\n")
        if verdict == b"document":
            return Document.model_validate_json(body)
        refusal = json.loads(body)
    except (ValueError, ValidationError) as error:
        raise Unreadable("too-complex") from error
    raise Unreadable(refusal["code"], **refusal["params"])

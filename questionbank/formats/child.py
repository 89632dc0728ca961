"""The child process of `questionbank.formats.isolation`: limits first, then the file, then the document.

Its standard output is a line for each stage that it reaches, a verdict (`answer` or `refusal`), and the JSON of it.
"""

from __future__ import annotations

import gc
import json
import sys
from typing import Any

from questionbank.document import Document
from questionbank.formats.isolation import GAVE_UP, KEY_TEXT, Task
from questionbank.formats.unreadable import Unreadable
from questionbank.parsing.keyfile import read_answers
from questionbank.parsing.source.lines import plain_lines
from questionbank.progress import Stage, listening

# Read before the limits are set: the parsers of Word and spreadsheet files are loaded by the import.
from questionbank.reading import read_here


def limit(memory: int, seconds: int) -> None:
    """No more memory, time, written or core files than given. Windows has none of these limits."""
    try:
        import resource  # noqa: PLC0415 (there is no such module on Windows)
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def tell(stage: Stage) -> None:
    """The parent shows it to people, and a child whose parent is gone ends here."""
    sys.stdout.buffer.write(f"stage {stage}\n".encode())
    sys.stdout.buffer.flush()


def read_file(data: bytes, request: dict[str, Any]) -> bytes:
    return read_here(data, **request).to_json().encode()


def answer_questions(data: bytes, request: dict[str, Any]) -> bytes:
    found = read_answers(Document.model_validate_json(data), plain_lines(request["text"]))
    return KEY_TEXT.dump_json(found)


TASKS = {Task.DOCUMENT: read_file, Task.ANSWERS: answer_questions}


def main() -> int:
    gc.disable()  # one document and out: nothing is worth collecting
    head = json.loads(sys.stdin.buffer.readline())
    limit(**head["limits"])
    try:
        with listening(tell):
            answer = b"answer\n" + TASKS[head["task"]](sys.stdin.buffer.read(), head["request"])
    except Unreadable as error:
        answer = b"refusal\n" + json.dumps({"code": error.code, "params": error.params}).encode()
    except (MemoryError, RecursionError):
        return GAVE_UP
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Fuzz target: any bytes under any name are either a document that keeps the rules or a refusal.

`python -m tests.fuzz.readers docx [libFuzzer options]` runs one reader, where the package `atheris` is installed;
CONTRIBUTING.md says how. The suite runs `check` on random and damaged files (tests/fuzz/test_readers.py).
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FunctionType, ModuleType

import django

from questionbank.document import Document
from questionbank.formats.unreadable import Unreadable
from questionbank.messages import DOCUMENT, PROBLEMS, UNREADABLE
from questionbank.reading import read_here
from tests.fuzz.mutation import damaged
from tests.fuzz.seeds import SEEDS

NAMES = tuple(SEEDS)
# Bytes of one input, and seconds that reading it may take: more is a hang.
OPTIONS = ("-max_len=60000", "-timeout=20", "-rss_limit_mb=2048")


def check(data: bytes, name: str) -> str:
    """What came of the file: `document` or the code of the refusal. Fails on anything else."""
    try:
        document = read_here(data, name)
    except Unreadable as error:
        if not str(UNREADABLE[error.code]) % error.params:
            raise
        return error.code
    assert Document.model_validate_json(document.to_json()) == document
    if document.text is not None:
        check_places(document, len(document.text))
    assert {one.code for one in document.diagnostics} <= {*DOCUMENT, *PROBLEMS, "one-option"}
    return "document"


def check_places(document: Document, length: int) -> None:
    spans = [(span.start, span.end) for item in document.items for span in item.spans]
    spans += [(skip.start, skip.end) for skip in document.skipped]
    assert all(0 <= start <= end <= length for start, end in spans)


def instrument(module: ModuleType, watch: Callable[[FunctionType], FunctionType]) -> None:
    """Let the fuzzer see which branches of a module's functions an input takes."""
    for found in list(vars(module).values()):
        if isinstance(found, FunctionType) and found.__module__ == module.__name__:
            watch(found)
        elif isinstance(found, type) and found.__module__ == module.__name__:
            for method in [one for one in vars(found).values() if isinstance(one, FunctionType)]:
                watch(method)


def main(reader: str, *options: str) -> None:
    import atheris  # noqa: PLC0415 (only this entry needs it)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for module in [module for name, module in sys.modules.items() if name.startswith("questionbank.")]:
        instrument(module, atheris.instrument_func)

    name = f"题.{reader}"
    with tempfile.TemporaryDirectory(prefix=f"tiku-fuzz-{reader}-") as corpus:
        for number, seed in enumerate(SEEDS[name]):
            Path(corpus, str(number)).write_bytes(seed)
        atheris.Setup(
            [sys.argv[0], *OPTIONS, *options, corpus],
            lambda data: check(data, name),
            custom_mutator=lambda data, most, seed: damaged(data, most, seed, atheris.Mutate),
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])

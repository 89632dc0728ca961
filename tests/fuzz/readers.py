"""Fuzz target: any bytes under any name are either a document that keeps the rules or a refusal.

`python -m tests.fuzz.readers [corpus folder] [atheris options]` runs it for as long as one likes, where the package
`atheris` is installed; the suite runs `check` on random and damaged files (tests/fuzz/test_readers.py).
"""

from __future__ import annotations

import sys

from questionbank.document import Document
from questionbank.formats.unreadable import Unreadable
from questionbank.messages import DOCUMENT, PROBLEMS, UNREADABLE
from questionbank.reading import read_here

NAMES = ("题.docx", "题.xlsx", "题.xls", "题.csv", "题.txt", "题.json")


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


def main() -> None:
    import atheris  # noqa: PLC0415 (only this entry needs it)

    def one_input(data: bytes) -> None:
        check(data[1:], NAMES[data[0] % len(NAMES)] if data else NAMES[0])

    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

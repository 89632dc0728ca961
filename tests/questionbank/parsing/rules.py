"""Rules that every parsed document keeps."""

from __future__ import annotations

from questionbank.document import Document


def uncovered(document: Document) -> list[str]:
    """Characters of the text that no span, heading or skipped region covers: must be empty."""
    text = document.text or ""
    covered = bytearray(len(text))
    regions = [(span.start, span.end) for item in document.items for span in item.spans]
    regions += [(section.start, section.end) for section in document.sections]
    regions += [(skip.start, skip.end) for skip in document.skipped if skip.reason]
    for start, end in regions:
        covered[start:end] = b"\x01" * (end - start)
    return [char for index, char in enumerate(text) if not covered[index] and not char.isspace()]

"""The answers of a file for the questions of an import, read under the same limits as any file. Pure: no Django."""

from __future__ import annotations

from collections.abc import Callable

from questionbank.document import Document
from questionbank.formats.isolation import DEFAULT_LIMITS, Apart, Limits, Task
from questionbank.parsing.keyfile import KeyText, read_answers
from questionbank.parsing.source.lines import plain_lines
from questionbank.reading import is_harmless

# Called every second while a child process reads.
Heartbeat = Callable[[], None]
SECOND = 1.0


def answers_in(
    text: str, document: Document, heartbeat: Heartbeat | None = None, limits: Limits = DEFAULT_LIMITS
) -> KeyText:
    """What `parsing.keyfile.read_answers` finds in `text` for the questions of the document. Raises `Unreadable`."""
    if is_light(text, document):
        return read_answers(document, plain_lines(text))
    asked = Document(sections=document.sections, items=document.items, diagnostics=document.diagnostics)
    with Apart(asked.to_json().encode(), {"text": text}, limits, Task.ANSWERS) as reading:
        while not reading.wait(SECOND):
            if heartbeat:
                heartbeat()
        return reading.key_text()


def is_light(text: str, document: Document | None = None) -> bool:
    """May the text be read within the server? The questions are read with it, each stem on a line."""
    stems = [item.stem for item in document.items] if document else []
    return is_harmless("\n".join([*stems, text]).encode(errors="replace"))

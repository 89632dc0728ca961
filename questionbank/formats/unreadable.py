"""Why a file cannot be read: a code and its parameters, never a sentence (these are in questionbank/messages.py)."""

from __future__ import annotations


class Unreadable(Exception):
    """A file that no reader takes. What is wrong with single questions is a diagnostic instead."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

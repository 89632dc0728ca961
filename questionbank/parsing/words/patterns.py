"""Patterns that are compiled when they are first used.

There are hundreds, some of them long: compiled at the import they took a third of the time in which a server starts,
most of whose processes read no document for a long time.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "split")


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` returns, later. It is not the `re` of its matches."""
    return cast(re.Pattern[str], _Waiting(pattern, flags))


class _Waiting:
    """Stands for a pattern; has its methods from the first use on."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = re.compile(self.pattern, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(made, method))
        return getattr(made, name)

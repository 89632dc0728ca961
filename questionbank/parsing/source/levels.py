"""Which lines are headings of Markdown or folds of HTML, and which stand in a block of code. Input is folded text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

FOLD_LEVEL = 7
BOLD_LEVEL = 8
_LEVEL = re.compile(
    r"(?P<hashes>#{1,6})\s+(?=\S)|(?:<details[^<>]*>\s*)?<summary[^<>]*>(?:\s*<[a-z]\w*>)*\s*", re.IGNORECASE
)
_BOLD = re.compile(r"\*\*([^*\d\s][^*]{5,200})\*\*[^\w*]{0,8}")
_TEXT = re.compile(r"^[ \t]*(?:```|~~~)(?:markdown|md|text|txt)\b", re.MULTILINE | re.IGNORECASE)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_FENCED = re.compile(r"^[ \t]*(?:```|~~~)[ \t]*$", re.MULTILINE)  # without the name of a language
_MOST = 0.7
_MARKS = frozenset("*#<")


def level_of(line: str) -> tuple[int, int]:
    """The level of a heading (the line of a fold that is always seen is the deepest) and the length of its mark."""
    if line[:1] not in _MARKS:
        return 0, 0
    bold = _BOLD.fullmatch(line)
    if bold:
        return BOLD_LEVEL, bold.start(1)
    match = _LEVEL.match(line)
    return (len(match.group("hashes") or "#" * FOLD_LEVEL), match.end()) if match else (0, 0)


def wraps(folded: str) -> bool:
    """Whether the fences hold the document itself, as exports of chats and notes do, and no code within it."""
    if _TEXT.search(folded) is not None:
        return True
    parts = _FENCED.split(folded)
    inside = sum(map(_filled, parts[1::2]))
    alone = len(parts) > 1 and len(parts) % 2 == 1 and len(parts) == len(_FENCE.findall(folded)) + 1
    return alone and inside > _filled("".join(parts)) * _MOST


def _filled(text: str) -> int:
    return len("".join(text.split()))


@dataclass(slots=True)
class Fences:
    """Blocks of code between lines of ```: nothing in them is a heading, a number or an option."""

    folded: str
    open: bool = False
    paired: bool = field(init=False)

    def __post_init__(self) -> None:
        self.paired = not wraps(self.folded) and len(_FENCE.findall(self.folded)) % 2 == 0

    def hold(self, line: str) -> bool:
        if not self.paired:
            return False
        edge = ("```" in line or "~~~" in line) and _FENCE.match(line) is not None
        self.open ^= edge
        return edge or self.open

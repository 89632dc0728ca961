"""Keys without numbers, one behind the other: `√×√√×`, `ABCDE DCBAA`, `AB ACD BC`. Input is folded text."""

from __future__ import annotations

from dataclasses import dataclass

from questionbank.parsing.words.patterns import compiled

_TRUTH = "不正确|正确|错误|√|×|✓|✗|✔|✘|❌|✅|对|错"
_UNIT = compiled(f"{_TRUTH}|[A-Z]")
_GROUP = compiled(f"(?:{_TRUTH})+|[A-Z]+")
_BETWEEN = r"[\s,，、;；/|]*"
_KEY = "[A-JTFYN]"
_LINE = compiled(rf"\s*(?:(?:{_TRUTH})(?:{_BETWEEN}(?:{_TRUTH}))+|{_KEY}(?:{_BETWEEN}{_KEY})+){_BETWEEN}[。.]?\s*")
_LETTERS = compiled("[A-Z]+")
_OPTION = compiled(r"\s*[A-Z]\s*[.、]\s*[A-Z]+\s*[;；。.]?\s*")  # `B、TCP`


@dataclass(frozen=True, slots=True)
class Unit:
    """One key of a sequence, as offsets of the text that was given."""

    content: str
    start: int
    end: int


def is_sequence(text: str) -> bool:
    """Whether the line holds two keys or more (or one of several letters), and nothing else."""
    return _LINE.fullmatch(text) is not None and _OPTION.fullmatch(text) is None


def spread(text: str, count: int, *, several: bool) -> list[Unit] | None:
    """One key for each of `count` questions: group by group, or sign by sign unless they have `several` letters."""
    groups = [Unit(m.group(), m.start(), m.end()) for m in _GROUP.finditer(text)]
    if len(groups) == count and all(_is_one(group.content) for group in groups):
        return groups
    signs = [Unit(m.group(), m.start(), m.end()) for m in _UNIT.finditer(text)]
    return signs if len(signs) == count and not several else None


def _is_one(content: str) -> bool:
    return _UNIT.fullmatch(content) is not None or _LETTERS.fullmatch(content) is not None

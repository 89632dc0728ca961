"""Answers that stand in the footnotes, endnotes or comments of a Word file, as lines of the question. Pure: no Django.

A note that says nothing of an answer is no part of the text; the reader of the file counts it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from questionbank.formats.word.styles import W, value
from questionbank.parsing.source.lines import Place, SourceLine
from questionbank.parsing.words.fold import fold
from questionbank.parsing.words.keys import is_key
from questionbank.parsing.words.labels import label_at

KINDS = ("footnote", "endnote", "comment")
_ANSWERS = frozenset(("key", "explanation", "reference", "points", "criteria"))
_NUMBERED = re.compile(
    r"\s*(?:第?\s*\d{1,4}\s*题?\s*[.、．)）:：]|[(（【\[]\s*\d{1,3}\s*[)）】\]]|[一二三四五六七八九十]{1,3}\s*、)"
)
_OPTION = re.compile(r"\s*[（(【\[]?\s*([A-K])\s*[.、．:：)）】\]]")
_RIGHT = re.compile(r"\s*(?:这是|此为|本题)?(?:正确|参考|标准)?(?:答案|选项|项)?(?:正确|对|√|✓)?\s*[。.!！]?\s*")
_LONGEST_KEY = 20


def notes_in(root: etree._Element | None, kind: str) -> dict[tuple[str, str], list[str]]:
    """The lines of each note by its kind and number."""
    found = {}
    for node in root.iter(f"{W}{kind}") if root is not None else ():
        lines = ["".join(_texts(paragraph)).strip() for paragraph in node.iter(f"{W}p")]
        found[kind, value(node, "id")] = [line for line in lines if line]
    return found


def _texts(paragraph: etree._Element) -> list[str]:
    return [(node.text or "") if node.tag == f"{W}t" else "\t" for node in paragraph.iter(f"{W}t", f"{W}tab")]


def answer_in(lines: Sequence[str], option: str = "") -> list[str]:
    """The lines of a note that tells an answer: it begins with a label of one, is a key, or calls an option right."""
    if not lines:
        return []
    if option and _RIGHT.fullmatch(lines[0]):
        return [f"答案：{option}", *lines[1:]]
    folded = fold(lines[0])
    label = label_at(folded, 0, len(folded))
    if label is not None and label.name in _ANSWERS:
        return list(lines)
    bare = len(folded) <= _LONGEST_KEY and is_key(folded.strip(" .。"))
    return [f"答案：{lines[0]}", *lines[1:]] if bare else []


@dataclass(slots=True)
class Waiting:
    """Answers that wait for the end of their question: the next paragraph that is numbered in the same way."""

    notes: Mapping[tuple[str, str], list[str]]
    held: list[SourceLine] = field(default_factory=list)
    _place: Place | None = None
    _of_option: bool = False

    def hold(self, references: Sequence[tuple[str, str]], printed: str, place: Place | None) -> int:
        """Keep the answers that a paragraph refers to; returns how many of its foot- and endnotes tell none."""
        unread = 0
        option = _OPTION.match(printed) if references else None
        for reference in references:
            lines = answer_in(self.notes.get(reference, []), option[1] if option else "")
            self.held += [SourceLine(line) for line in lines]
            if lines:
                self._place, self._of_option = place, option is not None
            unread += not lines and reference[0] != "comment"
        return unread

    def due(self, printed: str, place: Place | None, heading: int | None) -> list[SourceLine]:
        """What stands before the paragraph that comes now."""
        if not self.held or not (heading is not None or self._begins(printed, place)):
            return []
        return self.rest()

    def _begins(self, printed: str, place: Place | None) -> bool:
        if self._of_option or self._place is None or place is None:
            return _NUMBERED.match(printed) is not None
        return place.level < self._place.level or (place.list, place.level) == (self._place.list, self._place.level)

    def rest(self) -> list[SourceLine]:
        held, self.held = self.held, []
        return held

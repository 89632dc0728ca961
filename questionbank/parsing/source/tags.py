"""Parts between tags on lines of their own: `<解析>` above and `</解析>` below, or the same tag twice."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from questionbank.parsing.source.lines import Line
from questionbank.parsing.words.labels import label_at
from questionbank.parsing.words.patterns import compiled

_TAG = compiled(r"\s*<(?P<close>/?)\s*(?P<name>[\u4e00-\u9fffA-Za-z ]{1,12})>\s*")
_ANSWERING = frozenset({"key", "reference", "explanation", "points", "criteria", "contrast"})
_BEGINS = ("[", "<", "【")


def take_tags(lines: list[Line]) -> dict[int, int]:
    """Where the lines begin whose tag opens a part, with where that part ends; closing tags are left out."""
    named: dict[str, list[tuple[int, bool]]] = defaultdict(list)
    for index, line in enumerate(lines):
        match = _TAG.fullmatch(line.folded) if "<" in line.folded and not line.skipped else None
        if match and label_at(f"{match['name']}:", 0, len(match["name"]) + 1) is not None:
            named[match["name"]].append((index, match["close"] == "/"))
    parts: dict[int, int] = {}
    for name, found in named.items():
        closing = {index for index, closes in found if closes} or _in_pairs(lines, [index for index, _ in found])
        for index in closing:
            lines[index].skipped = "ruler"
        for (first, _), (last, _) in pairwise(found):
            if last in closing and first not in closing and _answers(name):
                parts[lines[first].start] = lines[last].start
    return parts


def _answers(name: str) -> bool:
    label = label_at(f"{name}:", 0, len(name) + 1)
    return label is not None and label.name in _ANSWERING


def _in_pairs(lines: list[Line], found: list[int]) -> set[int]:
    """Every second of the same tag closes, where something stands in each pair and nothing runs on behind it."""
    pairs = list(zip(found[::2], found[1::2], strict=False))
    apart = all(first + 1 < last and _ends(lines, last) for first, last in pairs)
    whole = len(found) % 2 == 0 and apart and all(last < first for (_, last), (first, _) in pairwise(pairs))
    return {last for _, last in pairs} if whole else set()


def _ends(lines: list[Line], index: int) -> bool:
    after = lines[index + 1].folded.lstrip() if index + 1 < len(lines) else ""
    return not after or after.startswith(_BEGINS)

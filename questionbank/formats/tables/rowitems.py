"""From drafts of rows to items: what tables have in columns of their own, and what a person should check.

Pure: no Django.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from questionbank.content import AnswerPoint, Difficulty, ItemKind
from questionbank.document import Diagnostic, DraftItem, DraftSection, Severity
from questionbank.formats.tables.cellparts import blanks_of
from questionbank.formats.tables.columns import Columns
from questionbank.formats.tables.rows import RowDraft
from questionbank.formats.tables.tabletext import TableText
from questionbank.formats.workbooks.numberformats import Place
from questionbank.formats.workbooks.sheet import Grid, column_letter
from questionbank.parsing.items import remarks
from questionbank.parsing.items.build import Builder, Built
from questionbank.parsing.items.checks import item_checks
from questionbank.parsing.words.fold import fold
from questionbank.parsing.words.kinds import is_fill_in

_SPLIT = re.compile(r"[\s,，、;；/|]+")
_GAP = re.compile(r"[(（]\s*[)）]|_{2,}")
_LEVELS = {
    "基础": Difficulty.EASY, "入门": Difficulty.EASY, "偏易": Difficulty.EASY, "普通": Difficulty.MEDIUM,
    "进阶": Difficulty.MEDIUM, "basic": Difficulty.EASY, "beginner": Difficulty.EASY, "simple": Difficulty.EASY,
    "moderate": Difficulty.MEDIUM, "intermediate": Difficulty.MEDIUM, "advanced": Difficulty.HARD,
    "difficult": Difficulty.HARD, "expert": Difficulty.HARD,
    "偏难": Difficulty.HARD, "提高": Difficulty.HARD, "很难": Difficulty.HARD, "极难": Difficulty.HARD,
}  # fmt: skip
_WIDE_SCALE = 3


@dataclass(slots=True)
class Found:
    """A draft with what was built of it, and the sheet, the columns and the section that it comes from."""

    row: RowDraft
    built: Built
    grid: Grid
    columns: Columns
    section: DraftSection | None


def found_in(
    text: TableText, index: int, row: RowDraft, grid: Grid, columns: Columns, section: DraftSection | None
) -> Found:
    """Built at once, so that the pieces of thousands of drafts are not kept."""
    built = Builder(text.text, text.folded, row.draft).build(f"i{index + 1}", section.id if section else None)
    if row.draft.has("difficulty"):
        row.difficulty = "".join(text.text[piece.start : piece.end] for piece in row.draft.parts["difficulty"]).strip()
    row.draft.parts, row.draft.options, row.draft.covers = {}, [], []
    return Found(row, built, grid, columns, section)


def items_of(found: Sequence[Found]) -> tuple[list[DraftItem], list[Diagnostic]]:
    """The items and what is to be said of them."""
    several = _codes_of_several((one.row, one.built) for one in found)
    scale = _scale(found)
    told: list[Diagnostic] = []
    unknown = Counter[str]()
    for one in found:
        built = one.built
        if one.row.type_name in several and built.item.kind is ItemKind.SINGLE_CHOICE:
            built.item.kind = ItemKind.MULTIPLE_CHOICE
        _complete(built.item, one, scale, unknown)
        told += item_checks(built)
        told += _remarks(built.item, one)
    for word, count in sorted(unknown.items()):
        params: dict[str, str | int] = {"word": word[:40], "count": count}
        told.append(Diagnostic(code="difficulty-unknown", severity=Severity.INFO, params=params))
    return [one.built.item for one in found], told


def _codes_of_several(made: Iterable[tuple[RowDraft, Built]]) -> set[str]:
    """Types given as numbers: one that any question with several right options has means multiple choice."""
    return {
        found.type_name
        for found, built in made
        if found.type_name.isdecimal() and built.item.kind is ItemKind.MULTIPLE_CHOICE
    }


def _complete(item: DraftItem, one: Found, scale: int, unknown: Counter[str]) -> None:
    """Blanks, tags, other accepted answers, difficulty in other words."""
    found = one.row
    if found.blanks:
        _fill_blanks(item, found.blanks, _is_per_blank(one))
    elif is_fill_in(item.genre) and item.reference_answer and not item.accepted_answers:
        _part_answer(item)
    for tag in filter(None, _SPLIT.split(found.tags)) if found.tags else ():
        level = remarks.difficulty_of(fold(tag))
        if level is None:
            item.topics.append(tag)
        elif item.difficulty is None:
            item.difficulty = level
    if found.accepted and item.kind is ItemKind.SHORT_ANSWER:
        item.accepted_answers += [part for part in re.split(r"\s*[\n|;；]\s*", found.accepted) if part]
    if item.difficulty is None and found.difficulty:
        word = found.difficulty
        item.difficulty = _level(word, scale)
        if item.difficulty is None:
            item.topics.append(word)
            unknown[word] += 1
    if one.columns.guessed and not one.columns.plain:
        item.status = "check"


def _scale(found: Sequence[Found]) -> int:
    """The highest number that the column of difficulties holds."""
    highest = 0
    for one in found:
        column = one.columns.of("difficulty")
        cell = one.grid.rows[one.row.draft.line][column] if column is not None else ""
        highest = max(highest, int(cell) if cell.isdecimal() and len(cell) == 1 else 0)
    return highest


def _level(word: str, scale: int) -> Difficulty | None:
    """1–3 and 1–5 rise; a coefficient between 0 and 1 is the share that answers right (GB: 难度系数), so it falls."""
    stars = len(word) if word and not word.strip("★☆*") else 0
    if stars:
        word, scale = str(word.count("★") or stars), 5
    if word.isdecimal() and len(word) == 1:
        middle = 2 if scale <= _WIDE_SCALE else 3
        figure = int(word)
        return Difficulty.EASY if figure < middle else Difficulty.MEDIUM if figure == middle else Difficulty.HARD
    if re.fullmatch(r"0?\.\d{1,3}|\d{1,2}(?:\.\d)?%", word):
        share = Decimal(word) if word[-1] != "%" else Decimal(word[:-1]) / 100
        return (
            Difficulty.EASY
            if share >= Decimal("0.7")
            else Difficulty.MEDIUM
            if share >= Decimal("0.4")
            else Difficulty.HARD
        )
    return _LEVELS.get(word.lower())


def _is_per_blank(one: Found) -> bool:
    columns = one.columns
    column = columns.of("points")
    if columns.header is None or column is None:
        return False
    return "空" in one.grid.rows[columns.header][column]


def _part_answer(item: DraftItem) -> None:
    """The answers of as many blanks as the question has, in one cell."""
    blanks = len(_GAP.findall(item.stem))
    parts = blanks_of(item.reference_answer or "")
    if blanks > 1 and len(parts) == blanks and not item.answer_points:
        item.answer_points = [AnswerPoint(text=part) for part in parts]


def _fill_blanks(item: DraftItem, blanks: list[str], per_blank: bool) -> None:
    """One blank is an accepted answer; several are points that each must be said."""
    each = item.points if per_blank else None
    if item.points is not None and per_blank:
        item.points = item.points * Decimal(len(blanks))
    if len(blanks) == 1:
        item.accepted_answers = [part for part in re.split(r"\s*[|/]\s*", blanks[0]) if part]
    else:
        item.answer_points = [AnswerPoint(text=blank, points=each) for blank in blanks]


def _remarks(item: DraftItem, one: Found) -> list[Diagnostic]:
    grid, found = one.grid, one.row
    told: list[tuple[str, dict[str, str | int]]] = [(note, _params(note, found)) for note in found.notes]
    for code, places in (("formula-cell", grid.formulas), ("date-cell", grid.dates)):
        cells = [place for place in found.places if place in places] if places else []
        if cells:
            told.append((code, {"cells": " ".join(_name(place) for place in cells[:5])}))
    if not told:
        return []
    item.status = "check"
    start = min((span.start for span in item.spans), default=None)
    return [
        Diagnostic(code=code, severity=Severity.WARNING, section=item.section, item=item.id, start=start, params=params)
        for code, params in told
    ]


def _params(note: str, found: RowDraft) -> dict[str, str | int]:
    told: dict[str, dict[str, str | int]] = {
        "key-by-mark": {"labels": found.marked},
        "points-unknown": {"word": found.worth[:40]},
        "row-realigned": {"row": found.draft.line + 1},
    }
    return told.get(note, {"type": found.type_name[:40]})


def _name(place: Place) -> str:
    return f"{column_letter(place[1])}{place[0] + 1}"

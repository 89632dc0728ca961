"""From the rows of a table to drafts of questions, in the terms of the parser of texts. Pure: no Django.

Layouts: options in columns, all options in one cell or in the cell of the question, one row for each option with a
column that says which are right, keys alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from questionbank.content import ItemKind
from questionbank.formats.columns import Columns, Kind, kind_named
from questionbank.formats.sheet import Place
from questionbank.formats.tabletext import Cells, TableText
from questionbank.parsing import keys, options
from questionbank.parsing.drafts import Draft, OptionDraft, Piece, SectionDraft
from questionbank.parsing.headings import Heading
from questionbank.parsing.kinds import names_choice
from questionbank.parsing.lines import trimmed

_PARTS = {
    "explanation": "explanation", "points": "points", "difficulty": "difficulty", "topics": "topics",
    "assesses": "assesses", "answer_points": "answer_points", "criteria": "criteria",
    "reference_answer": "reference_answer",
}  # fmt: skip
_NOTED = (("number", "number"), ("type", "type"), ("tags", "topics"), ("accepted", "key"))
_RIGHT = re.compile(r"1|true|yes|y|t|是|对|正确|√|✓|✔", re.IGNORECASE)
_SEPARATED = re.compile(r"\s*(?:\n|\|{1,2}|[;；]|\$\$|##)\s*")
_DIGIT_KEY = re.compile(r"[1-9](?:[\s,，、;；|]*[1-9])*")
_MAX_OPTIONS = 26


@dataclass(slots=True)
class RowDraft:
    """A draft with the places that it was made from. `notes` are codes of what a person should check."""

    draft: Draft
    places: list[Place] = field(default_factory=list)
    blanks: list[str] = field(default_factory=list)
    tags: str = ""
    accepted: str = ""
    type_name: str = ""
    kind: Kind = None
    notes: list[str] = field(default_factory=list)


class RowReader:
    """Makes drafts of the rows of one sheet. `default` is the kind that the name of the sheet states."""

    def __init__(self, text: TableText, cells: Cells, columns: Columns, default: tuple[Kind, str | None]) -> None:
        self._text, self._folded = text.text, text.folded
        self._cells = cells
        self._columns = columns
        self._default = default
        self._option_columns = [(label, at) for label, at in columns.all_of("option")]
        self._parts_read = [(role, part) for role, part in _PARTS.items() if columns.of(role) is not None]
        self._noted = [(part, columns.of(role)) for role, part in _NOTED if columns.of(role) is not None]
        self._blank_columns = [at for _, at in columns.all_of("blank")]
        self._sections: dict[tuple[Kind, str | None], SectionDraft] = {}

    def rows(self) -> Iterator[RowDraft | int]:
        """Drafts, and the numbers of rows that hold something but no question."""
        first = 0 if self._columns.header is None else self._columns.header + 1
        numbers = [row for row in range(first, len(self._cells.grid.rows)) if any(self._cells.grid.rows[row])]
        if self._columns.of("right") is not None and self._columns.of("options") is not None:
            yield from self._grouped(numbers)
            return
        for row in numbers:
            yield row if self._span(row, "stem") is None else self._draft(row)

    def _grouped(self, numbers: list[int]) -> Iterator[RowDraft | int]:
        """One row for each option: the rows below a question belong to it."""
        group: list[int] = []
        for row in numbers:
            if self._span(row, "stem") is not None:
                if group:
                    yield self._draft(group[0], group)
                group = [row]
            elif group and self._span(row, "options") is not None:
                group.append(row)
            else:
                yield row
        if group:
            yield self._draft(group[0], group)

    def _span(self, row: int, role: str) -> tuple[int, int] | None:
        return self._cells.span(row, self._columns.of(role))

    def _value(self, row: int, role: str) -> str:
        span = self._span(row, role)
        return self._text[slice(*span)] if span else ""

    # --- one question -------------------------------------------------------------------------------------------

    def _draft(self, row: int, group: list[int] | None = None) -> RowDraft:
        made = RowDraft(Draft(number=self._value(row, "number"), line=row, answered=True))
        self._name_kind(made, row)
        self._take(made, row, "stem", "stem")
        for role, part in self._parts_read:
            self._take(made, row, role, part)
        made.tags, made.accepted = self._value(row, "tags"), self._value(row, "accepted")
        for part, column in self._noted:
            self._cover(made, part, row, column)
        if group:
            self._options_of_rows(made, group)
        else:
            self._options(made, row)
            self._key(made, row)
        made.draft.section = self._section(made)
        return made

    def _cover(self, made: RowDraft, part: str, row: int, column: int | None) -> tuple[int, int] | None:
        span = self._cells.span(row, column)
        if span is not None and column is not None:
            made.draft.cover(part, *span)
            made.places.append((row, column))
        return span

    def _take(self, made: RowDraft, row: int, role: str, part: str) -> None:
        """The cell's lines as pieces of a part."""
        span = self._cover(made, part, row, self._columns.of(role))
        for piece in self._lines(*span) if span else ():
            made.draft.add(part, piece)

    def _lines(self, start: int, end: int) -> list[Piece]:
        if "\n" not in self._text[start:end]:
            return [Piece(*trimmed(self._text, start, end))]
        found, at = [], start
        for line in self._text[start:end].split("\n"):
            if line.strip():
                found.append(Piece(*trimmed(self._text, at, at + len(line))))
            at += len(line) + 1
        return found

    def _name_kind(self, made: RowDraft, row: int) -> None:
        made.type_name = self._value(row, "type").strip()
        made.kind = kind_named(made.type_name)[0] if made.type_name else self._default[0]
        if made.type_name and made.kind is None and not _is_code(made.type_name) and not names_choice(made.type_name):
            made.notes.append("unknown-type")

    def _section(self, made: RowDraft) -> SectionDraft | None:
        """The parser reads the kind of a question from its section; these sections stand for kinds alone."""
        kind, genre = kind_named(made.type_name) if made.type_name else self._default
        kind = made.kind if made.kind is not None else kind
        if not isinstance(kind, ItemKind):
            return SectionDraft(Heading("", choice=True)) if names_choice(made.type_name) else None
        section = self._sections.get((kind, genre))
        return section or self._sections.setdefault((kind, genre), SectionDraft(Heading("", kind=kind, genre=genre)))

    # --- options ------------------------------------------------------------------------------------------------

    def _options(self, made: RowDraft, row: int) -> None:
        for label, column in self._option_columns:
            span = self._cover(made, "option", row, column)
            if span is not None:
                made.draft.options.append(OptionDraft(label, self._lines(*self._unlabelled(label, *span))))
        for column in self._blank_columns:
            span = self._cover(made, "key", row, column)
            if span is not None:
                made.draft.add("key", Piece(*span))
                made.blanks.append(self._text[slice(*span)])
        together = self._cover(made, "option", row, self._columns.of("options"))
        if together is not None:
            self._split_options(made, *together)
        elif not made.draft.options and not made.blanks:
            self._options_in_stem(made, row)

    def _unlabelled(self, label: str, start: int, end: int) -> tuple[int, int]:
        """`A、北京` in the column of option A is 北京."""
        match = _own_label(label).match(self._folded, start, end)
        return (match.end() if match else start), end

    def _split_options(self, made: RowDraft, start: int, end: int) -> None:
        marks = self._run(start, end)
        if marks:
            for mark in marks:
                text_end = mark.end
                while text_end > mark.text_start and self._text[text_end - 1] in " |;；\n":
                    text_end -= 1
                made.draft.options.append(OptionDraft(mark.label, self._lines(mark.text_start, text_end), mark.chosen))
            return
        for index, (first, last) in enumerate(self._parts(start, end)[:_MAX_OPTIONS]):
            made.draft.options.append(OptionDraft(chr(65 + index), self._lines(first, last)))

    def _run(self, start: int, end: int) -> list[options.OptionMark]:
        first = options.leading(self._folded, start, end)
        if first is None or first.label != "A" or options.weak(self._folded, start, end):
            return []
        run = options.run_from(self._folded, first, end)
        return run if len(run) > 1 else []

    def _parts(self, start: int, end: int) -> list[tuple[int, int]]:
        found, at = [], start
        for match in _SEPARATED.finditer(self._text, start, end):
            found.append((at, match.start()))
            at = match.end()
        found.append((at, end))
        return [(first, last) for first, last in found if self._text[first:last].strip()]

    def _options_in_stem(self, made: RowDraft, row: int) -> None:
        span = self._span(row, "stem")
        marks = options.inside(self._folded, *span) if span else []
        if span is None or not marks or made.kind in (ItemKind.SHORT_ANSWER, ItemKind.ESSAY):
            return
        made.draft.parts["stem"] = self._lines(span[0], marks[0].start)
        for mark in marks:
            made.draft.options.append(OptionDraft(mark.label, self._lines(mark.text_start, mark.end), mark.chosen))

    def _options_of_rows(self, made: RowDraft, group: list[int]) -> None:
        remark = self._columns.of("remark")
        right = []
        for index, row in enumerate(group[:_MAX_OPTIONS]):
            span = self._cover(made, "option", row, self._columns.of("options"))
            label = chr(65 + index)
            self._cover(made, "number", row, self._columns.of("number") if index else None)
            self._cover(made, "key", row, self._columns.of("right"))
            if span is not None:
                made.draft.options.append(OptionDraft(label, self._lines(*span)))
            if _RIGHT.fullmatch(self._value(row, "right").strip()):
                right.append(label)
            said = self._cover(made, "explanation", row, remark)
            for piece in self._lines(*said) if said else ():
                made.draft.add("explanation", piece)
        self._mark_key(made, "".join(right))

    # --- the key ------------------------------------------------------------------------------------------------

    def _mark_key(self, made: RowDraft, content: str) -> None:
        """A key in words that the parser knows, where the cell has it in others."""
        if content:
            made.draft.add("run-key", Piece(0, 0, mark=content))

    def _key(self, made: RowDraft, row: int) -> None:
        span = self._cover(made, "key", row, self._columns.of("key"))
        if span is None:
            return
        content = self._folded[slice(*span)].strip()
        translated = self._translated(made, content)
        if translated:
            self._mark_key(made, translated)
        else:
            for piece in self._lines(*span):
                made.draft.add("key", piece)
        if made.kind is None and not made.type_name and not made.draft.options:
            self._kind_of_key(made, content)

    def _translated(self, made: RowDraft, content: str) -> str:
        choices = len(made.draft.options)
        if made.kind is ItemKind.TRUE_FALSE:
            if content in ("1", "0"):
                return "√" if content == "1" else "×"
            if content.upper() in ("A", "B") and not choices:
                made.notes.append("truth-by-letter")
                return "√" if content.upper() == "A" else "×"
            return ""
        if choices and _DIGIT_KEY.fullmatch(content) and keys.by_text(content, self._pairs(made)) is None:
            places = sorted({int(figure) for figure in content if figure.isdigit()})
            if places[-1] <= choices:
                made.notes.append("key-by-number")
                return "".join(made.draft.options[place - 1].label for place in places)
        return ""

    def _pairs(self, made: RowDraft) -> list[tuple[str, str]]:
        return [(one.label, "\n".join(self._text[p.start : p.end] for p in one.pieces)) for one in made.draft.options]

    def _kind_of_key(self, made: RowDraft, content: str) -> None:
        """Letters without any options: the options are missing, it is no written question."""
        letters = keys.as_letters(content)
        if letters and content.isupper() and keys.as_bool(content) is None:
            made.kind = ItemKind.MULTIPLE_CHOICE if len(letters) > 1 else ItemKind.SINGLE_CHOICE


@lru_cache(maxsize=64)
def _own_label(label: str) -> re.Pattern[str]:
    return re.compile(rf"\s*[(\[]?{label}\s*[.、:)\]]\s*(?=\S)")


def _is_code(name: str) -> bool:
    """Types as numbers: what they mean shows in the questions."""
    return name.isdigit() and len(name) <= 2

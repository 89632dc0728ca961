"""From the rows of a table to drafts of questions, in the terms of the parser of texts. Pure: no Django.

Layouts: options in columns, all options in one cell or in the cell of the question, one row for each option with a
column that says which are right, keys alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from questionbank.content import WRITTEN_KINDS, ItemKind
from questionbank.document import Span
from questionbank.formats.tables import cellparts
from questionbank.formats.tables.blocks import Block
from questionbank.formats.tables.cellkinds import Kind, kind_named, letters_of
from questionbank.formats.tables.cellmarks import chosen_by_look
from questionbank.formats.tables.fillers import drop_fillers, is_none, words_used
from questionbank.formats.tables.rowkeys import RowKeys, is_code, pairs_of
from questionbank.formats.tables.rows import RowDraft
from questionbank.formats.tables.tabletext import Cells, TableText
from questionbank.parsing.machine.drafts import Draft, OptionDraft, Piece, SectionDraft
from questionbank.parsing.source.lines import trimmed
from questionbank.parsing.words import keys, options
from questionbank.parsing.words.fold import INVISIBLE, fold
from questionbank.parsing.words.headings import Heading
from questionbank.parsing.words.kinds import is_unscored, names_choice

_PARTS = {
    "explanation": "explanation", "points": "points", "difficulty": "difficulty", "topics": "topics",
    "assesses": "assesses", "answer_points": "answer_points", "criteria": "criteria",
    "reference_answer": "reference_answer",
}  # fmt: skip
_NOTED = (("number", "number"), ("type", "type"), ("tags", "topics"), ("accepted", "key"))
_FLAGS = ("1", "true", "yes", "y", "t", "是", "对", "正确", "√", "✓", "✔")
_NUMBER = re.compile(r"\s*(?:第\s*)?(\d{1,4})\s*(?:题\s*[:：.、．]?|、(?=\d{4}\s*年)|[.、．)）](?!\d))\s*(?=\S)")
_MOSTLY = 0.8
_MAX_OPTIONS = 26
_BLANK = INVISIBLE.union(chr(code) for code in range(0x3001) if chr(code).isspace())
_BELOW = re.compile(r"\s*[(\[（【]?[A-Ka-k]\s*[.、:：)）\]】．]")


class RowReader:
    """Makes drafts of the rows of one block. `default` is the kind that the sheet or its heading states."""

    def __init__(self, text: TableText, cells: Cells, block: Block, default: tuple[Kind, str | None]) -> None:
        self._text, self._folded = text.text, text.folded
        self._cells, self._block, self._bounds = cells, block, cells.bounds
        columns = self._columns = block.columns
        self._default = default
        self._option_columns = sorted(columns.all_of("option"))
        values = [cells.grid.rows[row] for row in block.rows]
        self._fillers = words_used(values, [at for _, at in self._option_columns])
        self._flag_columns = dict(columns.all_of("flag"))
        self._parts_read = [(role, part) for role, part in _PARTS.items() if columns.of(role) is not None]
        self._noted = [(part, columns.of(role)) for role, part in _NOTED if columns.of(role) is not None]
        self._wrong_columns = [at for _, at in sorted(columns.all_of("wrong"))]
        self._blank_columns = columns.all_of("blank")
        self._sections: dict[tuple[Kind, str | None], SectionDraft] = {}
        self._by_look = chosen_by_look(cells, block)
        self._keys = RowKeys(self._text, cells, block)
        self._numbered = columns.of("number") is None and self._begins_with_numbers()

    @property
    def counted(self) -> int:
        """How many keys were read as places of options because the whole column says so."""
        return self._keys.counted

    def _begins_with_numbers(self) -> bool:
        """Whether the questions are numbered in their own cells."""
        stem = self._columns.of("stem")
        cells = [self._cells.grid.rows[row][stem] for row in self._block.rows] if stem is not None else []
        used = [cell for cell in cells if cell]
        return bool(used) and sum(_NUMBER.match(cell) is not None for cell in used) >= len(used) * _MOSTLY

    def rows(self) -> Iterator[RowDraft | int]:
        """Drafts, and the numbers of rows that hold something but no question."""
        for row, below in self._groups():
            if self._span(row, "stem") is None:
                yield row
                yield from below
            else:
                yield self._draft(row, below)

    def _groups(self) -> list[tuple[int, list[int]]]:
        """Each question with the rows below that hold nothing but its further options."""
        found: list[tuple[int, list[int]]] = []
        together = self._columns.of("options")
        stem = self._columns.of("stem")
        for row in self._block.rows:
            values = self._cells.grid.rows[row]
            if found and self._continues(values, stem, together, len(found[-1][1])):
                found[-1][1].append(row)
            else:
                found.append((row, []))
        return found

    def _continues(self, values: list[str], stem: int | None, together: int | None, count: int) -> bool:
        if stem is None or stem >= len(values):
            return False
        if not values[stem]:
            return together is not None and together < len(values) and bool(values[together])
        if not _BELOW.match(values[stem]) or sum(map(bool, values)) > 1:
            return False
        first = options.leading(fold(values[stem]), 0, len(values[stem]))
        return first is not None and (first.label == "A" if count == 0 else ord(first.label[0]) - 65 >= count)

    def _span(self, row: int, role: str) -> tuple[int, int] | None:
        return self._cells.span(row, self._columns.of(role))

    def _value(self, row: int, role: str) -> str:
        column = self._columns.of(role)
        span = self._cells.span(row, column) if column is not None else None
        return self._text[span[0] : span[1]] if span else ""

    # --- one question -------------------------------------------------------------------------------------------

    def _draft(self, row: int, below: list[int]) -> RowDraft:
        made = RowDraft(Draft(number=self._value(row, "number"), line=row, answered=True))
        if row in self._cells.grid.moved:
            made.notes.append("row-realigned")
        self._name_kind(made, row)
        self._take(made, row, "stem", "stem")
        if self._numbered:
            self._take_number(made)
        for role, part in self._parts_read:
            self._take(made, row, role, part)
        self._take_points(made)
        made.tags, made.accepted = self._value(row, "tags"), self._value(row, "accepted")
        for part, column in self._noted:
            self._cover(made, part, row, column)
        if (below and self._columns.of("options") is not None) or self._columns.of("right") is not None:
            self._options_of_rows(made, [row, *below])
        else:
            self._options(made, row)
            self._options_below(made, below)
        self._key(made, row)
        if "unknown-type" in made.notes and not made.draft.options and kind_named(made.type_name)[1]:
            made.notes.remove("unknown-type")  # `方案题` is a kind of its own among those that are answered in words
        self._take_material(made, row)
        made.draft.section = self._section(made)
        return made

    def _take_material(self, made: RowDraft, row: int) -> None:
        """What a question is about stands above it."""
        span = self._cover(made, "stem", row, self._columns.of("material"))
        stem = made.draft.parts.get("stem", [])
        if span is not None and stem:
            stem[0].mark = "\n"
            made.draft.parts["stem"] = self._lines(*span) + stem

    def _take_points(self, made: RowDraft) -> None:
        """The number in the cell of the points, or a note that there is none."""
        for piece in made.draft.parts.get("points", ())[:1]:
            if self._text[piece.start : piece.end].isdecimal():
                continue
            amount = cellparts.amount_in(self._folded, piece.start, piece.end)
            if amount is not None:
                piece.start, piece.end = amount
            else:
                made.worth = self._text[piece.start : piece.end]
                made.notes.append("points-unknown")

    def _take_number(self, made: RowDraft) -> None:
        piece = made.draft.parts["stem"][0]
        match = _NUMBER.match(self._text, piece.start, piece.end)
        if match:
            made.draft.number, piece.start = match.group(1), match.end()

    def _cover(self, made: RowDraft, part: str, row: int, column: int | None) -> tuple[int, int] | None:
        """The place of a cell that is not empty, which belongs to the question from now on. Called for every cell."""
        bounds = self._bounds[row]
        if column is None or column + 1 >= len(bounds):
            return None
        start, end = bounds[column], bounds[column + 1] - 1
        if start >= end:
            return None
        made.draft.covers.append(Span(part, start, end))
        made.places.append((row, column))
        return start, end

    def _take(self, made: RowDraft, row: int, role: str, part: str) -> None:
        """The cell's lines as pieces of a part."""
        span = self._cover(made, part, row, self._columns.of(role))
        if span is not None:
            lines = self._lines(span[0], span[1])
            if lines:
                made.draft.parts.setdefault(part, []).extend(lines)

    def _lines(self, start: int, end: int) -> list[Piece]:
        text = self._text
        if text.find("\n", start, end) < 0:
            clean = start < end and not (text[start] in _BLANK or text[end - 1] in _BLANK)
            return [Piece(start, end) if clean else Piece(*trimmed(text, start, end))]
        found, at = [], start
        for line in text[start:end].split("\n"):
            if line.strip():
                found.append(Piece(*trimmed(self._text, at, at + len(line))))
            at += len(line) + 1
        return found

    def _name_kind(self, made: RowDraft, row: int) -> None:
        name = self._value(row, "type").strip()
        made.type_name = self._columns.codes.get(name, name)
        made.kind = kind_named(made.type_name)[0] if made.type_name else self._default[0]
        if made.kind is None and made.type_name in self._keys.one_or_two | self._keys.zero_or_one:
            made.kind = ItemKind.TRUE_FALSE
        if made.type_name and made.kind is None and not is_code(made.type_name) and not names_choice(made.type_name):
            made.notes.append("unknown-type")

    def _section(self, made: RowDraft) -> SectionDraft | None:
        """The parser reads kind and points of a question from its section; these sections stand for no more."""
        kind, genre = kind_named(made.type_name) if made.type_name else self._default
        kind = made.kind if made.kind is not None else kind
        over = self._block.heading
        if not isinstance(kind, ItemKind):
            kind = None
            choice = names_choice(made.type_name) or (over is not None and over.choice)
            if over is None or (over.points_each is None and not choice):
                return SectionDraft(Heading("", genre=genre, choice=choice)) if choice or genre else None
        known = self._sections.get((kind, genre))
        if known is None:
            heading = Heading("", kind=kind, genre=genre)
            if over is not None:
                heading.points_each, heading.per_blank = over.points_each, over.per_blank
                heading.choice = over.choice and kind is None
            known = self._sections[kind, genre] = SectionDraft(heading)
        return known

    # --- options ------------------------------------------------------------------------------------------------

    def _options(self, made: RowDraft, row: int) -> None:
        for label, column in self._option_columns:
            span = self._cover(made, "option", row, column)
            if span is not None:
                start = self._unlabelled(label, *span)[0]
                made.draft.options.append(OptionDraft(label, self._lines(start, span[1])))
        self._cut_copies(made)
        if drop_fillers(made.draft.options, self._text, self._fillers, letters_of(self._value(row, "key"))):
            made.notes.append("option-left-out")
        self._wrong_options(made, row)
        self._read_blanks(made, row)
        together = self._cover(made, "option", row, self._columns.of("options"))
        if together is not None and not is_none(self._folded[slice(*together)]):
            self._split_options(made, *together)
        elif not made.draft.options and not made.blanks:
            self._options_in_stem(made, row)

    def _read_blanks(self, made: RowDraft, row: int) -> None:
        """Answers of blanks; beside options several columns of answers say which are right."""
        for number, column in self._blank_columns:
            span = self._cover(made, "key", row, column)
            if span is not None and made.draft.options and made.kind not in WRITTEN_KINDS:
                self._choose(made, chr(64 + int(number)), self._text[slice(*span)].strip())
            elif span is not None:
                made.draft.add("key", Piece(*span))
                made.blanks.append(self._text[slice(*span)])

    def _cut_copies(self, made: RowDraft) -> None:
        """The question without the options that its cell repeats."""
        stem = made.draft.parts.get("stem")
        if stem and made.draft.options:
            end = cellparts.without_copy(self._text, stem[0].start, stem[-1].end, made.draft.options)
            if end < stem[-1].end:
                made.draft.parts["stem"] = self._lines(stem[0].start, end)

    def _wrong_options(self, made: RowDraft, row: int) -> None:
        """Columns of wrong answers: the right one is the first option."""
        spans = [self._cover(made, "option", row, column) for column in self._wrong_columns]
        right = self._span(row, "key") if any(spans) else None
        if made.draft.options or right is None:
            return
        for index, span in enumerate([right, *filter(None, spans)]):
            made.draft.options.append(OptionDraft(chr(65 + index), self._lines(*span), chosen=index == 0))

    def _unlabelled(self, label: str, start: int, end: int) -> tuple[int, int]:
        """`A、北京` in the column of option A is 北京."""
        first = self._folded[start]
        if first not in (label[0], "(", "[") and not first.isspace():
            return start, end
        match = cellparts.own_label(label).match(self._folded, start, end)
        return (match.end() if match else start), end

    def _split_options(self, made: RowDraft, start: int, end: int) -> None:
        marks = cellparts.run_of(self._folded, start, end)
        for mark in marks:
            text_end = mark.end
            while text_end > mark.text_start and self._text[text_end - 1] in " |;；\n$#":
                text_end -= 1
            made.draft.options.append(OptionDraft(mark.label, self._lines(mark.text_start, text_end), mark.chosen))
        if marks:
            return
        values = cellparts.quoted(self._folded, start, end) or cellparts.lettered(self._folded, start, end)
        values = values or cellparts.parted(self._folded, start, end)
        if len(values) == 1:
            values = cellparts.parted_otherwise(self._folded, *values[0], self._needed(made)) or values
        values = cellparts.bare(self._folded, values)
        for index, (first, last) in enumerate(values[:_MAX_OPTIONS]):
            label = chr(65 + index)
            made.draft.options.append(OptionDraft(label, self._lines(*self._unlabelled(label, first, last))))

    def _needed(self, made: RowDraft) -> int:
        """How many options the key speaks of."""
        letters = keys.as_letters(self._value(made.draft.line, "key"))
        return ord(letters[-1]) - 64 if letters and letters[-1] <= "K" else 2

    def _options_in_stem(self, made: RowDraft, row: int) -> None:
        stem = made.draft.parts.get("stem")
        if not stem or made.kind in (ItemKind.SHORT_ANSWER, ItemKind.ESSAY):
            return
        start, end = stem[0].start, stem[-1].end
        marks = options.inside(self._folded, start, end)
        if marks:
            made.draft.parts["stem"] = self._lines(start, marks[0].start)
            for mark in marks:
                made.draft.options.append(OptionDraft(mark.label, self._lines(mark.text_start, mark.end), mark.chosen))
            return
        key = self._span(row, "key")
        if key is not None:
            self._options_behind(made, start, end, key)

    def _options_behind(self, made: RowDraft, start: int, end: int, key: tuple[int, int]) -> None:
        """Options behind signs in the cell of the question, or above the key in its own."""
        parts, right = cellparts.behind(self._folded, start, end, self._folded[slice(*key)])
        if parts:
            made.draft.parts["stem"] = self._lines(*parts[0])
        for index, part in enumerate(parts[1 : _MAX_OPTIONS + 1]):
            made.draft.options.append(OptionDraft(chr(65 + index), self._lines(*part)))
        if not parts:
            options_end, right = cellparts.options_with_key(self._folded, *key)
            if right:
                self._split_options(made, key[0], options_end)
        if right:
            made.draft.add("run-key", Piece(0, 0, mark=right))

    def _options_below(self, made: RowDraft, below: list[int]) -> None:
        """Options in the rows under the question, in its column: `A. …`."""
        for row in below:
            span = self._cover(made, "option", row, self._columns.of("stem"))
            first = options.leading(self._folded, *span) if span else None
            for mark in options.run_from(self._folded, first, span[1]) if span and first else ():
                made.draft.options.append(OptionDraft(mark.label, self._lines(mark.text_start, mark.end), mark.chosen))

    def _options_of_rows(self, made: RowDraft, group: list[int]) -> None:
        remark, together = self._columns.of("remark"), self._columns.of("options")
        for index, row in enumerate(group[:_MAX_OPTIONS]):
            span = self._cover(made, "option", row, together)
            label = chr(65 + index)
            self._cover(made, "number", row, self._columns.of("number") if index else None)
            self._cover(made, "key", row, self._columns.of("right"))
            if span is not None:
                chosen = self._value(row, "right").strip().lower() in _FLAGS
                pieces = self._lines(*self._unlabelled(label, *span))
                made.draft.options.append(OptionDraft(label, pieces, chosen))
            said = self._cover(made, "explanation", row, remark)
            for piece in self._lines(*said) if said else ():
                made.draft.add("explanation", piece)

    # --- the key ------------------------------------------------------------------------------------------------

    def _take_look(self, made: RowDraft, labels: list[str]) -> None:
        """Options that stand out by their shading or font."""
        for option in made.draft.options:
            option.chosen = option.chosen or option.label in labels
        made.marked = " ".join(labels)
        made.notes.append("key-by-mark")

    def _choose(self, made: RowDraft, label: str, said: str) -> None:
        """A flag for the option `label`; or one of several right answers, as a letter or a text."""
        pairs = pairs_of(made, self._text)
        named = keys.as_letters(fold(said), [name for name, _ in pairs]) or []
        labels = [name for name, text in pairs if text == said][:1] or named
        labels = labels or ([label] if fold(said).lower() in _FLAGS else [])
        for option in made.draft.options:
            option.chosen = option.chosen or option.label in labels

    def _key(self, made: RowDraft, row: int) -> None:
        for label, column in self._flag_columns.items():
            flag = self._cover(made, "key", row, column)
            if flag:
                self._choose(made, label, self._text[slice(*flag)].strip())
        span = self._cover(made, "key", row, self._columns.of("key"))
        spare = self._cover(made, "key", row, self._columns.of("spare_key"))
        span = span or spare
        if span is None and row in self._by_look:
            self._take_look(made, self._by_look[row])
        if span is None or "run-key" in made.draft.parts:
            return
        shown = self._folded[slice(*span)]
        if made.kind in WRITTEN_KINDS and [fold(text) for _, text in pairs_of(made, self._text)] == [shown]:
            made.draft.options.clear()  # a column of options repeats the answer
        if made.kind in WRITTEN_KINDS and not is_unscored(made.type_name) and self._keys.is_option(made, shown):
            return
        if self._keys.take(made, shown):
            return
        for first, last in cellparts.quoted(self._folded, *span) or [span]:
            for piece in self._lines(first, last):
                made.draft.add("key", piece)

"""Tables of questions inside texts: pipes of Markdown, cells pasted from a spreadsheet, tables of Word.

Pure: no Django.

A text that is a table of questions for the most part becomes a grid, its other lines rows of one cell; a table among
questions in text is spelled out, so that the parser of texts reads both.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from questionbank.formats.tables.columns import Columns, columns_of
from questionbank.formats.tables.guess import guessed
from questionbank.formats.tables.upright import upright
from questionbank.formats.workbooks.sheet import MAX_COLUMNS, MAX_ROWS, Grid, clean
from questionbank.parsing.source.lines import SourceLine, plain_lines
from questionbank.parsing.tokens.keycolumns import tells_keys
from questionbank.parsing.words.kinds import asks
from questionbank.parsing.words.labels import label_at

_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
_PIPE = re.compile(r"(?<!\\)\|")
_SHEET = re.compile(r"={3,} (?P<name>.{1,60}?) ={3,}\s*")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MOSTLY = 0.6
_LEAST = 3
_REPLYING = frozenset({"key", "answer_points", "reference_answer", "criteria", "assesses"})  # beside the question


def table_in_text(text: str) -> Grid | None:
    """The grid of a text that is a table of questions; none of any other text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    used = [line for line in lines if line.strip()]
    if len(used) < 2 or len(used) > MAX_ROWS:
        return None
    for looks, parts in _FORMS:
        if sum(map(looks, used)) >= len(used) * _MOSTLY:
            grid = _grid(parts(lines))
            if grid is not None and (_holds_questions(grid.rows) or _is_one_list(grid.rows)):
                return grid
    return None


def rows_in_text(text: str) -> Grid | None:
    """The rows of pipes or tabs that a text consists of for the most part, whatever they hold."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    used = [line for line in lines if line.strip()]
    if not 2 <= len(used) <= MAX_ROWS:
        return None
    for looks, parts in _FORMS[:2]:
        if sum(map(looks, used)) >= len(used) * _MOSTLY:
            return _grid(parts(lines))
    return None


def _is_piped(line: str) -> bool:
    return len(_PIPE.findall(line)) >= 2


def _is_tabbed(line: str) -> bool:
    return "\t" in line.strip()


def _is_listed(line: str) -> bool:
    return line.count(",") >= 2 or line.count(";") >= 2


def _piped(lines: list[str]) -> list[list[str]]:
    rows = []
    for line in lines:
        if _RULE.fullmatch(line) and "-" in line:
            continue
        stripped = line.strip()
        cells = _PIPE.split(stripped.removeprefix("|").removesuffix("|")) if _is_piped(line) else [stripped]
        rows.append([_BREAK.sub("\n", cell).replace("\\|", "|") for cell in cells])
    return rows


def _tabbed(lines: list[str]) -> list[list[str]]:
    """Spreadsheets put quotes around cells with line ends when they are pasted as text."""
    return _split("\n".join(lines), "\t") or [line.split("\t") for line in lines]


def _commas(lines: list[str]) -> list[list[str]]:
    return _split("\n".join(lines), ",")


def _semicolons(lines: list[str]) -> list[list[str]]:
    return _split("\n".join(lines), ";")


def _split(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return []


_FORMS: tuple[tuple[Callable[[str], bool], Callable[[list[str]], list[list[str]]]], ...] = (
    (_is_piped, _piped),
    (_is_tabbed, _tabbed),
    (_is_listed, _commas),
    (_is_listed, _semicolons),
)


def _grid(rows: list[list[str]]) -> Grid | None:
    cleaned = [[clean(cell) for cell in row] for row in rows]
    width = max(map(len, cleaned), default=0)
    if not 1 < width <= MAX_COLUMNS:
        return None
    return Grid("", [row + [""] * (width - len(row)) for row in cleaned if any(row)])


def _holds_questions(rows: Sequence[Sequence[str]]) -> bool:
    """A header of questions, or columns that are plain; a text must never become a table by mistake."""
    columns = columns_of(upright(rows))
    if columns is not None:
        return len(columns.roles) >= _LEAST or {"stem", "key"} <= set(columns.roles.values())
    found = guessed(rows)
    return found is not None and found.plain and any(role.startswith("option") for role in found.roles.values())


# --- sheets as text that people correct -------------------------------------------------------------------------


def as_text(grids: Sequence[Grid]) -> str:
    """Sheets as text to be corrected: cells parted by tabs, in quotes where they hold line ends."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    for grid in grids:
        if len(grids) > 1:
            out.write(f"=== {grid.name} ===\n")
        for row in grid.rows:
            writer.writerow(_without_tail(row))
    return out.getvalue()


def _without_tail(row: list[str]) -> list[str]:
    end = max((at + 1 for at, cell in enumerate(row) if cell), default=0)
    return row[:end]


def from_text(text: str, delimiter: str = "\t") -> list[Grid]:
    """What `as_text` wrote, after corrections."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    for line in text.replace("\r\n", "\n").split("\n"):
        sheet = _SHEET.fullmatch(line)
        if sheet:
            parts.append((sheet["name"], []))
        else:
            parts[-1][1].append(line)
    grids = []
    for name, lines in parts:
        rows = [[clean(cell) for cell in row] for row in _split("\n".join(lines), delimiter)]
        width = max(map(len, rows), default=0)
        if any(any(row) for row in rows):
            padded = [row + [""] * (width - len(row)) for row in rows]
            while not any(padded[-1]):
                padded.pop()
            grids.append(Grid(name, padded))
    return grids


# --- Word -------------------------------------------------------------------------------------------------------


def table_in_lines(lines: Sequence[SourceLine]) -> Grid | None:
    """The grid of a Word file whose questions stand in tables."""
    grid = _rows(lines, _MOSTLY / 2)
    return grid if grid is not None and any(_holds_questions(rows) for rows in _tables(lines)) else None


def rows_in_lines(lines: Sequence[SourceLine]) -> Grid | None:
    """The rows of tables that a Word file consists of for the most part, whatever they hold."""
    return _rows(lines, _MOSTLY)


def _rows(lines: Sequence[SourceLine], share: float) -> Grid | None:
    """All lines as rows, when at least this share of them, and two, are rows of tables."""
    used = [line for line in lines if line.printed.strip()]
    if sum(line.row for line in used) < max(2, len(used) * share):
        return None
    return _grid([line.printed.split("\t") if line.row else [line.printed.replace("\t", " ")] for line in lines])


def _tables(lines: Sequence[SourceLine]) -> Iterator[list[list[str]]]:
    for is_row, group in itertools.groupby(lines, key=lambda line: line.row):
        if is_row:
            rows = [[clean(cell) for cell in line.printed.split("\t")] for line in group]
            width = max(map(len, rows))
            yield [row + [""] * (width - len(row)) for row in rows]


def without_tables(lines: Sequence[SourceLine]) -> list[SourceLine]:
    return [line for line in lines if not line.row]


def spelled_out(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Tables of questions among questions in text: every row as lines that the parser of texts reads."""
    made: list[SourceLine] = []
    for is_row, group in itertools.groupby(lines, key=lambda line: line.row):
        block = list(group)
        rows = [[clean(cell) for cell in line.printed.split("\t")] for line in block] if is_row else []
        if rows and tells_keys(rows[0]):
            made += [SourceLine(f"| {' | '.join(cell.replace(chr(10), ' ') for cell in row)} |") for row in rows]
            continue
        columns = columns_of(rows) if rows and (_holds_questions(rows) or _asks_mostly(rows)) else None
        if columns is None or columns.header is None or _only_counts(rows, columns):
            made += block
        else:
            made += block[: columns.header]
            made += [SourceLine(text) for text in _spelled(rows[columns.header + 1 :], columns, rows[columns.header])]
    return made


_LABELS = {
    "key": "答案",
    "reference_answer": "参考回答",
    "answer_points": "答案要点",
    "explanation": "解析",
    "criteria": "评分标准",
    "assesses": "考察点",
    "topics": "知识点",
    "difficulty": "难度",
    "points": "分值",
}


def _asks_mostly(rows: Sequence[Sequence[str]]) -> bool:
    """A header names the questions, and most of the cells below it ask."""
    columns = columns_of(rows)
    stem = columns.of("stem") if columns is not None else None
    if columns is None or columns.header is None or stem is None:
        return False
    cells = [row[stem] for row in rows[columns.header + 1 :] if stem < len(row) and row[stem]]
    return len(cells) >= _LEAST - 1 and sum(map(asks, cells)) >= len(cells) * _MOSTLY


def _is_one_list(rows: Sequence[Sequence[str]]) -> bool:
    """`问题` and `观察点`: questions from the header to the end, each with something beside it, and no text between."""
    columns = columns_of(rows)
    if columns is None or not _REPLYING & set(columns.roles.values()):
        return False
    return _asks_mostly(rows) and all(sum(map(bool, row)) > 1 for row in rows[(columns.header or 0) + 1 :])


def _only_counts(rows: Sequence[Sequence[str]], columns: Columns) -> bool:
    """`Question` and `Answer` above numbers and letters: a table of keys, which asks nothing."""
    stem, head = columns.of("stem"), columns.header
    cells = [row[stem] for row in rows[head + 1 :]] if stem is not None and head is not None else []
    return bool(cells) and all(cell.strip("* ").isdecimal() for cell in cells if cell)


def piped_out(text: str) -> list[SourceLine] | None:
    """The lines of a text whose tables of pipes hold questions, those tables spelled out; none of any other text."""
    made: list[SourceLine] = []
    for is_piped, group in itertools.groupby(plain_lines(text), key=lambda line: _is_piped(line.text)):
        block = list(group)
        ruled = is_piped and any(_RULE.fullmatch(line.text) and "-" in line.text for line in block[:3])
        rows = [[clean(cell) for cell in row] for row in _piped([line.text for line in block])] if ruled else []
        if not rows:
            made += block
            continue
        width = max(map(len, rows))
        flat = ["\t".join(cell.replace("\n", " ") for cell in row + [""] * (width - len(row))) for row in rows]
        told = spelled_out([SourceLine(line, row=True) for line in flat])
        made += block if any(line.row for line in told[1:]) or len(told) == len(flat) else told
    return made if [line.text for line in made] != [line.text for line in plain_lines(text)] else None


def _spelled(rows: list[list[str]], columns: Columns, header: Sequence[str]) -> Iterator[str]:
    for count, row in enumerate((row for row in rows if any(row)), 1):
        cells = {role: row[at] for at, role in columns.roles.items() if at < len(row) and row[at]}
        kind = f"【{cells['type']}】" if "type" in cells else ""
        yield f"{cells.get('number', count)}. {kind}{cells.get('stem', '')}"
        for role, cell in cells.items():
            if role.startswith("option:"):
                yield f"{role[-1]}. {cell}"
            elif role == "options":
                yield cell
        for role, label in _LABELS.items():
            if role in cells:
                yield f"{label}：{cells[role]}"
        for at, cell in enumerate(row):
            if cell and at not in columns.roles:  # nothing of a row may get lost
                name = header[at] if at < len(header) else ""
                yield f"{name}：{cell}" if name and label_at(f"{name}:", 0, len(name) + 1) else f"备注：{name} {cell}"

"""Tables that are no rows below one header: questions in several columns side by side, and Blackboard's upload form.

Pure: no Django. Both become rows below a header, which everything else reads.
"""

from __future__ import annotations

from collections.abc import Sequence

from questionbank.formats.tables.columns import HEAD_ROWS, Role, normalised, role_of

Rows = Sequence[Sequence[str]]
_MOST_BESIDE = 6
_LEAST_WIDTH = 2
_MOSTLY = 0.8
_VERDICTS = {"correct": True, "incorrect": False}
# The first cell of a line of Blackboard's form says the kind of the question.
_KINDS = {
    "MC": "单选题", "MA": "多选题", "TF": "判断题", "ESS": "问答题", "SR": "简答题", "FIB": "填空题",
    "FIB_PLUS": "填空题", "FIL": "问答题", "NUM": "填空题", "ORD": "排序题", "MAT": "匹配题",
    "OP": "问答题", "QUIZ_BOWL": "问答题",
}  # fmt: skip
_HEADER = ("题型", "题目", "选项", "答案")


def recast(rows: Rows) -> Rows:
    return _stacked(rows) or _of_blackboard(rows) or rows


def _stacked(rows: Rows) -> list[list[str]] | None:
    """`序号 | 题目 | 答案 | 序号 | 题目 | 答案`: the columns on the right below those on the left."""
    for index, row in enumerate(rows[:HEAD_ROWS]):
        words = [normalised(cell) for cell in row]
        width = _period(words)
        if width and "stem" in _roles(row[:width]):
            below = [[*line, *[""] * _MOST_BESIDE] for line in rows[index + 1 :]]
            parts = [[list(line[at : at + width]) for line in below] for at in range(0, len(words), width)]
            head = [list(line) for line in rows[:index]]
            return [*head, list(row[:width]), *(line for part in parts for line in part if any(line))]
    return None


def _period(words: Sequence[str]) -> int:
    """After how many columns the header begins again; 0 when it does not."""
    used = len(words)
    while used and not words[used - 1]:
        used -= 1
    for times in range(2, _MOST_BESIDE + 1):
        for gap in (0, 1, 2):
            width, rest = divmod(used + gap, times)
            head = list(words[:width])
            if rest or width - gap < _LEAST_WIDTH or not all(head[: width - gap]) or any(head[width - gap :]):
                continue
            if all([*words[at : at + width], *[""] * gap][:width] == head for at in range(0, used, width)):
                return width
    return 0


def _roles(row: Sequence[str]) -> set[Role | None]:
    return {role_of(cell) for cell in row}


def _of_blackboard(rows: Rows) -> list[list[str]] | None:
    """`MC | question | option | correct | option | incorrect …`, one question a line, the kind first."""
    used = [[cell for cell in row] for row in rows if any(row)]
    known = [row for row in used if row[0].strip().upper() in _KINDS and len(row) > 1 and row[1]]
    if len(known) < max(2, len(used) * _MOSTLY) or not any(_pairs(row) or row[0].upper() == "TF" for row in known):
        return None
    return [list(_HEADER), *map(_line, known)]


def _pairs(row: Sequence[str]) -> list[tuple[str, bool]]:
    """The options with their verdicts, when everything behind the question is one."""
    cells = [cell.strip() for cell in row[2:]]
    while cells and not cells[-1]:
        cells.pop()
    if not cells or len(cells) % 2 or any(cell.lower() not in _VERDICTS for cell in cells[1::2]):
        return []
    return [(text, _VERDICTS[verdict.lower()]) for text, verdict in zip(cells[::2], cells[1::2], strict=True)]


def _line(row: Sequence[str]) -> list[str]:
    pairs = _pairs(row)
    name = _KINDS[row[0].strip().upper()]
    if pairs:
        labels = [chr(65 + index) for index in range(len(pairs))]
        listed = "\n".join(f"{label}. {text}" for label, (text, _) in zip(labels, pairs, strict=True))
        return [name, row[1], listed, "".join(label for label, (_, right) in zip(labels, pairs, strict=True) if right)]
    return [name, row[1], "", "；".join(cell for cell in row[2:] if cell)]

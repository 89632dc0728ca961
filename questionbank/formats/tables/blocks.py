"""The rows of a sheet in blocks, below each header row and each heading, without notes and examples.

Pure: no Django.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from questionbank.formats.tables.cellkinds import asks_something
from questionbank.formats.tables.columns import STEM_WORDS, Columns, header_at, normalised, role_of
from questionbank.formats.tables.fieldrows import field_rows
from questionbank.formats.tables.tabletext import Cells
from questionbank.parsing.words.fold import fold
from questionbank.parsing.words.headings import Heading, read_heading

_NOTE = re.compile(
    r"\s*(?:[(\[]?(?:注|备注|说明|填写说明|填表说明|注意事项?|导入说明|温馨提示|提示|note)[)\]]?\s*[:：\d.、]"
    r"|(?:合计|总计|共计|小计|总分|总题数|题目?总数|卷面总?分|满分|平均分?|total|制表人?|审核人?|出题人|命题人|填表人)(?:\s*[:：]|\s*\d|\s*$))",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"\s*(?:[\[(<]\s*(?:示例|样例|范例|例题|example|sample)\s*[\])>]|(?:示例|样例|范例|填写示例|例|example|sample)\d*\s*(?:[:：]|$))",
    re.IGNORECASE,
)
_DEMAND = re.compile(
    r"必填|选填|可不填|可空|不可为空|不能为空|不得为空|请填写|请输入|字以内|不超过\d+|限\d+字|下拉选择"
)
_MAYBE_EXAMPLE = re.compile("[例mMｍＭ]")
_SUSPECTS = frozenset("填空限输拉例样范示xX")  # a letter of each word above that a row with many cells may hold
_FEW_CELLS = 2
_LONGEST_HEADING = 80
_LONGEST_REMARK = 16
_LONGEST_DEMAND = 24
_LONGEST_HEADER = 30
_MANY_KEYS = 0.7


@dataclass(slots=True)
class Block:
    """Rows with the same columns under the same heading. `title` is where the heading stands."""

    columns: Columns
    rows: list[int] = field(default_factory=list)
    heading: Heading | None = None
    title: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class Layout:
    """The blocks of a sheet, and its rows that are no questions with what they are."""

    blocks: list[Block]
    left: dict[int, str] = field(default_factory=dict)


def layout_of(cells: Cells, columns: Columns, skipped: frozenset[int] | None = None) -> Layout:
    """`skipped` are rows that a person leaves out, who says as well what the columns are, whatever a header says."""
    return _Rows(cells, columns, skipped).layout()


class _Rows:
    def __init__(self, cells: Cells, columns: Columns, skipped: frozenset[int] | None) -> None:
        self._cells, self._rows = cells, cells.grid.rows
        self._columns, self._skipped, self._fixed = columns, skipped or frozenset(), skipped is not None
        self._keyed = self._share_of_keys(columns)

    def _share_of_keys(self, columns: Columns) -> float:
        key, first = columns.of("key"), 0 if columns.header is None else columns.header + 1
        used = [row for row in self._rows[first : first + 200] if sum(map(bool, row)) > 1]
        return sum(bool(row[key]) for row in used) / len(used) if key is not None and used else 0.0

    def layout(self) -> Layout:
        head = 0 if self._columns.header is None else self._columns.header + 1
        made = Layout([self._first_block(head)])
        first = self._leave_fields(made, head)
        for row in range(first, len(self._rows)):
            values = self._rows[row]
            used = [value for value in values if value]
            if not used:
                continue
            if row in self._skipped:
                made.left[row] = "row-skipped"
            elif (
                row > first
                and len(used) > _FEW_CELLS
                and STEM_WORDS.isdisjoint(used)
                and _SUSPECTS.isdisjoint("".join(used[:3]))
            ):
                made.blocks[-1].rows.append(row)
            elif row == first and self._explains(values):
                made.left[row] = "note-row"
            elif not self._opens(made, row, values):
                reason = self._reason(made.blocks[-1].columns, values)
                if reason:
                    made.left[row] = reason
                else:
                    made.blocks[-1].rows.append(row)
        return made

    def _leave_fields(self, made: Layout, first: int) -> int:
        """The first row below those that tell programs what the columns hold."""
        header = self._columns.header
        count = 0 if header is None or self._fixed else field_rows(self._rows, header, self._columns.of("stem"))
        made.left.update(dict.fromkeys(range(first, first + count), "header"))
        return first + count

    def _explains(self, values: list[str]) -> bool:
        """A row below the header that says the names of the columns once more in other words."""
        if self._columns.header is None:
            return False
        names = [_plain(name) for name in self._rows[self._columns.header]]
        pairs = [(name, _plain(value)) for name, value in zip(names, values, strict=False) if name and value]
        alike = sum(name in value or value in name for name, value in pairs if min(len(name), len(value)) > 1)
        alike = max(alike, sum(role_of(values[at]) == role for at, role in self._columns.roles.items() if values[at]))
        stem = self._columns.of("stem")
        return (
            alike > 1
            and (alike > 2 or alike * 2 >= len(pairs))
            and stem is not None
            and not asks_something(values[stem])
        )

    def _first_block(self, first: int) -> Block:
        """The heading of a kind may stand right above the header."""
        above = next((row for row in range(first - 2, -1, -1) if any(self._rows[row])), None)
        heading = self._heading(self._columns, self._rows[above]) if above is not None else None
        if above is None or heading is None or not heading.declares:
            return Block(self._columns)
        return Block(self._columns, heading=heading, title=self._place(above))

    def _place(self, row: int) -> tuple[int, int]:
        return self._cells.extent(row)

    def _opens(self, made: Layout, row: int, values: list[str]) -> bool:
        """Whether the row is a header or a heading, which begins another block."""
        if not STEM_WORDS.isdisjoint(values) and max(map(len, values)) <= _LONGEST_HEADER:
            columns = header_at(self._rows, row, row + 50)
            columns = self._columns if columns is not None and self._fixed else columns
            if columns is not None:
                made.left[row] = "header"
                if made.blocks[-1].rows:
                    made.blocks.append(Block(columns))
                else:
                    made.blocks[-1].columns = columns
                return True
        heading = self._heading(made.blocks[-1].columns, values)
        if heading is None:
            return False
        made.blocks.append(Block(made.blocks[-1].columns, heading=heading, title=self._place(row)))
        return True

    def _heading(self, columns: Columns, values: list[str]) -> Heading | None:
        """A row with one cell in use that names a kind, or a chapter where questions have more than one cell."""
        text = _only(values)
        if text is None or len(text) > _LONGEST_HEADING or asks_something(text):
            return None
        heading = read_heading(fold(text))
        if heading is None or (not heading.declares and (heading.style == "bare" or len(columns.roles) < 2)):
            return None
        return heading if heading.declares or self._keyed > 0 else None

    def _reason(self, columns: Columns, values: list[str]) -> str:
        used = [value for value in values if value]
        if len(used) > 1 and _demands(used):
            return "note-row"
        leads = [
            values[at]
            for role in ("number", "type", "stem")
            if (at := columns.of(role)) is not None and at < len(values)
        ]
        if any(_MAYBE_EXAMPLE.search(lead) and _EXAMPLE.match(fold(lead)) for lead in leads):
            return "example-row"
        if len(used) > _FEW_CELLS:
            return ""
        key = columns.of("key")
        if _NOTE.match(fold(used[0])) and not (key is not None and values[key]):
            return "note-row"
        text = _only(values)
        column = values.index(text) if text else 0
        remark = (
            text is not None
            and not columns.roles.get(column, "").startswith("option")
            and len(text) <= _LONGEST_REMARK
            and self._keyed >= _MANY_KEYS
        )
        return "note-row" if remark and text and not asks_something(text) and not _labelled(text) else ""


def _demands(used: list[str]) -> bool:
    """Whether at least half of the cells in use say what to fill in, and more than one."""
    if _DEMAND.search("\n".join(used)) is None:
        return False
    demands = sum(len(value) <= _LONGEST_DEMAND and _DEMAND.search(value) is not None for value in used)
    return demands * 2 >= len(used) and demands > 1


def _plain(text: str) -> str:
    return "".join(normalised(text).split())


def _only(values: list[str]) -> str | None:
    used = [value for value in values if value]
    return used[0] if len(used) == 1 else None


def _labelled(text: str) -> bool:
    return re.match(r"\s*[(\[]?[A-Ka-k]\s*[.、:：)\]．]", text) is not None

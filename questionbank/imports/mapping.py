"""What the page that asks for the columns of a table needs: names of roles, what was said, the first questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from questionbank.content import AnyContent
from questionbank.document import SheetView
from questionbank.formats.tables.choice import SheetChoice, TableChoice, is_role, rows_in, rows_text, shape_of
from questionbank.formats.tables.table import read_table
from questionbank.formats.workbooks.sheet import Grid, column_letter
from questionbank.imports.drafts import unchecked
from questionbank.imports.keyfiles import own_text
from questionbank.models import ColumnChoice, ImportBatch
from questionbank.numbers import whole_number
from questionbank.quality import Problem, problems
from questionbank.reading import HASTY, Unreadable, is_quick, table_text

SHOWN = 5
TOLD = ("empty-stem", "too-few-options", "empty-option", "repeated-option", "no-key", "key-not-option")
OPTIONS = "ABCDEFGHIJK"
ROLE_NAMES: dict[str, Promise | str] = {
    "stem": _("Question"),
    "material": _("Material of several questions"),
    "type": _("Kind"),
    "key": _("Key"),
    "options": _("All options"),
    "explanation": _("Explanation"),
    "points": pgettext_lazy("worth", "Points"),
    "difficulty": _("Difficulty"),
    "topics": _("Topic"),
    "tags": _("Tags"),
    "number": pgettext_lazy("of a question", "Number"),
    "right": _("Right or wrong"),
    "answer_points": _("Answer points"),
    "criteria": _("Marking criteria"),
    "reference_answer": _("Model answer"),
    "accepted": _("Accepted answers"),
    "assesses": _("Competencies assessed"),
}


@dataclass(frozen=True)
class ColumnField:
    """One column with the select that asks for it."""

    name: str
    letter: str
    role: str
    choices: list[tuple[str, str]]


@dataclass(frozen=True)
class SheetForm:
    """One sheet as the page shows it. Rows are numbered as people do."""

    index: int
    view: SheetView
    columns: list[ColumnField]
    rows: list[tuple[int, list[str]]]
    first: int
    without: str

    @property
    def more(self) -> int:
        return max(0, self.view.count - self.view.start - len(self.rows))


@dataclass(frozen=True)
class FirstQuestion:
    """A question of the rows shown, with what shows that a column is not what it seems."""

    content: AnyContent
    problems: list[Problem]


def forms_of(views: Sequence[SheetView]) -> list[SheetForm]:
    return [_form(index, view) for index, view in enumerate(views)]


def _form(index: int, view: SheetView) -> SheetForm:
    width = max(map(len, view.rows), default=0)
    used = [at for at in range(width) if any(at < len(row) and row[at] for row in view.rows) or at in view.columns]
    columns = [_column(index, at, view.columns.get(at, "")) for at in used]
    rows = [(view.start + n, [row[at] if at < len(row) else "" for at in used]) for n, row in enumerate(view.rows, 1)]
    return SheetForm(index, view, columns, rows, view.first + 1, rows_text(view.without))


def _column(index: int, at: int, role: str) -> ColumnField:
    names = {"": gettext("not read"), **{name: str(text) for name, text in ROLE_NAMES.items()}}
    options = {f"option:{letter}": gettext("Option %(letter)s") % {"letter": letter} for letter in OPTIONS}
    blanks = {f"blank:{n}": gettext("Blank %(n)s") % {"n": n} for n in range(1, 7)}
    choices = {**names, **options, **blanks}
    if role and role not in choices:
        choices[role] = role
    return ColumnField(f"column-{index}-{at}", column_letter(at), role, list(choices.items()))


def choice_in(posted: QueryDict, views: Sequence[SheetView]) -> TableChoice:
    """What the form says. A role that is given twice in a sheet counts for the first of its columns."""
    return TableChoice(sheets=[_sheet(posted, index, view) for index, view in enumerate(views)])


def _sheet(posted: QueryDict, index: int, view: SheetView) -> SheetChoice:
    columns: dict[int, str] = {}
    for at in range(max(map(len, view.rows), default=0)):
        role = posted.get(f"column-{index}-{at}", "")
        if is_role(role) and role not in columns.values():
            columns[at] = role
    first = whole_number(posted.get(f"first-{index}", "").strip())
    return SheetChoice(
        name=view.name,
        skip=f"skip-{index}" in posted,
        first=min(max(first, 1), max(view.count, 1)) - 1 if first is not None else None,
        without=rows_in(posted.get(f"without-{index}", "")),
        columns=columns,
    )


def with_choice(views: Sequence[SheetView], choice: TableChoice) -> list[SheetView]:
    """The sheets as somebody wants them to be read; the rows shown stay."""
    changed = []
    for view, one in zip(views, choice.sheets, strict=False):
        first = view.first if one.first is None else one.first
        update = {"columns": dict(one.columns), "skip": one.skip, "first": first, "without": list(one.without)}
        changed.append(view.model_copy(update=update))
    return changed


def names_a_question(choice: TableChoice) -> bool:
    """Whether any sheet that is read has a column of questions."""
    return any("stem" in sheet.columns.values() for sheet in choice.sheets if not sheet.skip)


def first_questions(views: Sequence[SheetView]) -> list[FirstQuestion]:
    """What becomes of the rows shown."""
    grids = [Grid(view.name, _square(view.rows)) for view in views]
    sheets = [
        SheetChoice(
            name=view.name,
            skip=view.skip,
            first=max(0, view.first - view.start),
            without=[row - view.start for row in view.without if row >= view.start],
            columns=dict(view.columns),
        )
        for view in views
    ]
    items = read_table(grids, choice=TableChoice(sheets=sheets)).items[:SHOWN]
    contents = [unchecked(item) for item in items]
    return [FirstQuestion(content, [one for one in problems(content) if one.code in TOLD]) for content in contents]


def _square(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


# --- batches ----------------------------------------------------------------------------------------------------


def remember(views: list[SheetView], choice: TableChoice, user: User | None) -> None:
    """Tables of the same shape are proposed the same columns from now on."""
    values = {"choice": choice.model_dump(mode="json"), "chosen_by": user, "chosen_at": timezone.now()}
    ColumnChoice.objects.update_or_create(shape=shape_of(views), defaults=values)


def remembered(views: list[SheetView]) -> TableChoice | None:
    """What somebody said of a table of this shape, with the names of these sheets."""
    known = ColumnChoice.objects.filter(shape=shape_of(views)).first()
    if known is None:
        return None
    choice = TableChoice.model_validate(known.choice)
    for view, one in zip(views, choice.sheets, strict=False):
        one.name, one.without = view.name, []
    return choice


def sheets_of(batch: ImportBatch) -> list[SheetView]:
    """The sheets of a batch that was a table; none of another."""
    known = vars(batch)["sheets_json"] if "sheets_json" in vars(batch) else batch.document_json.get("sheets")
    return [SheetView.model_validate(sheet) for sheet in known or []]


def text_name(batch: ImportBatch) -> str:
    """The name of a corrected text: that of a table is a table again."""
    return PurePath(batch.name).stem + (".tsv" if batch.document_json.get("sheets") else ".txt")


def source_text(batch: ImportBatch) -> str | None:
    """The text to be corrected: of a table its cells, parted by tabs; none of a table that takes long to open. Raises
    `Unreadable`."""
    if not sheets_of(batch):
        return own_text(batch)
    data = bytes(batch.original or b"")
    if not is_quick(data):
        return None
    try:
        return table_text(data, file_name(batch), limits=HASTY) or own_text(batch)
    except Unreadable as error:
        if error.code == "too-complex":
            return None  # perhaps the server was busy just now
        raise


def file_name(batch: ImportBatch) -> str:
    """The name under which the bytes of a batch were read last."""
    return str(batch.document_json.get("source", {}).get("name") or batch.name)

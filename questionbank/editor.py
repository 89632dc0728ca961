"""The form of a question: everything somebody typed, whether it makes sense yet or not.

Validation is the content's own (pydantic); this module only carries text to it and the complaints back to the fields.
Pure: no Django. Lists travel as repeated fields in the order of the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from questionbank.content import (
    CHOICE_KINDS,
    CONTENT,
    MAX_OPTIONS,
    WRITTEN_KINDS,
    AnswerPoint,
    AnyContent,
    Difficulty,
    ItemKind,
    MultipleChoice,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    points_text,
)
from questionbank.duration import minutes_text, seconds_of
from questionbank.numbers import whole_number
from questionbank.quality import key_labels

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
Rows = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class OptionRow:
    text: str = ""
    right: bool = False

    @property
    def has_lines(self) -> bool:
        """A one-line field of a page would join its lines."""
        return "\n" in self.text


@dataclass(frozen=True)
class PointRow:
    """An answer point; a row of level 1 belongs to the nearest row of level 0 above it, and so on."""

    text: str = ""
    points: str = ""
    detail: str = ""
    level: int = 0


@dataclass(frozen=True)
class CriterionRow:
    text: str = ""
    points: str = ""

    @property
    def has_lines(self) -> bool:
        return "\n" in self.text


@dataclass(frozen=True)
class Typed:
    """What stands in the form."""

    kind: ItemKind = ItemKind.SINGLE_CHOICE
    stem: str = ""
    points: str = ""
    seconds: str = ""  # as minutes, see duration.py
    genre: str = ""
    explanation: str = ""
    assesses: str = ""
    topic: str = ""
    difficulty: str = ""
    tags: str = ""
    truth: str = ""
    accepted_answers: str = ""
    reference_answer: str = ""
    options: tuple[OptionRow, ...] = ()
    answer_points: tuple[PointRow, ...] = ()
    criteria: tuple[CriterionRow, ...] = ()
    rule: Mapping[str, str] = field(default_factory=dict)

    @property
    def tag_names(self) -> tuple[str, ...]:
        return split_names(self.tags)

    @property
    def level(self) -> Difficulty | None:
        return Difficulty(self.difficulty) if self.difficulty else None


@dataclass(frozen=True)
class Complaint:
    """Why a field is refused: a pydantic error type and its limits. `row` counts from 0."""

    field: str
    type: str
    params: Mapping[str, str]
    row: int | None = None


def blank(kind: ItemKind) -> Typed:
    """An empty form with some rows to begin with."""
    options = (OptionRow(),) * 4 if kind in CHOICE_KINDS else ()
    points = (PointRow(),) * 3 if kind == ItemKind.ESSAY else ()
    return Typed(kind=kind, options=options, answer_points=points)


def from_content(content: AnyContent, *, topic: str = "", difficulty: str = "", tags: Sequence[str] = ()) -> Typed:
    typed = Typed(
        kind=content.kind,
        stem=content.stem,
        points="" if content.points is None else points_text(content.points),
        seconds=minutes_text(content.seconds),
        genre=content.genre or "",
        explanation=content.explanation,
        assesses="、".join(content.assesses),
        topic=topic,
        difficulty=difficulty,
        tags="、".join(tags),
    )
    if isinstance(content, SingleChoice | MultipleChoice):
        right = key_labels(content)
        return replace(typed, options=tuple(OptionRow(each.text, each.label in right) for each in content.options))
    if isinstance(content, TrueFalse):
        return replace(typed, truth={True: "true", False: "false", None: ""}[content.key])
    return replace(
        typed,
        answer_points=tuple(_flat(content.answer_points, 0)),
        criteria=tuple(CriterionRow(row.text, _amount(row)) for row in content.criteria),
        reference_answer=content.reference_answer or "",
        accepted_answers="\n".join(content.accepted_answers) if isinstance(content, ShortAnswer) else "",
        rule=content.rubric_rule or {},
    )


def _amount(row: Any) -> str:
    return "" if row.points is None else points_text(row.points)


def _flat(points: Sequence[AnswerPoint], level: int) -> list[PointRow]:
    rows = []
    for point in points:
        rows.append(PointRow(point.text, _amount(point), point.detail or "", level))
        rows.extend(_flat(point.children, level + 1))
    return rows


def read(data: Rows) -> Typed:
    """The form as it was posted; missing fields are empty, unknown values of choices too."""
    simple = ("stem", "points", "seconds", "genre", "explanation", "assesses", "topic", "tags")
    longer = ("accepted_answers", "reference_answer")
    texts: dict[str, Any] = {name: _text(data, name) for name in (*simple, *longer)}
    typed = Typed(**texts)
    return replace(
        typed,
        kind=_one_of(_text(data, "kind"), ItemKind) or ItemKind.SINGLE_CHOICE,
        difficulty=_one_of(_text(data, "difficulty"), Difficulty) or "",
        truth=_text(data, "truth") if _text(data, "truth") in {"true", "false"} else "",
        options=_option_rows(data),
        answer_points=_point_rows(data),
        criteria=tuple(CriterionRow(*row) for row in _columns(data, "criterion_text", "criterion_points")),
        rule={row[0]: row[1] for row in _columns(data, "rule_name", "rule_value")},
    )


def _text(data: Rows, name: str) -> str:
    values = data.get(name) or [""]
    return _clean(values[0])


def _clean(text: str) -> str:
    """Line ends as everywhere else, and without the one character that databases refuse."""
    return text.replace("\r\n", "\n").replace("\x00", "")


def _one_of(value: str, values: Any) -> Any:
    return values(value) if value in {str(each) for each in values} else None


def _columns(data: Rows, first: str, *others: str) -> list[tuple[str, ...]]:
    """Rows of repeated fields; a shorter column is filled up with blanks."""
    leading = [_clean(text) for text in data.get(first, [])][:200]
    columns = [[_clean(text) for text in data.get(name, [])] for name in others]
    return [(text, *(column[at] if at < len(column) else "" for column in columns)) for at, text in enumerate(leading)]


def _option_rows(data: Rows) -> tuple[OptionRow, ...]:
    right = set(data.get("right", []))
    texts = list(data.get("option_text", []))[: MAX_OPTIONS + 1]
    return tuple(OptionRow(_clean(text), str(at) in right) for at, text in enumerate(texts))


def _point_rows(data: Rows) -> tuple[PointRow, ...]:
    rows = _columns(data, "point_text", "point_points", "point_detail", "point_level")
    return tuple(
        PointRow(text, points, detail, min(whole_number(level) or 0, 3)) for text, points, detail, level in rows
    )


def changed(typed: Typed, deed: str) -> Typed:
    """The form after a press of one of its row buttons, such as `add-option`, `remove-point-2` or `kind`."""
    if deed == "kind":
        return replace(typed, options=typed.options or blank(typed.kind).options)
    verb, _, rest = deed.partition("-")
    what, _, at = rest.partition("-")
    lists: dict[str, tuple[str, Any]] = {
        "option": ("options", OptionRow()),
        "point": ("answer_points", PointRow()),
        "subpoint": ("answer_points", PointRow(level=1)),
        "criterion": ("criteria", CriterionRow()),
    }
    if what not in lists:
        return typed
    name, new = lists[what]
    rows = list(getattr(typed, name))
    if verb == "add" and len(rows) < 200:
        rows.append(new)
    elif (place := whole_number(at)) is not None and place < len(rows):
        _move(rows, verb, place)
    update: dict[str, Any] = {name: tuple(rows)}
    return replace(typed, **update)


def _move(rows: list[Any], verb: str, at: int) -> None:
    if verb == "remove":
        del rows[at]
    elif verb == "up" and at > 0:
        rows[at - 1 : at + 1] = [rows[at], rows[at - 1]]
    elif verb == "down" and at + 1 < len(rows):
        rows[at : at + 2] = [rows[at + 1], rows[at]]


def content(typed: Typed) -> tuple[AnyContent | None, list[Complaint]]:
    """The content, or why there is none. Empty rows are left out; options get their letters by position."""
    fields = _fields(typed)
    try:
        return CONTENT.validate_python(fields), []
    except ValidationError as error:
        return None, [_complaint(row) for row in error.errors()]


def _fields(typed: Typed) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "kind": typed.kind,
        "stem": typed.stem.strip(),
        "points": typed.points.strip() or None,
        "seconds": seconds_of(typed.seconds),
        "genre": typed.genre.strip() or None,
        "explanation": typed.explanation.strip(),
        "assesses": split_names(typed.assesses),
    }
    if typed.kind in CHOICE_KINDS:
        fields.update(_choice_fields(typed))
    elif typed.kind == ItemKind.TRUE_FALSE:
        fields["key"] = {"true": True, "false": False}.get(typed.truth)
    if typed.kind in WRITTEN_KINDS:
        fields.update(_written_fields(typed))
    if typed.kind == ItemKind.SHORT_ANSWER:
        fields["accepted_answers"] = tuple(line.strip() for line in typed.accepted_answers.split("\n") if line.strip())
    return fields


def _choice_fields(typed: Typed) -> dict[str, Any]:
    rows = [row for row in typed.options if row.text.strip() or row.right]
    labels = [LETTERS[at] if at < len(LETTERS) else "?" for at in range(len(rows))]
    key = tuple(label for label, row in zip(labels, rows, strict=True) if row.right)
    options = tuple({"label": label, "text": row.text.strip()} for label, row in zip(labels, rows, strict=True))
    if typed.kind == ItemKind.SINGLE_CHOICE:
        return {"options": options, "key": key[0] if key else None}
    return {"options": options, "key": key}


def _written_fields(typed: Typed) -> dict[str, Any]:
    return {
        "answer_points": _tree([row for row in typed.answer_points if row.text.strip()]),
        "criteria": tuple(
            {"text": row.text.strip(), "points": row.points.strip() or None}
            for row in typed.criteria
            if row.text.strip()
        ),
        "reference_answer": typed.reference_answer.strip() or None,
        "rubric_rule": dict(typed.rule) or None,
    }


def _tree(rows: Sequence[PointRow]) -> list[dict[str, Any]]:
    """Rows with levels as nested answer points. A row that lies deeper than its parent allows moves up."""
    roots: list[dict[str, Any]] = []
    path: list[dict[str, Any]] = []
    for row in rows:
        node: dict[str, Any] = {
            "text": row.text.strip(),
            "detail": row.detail.strip() or None,
            "points": row.points.strip() or None,
            "children": [],
        }
        path = path[: row.level]
        (path[-1]["children"] if path else roots).append(node)
        path.append(node)
    return roots


def _complaint(error: Any) -> Complaint:
    """Where the error belongs in the form; deeper places of answer points are told by the list as a whole."""
    place = [step for step in error["loc"][1:] if step != "children"]
    name = str(place[0]) if place else "stem"
    row = place[1] if len(place) > 1 and isinstance(place[1], int) else None
    params = {key: str(value) for key, value in error.get("ctx", {}).items() if key != "error"}
    return Complaint(name, str(error["type"]), params, row)


def split_names(text: str) -> tuple[str, ...]:
    """Names separated by commas of any script, semicolons or line ends."""
    for mark in "、，；;\n":
        text = text.replace(mark, ",")
    return tuple(dict.fromkeys(name.strip()[:60] for name in text.split(",") if name.strip()))

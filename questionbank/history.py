"""What changed between two revisions, field by field. Pure: no Django."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from questionbank.content import (
    AnswerPoint,
    AnyContent,
    Essay,
    MultipleChoice,
    Points,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    points_text,
)
from questionbank.duration import minutes_text
from questionbank.quality import key_labels

# Beyond this a comparison letter by letter is slow and unreadable.
MAX_COMPARED = 2_000
# Short values are replaced, not mended letter by letter.
WHOLE = frozenset({"kind", "key", "points", "seconds"})


@dataclass(frozen=True)
class Piece:
    what: Literal["same", "gone", "new"]
    text: str


@dataclass(frozen=True)
class Change:
    field: str
    pieces: tuple[Piece, ...]


def changes(before: AnyContent, after: AnyContent) -> list[Change]:
    """The fields that differ, in the order in which people read them."""
    old, new = fields(before), fields(after)
    names = dict.fromkeys([*old, *new])
    pairs = [(name, old.get(name, ""), new.get(name, "")) for name in FIELD_ORDER if name in names]
    return [Change(name, tuple(_pieces(was, now, name in WHOLE))) for name, was, now in pairs if was != now]


@dataclass(frozen=True)
class Beside:
    """A field of two questions: what the left one has and the right one lacks is `gone`, the contrary `new`."""

    field: str
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]

    @property
    def differs(self) -> bool:
        return any(piece.what != "same" for piece in (*self.left, *self.right))


def side_by_side(left: AnyContent, right: AnyContent) -> list[Beside]:
    """Every field that either question has, in the order in which people read them."""
    old, new = fields(left), fields(right)
    found = []
    for name in FIELD_ORDER:
        if name in old or name in new:
            pieces = tuple(_pieces(old.get(name, ""), new.get(name, ""), name in WHOLE))
            kept = tuple(piece for piece in pieces if piece.what != "new")
            found.append(Beside(name, kept, tuple(piece for piece in pieces if piece.what != "gone")))
    return found


def fields(content: AnyContent) -> dict[str, str]:
    """Every field as text, one line a part."""
    return {name: text for name, read in FIELD_ORDER.items() if (text := read(content))}


def _pieces(was: str, now: str, whole: bool) -> Iterator[Piece]:
    if was == now:
        blocks = [("equal", 0, len(was), 0, len(now))]
    elif whole or len(was) + len(now) > MAX_COMPARED:
        blocks = [("replace", 0, len(was), 0, len(now))]
    else:
        blocks = list(SequenceMatcher(None, was, now, autojunk=False).get_opcodes())
    for what, i1, i2, j1, j2 in blocks:
        if what == "equal":
            yield Piece("same", was[i1:i2])
            continue
        if was[i1:i2]:
            yield Piece("gone", was[i1:i2])
        if now[j1:j2]:
            yield Piece("new", now[j1:j2])


def _points(value: Points | None) -> str:
    return "" if value is None else points_text(value)


def _options(content: AnyContent) -> str:
    options = content.options if isinstance(content, SingleChoice | MultipleChoice) else ()
    return "\n".join(f"{option.label}. {option.text}" for option in options)


def _key(content: AnyContent) -> str:
    if isinstance(content, SingleChoice | MultipleChoice):
        return " ".join(key_labels(content))
    if isinstance(content, TrueFalse) and content.key is not None:
        return "√" if content.key else "×"
    return ""


def _worth(value: Points | None) -> str:
    return f" ({_points(value)})" if value is not None else ""


def _point_lines(points: tuple[AnswerPoint, ...], indent: str = "") -> Iterator[str]:
    for point in points:
        yield f"{indent}{point.text}{_worth(point.points)}"
        if point.detail:
            yield f"{indent}  {point.detail}"
        yield from _point_lines(point.children, indent + "  ")


def _answer_points(content: AnyContent) -> str:
    return "\n".join(_point_lines(content.answer_points)) if isinstance(content, ShortAnswer | Essay) else ""


def _criteria(content: AnyContent) -> str:
    rows = content.criteria if isinstance(content, ShortAnswer | Essay) else ()
    return "\n".join(f"{row.text}{_worth(row.points)}" for row in rows)


def _rule(content: AnyContent) -> str:
    rule = content.rubric_rule if isinstance(content, ShortAnswer | Essay) else None
    return "\n".join(f"{name}: {value}" for name, value in sorted((rule or {}).items()))


def _reference(content: AnyContent) -> str:
    return (content.reference_answer or "") if isinstance(content, ShortAnswer | Essay) else ""


def _accepted(content: AnyContent) -> str:
    return "\n".join(content.accepted_answers) if isinstance(content, ShortAnswer) else ""


FIELD_ORDER: dict[str, Callable[[AnyContent], str]] = {
    "kind": lambda content: content.kind.value,
    "stem": lambda content: content.stem,
    "options": _options,
    "key": _key,
    "points": lambda content: _points(content.points),
    "accepted_answers": _accepted,
    "answer_points": _answer_points,
    "criteria": _criteria,
    "rubric_rule": _rule,
    "reference_answer": _reference,
    "explanation": lambda content: content.explanation,
    "genre": lambda content: content.genre or "",
    "assesses": lambda content: "\n".join(content.assesses),
    "seconds": lambda content: minutes_text(content.seconds),
}

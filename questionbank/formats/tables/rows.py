"""One question as the rows of a table give it. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass, field

from questionbank.formats.tables.cellkinds import Kind
from questionbank.formats.workbooks.numberformats import Place
from questionbank.parsing.machine.drafts import Draft


@dataclass(slots=True)
class RowDraft:
    """A draft with the places that it was made from. `notes` are codes of what a person should check."""

    draft: Draft
    places: list[Place] = field(default_factory=list)
    blanks: list[str] = field(default_factory=list)
    tags: str = ""
    difficulty: str = ""
    accepted: str = ""
    type_name: str = ""
    marked: str = ""
    worth: str = ""
    kind: Kind = None
    notes: list[str] = field(default_factory=list)

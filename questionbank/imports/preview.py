"""The preview of an import: the rows of a page, what is chosen, and what people changed.

A page, a tick and an edit cost what they touch: the database counts, filters and chooses
(`questionbank/imports/staged.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from accounts.audit import record
from accounts.models import User
from questionbank.content import AnyContent, Difficulty, ItemKind
from questionbank.document import Diagnostic, DraftSection
from questionbank.folding import folded_content
from questionbank.history import FIELD_ORDER
from questionbank.imports.drafts import Row, lost_fields, row_of
from questionbank.imports.jobs import Deed, ask
from questionbank.imports.lookalikes import Lookalike, compare_row, lookalikes
from questionbank.imports.remarks import Remark, remark_of, remarks_of
from questionbank.imports.source import Window, around, beside, places, window
from questionbank.imports.staged import CHOSEN, derived, read_row, refresh, stretch, told_of
from questionbank.models import ImportBatch, ImportRow, ImportSection
from questionbank.policy import Policy, stated

PAGE_SIZE = 50
# So many rows are changed or taken into the bank within a second.
QUICK_ROWS = 1_000
STATES = ("all", "error", "check", "similar", "sure", "done")
# Like a question of the bank or an earlier one of the document, and nobody decided.
UNDECIDED = Q(item=None, included=None) & ~Q(resembles="") & ~Q(state=ImportRow.State.ERROR)
# By the worst that is said about a question; "none" = nothing is said.
SEVERITIES = ("error", "warning", "info", "none")


@dataclass
class PreviewRow:
    stored: ImportRow
    row: Row
    remarks: list[Remark]
    state: str
    item: UUID | None
    lookalike: Lookalike | None = None
    chosen: bool = False
    # Where the fields stand in the source text.
    places: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.row.position + 1

    @property
    def is_open(self) -> bool:
        """Whether it may still enter the bank."""
        return self.item is None and self.row.content is not None

    @property
    def is_duplicate(self) -> bool:
        """The bank has the same question already."""
        return self.lookalike is not None and self.lookalike.item.fingerprint == self.stored.fingerprint

    @property
    def kind(self) -> ItemKind:
        return self.row.shown.kind if self.row.shown else self.row.draft.kind

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields that the page shows of the question."""
        content: Any = self.row.shown or self.row.draft
        names = (name for name in FIELD_ORDER if getattr(content, name, None) not in (None, (), [], ""))
        return frozenset({"stem", *names})


@dataclass
class Preview:
    """A batch as its page shows it. Nothing here reads more rows than it returns."""

    batch: ImportBatch

    @cached_property
    def tally(self) -> dict[str, int]:
        """How many rows are in each of `STATES`, and how many are `chosen`: one query."""
        counts = {state: Count("pk", filter=in_state(state)) for state in STATES}
        return self.batch.rows.order_by().aggregate(**counts, chosen=Count("pk", filter=CHOSEN))

    def severities(self, state: str) -> dict[str, int]:
        """How many rows in this state have each of `SEVERITIES`: one query."""
        counts = {severity: Count("pk", filter=of_severity(severity)) for severity in SEVERITIES}
        return self.batch.rows.filter(in_state(state)).order_by().aggregate(**counts)

    def filtered(self, state: str, severity: str = "") -> QuerySet[ImportRow]:
        """The rows in one of `STATES` and, if one is named, of one of `SEVERITIES`, ready to be shown."""
        rows = self.batch.rows.filter(in_state(state), of_severity(severity))
        return rows.select_related("section").order_by("position").annotate(item_uuid=F("item__uuid"))

    def chosen(self) -> QuerySet[ImportRow]:
        return self.batch.rows.filter(CHOSEN)

    def remarks(self) -> list[Remark]:
        """What there is to say about the document as a whole: the beginning of it, `remark_counts` in all."""
        return [
            remark_of(Diagnostic.model_validate(each))
            for each in self.batch.remarks.values_list("diagnostic", flat=True)[:PAGE_SIZE]
        ]

    def remark_counts(self) -> dict[str, int]:
        """How many remarks on the whole have each severity, the worst first: one query."""
        counts = dict(self.batch.remarks.order_by().values_list("severity").annotate(count=Count("pk")))
        return {severity: counts[severity] for severity in SEVERITIES if severity in counts}

    def source(self, rows: Sequence[ImportRow], at: int | None) -> Window | None:
        """The text beside the rows, or around character `at`. None when there is no text."""
        start, end = around(at) if at is not None else self._beside(rows)
        held = stretch(self.batch, start, end)
        return window(held, start, end, self.batch.length or 0) if held else None

    def _beside(self, rows: Sequence[ImportRow]) -> tuple[int, int]:
        places = [(row.start, row.end) for row in rows if row.start is not None and row.end is not None]
        after = self.batch.rows.filter(position=rows[-1].position + 1) if rows else self.batch.rows.none()
        following = after.values_list("start", flat=True).first()
        return beside(places, following, from_top=any(row.position == 0 for row in rows))

    def shown(self, rows: Sequence[ImportRow]) -> list[PreviewRow]:
        """A page of `filtered` rows with what the bank has already: a fixed number of queries."""
        shown = [_shown(row) for row in rows]
        contents = {entry.row.position: entry.row.content for entry in shown if entry.is_open}
        asked = {position: folded_content(content) for position, content in contents.items() if content}
        like = lookalikes(self.batch.role, asked)
        for entry in shown:
            found = like.get(entry.row.position, [])
            same = (each for each in found if each.item.fingerprint == entry.stored.fingerprint)
            entry.lookalike = next(same, found[0] if found else None)
            held = entry.stored.resembles == ImportRow.Resemblance.ALIKE or entry.is_duplicate
            included = entry.stored.included
            entry.chosen = entry.row.content is not None and (
                entry.row.is_sure and not held if included is None else included
            )
        return shown


def in_state(state: str) -> Q:
    """The rows that one of `STATES` names."""
    if state in {"all", "similar"}:
        return UNDECIDED if state == "similar" else Q()
    return Q(item__isnull=False) if state == "done" else Q(item=None, state=state)


def of_severity(severity: str) -> Q:
    return Q(severity="" if severity == "none" else severity) if severity else Q()


def _shown(stored: ImportRow) -> PreviewRow:
    row = read_row(stored)
    return PreviewRow(
        stored,
        row,
        remarks_of(row, told_of(stored)),
        "done" if stored.item_id else stored.state,
        getattr(stored, "item_uuid", None),
        places=places(row.draft),
        lost=[] if row.edited else lost_fields(row.draft),
    )


@dataclass(frozen=True)
class ShownSection:
    """A section of the rows shown: what its heading states, and what was chosen instead."""

    key: str
    section: DraftSection
    chosen: dict[str, str]
    policy: Policy | None
    # Several of its options may be right, so that a rule for incomplete answers matters.
    is_multiple: bool

    @property
    def stated(self) -> Policy | None:
        return stated(self.section.policy)


def sections_of(rows: Sequence[ImportRow]) -> list[ShownSection]:
    """The sections of rows with their sections fetched."""
    found = {row.section.position: row.section for row in rows if row.section}
    many = {row.section_id for row in rows if row.kind == ItemKind.MULTIPLE_CHOICE}
    return [
        ShownSection(
            stored.key,
            DraftSection.model_validate(stored.section),
            stored.override or {},
            stored.policy,
            is_multiple=stored.pk in many or bool(stored.section.get("policy")),
        )
        for _, stored in sorted(found.items())
    ]


def choose(rows: Iterable[ImportRow], ticked: set[int], before: set[int]) -> None:
    """Keep what differs from what the page showed (`before` were ticked when it was made) or from what was kept since:
    a tick may be taken away and set again on one page."""
    changed: dict[bool, list[int]] = {True: [], False: []}
    for row in rows:
        want = row.position in ticked
        untouched = want == (row.position in before)
        if want != (row.included if row.included is not None else want if untouched else None):
            changed[want].append(row.pk)
    for want, keys in changed.items():
        if keys:
            ImportRow.objects.filter(pk__in=keys).update(included=want)


@transaction.atomic
def edit_row(
    stored: ImportRow,
    content: AnyContent,
    topic: str,
    level: Difficulty | None,
    tags: tuple[str, ...],
    user: User,
) -> bool:
    """Keep a corrected question; it counts as looked at. False when it entered the bank meanwhile."""
    edit = {"content": content.model_dump(mode="json"), "topic": topic, "difficulty": level or "", "tags": list(tags)}
    row = row_of(stored.position, stored.key, read_row(stored).draft, edit=edit)
    open_row = ImportRow.objects.filter(pk=stored.pk, item=None)
    if not open_row.update(edit=edit, included=None, **derived(row, told_of(stored))):
        return False
    record(user, "import.item-edited", stored.batch, position=stored.position)
    compare_row(stored.batch.rows.select_related("section").get(pk=stored.pk))
    return True


@transaction.atomic
def override_section(section: ImportSection, chosen: dict[str, str], user: User) -> bool:
    """Kind, points and multiple-choice rule for every item of the section that nobody edited by itself; empty = as
    found. False when these are so many that a reader changes them."""
    section.override = chosen if any(chosen.values()) else None
    section.save(update_fields=["override"])
    record(user, "import.section-changed", section.batch, **chosen)
    rows = section.rows.filter(edit__isnull=True, item=None)
    if rows.count() > QUICK_ROWS:
        ask(section.batch, Deed.CHANGE, user, section=section)
        return False
    refresh(rows)
    return True

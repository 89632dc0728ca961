"""The parts of a staged document in the database: written whole, read by the page.

Everything that follows from a draft and what people did to it is kept beside it, so that the database can count, filter
and choose; whoever changes an edit or an override writes these columns anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import batched
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from questionbank.authoring import CHUNK
from questionbank.content import ItemKind
from questionbank.document import Diagnostic, Document, DraftItem
from questionbank.folding import fingerprint
from questionbank.imports.carrying import Trace, basis, carried, remembered, successors, trace
from questionbank.imports.drafts import Row, keys_of, row_of, section_keys
from questionbank.imports.remarks import remarks_of
from questionbank.imports.source import PASSAGE, Stretch, joined, marks, passages, place, reach
from questionbank.models import ImportBatch, ImportRow, ImportSection, Item

PASSAGES = 50  # written with one statement: a million characters
DERIVED = ("kind", "state", "severity", "fingerprint")


# What somebody ticked; where nobody did, everything sure that is not alike to something else.
UNHELD = Q(included=None, state="sure") & ~Q(resembles=ImportRow.Resemblance.ALIKE)
CHOSEN = Q(item=None) & ~Q(state=ImportRow.State.ERROR) & (Q(included=True) | UNHELD)


def put(batch: ImportBatch, document: Document, edits: dict[str, Any] | None = None) -> None:
    """Write the document as the parts of a saved batch, in place of what was there. `edits` holds what people did:
    `items` (edits), `include` (ticks) and `sections` (overrides) by key; what finds no place is kept in the batch."""
    batch.edits = moved(batch, edits or {}, document)
    clear(batch)
    for _ in fill(batch, document):
        pass


def set_aside(batch: ImportBatch, document: Document, edits: dict[str, Any] | None = None) -> None:
    """Keep in the batch what people did to its parts (or `edits`), and take these away: room to `fill` in the
    document."""
    batch.edits = moved(batch, changes(batch) if edits is None else edits, document)
    batch.save(update_fields=["edits"])
    clear(batch)


def fill(batch: ImportBatch, document: Document) -> Iterator[int]:
    """Write the document as the parts of a batch that has none, some at a time; yields the rows written so far.

    The batch's `edits` find their places; as they stay in the batch until the end, whoever is interrupted may begin
    again with `set_aside`.
    """
    rest = {part: dict(values) for part, values in batch.edits.items()}
    told, general = _diagnostics(document)
    sections = _put_sections(batch, document, rest.get("sections", {}))
    _put_remarks(batch, general)
    yield 0
    yield from _put_rows(batch, document, sections, told, rest)
    yield from _put_text(batch, document)
    batch.document_json = document.model_dump(
        mode="json", by_alias=True, exclude={"sections", "items", "text", "diagnostics"}
    )
    batch.encoding = (document.source.encoding or "")[:40]
    batch.length = None if document.text is None else len(document.text)
    batch.edits = {part: values for part, values in rest.items() if values}
    batch.save(update_fields=["document_json", "encoding", "length", "edits"])


def clear(batch: ImportBatch) -> None:
    for part in (batch.rows, batch.sections, batch.remarks, batch.passages):
        part.all().delete()


def moved(batch: ImportBatch, edits: dict[str, Any], document: Document) -> dict[str, Any]:
    """What people did under the keys of the document that comes, while its forerunner is still there: a question or a
    heading that is written a little differently now keeps what was done to it."""
    corrected = edits.get("items", {})
    items = successor_keys(batch, {*corrected, *edits.get("include", {})}, document, corrected)
    sections = successors(*_gone_sections(batch, set(edits.get("sections", {})), document))
    known = {"items": items, "include": items, "sections": sections}
    return {
        part: {known.get(part, {}).get(key, key): value for key, value in values.items()}
        for part, values in edits.items()
    }


def successor_keys(
    batch: ImportBatch, named: set[str], document: Document, corrected: dict[str, Any] | None = None
) -> dict[str, str]:
    """Of the keys named those whose questions the document writes differently, with their new keys. `corrected` are
    corrections by key, which tell of questions that went before."""
    if not named:
        return {}
    keys, known = keys_of(document.items), set(batch.rows.values_list("key", flat=True))
    fresh = [trace(key, at, document.items[at]) for at, key in enumerate(keys) if key not in known]
    lost = named - set(keys) if fresh else set[str]()
    rows = batch.rows.filter(key__in=lost) if len(lost) <= CHUNK else batch.rows.all()
    parts = rows.values_list("key", "position", "draft") if lost else ()
    gone = [trace(key, at, DraftItem.model_validate(draft)) for key, at, draft in parts if key in lost]
    before = corrected or {}
    gone += [remembered(key, before[key]) for key in sorted(lost - known) if key in before]
    return successors(gone, fresh)


def _gone_sections(batch: ImportBatch, named: set[str], document: Document) -> tuple[list[Trace], list[Trace]]:
    keys = section_keys(document)
    old = {part.key: part for part in batch.sections.all()} if named else {}
    lost = (named & set(old)) - set(keys.values())
    gone = [Trace(key, old[key].position, _heading(old[key].section)) for key in lost]
    fresh = [
        Trace(keys[section.id], at, section.heading or section.title)
        for at, section in enumerate(document.sections)
        if keys[section.id] not in old
    ]
    return gone, fresh


def _heading(section: dict[str, Any]) -> str:
    return str(section.get("heading") or section.get("title") or "")


def changes(batch: ImportBatch) -> dict[str, Any]:
    """Everything that people did to the questions and sections of the batch, by key; for `put`. A correction tells with
    its `base` what it began with."""
    rows = batch.rows.exclude(edit__isnull=True, included=None).select_related("section")
    done: dict[str, dict[str, Any]] = {
        part: dict(batch.edits.get(part, {})) for part in ("items", "include", "sections")
    }
    for row in rows:
        if row.edit is not None:
            done["items"][row.key] = {**row.edit, "base": basis(read_plain(row)), "at": row.position}
        if row.included is not None:
            done["include"][row.key] = row.included
    done["sections"].update(batch.sections.exclude(override__isnull=True).values_list("key", "override"))
    return done


def read_plain(stored: ImportRow) -> Row:
    """The row without what somebody corrected in it."""
    override = stored.section.override if stored.section else None
    return row_of(stored.position, stored.key, DraftItem.model_validate(stored.draft), override)


def read_row(stored: ImportRow) -> Row:
    """The row as it would enter the bank. Reads nothing when the section was fetched with it."""
    section = stored.section
    override = section.override if section else None
    row = row_of(stored.position, stored.key, DraftItem.model_validate(stored.draft), override, stored.edit)
    many = section is not None and row.shown is not None and row.shown.kind is ItemKind.MULTIPLE_CHOICE
    return replace(row, policy=section.policy) if section and many else row


def told_of(stored: ImportRow) -> list[Diagnostic]:
    return [Diagnostic.model_validate(each) for each in stored.remarks]


def derived(row: Row, told: Iterable[Diagnostic]) -> dict[str, str]:
    """The columns of `ImportRow` that follow from the row."""
    remarks = remarks_of(row, told)
    state = ImportRow.State.SURE if row.is_sure else ImportRow.State.CHECK
    return {
        "kind": (row.shown or row.draft).kind.value,
        "state": ImportRow.State.ERROR.value if row.content is None else state.value,
        "severity": remarks[0].severity.value if remarks else "",
        "fingerprint": fingerprint(row.content) if row.content else "",
    }


def refresh(rows: QuerySet[ImportRow]) -> None:
    """Write the derived columns of the rows anew, after the override of their section changed."""
    for some in batched(rows.select_related("section").iterator(CHUNK), CHUNK):
        for stored in some:
            for column, value in derived(read_row(stored), told_of(stored)).items():
                setattr(stored, column, value)
        ImportRow.objects.bulk_create(
            some, update_conflicts=True, unique_fields=["batch", "position"], update_fields=DERIVED
        )


def link_items(batch: ImportBatch, positions: Collection[int] | None = None, model: type[Item] = Item) -> None:
    """Tell the rows, at some positions or all, which items of the bank they became."""
    rows = batch.rows.filter(item=None)
    made = model.objects.filter(batch=OuterRef("batch_id"), batch_position=OuterRef("position")).values("pk")[:1]
    (rows if positions is None else rows.filter(position__in=positions)).update(item=Subquery(made))


def stretch(batch: ImportBatch, start: int, end: int) -> Stretch | None:
    """The part of the source text that a window from `start` to `end` needs; None when there is no text."""
    if not batch.length:
        return None
    first, last = reach(start, end, batch.length)
    found = batch.passages.filter(position__gte=first // PASSAGE, position__lte=last // PASSAGE).order_by("position")
    parts = [Stretch(part.position * PASSAGE, part.line, part.text, part.marks) for part in found]
    return joined(parts) if parts else None


def texts(batch: ImportBatch, places: Collection[tuple[int, int]]) -> list[str]:
    """What the source text says at each of the places: one query."""
    wanted = {number for start, end in places for number in range(start // PASSAGE, end // PASSAGE + 1)}
    held = dict(batch.passages.filter(position__in=wanted).values_list("position", "text"))
    found = []
    for start, end in places:
        first = start // PASSAGE
        joint = "".join(held.get(number, "") for number in range(first, end // PASSAGE + 1))
        found.append(joint[start - first * PASSAGE : end - first * PASSAGE])
    return [text for text in found if text]


def _put_sections(batch: ImportBatch, document: Document, overrides: dict[str, Any]) -> dict[str, ImportSection]:
    keys, model = section_keys(document), batch.sections.model
    made = [
        model(
            batch=batch,
            position=position,
            key=keys[section.id],
            section=section.model_dump(mode="json"),
            override=overrides.pop(keys[section.id], None),
        )
        for position, section in enumerate(document.sections)
    ]
    model.objects.bulk_create(made, batch_size=CHUNK)
    return {section.id: stored for section, stored in zip(document.sections, made, strict=True)}


def _diagnostics(document: Document) -> tuple[dict[str, list[Diagnostic]], list[Diagnostic]]:
    """Those of items by their id, and the others."""
    told: dict[str, list[Diagnostic]] = {item.id: [] for item in document.items}
    general: list[Diagnostic] = []
    for diagnostic in document.diagnostics:
        (told.get(diagnostic.item, general) if diagnostic.item else general).append(diagnostic)
    return told, general


def _put_remarks(batch: ImportBatch, general: list[Diagnostic]) -> None:
    model = batch.remarks.model
    made = (
        model(batch=batch, position=position, severity=each.severity.value, diagnostic=each.model_dump(mode="json"))
        for position, each in enumerate(general)
    )
    model.objects.bulk_create(made, batch_size=CHUNK)


def _put_rows(
    batch: ImportBatch,
    document: Document,
    sections: dict[str, ImportSection],
    told: dict[str, list[Diagnostic]],
    edits: dict[str, Any],
) -> Iterator[int]:
    keys, model = keys_of(document.items), batch.rows.model
    length = len(document.text or "")
    for numbers in batched(range(len(document.items)), CHUNK):
        made = []
        for position in numbers:
            draft, key = document.items[position], keys[position]
            # Where an id occurs twice, its diagnostics stand with the first item.
            section, found = sections.get(draft.section or ""), told.pop(draft.id, [])
            override = section.override if section else None
            edit = edits.get("items", {}).pop(key, None)
            edit = carried(edit, row_of(position, key, draft, override)) if edit else None
            row = row_of(position, key, draft, override, edit)
            made.append(
                model(
                    batch=batch,
                    position=position,
                    key=key,
                    section=section,
                    included=edits.get("include", {}).pop(key, None),
                    edit=edit,
                    draft=draft.model_dump(mode="json"),
                    remarks=[each.model_dump(mode="json") for each in found],
                    **_place(draft, length),
                    **derived(row, found),
                )
            )
        model.objects.bulk_create(made)
        yield numbers[-1] + 1


def _place(draft: DraftItem, length: int) -> dict[str, int]:
    where = place(draft)
    return {"start": where[0], "end": where[1]} if where and 0 <= where[0] <= where[1] <= length else {}


def _put_text(batch: ImportBatch, document: Document) -> Iterator[int]:
    text, model = document.text or "", batch.passages.model
    made = (
        model(batch=batch, position=position, line=part.line, text=part.text, marks=part.marks)
        for position, part in enumerate(passages(text, marks(document)))
    )
    for some in batched(made, PASSAGES):
        model.objects.bulk_create(some)
        yield len(document.items)

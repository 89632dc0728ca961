"""Answer files of an import: read, shown, joined, and joined again when the questions' own text is corrected.

Nothing changes before somebody joins the file. Answers fill what is empty; where they contradict, somebody chooses.
Questions that are in the bank already keep their answers: these are edited in the bank.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from questionbank.content import CONTENT
from questionbank.deciding import relink
from questionbank.document import Diagnostic, Document, DraftItem
from questionbank.drafts import Row, as_draft, content_fields, keys_of
from questionbank.lookalikes import compare
from questionbank.models import ImportBatch, KeyFile
from questionbank.parsing.joining import FIELDS, Joint, Outcome, compared, filled, join, said, text_start
from questionbank.parsing.keyfile import Answer, KeyText, read_answers, without_answer
from questionbank.parsing.lines import plain_lines
from questionbank.reading import Unreadable, read_document
from questionbank.staged import changes, link_items, put, read_row

NAME = 200


@dataclass(frozen=True)
class Line:
    """One field of an answer beside what the question has."""

    joint: Joint
    number: int
    stem: str
    own: str
    given: str

    @property
    def choice(self) -> str:
        """The name of the choice in a form."""
        return f"{self.joint.position}-{self.joint.field}"


@dataclass(frozen=True)
class Report:
    """What joining the file would do. `known` are answers for questions that are in the bank already."""

    new: list[Line]
    same: list[Line]
    differs: list[Line]
    known: int
    told: list[Diagnostic]


@dataclass(frozen=True)
class _Reading:
    """The answers of a file for the questions as people see them now."""

    rows: list[Row]
    items: list[DraftItem]
    done: frozenset[int]
    found: KeyText


def add(batch: ImportBatch, data: bytes, name: str, user: User | None) -> KeyFile:
    """Keep the file and its text; the same bytes are the same file. Raises `Unreadable`."""
    text = read_document(data, name).text
    if not text:
        raise Unreadable("empty-file")
    sha256 = hashlib.sha256(data).hexdigest()
    values = {"name": name[:NAME], "original": data, "text": text, "created_by": user}
    file, is_new = KeyFile.objects.get_or_create(batch=batch, sha256=sha256, defaults=values)
    if is_new:
        record(user, "import.keys-added", batch, name=file.name)
    return file


def report(file: KeyFile) -> Report:
    reading = _read(file, file.batch.document)
    lines = [
        line
        for answer in reading.found.answers
        if answer.position not in reading.done
        for line in _lines(reading.items[answer.position], answer)
    ]
    known = sum(answer.position in reading.done for answer in reading.found.answers)
    sorted_out = {outcome: [line for line in lines if line.joint.outcome is outcome] for outcome in Outcome}
    general = [each for each in reading.found.told if each.item is None]
    return Report(sorted_out[Outcome.NEW], sorted_out[Outcome.SAME], sorted_out[Outcome.DIFFERS], known, general)


def _lines(item: DraftItem, answer: Answer) -> Iterator[Line]:
    for name in FIELDS:
        if outcome := compared(item, answer.item, name):
            joint = Joint(answer.position, name, outcome)
            yield Line(joint, answer.position + 1, item.stem, said(item, name), said(answer.item, name))


def _read(file: KeyFile, document: Document) -> _Reading:
    stored = list(file.batch.rows.select_related("section"))
    rows = [read_row(each) for each in stored]
    items = [as_draft(row) for row in rows]
    found = read_answers(document.model_copy(update={"items": items}), plain_lines(file.text))
    return _Reading(rows, items, frozenset(each.position for each in stored if each.item_id), found)


@transaction.atomic
def join_file(file: KeyFile, taken: Mapping[int, Collection[str]], user: User) -> int:
    """Fill in what the file adds; of what contradicts, the file decides the fields in `taken` (by position). Returns
    for how many questions. A file that is joined already is left alone."""
    batch = ImportBatch.objects.select_for_update().select_related("role").get(pk=file.batch_id)
    file.refresh_from_db()
    if file.joined_at:
        return 0
    file.batch = batch
    document = batch.document
    reading = _read(file, document)
    found = _open_answers(reading)
    taken = {answer.position: taken[answer.position] for answer in found.answers if answer.position in taken}
    count = sum(_changes(reading, answer, taken.get(answer.position, ())) for answer in found.answers)
    edits = changes(batch)
    for answer in found.answers:
        at = answer.position
        if reading.rows[at].edited:
            _fill_edit(edits["items"][reading.rows[at].key], filled(reading.items[at], answer.item, taken.get(at, ())))
    file.start, file.joined_at = text_start(document), timezone.now()
    file.taken = {reading.rows[position].key: sorted(names) for position, names in taken.items() if names}
    put(batch, join(document, found, taken), edits)
    link_items(batch)
    relink(batch)
    compare(batch)
    file.save(update_fields=["start", "joined_at", "taken"])
    record(user, "import.keys-joined", batch, name=file.name, answers=count, taken=sum(map(len, taken.values())))
    return count


def _changes(reading: _Reading, answer: Answer, taken: Collection[str]) -> bool:
    """Does joining give the question anything that it has not?"""
    outcomes = {name: compared(reading.items[answer.position], answer.item, name) for name in FIELDS}
    return answer.position not in reading.done and any(
        outcome is Outcome.NEW or (outcome is Outcome.DIFFERS and name in taken) for name, outcome in outcomes.items()
    )


def _open_answers(reading: _Reading) -> KeyText:
    """Of questions in the bank the places stay, so that they can be looked up."""
    found = reading.found
    found.answers = [
        Answer(answer.position, without_answer(answer.item).model_copy(update={"spans": answer.item.spans}))
        if answer.position in reading.done
        else answer
        for answer in found.answers
    ]
    return found


def _fill_edit(edit: dict[str, Any], item: DraftItem) -> None:
    """The answer goes into what somebody corrected; the correction stays."""
    edit["content"] = CONTENT.validate_python(content_fields(item)).model_dump(mode="json")


def rejoined(batch: ImportBatch, document: Document) -> Document:
    """A document that was read anew with the answer files that were joined to the former one, in their order. Places of
    the files move with the text; what people decided stays with the questions."""
    for file in batch.key_files.filter(joined_at__isnull=False):
        found = read_answers(document, plain_lines(file.text))
        places = {key: position for position, key in enumerate(keys_of(document.items))}
        taken = {places[key]: names for key, names in file.taken.items() if key in places}
        file.start = text_start(document)
        file.save(update_fields=["start"])
        document = join(document, found, taken)
    return document


def own_text(batch: ImportBatch) -> str:
    """The text of the questions without the files that were joined to it."""
    text = batch.text or ""
    starts = _starts(batch.key_files.filter(joined_at__isnull=False))
    return text[: max(0, min(starts) - 1)] if starts else text


def _starts(files: Iterable[KeyFile]) -> list[int]:
    return [file.start for file in files if file.start is not None]


def discard(file: KeyFile, user: User) -> bool:
    """Throw a file away that nobody joined; False when somebody has."""
    if not KeyFile.objects.filter(pk=file.pk, joined_at=None).delete()[0]:
        return False
    record(user, "import.keys-discarded", file.batch, name=file.name)
    return True

"""Answer files of an import: read, joined, joined again when the questions' own text is corrected, and taken out again.

Nothing changes before somebody joins the file. Answers fill what is empty; where they contradict, somebody chooses.
Questions that are in the bank already keep their answers: these are edited in the bank. What joining would do is told
by `questionbank/imports/keyreports.py`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from pydantic import ValidationError

from accounts.audit import record
from accounts.models import User
from questionbank.content import CONTENT
from questionbank.document import Document, DraftItem
from questionbank.imports.answers import Heartbeat, answers_in
from questionbank.imports.deciding import relink
from questionbank.imports.drafts import content_fields, keys_of
from questionbank.imports.keyreports import Reading, read_file, report_of, stored_form
from questionbank.imports.lookalikes import compare
from questionbank.imports.staged import changes, link_items, put, successor_keys
from questionbank.models import ImportBatch, KeyFile
from questionbank.parsing.joining import FIELDS, Outcome, compared, filled, join, text_start
from questionbank.parsing.keyfile import Answer, KeyText, without_answer
from questionbank.reading import Unreadable

NAME = 200
# The file decides every contradiction.
ALL = "all"
# By position the fields that the file decides, or `ALL`.
Taken = Mapping[int, Collection[str]] | str


def text_of(document: Document) -> str:
    """Raises `Unreadable` when there is none."""
    if not document.text:
        raise Unreadable("empty-file")
    return document.text


def keep(batch: ImportBatch, data: bytes, name: str, user: User | None, text: str = "") -> KeyFile:
    """The same bytes are the same file. Without a text it is still to be read."""
    sha256 = hashlib.sha256(data).hexdigest()
    values = {"name": name[:NAME], "original": data, "text": text, "created_by": user}
    file, is_new = KeyFile.objects.get_or_create(batch=batch, sha256=sha256, defaults=values)
    if is_new:
        record(user, "import.keys-added", batch, name=file.name)
    return file


# --- joining -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """A file joined to a document, before anything is written. `count` questions get something from it; `edits` are
    the corrections with its answers filled in, `given` says in which and over what."""

    file: KeyFile
    document: Document
    edits: dict[str, Any]
    taken: dict[str, list[str]]
    given: dict[str, dict[str, Any]]
    report: dict[str, Any]
    start: int
    count: int


def planned(file: KeyFile, document: Document, taken: Taken, heartbeat: Heartbeat | None = None) -> Plan:
    """Join the file to the document of its batch; of what contradicts, the file decides what is `taken`. Raises
    `Unreadable`."""
    reading, edits = read_file(file, document, heartbeat), changes(file.batch)
    told, found = report_of(reading), _open_answers(reading)
    chosen = {answer.position: _fields(reading, answer, taken) for answer in found.answers}
    given = dict[str, dict[str, Any]]()
    for answer in found.answers:
        row = reading.rows[answer.position]
        if row.edited:
            given[row.key] = _fill_edit(edits["items"][row.key], reading, answer, chosen[answer.position])
    return Plan(
        file,
        join(document, found, chosen),
        edits,
        taken={reading.rows[position].key: sorted(names) for position, names in chosen.items() if names},
        given={key: fields for key, fields in given.items() if fields},
        report=stored_form(told),
        start=text_start(document),
        count=sum(_changes(reading, answer, chosen[answer.position]) for answer in found.answers),
    )


def note_joined(plan: Plan, user: User | None) -> None:
    """Write what the plan says of the file; in the transaction that puts the document into the batch."""
    file, columns = plan.file, ["start", "joined_at", "taken", "given", "report"]
    file.start, file.joined_at, file.report = plan.start, timezone.now(), plan.report
    file.taken, file.given = plan.taken, plan.given
    file.save(update_fields=columns)
    taken = sum(map(len, plan.taken.values()))
    record(user, "import.keys-joined", file.batch, name=file.name, answers=plan.count, taken=taken)


@transaction.atomic
def join_file(file: KeyFile, taken: Taken, user: User) -> int:
    """Fill in what the file adds; of what contradicts, the file decides what is `taken`. Returns for how many
    questions. A file that is joined already is left alone. Raises `Unreadable`."""
    batch = ImportBatch.objects.select_for_update().select_related("role").get(pk=file.batch_id)
    file.refresh_from_db()
    if file.joined_at:
        return 0
    file.batch = batch
    plan = planned(file, batch.document, taken)
    note_joined(plan, user)
    put(batch, plan.document, plan.edits)
    link_items(batch)
    relink(batch)
    compare(batch)
    return plan.count


def _fields(reading: Reading, answer: Answer, taken: Taken) -> set[str]:
    """The contradicting fields of a question that the file decides."""
    wanted = FIELDS if isinstance(taken, str) else taken.get(answer.position, ())
    item = reading.items[answer.position]
    return {name for name in wanted if compared(item, answer.item, name) is Outcome.DIFFERS}


def _changes(reading: Reading, answer: Answer, taken: Collection[str]) -> bool:
    """Does joining give the question anything that it has not?"""
    return answer.position not in reading.done and bool(_gifts(reading.items[answer.position], answer, taken))


def _gifts(item: DraftItem, answer: Answer, taken: Collection[str]) -> list[str]:
    outcomes = {name: compared(item, answer.item, name) for name in FIELDS}
    new = [name for name, outcome in outcomes.items() if outcome is Outcome.NEW]
    return new + [name for name in taken if outcomes[name] is Outcome.DIFFERS]


def _open_answers(reading: Reading) -> KeyText:
    """Of questions in the bank the places stay, so that they can be looked up."""
    found = reading.found
    found.answers = [
        Answer(answer.position, without_answer(answer.item).model_copy(update={"spans": answer.item.spans}))
        if answer.position in reading.done
        else answer
        for answer in found.answers
    ]
    return found


def _fill_edit(edit: dict[str, Any], reading: Reading, answer: Answer, taken: Collection[str]) -> dict[str, Any]:
    """The answer goes into what somebody corrected; the correction stays. Returns by field what was there before and
    what is there now."""
    item, before = reading.items[answer.position], edit["content"]
    if not _gifts(item, answer, taken):
        return {}
    now = CONTENT.validate_python(content_fields(filled(item, answer.item, taken))).model_dump(mode="json")
    edit["content"] = now
    return {name: [before.get(name), value] for name, value in now.items() if value != before.get(name)}


def rejoined(
    batch: ImportBatch, document: Document, without: KeyFile | None = None, heartbeat: Heartbeat | None = None
) -> Document:
    """A document that was read anew with the answer files that were joined to the former one, in their order. Places of
    the files move with the text; what people decided stays with the questions. Raises `Unreadable`."""
    files = [each for each in batch.key_files.filter(joined_at__isnull=False) if each != without]
    renamed = successor_keys(batch, {key for file in files for key in (*file.taken, *file.given)}, document)
    for file in files:
        file.taken = {renamed.get(key, key): names for key, names in file.taken.items()}
        file.given = {renamed.get(key, key): fields for key, fields in file.given.items()}
        found = answers_in(file.text, document, heartbeat)
        places = {key: position for position, key in enumerate(keys_of(document.items))}
        taken = {places[key]: names for key, names in file.taken.items() if key in places}
        file.start = text_start(document)
        file.save(update_fields=["start", "taken", "given"])
        document = join(document, found, taken)
    return document


# --- taking out --------------------------------------------------------------------------------------------------


def withdraw(file: KeyFile, edits: dict[str, Any], user: User | None) -> None:
    """Note that the file is not joined any more, and take out of the corrections (`edits`, as `changes` returns them)
    the answers that it filled in. What somebody wrote since stays. The questions are read anew by the caller."""
    for key, fields in file.given.items():
        edit = edits.get("items", {}).get(key)
        if edit is not None:
            edit["content"] = _restored(edit["content"], fields)
    file.joined_at, file.start, file.taken, file.given, file.report = None, None, {}, {}, None
    file.save(update_fields=["joined_at", "start", "taken", "given", "report"])
    record(user, "import.keys-taken-out", file.batch, name=file.name)


def _restored(content: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    former = {name: before for name, (before, given) in fields.items() if content.get(name) == given}
    with suppress(ValidationError):
        return CONTENT.validate_python({**content, **former}).model_dump(mode="json")
    return content


def own_text(batch: ImportBatch) -> str:
    """The text of the questions without the files that were joined to it."""
    text = batch.text or ""
    starts = [file.start for file in batch.key_files.filter(joined_at__isnull=False) if file.start is not None]
    return text[: max(0, min(starts) - 1)] if starts else text


def discard(file: KeyFile, user: User) -> bool:
    """Throw a file away that nobody joined; False when somebody has."""
    if not KeyFile.objects.filter(pk=file.pk, joined_at=None).delete()[0]:
        return False
    record(user, "import.keys-discarded", file.batch, name=file.name)
    return True

"""What people decide about a question that is like one of the bank: keep both, skip it, or revise the bank's item."""

from __future__ import annotations

from enum import StrEnum

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from questionbank.authoring import revise_item
from questionbank.imports.staged import read_row
from questionbank.models import ImportBatch, ImportRevision, ImportRow, Item
from questionbank.usage import uses


class Choice(StrEnum):
    BOTH = "both"
    SKIP = "skip"
    REVISE = "revise"


@transaction.atomic
def decide(row: ImportRow, choice: Choice, user: User, *, item: Item | None = None, note: str = "") -> bool:
    """False, and nothing changes, when the row is in the bank already or errors keep it out. `item` is the one that
    `REVISE` revises, at once; its papers and attempts keep the revision that they saw."""
    ImportBatch.objects.select_for_update().only("pk").get(pk=row.batch_id)
    row.refresh_from_db(fields=["item"])
    content = read_row(row).content
    if row.item_id or content is None or (choice is Choice.REVISE and item is None):
        return False
    if choice is Choice.REVISE and item is not None:
        _revise(row, item, user, note)
    else:
        ImportRow.objects.filter(pk=row.pk).update(included=choice is Choice.BOTH)
    on = item.pk if item else None
    record(user, "import.likeness-decided", row.batch, position=row.position, choice=choice.value, item=on)
    return True


def _revise(row: ImportRow, item: Item, user: User, note: str) -> None:
    content = read_row(row).content
    assert content is not None
    former, status = item.revision, item.status
    revision = revise_item(item, content, author=user, note=note)
    ImportRevision.objects.create(
        batch=row.batch, position=row.position, revision=revision, former=former, former_status=status
    )
    ImportRow.objects.filter(pk=row.pk).update(item=item, included=None)
    ImportBatch.objects.filter(pk=row.batch_id).update(committed_at=timezone.now(), undone_at=None)


def relink(batch: ImportBatch) -> None:
    """Tell rows that were written anew which items they revised."""
    for revised in batch.revisions.select_related("revision"):
        batch.rows.filter(position=revised.position, item=None).update(item=revised.revision.item_id)


def in_papers(batch: ImportBatch) -> list[str]:
    """The papers that hold a revision which the batch made of an item of the bank."""
    made = {
        (revised.revision.item_id, revised.revision.number) for revised in batch.revisions.select_related("revision")
    }
    found = uses([pk for pk, _ in made])
    return list(dict.fromkeys(use.title for use in found if (use.item_id, use.revision) in made))


def restore(batch: ImportBatch, user: User | None, note: str) -> int:
    """Bring back what the batch revised, as one more revision each; items that somebody revised since stay as they are.
    Returns how many came back."""
    rows = batch.revisions.select_related("revision__author", "former").order_by("-pk")
    newest = rows.filter(revision__item__current=F("revision"))
    count = 0
    for revised in newest.select_related("revision__item"):
        item, author = revised.revision.item, user or revised.revision.author
        if author is not None:
            revise_item(item, revised.former.content, author=author, note=note)
            Item.objects.filter(pk=item.pk).update(status=revised.former_status)
            count += 1
    positions = list(rows.values_list("position", flat=True))
    rows.delete()
    batch.rows.filter(position__in=positions).update(item=None)
    return count

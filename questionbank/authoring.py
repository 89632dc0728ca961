"""Making and revising items. Every change of content is a new revision; every deed leaves an audit row."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from questionbank.content import AnyContent, Difficulty
from questionbank.folding import fingerprint, folded_content
from questionbank.models import ImportBatch, Item, ItemRevision, ItemTag, JobRole, Topic


@transaction.atomic
def create_item(
    role: JobRole,
    content: AnyContent,
    *,
    author: User | None,
    topic: str = "",
    difficulty: Difficulty | None = None,
    tags: Iterable[str] = (),
    status: Item.Status = Item.Status.DRAFT,
    batch: ImportBatch | None = None,
    batch_position: int | None = None,
) -> Item:
    """A new item with its first revision. `topic` is a name; it is made when the role does not have it yet."""
    item = Item.objects.create(
        role=role,
        topic=Topic.objects.get_or_create(role=role, name=topic)[0] if topic else None,
        kind=content.kind,
        difficulty=difficulty or "",
        status=status,
        folded=folded_content(content),
        fingerprint=fingerprint(content),
        batch=batch,
        batch_position=batch_position,
        created_by=author,
    )
    item.current = _add_revision(item, 1, content, author, "")
    item.save(update_fields=["current"])
    set_tags(item, tags)
    return item


@transaction.atomic
def revise_item(item: Item, content: AnyContent, *, author: User, note: str = "") -> ItemRevision:
    """A new revision becomes the current one. Papers and attempts keep the revision that they saw."""
    locked = Item.objects.select_for_update(of=("self",)).select_related("current").get(pk=item.pk)
    number = locked.current.number + 1 if locked.current else 1
    revision = _add_revision(locked, number, content, author, note)
    item.current, item.kind, item.updated_at = revision, content.kind, timezone.now()
    item.folded, item.fingerprint = folded_content(content), fingerprint(content)
    item.save(update_fields=["current", "kind", "folded", "fingerprint", "updated_at"])
    record(author, "item.revised", item, revision=number)
    return revision


def set_tags(item: Item, names: Iterable[str]) -> None:
    wanted = {name.strip() for name in names if name.strip()}
    item.tags.exclude(name__in=wanted).delete()
    ItemTag.objects.bulk_create([ItemTag(item=item, name=name) for name in sorted(wanted)], ignore_conflicts=True)


def _add_revision(item: Item, number: int, content: AnyContent, author: User | None, note: str) -> ItemRevision:
    return ItemRevision.objects.create(
        item=item, number=number, content_json=content.model_dump(mode="json"), author=author, note=note
    )

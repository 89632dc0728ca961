"""Making and revising items. Every change of content is a new revision; every deed leaves an audit row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from questionbank.content import AnyContent, Difficulty
from questionbank.folding import fingerprint, folded_content
from questionbank.models import ImportBatch, Item, ItemBand, ItemRevision, ItemTag, JobRole, Topic
from questionbank.policy import Policy
from questionbank.similarity import BANDS, bands

CHUNK = 500


class EditConflict(Exception):
    """Somebody else saved a newer revision since this editor was opened."""


@dataclass(frozen=True)
class NewItem:
    """What makes an item. `topic` is a name; it is made when the role does not have it yet."""

    content: AnyContent
    topic: str = ""
    difficulty: Difficulty | None = None
    tags: tuple[str, ...] = ()
    position: int | None = None
    policy: Policy | None = None


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
    """A new item with its first revision."""
    new = NewItem(content, topic, difficulty, tuple(tags), batch_position)
    item = create_items(role, [new], author=author, status=status, batch=batch)[0]
    item.refresh_from_db()
    return item


@transaction.atomic
def create_items(
    role: JobRole,
    news: Sequence[NewItem],
    *,
    author: User | None,
    status: Item.Status = Item.Status.DRAFT,
    batch: ImportBatch | None = None,
) -> list[Item]:
    """Many items with few queries. The returned rows do not know their `current` revision; the database does."""
    topics = topics_named(role, [new.topic for new in news])
    items = [_item(role, new, topics, author, status, batch) for new in news]
    Item.objects.bulk_create(items, batch_size=CHUNK)
    revisions = [_revision(item, 1, new.content, author, "") for item, new in zip(items, news, strict=True)]
    ItemRevision.objects.bulk_create(revisions, batch_size=CHUNK)
    first = ItemRevision.objects.filter(item=OuterRef("pk"), number=1).values("pk")[:1]
    for start in range(0, len(items), CHUNK):
        made = [item.pk for item in items[start : start + CHUNK]]
        Item.objects.filter(pk__in=made).update(current=Subquery(first))
    ItemBand.objects.bulk_create(_bands(items), batch_size=CHUNK * BANDS)
    tags = [(item, name) for item, new in zip(items, news, strict=True) for name in clean_tags(new.tags)]
    ItemTag.objects.bulk_create([ItemTag(item=item, name=name) for item, name in tags], batch_size=CHUNK)
    return items


def topics_named(role: JobRole, names: Iterable[str]) -> dict[str, Topic]:
    """The role's topics by name, made where they are missing."""
    wanted = {name.strip()[:80] for name in names if name.strip()}
    if not wanted:
        return {}
    known = set(Topic.objects.filter(role=role, name__in=wanted).values_list("name", flat=True))
    missing = [Topic(role=role, name=name) for name in sorted(wanted - known)]
    Topic.objects.bulk_create(missing, ignore_conflicts=True)
    return {topic.name: topic for topic in Topic.objects.filter(role=role, name__in=wanted)}


def clean_tags(names: Iterable[str]) -> list[str]:
    return sorted({name.strip()[:60] for name in names if name.strip()})


@transaction.atomic
def revise_item(
    item: Item, content: AnyContent, *, author: User, note: str = "", base: int | None = None
) -> ItemRevision:
    """A new revision becomes the current one. Papers and attempts keep the revision that they saw.

    `base` is the number of the revision that the author began with; `EditConflict` when it is no longer the newest.
    An approved item goes back to review: what was approved is the old text.
    """
    locked = Item.objects.select_for_update(of=("self",)).select_related("current").get(pk=item.pk)
    if base is not None and locked.revision.number != base:
        raise EditConflict
    number = locked.current.number + 1 if locked.current else 1
    revision = _revision(locked, number, content, author, note)
    revision.save()
    item.status = Item.Status.REVIEW.value if locked.status == Item.Status.APPROVED else locked.status
    item.current, item.kind, item.updated_at = revision, content.kind, timezone.now()
    item.folded, item.fingerprint = folded_content(content), fingerprint(content)
    item.save(update_fields=["current", "kind", "folded", "fingerprint", "status", "updated_at"])
    ItemBand.objects.filter(item=item).delete()
    ItemBand.objects.bulk_create(_bands([item]))
    record(author, "item.revised", item, revision=number)
    return revision


def set_tags(item: Item, names: Iterable[str]) -> None:
    wanted = clean_tags(names)
    item.tags.exclude(name__in=wanted).delete()
    ItemTag.objects.bulk_create([ItemTag(item=item, name=name) for name in wanted], ignore_conflicts=True)


def _item(
    role: JobRole,
    new: NewItem,
    topics: dict[str, Topic],
    author: User | None,
    status: Item.Status,
    batch: ImportBatch | None,
) -> Item:
    return Item(
        role=role,
        topic=topics.get(new.topic.strip()[:80]),
        kind=new.content.kind,
        difficulty=new.difficulty or "",
        status=status,
        folded=folded_content(new.content),
        fingerprint=fingerprint(new.content),
        batch=batch,
        batch_position=new.position,
        policy_json=new.policy.model_dump(mode="json") if new.policy else None,
        created_by=author,
    )


def _bands(items: Iterable[Item]) -> list[ItemBand]:
    return [ItemBand(item=item, band=band) for item in items for band in bands(item.folded)]


def _revision(item: Item, number: int, content: AnyContent, author: User | None, note: str) -> ItemRevision:
    return ItemRevision(
        item=item, number=number, content_json=content.model_dump(mode="json"), author=author, note=note[:200]
    )

"""Fetching for views: the object of an address, or 404. Who may come at all is said by `requires`."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform
from django.shortcuts import get_object_or_404

from questionbank.models import ImportBatch, ImportRow, Item, ItemRevision, JobRole, Topic


def items() -> QuerySet[Item]:
    return Item.objects.select_related("role", "topic", "current", "current__author")


def item_or_404(uuid: UUID) -> Item:
    return get_object_or_404(items().select_related("batch"), uuid=uuid)


def revision_or_404(item: Item, number: int) -> ItemRevision:
    return get_object_or_404(item.revisions, number=number)


def batch_or_404(uuid: UUID) -> ImportBatch:
    """With the sheets of a table as `sheets_json`, because the document itself stays in the database."""
    light = ImportBatch.objects.select_related("role", "created_by").defer(*ImportBatch.HEAVY)
    return get_object_or_404(light.annotate(sheets_json=KeyTransform("sheets", "document_json")), uuid=uuid)


def open_row_or_404(batch: ImportBatch, position: int) -> ImportRow:
    """A row of the batch that is not in the bank."""
    return get_object_or_404(batch.rows.select_related("section"), position=position, item=None)


def role_or_404(code: str) -> JobRole:
    return get_object_or_404(JobRole, code=code)


def topic_or_404(pk: int) -> Topic:
    return get_object_or_404(Topic.objects.select_related("role"), pk=pk)

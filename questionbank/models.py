"""The bank: roles, topics, items with their immutable revisions; imports are in `import_models` and found here, too."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from questionbank.content import CONTENT, AnyContent, Difficulty, ItemKind
from questionbank.import_models import ColumnChoice as ColumnChoice
from questionbank.import_models import ImportBatch as ImportBatch
from questionbank.import_models import ImportJob as ImportJob
from questionbank.import_models import ImportPassage as ImportPassage
from questionbank.import_models import ImportRemark as ImportRemark
from questionbank.import_models import ImportRevision as ImportRevision
from questionbank.import_models import ImportRow as ImportRow
from questionbank.import_models import ImportSection as ImportSection
from questionbank.import_models import KeyFile as KeyFile
from questionbank.policy import Policy

KIND_NAMES = {
    ItemKind.SINGLE_CHOICE: _("Single choice"),
    ItemKind.MULTIPLE_CHOICE: _("Multiple choice"),
    ItemKind.TRUE_FALSE: _("True or false"),
    ItemKind.SHORT_ANSWER: _("Short answer"),
    ItemKind.ESSAY: _("Essay"),
}
DIFFICULTY_NAMES = {
    Difficulty.EASY: pgettext_lazy("difficulty", "Easy"),
    Difficulty.MEDIUM: pgettext_lazy("difficulty", "Medium"),
    Difficulty.HARD: pgettext_lazy("difficulty", "Hard"),
}


class JobRole(models.Model):
    """A post that people are hired for. Roles are data: HR adds more."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh


class Topic(models.Model):
    role = models.ForeignKey(JobRole, on_delete=models.CASCADE, related_name="topics")
    name = models.CharField(pgettext_lazy("topic", "name"), max_length=80)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["role", "name"], name="topic_once_per_role")]

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """The lasting identity of a question. Its content is in revisions; `current` is the newest one."""

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("item", "Draft")
        REVIEW = "review", pgettext_lazy("item", "In review")
        APPROVED = "approved", pgettext_lazy("item", "Approved")
        RETIRED = "retired", pgettext_lazy("item", "Retired")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    role = models.ForeignKey(JobRole, on_delete=models.PROTECT, related_name="items")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=20, choices=[(kind.value, name) for kind, name in KIND_NAMES.items()])
    difficulty = models.CharField(
        max_length=10, blank=True, choices=[(level.value, name) for level, name in DIFFICULTY_NAMES.items()]
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    current = models.OneToOneField("ItemRevision", null=True, on_delete=models.PROTECT, related_name="+")
    # Stem and options folded to simplified script, narrow width and no blanks: what search looks in.
    folded = models.TextField(blank=True)
    # Hash of the folded content: equal for the same question in another script, width or spacing.
    fingerprint = models.CharField(max_length=64, blank=True)
    batch = models.ForeignKey(ImportBatch, null=True, on_delete=models.PROTECT, related_name="items")
    batch_position = models.PositiveIntegerField(null=True)
    # The multiple-choice rule that its document states; papers and sittings propose it.
    policy_json = models.JSONField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "batch_position"], name="item_once_per_batch_position"),
        ]
        indexes = [
            # The bank's list and the pools that papers draw from.
            models.Index(fields=["role", "status", "kind", "topic", "difficulty"], name="item_pool"),
            models.Index(fields=["fingerprint"], name="item_fingerprint"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def policy(self) -> Policy | None:
        return Policy.model_validate(self.policy_json) if self.policy_json else None

    @property
    def revision(self) -> ItemRevision:
        """The newest revision; there is one from the first moment on (see `create_item`)."""
        if self.current is None:
            raise RuntimeError(f"Item {self.pk} has no revision.")
        return self.current


class ItemRevision(models.Model):
    """The content of an item at one time. Papers, attempts and marks point at the revision that they saw."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content_json = models.JSONField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="revision_once_per_number")]

    def __str__(self) -> str:
        return f"#{self.item_id} r{self.number}"

    @property
    def content(self) -> AnyContent:
        return CONTENT.validate_python(self.content_json)

    if not TYPE_CHECKING:

        def save(self, *args: Any, **kwargs: Any) -> None:
            if self.pk is not None:
                raise TypeError("A revision is never changed; an edit makes a new one.")
            super().save(*args, **kwargs)


class ItemBand(models.Model):
    """A band of min-hashes of the item's newest revision: like questions share one (questionbank/similarity.py)."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="bands")
    band = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["band", "item"], name="item_band")]

    def __str__(self) -> str:
        return f"{self.item_id}"


class ItemTag(models.Model):
    """Competencies that an item assesses (考察点) and free tags."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["item", "name"], name="tag_once_per_item")]

    def __str__(self) -> str:
        return self.name

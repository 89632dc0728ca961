"""Imports: documents on their way into the bank, in parts, and the work on them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from questionbank.document import Document
from questionbank.policy import Policy, stated
from questionbank.progress import Stage


class ImportBatch(models.Model):
    """One document on its way into the bank. It stays, so that every item can be traced to its place.

    A page of the preview must cost what the page holds, not what the document holds; so the document lies in parts
    (`ImportSection`, `ImportRow`, `ImportRemark`, `ImportPassage`), which `questionbank/imports/staged.py` writes.
    """

    # Columns as large as the document: what lists and pages leave in the database.
    HEAVY = ("original", "document_json", "edits")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    role = models.ForeignKey("JobRole", on_delete=models.PROTECT, related_name="batches")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    original = models.BinaryField(null=True)
    # The document without its sections, items, text, and diagnostics.
    document_json = models.JSONField()
    encoding = models.CharField(max_length=40, blank=True)
    # Characters of the source text; none for formats that are not text.
    length = models.PositiveIntegerField(null=True)
    # What people changed in questions and sections that the text no longer holds: it may come back.
    edits = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    # When the parts became complete; none while the document is still to be read.
    read_at = models.DateTimeField(null=True)
    committed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    # When the questions were compared with those of the bank.
    compared_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["role", "sha256"], name="batch_document")]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        return reverse("bank:import", kwargs={"uuid": self.uuid})

    @property
    def document(self) -> Document:
        """The whole document, put together. Diagnostics of the document come before those of its items."""
        rows = list(self.rows.values_list("draft", "remarks"))
        told = [*self.remarks.values_list("diagnostic", flat=True), *(each for _, found in rows for each in found)]
        sections = list(self.sections.values_list("section", flat=True))
        parts = {"sections": sections, "items": [draft for draft, _ in rows], "diagnostics": told}
        return Document.model_validate({**self.document_json, **parts, "text": self.text})

    @property
    def text(self) -> str | None:
        """The whole source text."""
        return None if self.length is None else "".join(self.passages.values_list("text", flat=True))


class ColumnChoice(models.Model):
    """What people said that the columns of a table hold: proposed again for tables of the same shape."""

    # `formats.choice.shape_of` of the sheets.
    shape = models.CharField(max_length=64, unique=True)
    # `formats.choice.TableChoice`
    choice = models.JSONField()
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    chosen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.shape[:8]


class ImportSection(models.Model):
    """A section of the document, and what was chosen for all its items."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField()
    # A name that survives parsing again (`drafts.section_keys`).
    key = models.CharField(max_length=40)
    section = models.JSONField()
    # {"kind": …, "points": …, "policy": …, "c": …}; an empty value leaves what was found.
    override = models.JSONField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="import_section_once")]

    def __str__(self) -> str:
        return self.key

    @property
    def policy(self) -> Policy | None:
        """The multiple-choice rule that was chosen for the section, else the one that its heading states."""
        chosen = self.override or {}
        own = {"id": chosen.get("policy", ""), "c": chosen.get("c", "")}
        return stated(own if own["id"] else self.section.get("policy"))


class ImportRow(models.Model):
    """An item of the document with what people did to it. `kind` to `end` follow from `draft`, the section's
    `override` and `edit`, so that the database can count, filter and choose."""

    class State(models.TextChoices):
        ERROR = "error"
        CHECK = "check"
        SURE = "sure"

    class Resemblance(models.TextChoices):
        NEAR = "near"
        ALIKE = "alike"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    # A name that survives parsing again (`drafts.keys_of`).
    key = models.CharField(max_length=40)
    section = models.ForeignKey(ImportSection, null=True, on_delete=models.CASCADE, related_name="rows")
    # The item of the bank that it became; none again when that is gone.
    item = models.ForeignKey("Item", null=True, on_delete=models.SET_NULL, related_name="import_rows")
    # Whether the bank or an earlier row holds a like question, as of `ImportBatch.compared_at`.
    resembles = models.CharField(max_length=5, blank=True, choices=Resemblance.choices)
    # The position of an earlier row that is like it.
    like = models.PositiveIntegerField(null=True)
    # Ticked or unticked by somebody; none = as its state has it.
    included = models.BooleanField(null=True)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices)
    # The worst of what the preview says about it; empty when it says nothing.
    severity = models.CharField(max_length=10, blank=True)
    # Of what would enter the bank; empty while errors keep it out.
    fingerprint = models.CharField(max_length=64, blank=True)
    # Where the question itself stands in the text.
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    # {"content": …, "topic": …, "difficulty": …, "tags": […]}
    edit = models.JSONField(null=True)
    remarks = models.JSONField(default=list)
    draft = models.JSONField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="import_row_once")]
        # Tabs, their counts and the selection are answered by this index alone.
        indexes = [models.Index(fields=["batch", "state", "item", "included", "position"], name="import_row_state")]

    def __str__(self) -> str:
        return f"{self.position + 1}"


class ImportRemark(models.Model):
    """A diagnostic of the document as a whole, of a section or of text that belongs to no item."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="remarks")
    position = models.PositiveIntegerField()
    severity = models.CharField(max_length=10)
    diagnostic = models.JSONField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="import_remark_once")]

    def __str__(self) -> str:
        return f"{self.position + 1}"


class KeyFile(models.Model):
    """A document that holds the answers of a batch alone. Once joined, its text stands behind the batch's own; it can
    be taken out again."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="key_files")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    original = models.BinaryField()
    # Empty until it is read.
    text = models.TextField()
    # What joining would do, or did: `keyfiles.Report`; none when nobody has compared it with the questions.
    report = models.JSONField(null=True)
    # Row key → the fields in which the file decided against the question.
    taken = models.JSONField(default=dict)
    # Row key of a corrected question → {field: what it had before the file gave it an answer}.
    given = models.JSONField(default=dict)
    # Where its text begins in the batch's; none until it is joined.
    start = models.PositiveIntegerField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    joined_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["batch", "sha256"], name="key_file_once_per_batch")]

    def __str__(self) -> str:
        return self.name


class ImportRevision(models.Model):
    """A row that became a new revision of an item that the bank had. `former` is what undoing brings back."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="revisions")
    position = models.PositiveIntegerField()
    revision = models.OneToOneField("ItemRevision", on_delete=models.CASCADE, related_name="+")
    former = models.ForeignKey("ItemRevision", on_delete=models.CASCADE, related_name="+")
    former_status = models.CharField(max_length=10)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="import_revision_once")]

    def __str__(self) -> str:
        return f"{self.position + 1}"


class ImportPassage(models.Model):
    """A stretch of `source.PASSAGE` characters of the source text, with the `source.Mark`s that reach into it."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    # The number of its first line, from 1.
    line = models.PositiveIntegerField()
    text = models.TextField()
    marks = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="import_passage_once")]

    def __str__(self) -> str:
        return f"{self.position + 1}"


class ImportJob(models.Model):
    """Work on a batch that takes longer than a request may. A reader leases it and renews the lease while it works; a
    lease that ran out tells that its reader died, and another one begins again (`questionbank/imports/jobs.py`)."""

    class Deed(models.TextChoices):
        READ = "read"
        REREAD = "reread"
        COMMIT = "commit"
        CHANGE = "change"
        UNDO = "undo"
        # An answer file: look at what it says, join it, take it out again.
        KEYS = "keys"
        JOIN = "join"
        PART = "part"
        # The cells of a table as text, for a person who wants to correct them.
        TEXT = "text"

        @classmethod
        def readings(cls) -> frozenset[str]:
            """Those that read the document and make the preview of it."""
            return frozenset({cls.READ, cls.REREAD, cls.JOIN, cls.PART})

    class End(models.TextChoices):
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="jobs")
    deed = models.CharField(max_length=10, choices=Deed.choices)
    # The text to read in place of the batch's original (`reread`), or what was made of it (`text`).
    data = models.BinaryField(null=True)
    # The answer file that it is about (`keys`, `join`, `part`).
    key_file = models.ForeignKey(KeyFile, null=True, on_delete=models.SET_NULL, related_name="+")
    # The section whose questions change (`change`).
    section = models.ForeignKey(ImportSection, null=True, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    stage = models.CharField(max_length=12, default=Stage.WAITING.value)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=10, blank=True, choices=End.choices)
    # {"added": …, "duplicates": …} of a commit, {"removed": …} of an undo, {"taken": …} of a file to be joined,
    # {"code": …, "params": …} of a failure
    outcome = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["batch"], condition=models.Q(ended_at=None), name="import_job_open_once")
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

"""What happened during an attempt, as rows that are only ever added."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from accounts.append_only import AppendOnly


class PenChange(AppendOnly):
    """From here on this page may write: the first one that reported, or one where the candidate chose to go on."""

    attempt = models.ForeignKey("exams.Attempt", on_delete=models.CASCADE, related_name="pen_changes")
    writer = models.CharField(max_length=40)
    # Browser and system in a few words, from what the browser says of itself.
    device = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.device}"


class AnswerVersion(AppendOnly):
    """One version of an answer as it arrived. What was saved is copied here by triggers, so no way of saving can
    forget it; what came from a page without the pen, behind a newer answer or after the end is kept beside it."""

    class Standing(models.TextChoices):
        SAVED = "saved", pgettext_lazy("version of an answer", "saved")
        ASIDE = "aside", pgettext_lazy("version of an answer", "kept, not the answer")
        LATE = "late", pgettext_lazy("version of an answer", "arrived after the end")

    # The unique index begins with the attempt, and no question with an answer is ever deleted.
    attempt = models.ForeignKey("exams.Attempt", on_delete=models.CASCADE, related_name="versions", db_index=False)
    paper_item = models.ForeignKey("exams.PaperItem", on_delete=models.PROTECT, related_name="+", db_index=False)
    answer_json: models.JSONField[Any, Any] = models.JSONField(null=True)
    flagged = models.BooleanField(default=False)
    revision = models.PositiveBigIntegerField()
    writer = models.CharField(max_length=40, blank=True)
    standing = models.CharField(max_length=5, choices=Standing.choices, default=Standing.SAVED)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            # Sent again because its receipt was lost, a version is kept once.
            models.UniqueConstraint(
                fields=["attempt", "paper_item", "revision", "writer", "standing"], name="version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.paper_item_id}: {self.revision}"

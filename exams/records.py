"""What happened during an attempt, as rows that are only ever added."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from accounts.append_only import AppendOnly
from exams.clock import clock_words


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


class Deed(AppendOnly):
    """What somebody of HR did about a candidate's test: why, who and when."""

    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        ordering = ["id"]


class Adjustment(Deed):
    """What HR changed for one person before or during the test: time, pauses, help. Who, when and why."""

    class Kind(models.TextChoices):
        EXTENSION = "extension", pgettext_lazy("adjustment", "More time")
        OUTAGE = "outage", pgettext_lazy("adjustment", "Time back after a fault")
        PAUSE = "pause", pgettext_lazy("adjustment", "Paused")
        RESUME = "resume", pgettext_lazy("adjustment", "Went on")
        FACTOR = "factor", pgettext_lazy("adjustment", "Time factor")
        WINDOW = "window", pgettext_lazy("adjustment", "Later end of the sitting")
        LARGE_TEXT = "large_text", pgettext_lazy("adjustment", "Larger text")
        HIDE_CLOCK = "hide_clock", pgettext_lazy("adjustment", "No clock on the page")

    # The value of time that opened a closed test again.
    REOPENED = "reopened"

    invitation = models.ForeignKey("exams.Invitation", on_delete=models.CASCADE, related_name="adjustments")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # By how much the deadline moved, and where to; nothing for what does not touch a running clock.
    added = models.DurationField(default=timedelta)
    deadline = models.DateTimeField(null=True)
    # The new factor, "on" and "off", or REOPENED.
    value = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return f"{self.invitation_id}: {self.kind}"

    @property
    def added_words(self) -> str:
        return clock_words(self.added)


class SectionVisit(AppendOnly):
    """A candidate opened a section that is delivered by itself; it opens once."""

    attempt = models.ForeignKey("exams.Attempt", on_delete=models.CASCADE, related_name="visits")
    section = models.ForeignKey("exams.Section", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["attempt", "section"], name="section_opens_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.section_id}"


class AnswerVersion(AppendOnly):
    """One version of an answer as it arrived. What was saved is copied here by triggers, so no way of saving can
    forget it; what came from a page without the pen, behind a newer answer or after the end is kept beside it."""

    class Standing(models.TextChoices):
        SAVED = "saved", pgettext_lazy("version of an answer", "saved")
        ASIDE = "aside", pgettext_lazy("version of an answer", "kept, not the answer")
        LATE = "late", pgettext_lazy("version of an answer", "arrived after the end")

    # The unique index begins with the attempt, and no question with an answer is ever deleted. Every version is a copy
    # of a response, which the database has checked, or of a question that its attempt was found to have: checking both
    # again would be a good part of the cost of a save.
    attempt = models.ForeignKey(
        "exams.Attempt", on_delete=models.CASCADE, related_name="versions", db_index=False, db_constraint=False
    )
    paper_item = models.ForeignKey(
        "exams.PaperItem", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
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
        # Late versions are few among millions, and HR's home page asks for them.
        indexes = [models.Index(fields=["attempt"], condition=models.Q(standing="late"), name="late_version")]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.paper_item_id}: {self.revision}"


class LateDecision(Deed):
    """Whether an answer that arrived after the end counts. The last decision about it stands."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("late answer", "Accepted")
        REFUSED = "refused", pgettext_lazy("late answer", "Refused")

    version = models.ForeignKey(AnswerVersion, on_delete=models.CASCADE, related_name="decisions")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    # What counted before, so that an acceptance can be taken back.
    before_json: models.JSONField[Any, Any] = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.version_id}: {self.verdict}"


class IntegrityEvent(AppendOnly):
    """Something that people may want to know about how a test was taken. No verdict, no effect on a score."""

    class Kind(models.TextChoices):
        AWAY = "away", pgettext_lazy("integrity event", "Left the page")
        PASTE = "paste", pgettext_lazy("integrity event", "Pasted text")
        NETWORK = "network", pgettext_lazy("integrity event", "Another network")
        LIMIT = "limit", pgettext_lazy("integrity event", "Submitted after so many absences")

    attempt = models.ForeignKey("exams.Attempt", on_delete=models.CASCADE, related_name="integrity_events")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    # When it began, by the server's clock; how long an absence took.
    at = models.DateTimeField()
    lasted = models.DurationField(default=timedelta)
    # Characters of a paste (never its text), or the number of absences.
    size = models.PositiveIntegerField(default=0)
    paper_item = models.ForeignKey("exams.PaperItem", null=True, on_delete=models.PROTECT, related_name="+")
    # The beginning of the network's address.
    detail = models.CharField(max_length=60, blank=True)
    # The name that the page gave it, so that one that is sent twice is kept once.
    name = models.CharField(max_length=40)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["attempt", "name"], name="integrity_event_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.kind}"


class IntegrityDecision(Deed):
    """What HR makes of a candidate's integrity record. The last one stands; none changes a score."""

    class Verdict(models.TextChoices):
        CLEAR = "clear", pgettext_lazy("integrity", "Nothing to object to")
        ASK = "ask", pgettext_lazy("integrity", "Ask about it in the interview")
        RETAKE = "retake", pgettext_lazy("integrity", "Test again")
        DISMISS = "dismiss", pgettext_lazy("integrity", "Do not rely on this test")

    attempt = models.ForeignKey("exams.Attempt", on_delete=models.CASCADE, related_name="integrity_decisions")
    verdict = models.CharField(max_length=7, choices=Verdict.choices)

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.verdict}"

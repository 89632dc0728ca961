"""Scores as an append-only history, the marking queue, results and their releases."""

from __future__ import annotations

import uuid
from decimal import Decimal
from fractions import Fraction

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnly
from exams.models import Attempt, PaperItem, Sitting
from scoring.fractions import FractionField

USER = settings.AUTH_USER_MODEL


class MarkTask(models.Model):
    """One answer waiting for a person. Reviewers know it by `code` alone: no name, no other mark."""

    class State(models.TextChoices):
        OPEN = "open", _("to be marked")
        DONE = "done", _("marked")
        SET_ASIDE = "set_aside", _("set aside")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="mark_tasks")
    paper_item = models.ForeignKey(PaperItem, on_delete=models.PROTECT, related_name="mark_tasks")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="mark_tasks")
    code = models.CharField(max_length=12)
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    flagged = models.BooleanField(default=False)
    claimed_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    lease_until = models.DateTimeField(null=True)
    # What the lease holder has ticked and written so far; not a mark until it is saved as one.
    draft_json = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "paper_item", "round"], name="one_task_per_answer_and_round"),
        ]
        indexes = [models.Index(fields=["sitting", "paper_item", "state"], name="task_queue")]

    def __str__(self) -> str:
        return self.code


class Mark(AppendOnly):
    """A reviewer's judgement of one answer: ticked points and criteria, an adjustment with its reason, a comment."""

    task = models.ForeignKey(MarkTask, on_delete=models.PROTECT, related_name="marks")
    reviewer = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="marks")
    # Ids of the rubric rows that were ticked (scoring/rubric.py).
    ticked = models.JSONField(default=list)
    adjustment = models.DecimalField(max_digits=6, decimal_places=2, default=Decimal(0))
    adjustment_reason = models.CharField(max_length=200, blank=True)
    comment = models.TextField(blank=True, max_length=4000)
    points = FractionField[Fraction]()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.points}"


class TaskNote(AppendOnly):
    """Why a reviewer set an answer aside or flagged it."""

    class Kind(models.TextChoices):
        SET_ASIDE = "set_aside", _("set aside")
        FLAG = "flag", _("flagged")
        RETURN = "return", _("put back")

    task = models.ForeignKey(MarkTask, on_delete=models.PROTECT, related_name="notes")
    reviewer = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.task_id}: {self.kind}"


class ScoreEvent(AppendOnly):
    """One change of one question's score. The score is the fold of its events: the last `after`."""

    class Cause(models.TextChoices):
        AUTO = "auto", _("scored automatically")
        BLANK = "blank", _("left blank")
        MARK = "mark", _("marked by a reviewer")
        ADJUDICATE = "adjudicate", _("decided by the marking leader")
        REGRADE = "regrade", _("scored again")
        OVERRIDE = "override", _("set by hand")

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="score_events")
    paper_item = models.ForeignKey(PaperItem, on_delete=models.PROTECT, related_name="+")
    before = FractionField[Fraction | None](null=True)
    after = FractionField[Fraction | None](null=True)
    cause = models.CharField(max_length=10, choices=Cause.choices)
    # {"policy": {"id", "version", "params"}, "revision": id}: by which rules the points were given.
    basis_json = models.JSONField(default=dict)
    mark = models.ForeignKey(Mark, null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["attempt", "paper_item", "id"], name="score_fold")]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.paper_item_id}: {self.after}"


class AttemptResult(models.Model):
    """The fold of an attempt's events, kept beside them so that a ranked page needs no fold. Can be recomputed."""

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="result")
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="results")
    # What is sure now, and what it can still become while answers wait for marks.
    total = FractionField[Fraction]()
    possible = FractionField[Fraction]()
    maximum = FractionField[Fraction]()
    # `total` rounded to six places, for sorting in the database.
    total_sort = models.DecimalField(max_digits=12, decimal_places=6, default=Decimal(0))
    pending = models.PositiveIntegerField(default=0)
    # {"section id": ["sure", "possible", "maximum"]} as fraction texts.
    sections_json = models.JSONField(default=dict)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["sitting", "-total_sort"], name="result_ranking")]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.total}"


class Release(AppendOnly):
    """A person's decision to show results. A later version amends an earlier one; both stay."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="releases")
    version = models.PositiveIntegerField()
    released_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["sitting", "version"], name="release_once_per_version")]

    def __str__(self) -> str:
        return f"{self.sitting_id} v{self.version}"


class ReleasedResult(AppendOnly):
    """What one candidate was told in one release."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="results")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="released_results")
    total = FractionField[Fraction]()
    maximum = FractionField[Fraction]()
    rank = models.PositiveIntegerField()
    passed = models.BooleanField()
    # Per question and section what the release showed, so that a later change cannot rewrite it.
    snapshot_json = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "attempt"], name="one_result_per_release")]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.total}"

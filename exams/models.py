"""Papers, sittings, invitations, attempts and answers."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exams.blueprint import Rule
from exams.clock import last_entry
from exams.freezing import DraftOnly, DraftQuerySet
from exams.records import (
    Adjustment,
    AnswerVersion,
    IntegrityDecision,
    IntegrityEvent,
    LateDecision,
    PenChange,
    SectionVisit,
)
from questionbank.models import KIND_NAMES, ItemRevision, JobRole
from questionbank.policy import Policy

if TYPE_CHECKING:
    from accounts.models import User

__all__ = [
    "Adjustment",
    "AnswerVersion",
    "Attempt",
    "IntegrityDecision",
    "IntegrityEvent",
    "Invitation",
    "InvitationLink",
    "LateDecision",
    "Paper",
    "PaperItem",
    "PenChange",
    "Response",
    "Section",
    "SectionVisit",
    "Sitting",
]

USER = settings.AUTH_USER_MODEL


class Paper(DraftOnly):
    """A set of questions with points. A draft may change; a published paper never does."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    role = models.ForeignKey(JobRole, on_delete=models.PROTECT, related_name="papers", verbose_name=_("role"))
    title = models.CharField(_("title"), max_length=120)
    minutes = models.PositiveIntegerField(
        _("minutes"), default=60, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    instructions = models.TextField(_("instructions for candidates"), blank=True, max_length=4000)
    # Decides every draw; the same pool and seed give the same paper.
    seed = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Paper]] = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class Section(DraftOnly):
    """A part of a paper: one kind of question, points each, and the rules by which items are drawn."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=120)
    note = models.CharField(_("note for candidates"), max_length=400, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=[(k.value, name) for k, name in KIND_NAMES.items()])
    points_each = models.DecimalField(
        _("points each"),
        max_digits=6,
        decimal_places=2,
        default=Decimal(2),
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(1000))],
    )
    rules_json = models.JSONField(default=list)
    # A time limit of its own, running from the moment when the candidate opens it; none = only the whole test's.
    minutes = models.PositiveIntegerField(
        _("minutes of its own"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    no_return = models.BooleanField(_("no way back"), default=False)
    # A multiple-choice policy of this section's own; none = the sitting's.
    policy_json = models.JSONField(null=True, blank=True)

    objects: ClassVar[models.Manager[Section]] = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def parent(self) -> Paper:
        return self.paper

    @property
    def policy(self) -> Policy | None:
        return Policy.model_validate(self.policy_json) if self.policy_json else None

    @property
    def rules(self) -> list[Rule]:
        return [Rule.model_validate(rule) for rule in self.rules_json]

    @rules.setter
    def rules(self, rules: list[Rule]) -> None:
        self.rules_json = [rule.model_dump(mode="json") for rule in rules]


class PaperItem(DraftOnly):
    """A question's place in a paper: which revision, where, for how many points."""

    class Picked(models.TextChoices):
        BY_RULE = "rule", _("drawn by rule")
        BY_HAND = "hand", _("picked by hand")

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    revision = models.ForeignKey(ItemRevision, on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=6, decimal_places=2)
    picked = models.CharField(max_length=4, choices=Picked.choices, default=Picked.BY_RULE)

    objects: ClassVar[models.Manager[PaperItem]] = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["section", "revision"], name="revision_once_per_section"),
        ]

    def __str__(self) -> str:
        return f"{self.section_id}/{self.position}"

    @property
    def parent(self) -> Section:
        return self.section


class Sitting(models.Model):
    """An arrangement to let invited people take a paper (考试安排)."""

    class PassRule(models.TextChoices):
        PERCENT = "percent", _("percent of all points")
        POINTS = "points", _("points")

    class Reveal(models.TextChoices):
        SCORE = "score", _("score and pass or fail only")
        ANSWERS = "answers", _("also own answers with marks and comments")
        KEYS = "keys", _("also keys and explanations")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="sittings", verbose_name=_("paper"))
    title = models.CharField(_("title"), max_length=120)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    minutes = models.PositiveIntegerField(_("minutes"), validators=[MinValueValidator(1), MaxValueValidator(600)])
    pass_rule = models.CharField(_("pass mark in"), max_length=7, choices=PassRule.choices, default=PassRule.PERCENT)
    pass_value = models.DecimalField(
        _("pass mark"), max_digits=6, decimal_places=2, default=Decimal(60), validators=[MinValueValidator(Decimal(0))]
    )
    # {"id": …, "version": …, "params": {…}}: see scoring/policies.py.
    policy_json = models.JSONField(default=dict)
    # Nobody begins later than so many minutes after the opening; none = until the end of the window.
    entry_minutes = models.PositiveIntegerField(
        _("late entry in minutes"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(10_000)]
    )
    # Everybody keeps their whole time, even past the end of the window.
    overrun = models.BooleanField(_("whole time past the end"), default=False)
    # Absences, pastes and changes of network are recorded; candidates are told before they start.
    watches = models.BooleanField(_("integrity record"), default=True)
    # The test is submitted at this absence; none = never.
    absence_limit = models.PositiveSmallIntegerField(
        _("submit at this absence"), null=True, blank=True, validators=[MinValueValidator(2), MaxValueValidator(99)]
    )
    shuffle_items = models.BooleanField(_("shuffle questions within a section"), default=False)
    shuffle_options = models.BooleanField(_("shuffle options"), default=False)
    reveal = models.CharField(
        _("shown to candidates after release"), max_length=7, choices=Reveal.choices, default=Reveal.SCORE
    )
    contact = models.CharField(_("contact for candidates"), max_length=120, blank=True)
    reviewers: models.ManyToManyField[User, models.Model] = models.ManyToManyField(
        USER, blank=True, related_name="sittings_to_mark", verbose_name=_("reviewers")
    )
    created_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True)
    # Set when scoring releases the results; the candidates' pages look only at this.
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opens_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(closes_at__gt=models.F("opens_at")), name="sitting_window"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def end(self) -> datetime | None:
        """The moment that no deadline is later than; None when the sitting lets people finish after its window."""
        return None if self.overrun else self.closes_at

    @property
    def last_entry(self) -> datetime:
        return last_entry(self.opens_at, self.closes_at, self.entry_minutes)

    @property
    def policy(self) -> Policy:
        return Policy.model_validate(self.policy_json or {})

    @policy.setter
    def policy(self, policy: Policy) -> None:
        self.policy_json = policy.model_dump(mode="json")


class Invitation(models.Model):
    """A person asked to sit. Links to it are separate rows: a new link keeps the old ones alive."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="invitations")
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=80)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    # 1.25 = a quarter more time, as an accommodation.
    extra_factor = models.DecimalField(
        _("time factor"),
        max_digits=4,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal(1)), MaxValueValidator(Decimal(5))],
    )
    # Further help; who gave it, when and why stands in `Adjustment`. Reviewers never see any of it.
    large_text = models.BooleanField(_("larger text"), default=False)
    hide_clock = models.BooleanField(_("no clock on the page"), default=False)
    created_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class InvitationLink(models.Model):
    """A secret link. Only the hash of its token is kept, so the database cannot open a test."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.invitation_id}"


class Attempt(models.Model):
    """One person taking one paper once. `deadline` is the server's and is checked inside every write."""

    class State(models.TextChoices):
        STARTED = "started", pgettext_lazy("attempt", "Running")
        SUBMITTED = "submitted", pgettext_lazy("attempt", "Submitted")
        TIMED_OUT = "timed_out", pgettext_lazy("attempt", "Submitted at the deadline")
        WITHDRAWN = "withdrawn", pgettext_lazy("attempt", "Withdrawn")

    FINISHED = (State.SUBMITTED, State.TIMED_OUT)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="attempts")
    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="attempt")
    state = models.CharField(max_length=10, choices=State.choices, default=State.STARTED)
    started_at = models.DateTimeField(default=timezone.now)
    deadline = models.DateTimeField()
    # The section that is open now, of those that are delivered one by one (exams/parts.py), and when its time ends.
    section = models.ForeignKey(Section, null=True, on_delete=models.PROTECT, related_name="+")
    section_deadline = models.DateTimeField(null=True)
    # What the end of the window took off the deadline; given back when the window moves.
    cut = models.DurationField(default=timedelta)
    # Since when the clock stands still; `deadline` is then still the one from before the pause.
    paused_at = models.DateTimeField(null=True)
    # The candidate's submission, or the deadline when the time ran out; never the time of a late sweep.
    finished_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    # The page that may write now (exams/pen.py); empty until one has reported.
    writer = models.CharField(max_length=40, blank=True, default="")
    # The beginning of the address that it was last seen from; only kept while the sitting records integrity.
    network = models.CharField(max_length=60, blank=True, default="")
    # What was agreed at the start: minutes, factor, policies, what is recorded. Later changes of the sitting do
    # not reach it.
    terms_json = models.JSONField(default=dict)
    # {"items": [paper item ids], "options": {"paper item id": [labels]}}: the order this person sees.
    order_json = models.JSONField(default=dict)
    scored_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            # The sweeper looks for running attempts that are overdue, scoring for finished ones without a score.
            models.Index(fields=["state", "deadline"], name="attempt_overdue"),
            models.Index(fields=["state", "scored_at"], name="attempt_unscored"),
        ]

    def __str__(self) -> str:
        """As the audit trail names it; candidates and reviewers never see it."""
        return f"{self.invitation} · {self.sitting}"

    @property
    def is_finished(self) -> bool:
        return self.state in self.FINISHED

    @property
    def is_paused(self) -> bool:
        return self.state == self.State.STARTED and self.paused_at is not None

    def left(self, now: datetime) -> timedelta:
        """What remains on the clock, which stands still in a pause."""
        return max(self.deadline - (self.paused_at or now), timedelta(0))


class Response(models.Model):
    """The newest saved answer to one question. `revision` counts the candidate's changes; the highest one wins.

    Every insert and update is copied to `AnswerVersion` by a trigger of the database (migration 0002): a migration
    that rebuilds this table on SQLite must make the triggers again.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="responses")
    paper_item = models.ForeignKey(PaperItem, on_delete=models.PROTECT, related_name="responses")
    # list of labels (choice), true/false, text, or null when emptied: exams/answers.py.
    answer_json: models.JSONField[Any, Any] = models.JSONField(null=True)
    flagged = models.BooleanField(default=False)
    revision = models.PositiveBigIntegerField(default=0)
    saved_at = models.DateTimeField()
    # The page that wrote it.
    writer = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "paper_item"], name="one_response_per_question"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.paper_item_id}"

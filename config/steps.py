"""The way from a document to a result: for people who have not been it yet, and as short cuts for those who have."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists
from django.utils.translation import gettext

from accounts.models import User
from accounts.roles import Capability
from config.todo import address
from exams.models import Invitation, Paper, Sitting
from questionbank.models import Item, JobRole


@dataclass(frozen=True)
class Step:
    label: str
    hint: str
    url: str
    done: bool


def first_steps(user: User) -> list[Step]:
    """The way from a document to a result, for somebody who has not been it yet; empty when that is not their work."""
    if not user.can(Capability.SITTINGS):
        return []
    done = (
        Item.objects.order_by().values("pk")[:1],
        Paper.objects.exclude(published_at=None).order_by().values("pk")[:1],
        Invitation.objects.order_by().values("pk")[:1],
        Sitting.objects.exclude(released_at=None).order_by().values("pk")[:1],
    )
    has = JobRole.objects.order_by("pk").values_list(*(Exists(rows) for rows in done)).first() or (False,) * 4
    words = (
        (gettext("Fill the bank"), gettext("Import a document of questions, or write them here."), "bank:items"),
        (
            gettext("Build a paper"),
            gettext("Choose a role, sections and points; publish when the check-up is clean."),
            "papers:list",
        ),
        (
            gettext("Arrange a sitting and invite"),
            gettext("Every candidate gets a link of their own."),
            "sittings:list",
        ),
        (
            gettext("Mark and release"),
            gettext("Choices are scored at once; people mark the rest; you release."),
            "sittings:list",
        ),
    )
    return [
        Step(label, hint, address(url), bool(is_done)) for (label, hint, url), is_done in zip(words, has, strict=True)
    ]


@dataclass(frozen=True)
class ShortCut:
    label: str
    icon: str
    url: str


def short_cuts(user: User) -> list[ShortCut]:
    """What somebody may begin; the first one is the page's main button."""
    known = (
        (Capability.BANK, gettext("Import a document"), "import", "bank:new-import"),
        (Capability.PAPERS, gettext("New paper"), "paper", "papers:new"),
        (Capability.SITTINGS, gettext("New sitting"), "sitting", "sittings:new"),
    )
    return [ShortCut(label, icon, address(url)) for capability, label, icon, url in known if user.can(capability)]

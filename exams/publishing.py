"""From a draft to a published paper, and from a published paper to a new draft."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts.audit import record
from accounts.models import User
from exams.checkup import Finding, check_up, errors, warnings
from exams.composing import lock_draft
from exams.models import Paper, PaperItem, Section
from exams.outline import Outline, outline


class Publication(StrEnum):
    PUBLISHED = "published"
    ERRORS = "errors"
    UNSEEN_WARNINGS = "unseen_warnings"
    ALREADY = "already"


def findings_of(held: Outline) -> list[Finding]:
    return check_up(held.sheet(), minutes=held.paper.minutes)


def warnings_digest(findings: Sequence[Finding]) -> str:
    """Names exactly these warnings, so that a tick never covers one that came later. Empty without warnings."""
    seen = [
        f"{finding.code}:{finding.section}:{finding.items}:{sorted(finding.params.items())}"
        for finding in warnings(findings)
    ]
    return hashlib.sha256("\n".join(sorted(seen)).encode()).hexdigest()[:20] if seen else ""


@transaction.atomic
def publish(paper: Paper, *, by: User, accepted: str = "") -> Publication:
    """Publish when the check-up finds no error and a person has accepted its warnings (`warnings_digest`). Repeating
    it changes nothing."""
    if Paper.objects.filter(pk=paper.pk, published_at__isnull=False).exists():
        return Publication.ALREADY
    held = outline(lock_draft(paper))
    findings = findings_of(held)
    if errors(findings):
        return Publication.ERRORS
    if warnings_digest(findings) != accepted:
        return Publication.UNSEEN_WARNINGS
    drafts = Paper.objects.filter(pk=paper.pk, published_at=None)
    if not drafts.update(published_at=timezone.now(), published_by=by):
        return Publication.ALREADY
    record(by, "paper.published", paper, questions=held.count, points=str(held.points), warnings=len(findings))
    return Publication.PUBLISHED


@transaction.atomic
def copy(paper: Paper, *, by: User) -> Paper:
    """A new draft with the same sections, rules, questions and wordings."""
    held = outline(paper)
    draft = Paper.objects.create(
        role=paper.role,
        title=gettext("%(title)s (copy)") % {"title": paper.title[:100]},
        minutes=paper.minutes,
        instructions=paper.instructions,
        seed=paper.seed,
        created_by=by,
    )
    for part in held.parts:
        _copy_section(part.section, [line.placed for line in part.lines], draft)
    record(by, "paper.copied", draft, of=str(paper.uuid))
    return draft


def _copy_section(section: Section, items: Sequence[PaperItem], draft: Paper) -> None:
    kept = ("position", "title", "note", "kind", "points_each", "rules_json", "policy_json", "minutes", "no_return")
    made = Section.objects.create(paper=draft, **{name: getattr(section, name) for name in kept})
    PaperItem.objects.bulk_create(
        PaperItem(
            section=made,
            position=item.position,
            revision_id=item.revision_id,
            points=item.points,
            picked=item.picked,
        )
        for item in items
    )


@transaction.atomic
def delete_draft(paper: Paper, *, by: User) -> None:
    locked = lock_draft(paper)
    record(by, "paper.deleted", locked)
    locked.delete()

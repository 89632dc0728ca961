"""Inviting people: invitations with their secret links, new links, withdrawals. Every deed leaves an audit row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from exams.invitees import Invitee, same_contact
from exams.links import hash_token, new_token
from exams.models import Attempt, Invitation, InvitationLink, Sitting


@dataclass(frozen=True)
class FreshLink:
    """A link at the only moment when it is known; the database keeps its hash."""

    invitation: Invitation
    url: str


class Withdrawal(StrEnum):
    DONE = "done"
    ALREADY = "already"
    FINISHED = "finished"


def known_contacts(sitting: Sitting) -> set[str]:
    """Mail addresses and phone numbers of everybody who is invited and not withdrawn, as `same_contact` spells them."""
    rows = sitting.invitations.filter(withdrawn_at=None).values_list("email", "phone")
    return {same_contact(text) for row in rows for text in row if text}


@transaction.atomic
def invite(
    sitting: Sitting, people: Iterable[Invitee], *, by: User, factor: Decimal = Decimal(1), links: bool = True
) -> list[FreshLink]:
    """An invitation and a link for each person. `links` False makes none: the mail task makes its own."""
    made = Invitation.objects.bulk_create(
        Invitation(
            sitting=sitting,
            name=person.name,
            email=person.email,
            phone=person.phone,
            extra_factor=factor,
            created_by=by,
        )
        for person in people
    )
    record(by, "sitting.invited", sitting, people=len(made), factor=str(factor))
    return _new_links(made, by) if links else []


@transaction.atomic
def new_links(sitting: Sitting, invitations: Iterable[Invitation], *, by: User) -> list[FreshLink]:
    """One more link for each; links that were handed out before stay alive."""
    made = _new_links(list(invitations), by)
    if made:
        record(by, "sitting.links_made", sitting, people=len(made))
    return made


def _new_links(invitations: Iterable[Invitation], by: User | None) -> list[FreshLink]:
    tokens = [(invitation, new_token()) for invitation in invitations]
    InvitationLink.objects.bulk_create(
        InvitationLink(invitation=invitation, token_hash=hash_token(token), created_by=by)
        for invitation, token in tokens
    )
    return [FreshLink(invitation, link_address(token)) for invitation, token in tokens]


def link_for_mail(invitation: Invitation) -> FreshLink:
    """A link made at the moment of sending, so that no queue ever holds one."""
    return _new_links([invitation], invitation.created_by)[0]


def link_address(token: str) -> str:
    return f"{settings.TIKU_PUBLIC_URL}{reverse('taking:confirm', kwargs={'token': token})}"


def waiting(sitting: Sitting) -> list[Invitation]:
    """Invited, not withdrawn, not started."""
    return list(sitting.invitations.filter(withdrawn_at=None, attempt=None))


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> Withdrawal:
    """Close the invitation and stop a running attempt. Whoever has finished keeps the result."""
    now = timezone.now()
    attempts = Attempt.objects.filter(invitation=invitation)
    # A submission at the same moment comes before this lock, and counts, or after the withdrawal and finds it.
    if any(attempt.is_finished for attempt in attempts.select_for_update(of=("self",))):
        return Withdrawal.FINISHED
    if not Invitation.objects.filter(pk=invitation.pk, withdrawn_at=None).update(withdrawn_at=now):
        return Withdrawal.ALREADY
    stopped = attempts.filter(state=Attempt.State.STARTED).update(state=Attempt.State.WITHDRAWN, finished_at=now)
    record(by, "invitation.withdrawn", invitation, running=bool(stopped))
    return Withdrawal.DONE

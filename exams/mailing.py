"""Invitations by mail, through Django's tasks: the link is made when the mail is sent, so the queue never holds one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import get_language, gettext, override

from accounts.audit import record
from accounts.models import User
from exams.inviting import link_for_mail
from exams.models import Invitation, Sitting


def can_mail() -> bool:
    """Has somebody said which mail server to use?"""
    return bool(settings.TIKU_MAIL)


def mail_invitations(sitting: Sitting, invitations: Iterable[Invitation], *, by: User) -> int:
    """Queue a mail for everybody with an address, once the transaction is committed; returns how many."""
    wanted = [invitation for invitation in invitations if invitation.email]
    language = get_language() or settings.LANGUAGE_CODE
    for invitation in wanted:
        transaction.on_commit(partial(send_invitation.enqueue, invitation.pk, language))
    if wanted:
        record(by, "sitting.mailed", sitting, people=len(wanted))
    return len(wanted)


@task
def send_invitation(invitation_id: int, language: str) -> bool:
    """False when the invitation was withdrawn in the meantime."""
    found = Invitation.objects.select_related("sitting", "created_by")
    invitation = found.filter(pk=invitation_id, withdrawn_at=None).first()
    if invitation is None:
        return False
    with override(language):
        subject = gettext("Invitation: %(title)s") % {"title": invitation.sitting.title}
        text = letter(invitation, link_for_mail(invitation).url)
    send_mail(" ".join(subject.split()), text, None, [invitation.email])
    return True


def letter(invitation: Invitation, url: str) -> str:
    sitting = invitation.sitting
    shown = "%Y-%m-%d %H:%M"
    facts = {
        "name": invitation.name,
        "title": sitting.title,
        "opens": timezone.localtime(sitting.opens_at).strftime(shown),
        "closes": timezone.localtime(sitting.closes_at).strftime(shown),
        "minutes": int(sitting.minutes * invitation.extra_factor),
        "url": url,
        "contact": sitting.contact or "–",
    }
    return (
        gettext(
            "Hello %(name)s,\n\nyou are invited to “%(title)s”. You may begin at any time between %(opens)s and "
            "%(closes)s; then you have %(minutes)s minutes. Opening the link spends nothing: your time starts when "
            "you press the button.\n\n%(url)s\n\nThe link is yours alone; please do not pass it on. "
            "Questions: %(contact)s"
        )
        % facts
    )

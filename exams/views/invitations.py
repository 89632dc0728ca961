"""Invitations to a sitting: asking people, links, withdrawals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

import segno
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from accounts.access import StaffRequest, requires
from accounts.roles import Capability
from exams.attempts import lock_sitting
from exams.forms.sittings import InvitationForm, PasteForm
from exams.inviting import FreshLink, Withdrawal, invite, known_contacts, new_links, waiting, withdraw
from exams.mailing import can_mail, mail_invitations
from exams.mailmerge import csv_text, tab_text
from exams.models import Invitation, Sitting
from exams.roster import standing
from exams.scheduling import Phase, phase
from exams.views.sittings import find_sitting
from questionbank.numbers import whole_number


@requires(Capability.SITTINGS)
def new_invitations(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One person by form, or many by pasted lines; the new links are shown at once and never again."""
    sitting = find_sitting(uuid)
    if phase(sitting, timezone.now()) not in {Phase.PLANNED, Phase.OPEN}:
        messages.error(request, gettext("This sitting is over; nobody can be invited any more."))
        return redirect("sittings:sitting", uuid=uuid)
    known = known_contacts(sitting)
    many = "lines" in request.POST
    posted = request.POST if request.method == "POST" else None
    one = InvitationForm(None if many else posted, known=known)
    paste = PasteForm(posted if many else None, known=known)
    form = paste if many else one
    if posted is not None and form.is_valid():
        return invited(request, sitting, form)
    context = {"sitting": sitting, "one": one, "paste": paste, "can_mail": can_mail()}
    return render(request, "exams/invitation_form.html", context)


def invited(request: StaffRequest, sitting: Sitting, form: InvitationForm | PasteForm) -> HttpResponse:
    with transaction.atomic():
        lock_sitting(sitting.pk)
        # Two presses of the button at once: the second one finds the people of the first invited.
        known = known_contacts(sitting)
        people = [person for person in form.people() if person.contacts.isdisjoint(known)]
        links = invite(sitting, people, by=request.user, factor=form.cleaned_data["factor"]) if people else []
        asked = [link.invitation for link in links] if wants_mail(request) else []
        mailed = mail_invitations(sitting, asked, by=request.user)
    if not links:
        messages.info(request, gettext("These people are invited already."))
        return redirect("sittings:sitting", uuid=sitting.uuid)
    return show_links(request, sitting, links, mailed)


def wants_mail(request: StaffRequest) -> bool:
    return can_mail() and "mail" in request.POST


@require_POST
@requires(Capability.SITTINGS)
def links(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """A new link for one invitation, or for everybody who has not started. Old links stay alive."""
    sitting = find_sitting(uuid)
    wanted = request.POST.get("invitation")
    if wanted:
        chosen = list(sitting.invitations.filter(withdrawn_at=None, pk=whole_number(wanted) or 0))
    else:
        chosen = waiting(sitting)
    if not chosen:
        messages.info(request, gettext("There is nobody who waits for a link."))
        return redirect("sittings:sitting", uuid=uuid)
    return show_links(request, sitting, new_links(sitting, chosen, by=request.user), 0)


@require_POST
@requires(Capability.SITTINGS)
def mails(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Send the invitation, with a link of its own, to everybody who has an address and has not started."""
    sitting = find_sitting(uuid)
    if can_mail():
        with transaction.atomic():
            count = mail_invitations(sitting, waiting(sitting), by=request.user)
        sentence = ngettext("%(count)d mail is on its way.", "%(count)d mails are on their way.", count)
        messages.success(request, sentence % {"count": count})
    else:
        messages.error(request, gettext("No mail server is set up. Make new links and hand them over yourself."))
    return redirect("sittings:sitting", uuid=uuid)


@dataclass(frozen=True)
class LinkRow:
    invitation: Invitation
    url: str
    code: SafeString


def show_links(request: StaffRequest, sitting: Sitting, fresh: Sequence[FreshLink], mailed: int) -> HttpResponse:
    """Not a redirect: the links exist only in this answer."""
    cells = [(link.invitation.name, contact(link.invitation), link.url) for link in fresh]
    header = (gettext("Name"), gettext("Contact"), gettext("Link"))
    context = {
        "sitting": sitting,
        "rows": [LinkRow(link.invitation, link.url, qr_code(link)) for link in fresh],
        "mailed": mailed,
        "can_mail": can_mail(),
        "list": tab_text(cells),
        "csv": "data:text/csv;charset=utf-8," + quote(csv_text(header, cells)),
    }
    return render(request, "exams/invitation_links.html", context)


def contact(invitation: Invitation) -> str:
    return " ".join(text for text in (invitation.email, invitation.phone) if text)


def qr_code(link: FreshLink) -> SafeString:
    title = gettext("QR code for %(name)s") % {"name": link.invitation.name}
    svg = segno.make(link.url, error="m", micro=False).svg_inline(
        svgclass="qr", lineclass=None, omitsize=True, border=2, title=title
    )
    return mark_safe(svg)  # noqa: S308 -- made by segno from a link; it escapes the title


@requires(Capability.SITTINGS)
def withdrawal(request: StaffRequest, uuid: UUID, invitation: UUID) -> HttpResponse:
    """Ask once what withdrawing means for this person, then do it."""
    rows = Invitation.objects.select_related("sitting", "attempt")
    found = get_object_or_404(rows, uuid=invitation, sitting__uuid=uuid)
    if request.method != "POST":
        now = standing(found, getattr(found, "attempt", None), timezone.now())
        context = {"invitation": found, "sitting": found.sitting, "standing": now.value}
        return render(request, "exams/invitation_withdrawal.html", context)
    if withdraw(found, by=request.user) is Withdrawal.FINISHED:
        messages.error(request, gettext("Not withdrawn: %(name)s has finished.") % {"name": found.name})
    else:
        messages.success(request, gettext("The invitation of %(name)s is withdrawn.") % {"name": found.name})
    return redirect("sittings:sitting", uuid=uuid)

"""Administrators add people, give roles and set passwords."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import SetPasswordForm
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import StaffRequest, requires
from accounts.audit import record
from accounts.forms import NewPersonForm, PersonForm
from accounts.models import ROLE_NAMES, User
from accounts.roles import CAPABILITIES, Capability

PAGE = 50
CAPABILITY_TEXTS = {
    Capability.BANK: _("see and change items, import documents"),
    Capability.PAPERS: _("build and publish papers"),
    Capability.SITTINGS: _("schedule sittings, invite candidates, release results"),
    Capability.MARK: _("mark answers anonymously"),
    Capability.LEAD: _("divide the marking, decide differences"),
    Capability.PEOPLE: _("manage people, read the audit trail"),
}


def role_texts() -> list[tuple[str, str]]:
    """What each role may do, from the same table that guards the pages."""
    return [
        (
            str(name),
            gettext("; ").join(str(text) for held, text in CAPABILITY_TEXTS.items() if held in CAPABILITIES[role]),
        )
        for role, name in ROLE_NAMES.items()
    ]


@requires(Capability.PEOPLE)
@require_safe
def people(request: StaffRequest) -> HttpResponse:
    everybody = User.objects.order_by("-is_active", "name", "pk")
    page = Paginator(everybody, PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/people.html", {"page": page, "role_texts": role_texts()})


@sensitive_post_parameters("password")
@requires(Capability.PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_person(request: StaffRequest) -> HttpResponse:
    form = NewPersonForm(request.POST or None, editor=request.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            person = form.save()
            record(request.user, "person.created", person, role=person.role)
        messages.success(request, gettext("%(name)s can sign in now.") % {"name": person})
        return redirect("accounts:people")
    return render(request, "accounts/new_person.html", {"form": form})


@requires(Capability.PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(User, pk=pk)
    form = PersonForm(request.POST or None, instance=found, editor=request.user)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            record(request.user, "person.changed", found, fields=form.changed_data, role=found.role)
        messages.success(request, gettext("Saved: %(name)s.") % {"name": found})
        return redirect("accounts:people")
    # The form has written what was typed into `found`; the page's title keeps the stored name.
    return render(request, "accounts/person.html", {"form": form, "pk": pk, "name": form.initial["name"]})


@sensitive_post_parameters()
@requires(Capability.PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def person_password(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(User, pk=pk)
    form = SetPasswordForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            record(request.user, "person.password_set", found)
        if found.pk == request.user.pk:
            update_session_auth_hash(request, found)
        messages.success(request, gettext("New password set for %(name)s.") % {"name": found})
        return redirect("accounts:people")
    return render(request, "accounts/person_password.html", {"form": form, "person": found})

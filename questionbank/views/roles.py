"""Roles and their topics: add, rename, delete while unused."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, ProtectedError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import StaffRequest, requires
from accounts.audit import record
from accounts.roles import Capability
from questionbank.access import role_or_404, topic_or_404
from questionbank.forms import RoleForm, RoleNamesForm, TopicForm
from questionbank.models import JobRole, Topic


@requires(Capability.BANK)
@require_http_methods(["GET", "POST"])
def role_list(request: StaffRequest) -> HttpResponse:
    form = RoleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            role = form.save()
            record(request.user, "role.created", role)
        messages.success(request, _("The role %(role)s is ready.") % {"role": role})
        return redirect("bank:role", code=role.code)
    roles = JobRole.objects.annotate(
        item_count=Count("items", distinct=True), topic_count=Count("topics", distinct=True)
    ).order_by("id")
    status = 400 if form.is_bound else 200
    return render(request, "questionbank/roles.html", {"roles": roles, "form": form}, status=status)


@requires(Capability.BANK)
@require_http_methods(["GET", "POST"])
def role_page(request: StaffRequest, code: str) -> HttpResponse:
    """Names of the role and its topics; POST renames the role."""
    role = role_or_404(code)
    form = RoleNamesForm(request.POST if request.method == "POST" else None, instance=role)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            record(request.user, "role.renamed", role, name_zh=role.name_zh, name_en=role.name_en)
        messages.success(request, _("Saved."))
        return redirect("bank:role", code=code)
    return _role_page(request, role, form, TopicForm(instance=Topic(role=role)))


def _role_page(request: StaffRequest, role: JobRole, form: RoleNamesForm, topic_form: TopicForm) -> HttpResponse:
    context = {
        "role": role_or_404(role.code),
        "form": form,
        "topic_form": topic_form,
        "topics": role.topics.annotate(item_count=Count("items")).order_by("name"),
        "item_count": role.items.count(),
    }
    status = 400 if form.is_bound or topic_form.is_bound else 200
    return render(request, "questionbank/role.html", context, status=status)


@requires(Capability.BANK)
@require_POST
def role_deletion(request: StaffRequest, code: str) -> HttpResponse:
    role = role_or_404(code)
    try:
        with transaction.atomic():
            record(request.user, "role.deleted", role, code=code)
            role.delete()
    except ProtectedError:
        messages.error(request, _("The role has questions, imports or papers and stays."))
        return redirect("bank:role", code=code)
    messages.success(request, _("The role %(role)s is deleted.") % {"role": role})
    return redirect("bank:roles")


@requires(Capability.BANK)
@require_POST
def new_topic(request: StaffRequest, code: str) -> HttpResponse:
    role = role_or_404(code)
    form = TopicForm(request.POST, instance=Topic(role=role))
    if not form.is_valid():
        return _role_page(request, role, RoleNamesForm(instance=role), form)
    with transaction.atomic():
        record(request.user, "topic.created", form.save(), role=code)
    messages.success(request, _("The topic is added."))
    return redirect("bank:role", code=code)


@requires(Capability.BANK)
@require_http_methods(["GET", "POST"])
def topic_page(request: StaffRequest, pk: int) -> HttpResponse:
    topic = topic_or_404(pk)
    form = TopicForm(request.POST if request.method == "POST" else None, instance=topic)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            record(request.user, "topic.renamed", form.save())
        messages.success(request, _("Saved."))
        return redirect("bank:role", code=topic.role.code)
    context = {"topic": topic, "role": topic.role, "form": form, "item_count": topic.items.count()}
    return render(request, "questionbank/topic.html", context, status=400 if form.is_bound else 200)


@requires(Capability.BANK)
@require_POST
def topic_deletion(request: StaffRequest, pk: int) -> HttpResponse:
    topic = topic_or_404(pk)
    try:
        with transaction.atomic():
            record(request.user, "topic.deleted", topic, role=topic.role.code)
            topic.delete()
    except ProtectedError:
        messages.error(request, _("Questions use this topic. Give them another one first."))
        return redirect("bank:topic", pk=pk)
    messages.success(request, _("The topic is deleted."))
    return redirect("bank:role", code=topic.role.code)

"""Writing and changing a question: the same form for every kind, with or without JavaScript."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.access import StaffRequest, requires
from accounts.audit import record
from accounts.roles import Capability
from questionbank import editor
from questionbank.access import item_or_404, role_or_404
from questionbank.authoring import EditConflict, create_item, revise_item, set_tags, topics_named
from questionbank.complaints import by_field
from questionbank.content import AnyContent, Difficulty, ItemKind
from questionbank.delivery import alone
from questionbank.editor import Typed
from questionbank.history import changes
from questionbank.models import Item, JobRole
from questionbank.numbers import whole_number
from questionbank.quality import problems

EDITOR = "questionbank/editor.html"


def posted(data: QueryDict) -> Typed:
    return editor.read(dict(data.lists()))


def editor_context(typed: Typed, *, complain: bool = True) -> dict[str, Any]:
    """What the form shows: the text typed, what is wrong with it, and how a candidate would see it."""
    content, complaints = editor.content(typed)
    return {
        "typed": typed,
        "errors": by_field(complaints) if complain else {},
        "content": content,
        "entry": alone(content) if content else None,
        "problems": problems(content) if content and complain else [],
        "kinds": [kind.value for kind in ItemKind],
        "difficulties": [level.value for level in Difficulty],
        "levels": [0, 1, 2, 3],
    }


def is_row_button(request: StaffRequest) -> bool:
    """A press of "add an option" and the like: the form comes back changed, nothing is saved."""
    return bool(request.POST.get("do"))


def respond(request: StaffRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    part = "#editor" if request.headers.get("HX-Request") == "true" else ""
    return render(request, EDITOR + part, context, status=status)


@requires(Capability.BANK)
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def new_item(request: StaffRequest) -> HttpResponse:
    extra = {"roles": list(JobRole.objects.all()), "role_code": request.POST.get("role") or request.GET.get("role", "")}
    if request.method == "GET":
        kind = request.GET.get("kind", "")
        typed = editor.blank(ItemKind(kind) if kind in {each.value for each in ItemKind} else ItemKind.SINGLE_CHOICE)
        return respond(request, {**editor_context(typed, complain=False), **extra})
    typed = posted(request.POST)
    if is_row_button(request):
        return respond(request, {**editor_context(editor.changed(typed, request.POST["do"])), **extra})
    context = editor_context(typed)
    if not JobRole.objects.filter(code=extra["role_code"]).exists():
        context["errors"] = {**context["errors"], "role": [_("Choose the role that the question is for.")]}
    if context["errors"]:
        return respond(request, {**context, **extra}, status=400)
    return _create(request, typed, context["content"], role_or_404(str(extra["role_code"])))


@transaction.atomic
def _create(request: StaffRequest, typed: Typed, content: AnyContent, role: JobRole) -> HttpResponse:
    item = create_item(
        role, content, author=request.user, topic=typed.topic, difficulty=typed.level, tags=typed.tag_names
    )
    record(request.user, "item.created", item)
    messages.success(request, _("The question is in the bank as a draft."))
    return redirect("bank:item", uuid=item.uuid)


@requires(Capability.BANK)
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def edit_item(request: StaffRequest, uuid: UUID) -> HttpResponse:
    item = item_or_404(uuid)
    tags = [tag.name for tag in item.tags.all()]
    extra = {"item": item, "base": item.revision.number, "role_topics": list(item.role.topics.all())}
    if request.method == "GET":
        topic = item.topic.name if item.topic else ""
        typed = editor.from_content(item.revision.content, topic=topic, difficulty=item.difficulty, tags=tags)
        return respond(request, {**editor_context(typed), **extra})
    typed = posted(request.POST)
    extra["base"] = request.POST.get("base", "")
    if is_row_button(request):
        return respond(request, {**editor_context(editor.changed(typed, request.POST["do"])), **extra})
    context = editor_context(typed)
    if context["errors"]:
        return respond(request, {**context, **extra}, status=400)
    return _save(request, item, typed, {**context, **extra})


def _save(request: StaffRequest, item: Item, typed: Typed, context: dict[str, Any]) -> HttpResponse:
    """One transaction for text, topic, difficulty and tags; a newer revision by somebody else is shown beside."""
    base = whole_number(str(context["base"])) or 0
    try:
        with transaction.atomic():
            saved = _write(request, item, typed, context["content"], base)
    except EditConflict:
        current = item_or_404(item.uuid)
        theirs = {"theirs": current, "their_changes": changes(current.revision.content, context["content"])}
        return respond(request, {**context, **theirs, "base": current.revision.number}, status=409)
    messages.success(request, saved)
    return redirect("bank:item", uuid=item.uuid)


def _write(request: StaffRequest, item: Item, typed: Typed, content: AnyContent, base: int) -> str:
    _describe(request, item, typed)
    if content == item.revision.content and base == item.revision.number:
        return _("Saved. The text of the question did not change.")
    was_approved = item.status == Item.Status.APPROVED
    note = request.POST.get("note", "").replace("\x00", "").strip()
    revision = revise_item(item, content, author=request.user, note=note, base=base)
    if was_approved:
        return _("Saved as revision %(number)s. It needs approval again.") % {"number": revision.number}
    return _("Saved as revision %(number)s.") % {"number": revision.number}


def _describe(request: StaffRequest, item: Item, typed: Typed) -> None:
    """Topic, difficulty and tags belong to the item, not to a revision."""
    before = (item.topic_id, item.difficulty, sorted(tag.name for tag in item.tags.all()))
    item.topic = topics_named(item.role, [typed.topic]).get(typed.topic.strip()[:80])
    item.difficulty = typed.difficulty
    set_tags(item, typed.tag_names)
    after = (item.topic.pk if item.topic else None, item.difficulty, sorted(typed.tag_names))
    if before != after:
        item.save(update_fields=["topic", "difficulty"])
        record(request.user, "item.described", item, topic=typed.topic.strip(), difficulty=typed.difficulty)


@requires(Capability.BANK)
@require_POST
def check(request: StaffRequest) -> HttpResponse:
    """What the form would say and show: the live preview beside it."""
    typed = posted(request.POST)
    return render(request, "questionbank/_check.html", editor_context(typed))

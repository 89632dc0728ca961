"""The reviewer's pages: the queue, and one answer beside its rubric."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import StaffRequest, requires
from accounts.models import User
from accounts.roles import Capability
from exams.models import PaperItem, Sitting
from exams.replay import replay
from questionbank.content import Written
from scoring import marking
from scoring.access import question_to_mark, sittings_to_mark, task_to_mark
from scoring.answers import answer_of, shown_options
from scoring.events import items_of_paper
from scoring.forms import MarkForm, initial_of, read_draft, read_reason
from scoring.models import Mark, MarkTask
from scoring.outline import waiting_for, waiting_questions
from scoring.queue import claim_next, holds, progress
from scoring.scoring_note import scoring_note


@require_safe
@requires(Capability.MARK)
def queue(request: StaffRequest) -> HttpResponse:
    sittings = waiting_questions(list(sittings_to_mark(request.user).select_related("paper__role")))
    attention = waiting_for(request.user) if request.user.can(Capability.LEAD) else None
    return render(request, "scoring/queue.html", {"sittings": sittings, "attention": attention})


@require_POST
@requires(Capability.MARK)
def next_task(request: StaffRequest, sitting: UUID, number: int) -> HttpResponse:
    found, item = question_to_mark(request.user, sitting, number)
    return _to_next(request, request.user, found, item)


def _to_next(request: HttpRequest, user: User, sitting: Sitting, item: PaperItem, *, after: str = "") -> HttpResponse:
    """Claim the next answer and go there; when there is none, say so (`after`: what was done just now, in words)."""
    task = claim_next(sitting, item, user, timezone.now())
    if task is not None:
        return redirect("marking:task", task.uuid)
    if after:
        done = _("That was the last answer to this question for you. You can go on with another question.")
        messages.success(request, _("%(first)s %(second)s") % {"first": after, "second": done})
    else:
        messages.info(request, _("Nothing waits for you at this question just now. Choose another question."))
    return redirect("marking:queue")


@require_safe
@requires(Capability.MARK)
def task(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = task_to_mark(request.user, uuid)
    if not holds(found, request.user):
        return lost(request, found, {})
    draft = marking.draft_for(found, request.user)
    return answer_page(request, found, MarkForm(marking.rubric_of(found), initial=initial_of(draft)))


def answer_page(request: StaffRequest, task: MarkTask, form: MarkForm) -> HttpResponse:
    items = items_of_paper(task.sitting.paper_id)
    chosen, answer, content = form.chosen(), answer_of(task), task.paper_item.revision.content
    context = {
        "task": task,
        "item": task.paper_item,
        "content": content,
        "note": scoring_note(content.rubric_rule) if isinstance(content, Written) else None,
        "own_points": content.points if content.points != task.paper_item.points else None,
        "number": [item.pk for item in items].index(task.paper_item_id) + 1,
        "answer": answer,
        "options": shown_options(content, answer),
        "form": form,
        "rows": [(row, index, row.id in chosen) for index, row in enumerate(form.rubric.rows, start=1)],
        "progress": progress(task, request.user),
        "notes": task.notes.select_related("reviewer") if request.user.can(Capability.LEAD) else [],
    }
    return render(request, "scoring/task.html", context)


@require_safe
@requires(Capability.MARK)
def replay_answer(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """How the answer in hand came about. It says nothing about the person: no name, no time of day, no device."""
    found = task_to_mark(request.user, uuid)
    if not holds(found, request.user):
        return lost(request, found, {})
    story = replay(found.attempt, found.paper_item, blind=True)
    context = {"task": found, "replay": story, "step": story.at(request.GET.get("step", "")), "blind": True}
    return render(request, "scoring/replay.html", {**context, "item": found.paper_item})


def lost(request: HttpRequest, task: MarkTask, draft: dict[str, Any]) -> HttpResponse:
    """Told plainly, with everything that was typed."""
    labels = dict(MarkForm(marking.rubric_of(task)).fields["ticked"].choices)  # type: ignore[attr-defined]
    context = {"task": task, "draft": draft, "ticked": [labels[row] for row in draft.get("ticked", [])]}
    return render(request, "scoring/lost.html", context, status=409)


@require_POST
@requires(Capability.MARK)
def mark(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = task_to_mark(request.user, uuid)
    form = MarkForm(marking.rubric_of(found), request.POST)
    if not holds(found, request.user):
        return _late(request, found, form)
    if not form.is_valid():
        return answer_page(request, found, form)
    try:
        marking.save_mark(found, request.user, form.judgement(), timezone.now())
    except marking.NotYours:
        return _late(request, found, form)
    return _to_next(request, request.user, found.sitting, found.paper_item, after=_("The mark is saved."))


def _late(request: StaffRequest, task: MarkTask, form: MarkForm) -> HttpResponse:
    """A second press of the same button goes on; anything else is kept as a draft and shown back."""
    newest = Mark.objects.filter(task=task).order_by("-pk").first()
    same = newest is not None and newest.reviewer_id == request.user.pk and form.is_valid()
    if newest is not None and same and marking.Judgement.of(newest) == form.judgement():
        return _to_next(request, request.user, task.sitting, task.paper_item, after=_("The mark is saved."))
    draft = read_draft(request.POST, form.rubric)
    marking.keep_draft(task, request.user, draft, timezone.now())
    return lost(request, task, draft)


@require_POST
@requires(Capability.MARK)
def draft(request: StaffRequest, uuid: UUID) -> JsonResponse:
    """Autosave: 200 with the server's time, 409 when the answer is no longer in one's hands (the text is kept)."""
    found = task_to_mark(request.user, uuid)
    now = timezone.now()
    held = marking.keep_draft(found, request.user, read_draft(request.POST, marking.rubric_of(found)), now)
    return JsonResponse({"time": f"{timezone.localtime(now):%H:%M:%S}"}, status=200 if held else 409)


@require_POST
@requires(Capability.MARK)
def set_aside(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = task_to_mark(request.user, uuid)
    return _with_reason(request, found, marking.set_aside, _("Say why you set the answer aside."))


@require_POST
@requires(Capability.MARK)
def flag(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = task_to_mark(request.user, uuid)
    return _with_reason(request, found, marking.flag, _("Say why the marking leader should look at it."))


def _with_reason(
    request: StaffRequest, task: MarkTask, deed: Callable[[MarkTask, User, str], None], missing: str
) -> HttpResponse:
    """Set aside or flag; what was ticked and typed stays as a draft."""
    typed = read_draft(request.POST, marking.rubric_of(task))
    reason = read_reason(request.POST)
    if not marking.keep_draft(task, request.user, typed, timezone.now()):
        return lost(request, task, typed)
    if not reason:
        messages.error(request, missing)
        return redirect("marking:task", task.uuid)
    try:
        deed(task, request.user, reason)
    except marking.NotYours:
        return lost(request, task, typed)
    if deed is marking.flag:
        messages.success(request, _("Flagged. You can mark the answer now."))
        return redirect("marking:task", task.uuid)
    return _to_next(request, request.user, task.sitting, task.paper_item, after=_("The answer is set aside."))


@require_POST
@requires(Capability.MARK)
def undo(request: StaffRequest, sitting: UUID, number: int) -> HttpResponse:
    """Open one's last mark on this question again."""
    found, item = question_to_mark(request.user, sitting, number)
    try:
        reopened = marking.reopen_last(found, item, request.user, timezone.now())
    except marking.Released:
        messages.error(request, _("The results are released. Ask the marking leader to open the mark again."))
        return redirect("marking:queue")
    if reopened is None:
        messages.info(request, _("You have no mark on this question that can be opened again."))
        return _to_next(request, request.user, found, item)
    messages.info(request, _("Your last mark is open again; it does not count until you save it."))
    return redirect("marking:task", reopened.uuid)

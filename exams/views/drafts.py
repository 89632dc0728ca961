"""What views of papers share: finding the paper, and answering a deed on a draft."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accounts.access import StaffRequest, requires
from accounts.roles import Capability
from exams.checkup import errors, warnings
from exams.freezing import PublishedPaper
from exams.models import Paper, PaperItem, Section
from exams.outline import Outline, outline
from exams.publishing import findings_of
from exams.wording import rule_words

View = Callable[..., HttpResponseBase]


def find_paper(uuid: UUID) -> Paper:
    return get_object_or_404(Paper.objects.select_related("role", "created_by", "published_by"), uuid=uuid)


def find_section(paper: Paper, uuid: UUID) -> Section:
    section = get_object_or_404(paper.sections.all(), uuid=uuid)
    section.paper = paper
    return section


def find_item(paper: Paper, pk: int) -> PaperItem:
    rows = PaperItem.objects.filter(section__paper=paper)
    return get_object_or_404(rows.select_related("section__paper", "revision__item__current"), pk=pk)


def deed[**P](
    view: Callable[Concatenate[StaffRequest, Paper, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A POST on a draft: only for those who may build papers; a published paper is left as it is, and says so."""

    @wraps(view)
    def on_draft(request: StaffRequest, /, uuid: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        paper = find_paper(uuid)
        try:
            return view(request, paper, *args, **kwargs)
        except PublishedPaper:
            messages.error(request, gettext("This paper is published and no longer changes. Copy it to a new draft."))
            return redirect("papers:paper", uuid=paper.uuid)

    return require_POST(requires(Capability.PAPERS)(on_draft))  # type: ignore[return-value]


def board(request: HttpRequest, paper: Paper, **extra: Any) -> HttpResponse:
    """The paper's page, or for htmx only its board (totals and sections)."""
    htmx = bool(getattr(request, "htmx", False))
    template = "exams/paper.html#board" if htmx else "exams/paper.html"
    response = render(request, template, {**board_context(paper), **extra, "is_fragment": htmx})
    patch_vary_headers(response, ["HX-Request"])
    return response


def after_deed(request: HttpRequest, paper: Paper, anchor: str = "board") -> HttpResponse:
    """Without scripts go back to the place on the page; with htmx send the board anew."""
    if getattr(request, "htmx", False):
        return board(request, find_paper(paper.uuid))
    response = redirect("papers:paper", uuid=paper.uuid)
    response["Location"] += f"#{anchor}"
    return response


def board_context(paper: Paper) -> dict[str, Any]:
    held = outline(paper)
    findings = findings_of(held)
    return {
        "paper": paper,
        "outline": held,
        "error_count": len(errors(findings)),
        "warning_count": len(warnings(findings)),
        "rules": rules_in_words(held),
    }


def rules_in_words(held: Outline) -> dict[int, list[str]]:
    """The rules of each section, by its primary key; reads the topics' names only when there are rules."""
    if not held.has_rules:
        return {}
    topics = dict(held.paper.role.topics.values_list("pk", "name"))
    return {part.section.pk: [rule_words(need.rule, topics) for need in part.needs] for part in held.parts}

"""Papers: the list, making one, its page, preview, check-up, publication."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Sum
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accounts.access import StaffRequest, requires
from accounts.audit import record
from accounts.roles import Capability
from exams.checkup import Finding, errors, warnings
from exams.composing import change_paper
from exams.forms.papers import FilterForm, PaperForm
from exams.freezing import PublishedPaper
from exams.models import Paper
from exams.outline import Line, Part, outline
from exams.publishing import Publication, copy, delete_draft, findings_of, publish, warnings_digest
from exams.views.drafts import board, deed, find_paper
from exams.wording import finding_sentence
from questionbank.delivery import Held, Numbered, question_for_candidate
from questionbank.wording import policy_sentence

PAGE = 25


def filtered(form: FilterForm) -> QuerySet[Paper]:
    chosen, rows = form.chosen(), Paper.objects.select_related("role")
    if chosen.get("q"):
        rows = rows.filter(title__icontains=chosen["q"])
    if chosen.get("role"):
        rows = rows.filter(role=chosen["role"])
    if chosen.get("state"):
        rows = rows.filter(published_at__isnull=chosen["state"] == "draft")
    return rows


@requires(Capability.PAPERS)
def list_papers(request: StaffRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    rows = filtered(form).annotate(questions=Count("sections__items"), points=Sum("sections__items__points"))
    rows = rows.order_by("-id")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(
        request, "exams/papers.html", {"form": form, "page": page, "is_filtered": any(form.chosen().values())}
    )


@requires(Capability.PAPERS)
def new_paper(request: StaffRequest) -> HttpResponse:
    # A seed of its own, so that two papers of one role do not draw the same questions.
    draft = Paper(created_by=request.user, seed=1 + secrets.randbelow(9999))
    form = PaperForm(request.POST or None, instance=draft)
    if request.method == "POST" and form.is_valid():
        paper = form.save()
        record(request.user, "paper.created", paper)
        return redirect("papers:paper", uuid=paper.uuid)
    return render(request, "exams/paper_form.html", {"form": form})


@requires(Capability.PAPERS)
def edit_paper(request: StaffRequest, uuid: UUID) -> HttpResponse:
    paper = find_paper(uuid)
    if paper.is_published:
        return redirect("papers:paper", uuid=uuid)
    form = PaperForm(request.POST or None, instance=paper)
    if request.method == "POST" and form.is_valid():
        with suppress(PublishedPaper):  # published at this moment: the page shows it as it is
            change_paper(paper, by=request.user, fields=form.changed_data)
        return redirect("papers:paper", uuid=uuid)
    return render(request, "exams/paper_form.html", {"form": form, "paper": find_paper(uuid)})


@requires(Capability.PAPERS)
def show_paper(request: StaffRequest, uuid: UUID) -> HttpResponse:
    return board(request, find_paper(uuid))


@requires(Capability.PAPERS)
def preview(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The questions as candidates will see them, made by the same function and the same template."""
    held = outline(find_paper(uuid))
    parts = [(part, rule_of(part), [numbered_line(line) for line in part.lines]) for part in held.parts]
    return render(request, "exams/paper_preview.html", {"paper": held.paper, "outline": held, "parts": parts})


def rule_of(part: Part) -> str:
    """The section's own multiple-choice rule; without one candidates read the sitting's."""
    return policy_sentence(part.section.policy) if part.section.policy else ""


def numbered_line(line: Line) -> Numbered:
    return Numbered(line.number, question_for_candidate(line.placed, line.content), Held())


@dataclass(frozen=True)
class FindingRow:
    finding: Finding
    sentence: str
    section: str
    anchor: str


@requires(Capability.PAPERS)
def show_checkup(request: StaffRequest, uuid: UUID) -> HttpResponse:
    held = outline(find_paper(uuid))
    findings = findings_of(held)
    context = {
        "paper": held.paper,
        "outline": held,
        "errors": finding_rows(errors(findings), held.titles),
        "warnings": finding_rows(warnings(findings), held.titles),
        "digest": warnings_digest(findings),
    }
    return render(request, "exams/paper_checkup.html", context)


def finding_rows(findings: list[Finding], titles: dict[int, str]) -> list[FindingRow]:
    return [
        FindingRow(
            finding,
            finding_sentence(finding),
            titles.get(finding.section or 0, ""),
            f"item-{finding.items[0]}" if finding.items else f"section-{finding.section}",
        )
        for finding in findings
    ]


@deed
def publication(request: StaffRequest, paper: Paper) -> HttpResponseBase:
    outcome = publish(paper, by=request.user, accepted=request.POST.get("accepted", ""))
    if outcome is Publication.PUBLISHED:
        messages.success(request, gettext("The paper is published. From now on it does not change."))
    elif outcome is Publication.ALREADY:
        messages.info(request, gettext("The paper was published before."))
    elif outcome is Publication.ERRORS:
        messages.error(request, gettext("Not published: the check-up found errors. Everything is kept."))
    else:
        messages.warning(request, gettext("Not published: read the warnings and tick that you accept them."))
    refused = outcome in {Publication.ERRORS, Publication.UNSEEN_WARNINGS}
    return redirect("papers:checkup" if refused else "papers:paper", uuid=paper.uuid)


@require_POST
@requires(Capability.PAPERS)
def copies(request: StaffRequest, uuid: UUID) -> HttpResponse:
    draft = copy(find_paper(uuid), by=request.user)
    messages.success(request, gettext("This is a new draft with the same questions."))
    return redirect("papers:paper", uuid=draft.uuid)


@deed
def deletion(request: StaffRequest, paper: Paper) -> HttpResponseBase:
    delete_draft(paper, by=request.user)
    messages.success(request, gettext("The draft “%(title)s” is deleted.") % {"title": paper.title})
    return redirect("papers:list")

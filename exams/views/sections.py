"""The sections of a draft paper and the questions in them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from accounts.access import StaffRequest, requires
from accounts.roles import Capability
from exams import composing
from exams.assembly import Need, Plan, Relaxation, Shortage, available
from exams.forms.papers import (
    BaseRuleFormSet,
    PickFilterForm,
    SectionForm,
    SeedForm,
    read_points,
    rule_forms,
)
from exams.models import Paper, PaperItem, Section
from exams.outline import outline
from exams.pools import pool_of
from exams.views.drafts import after_deed, board, deed, find_item, find_paper, find_section
from exams.wording import relaxation_words, rule_words, shortage_sentence, waiting_sentence
from questionbank.content import ItemKind
from questionbank.folding import fold
from questionbank.models import Item
from questionbank.numbers import whole_number

PAGE = 25


@requires(Capability.PAPERS)
def new_section(request: StaffRequest, uuid: UUID) -> HttpResponse:
    paper = find_paper(uuid)
    return edit(request, paper, Section(paper=paper, points_each=Decimal(2)))


@requires(Capability.PAPERS)
def edit_section(request: StaffRequest, uuid: UUID, section: UUID) -> HttpResponse:
    paper = find_paper(uuid)
    return edit(request, paper, find_section(paper, section))


def edit(request: StaffRequest, paper: Paper, section: Section) -> HttpResponse:
    if paper.is_published:
        return redirect("papers:paper", uuid=paper.uuid)
    data = request.POST if request.method == "POST" else None
    form, rows = SectionForm(data, instance=section), rule_forms(paper.role, section if section.pk else None, data)
    if data is not None and form.is_valid() and rows.is_valid():
        composing.save_section(form.save(commit=False), rows.rules(), by=request.user)
        return redirect("papers:paper", uuid=paper.uuid)
    context = {"paper": paper, "section": section, "form": form, "rows": rows, "rules": row_states(paper, form, rows)}
    return render(request, "exams/section_form.html", context)


@dataclass(frozen=True)
class RowState:
    """Live feasibility of one row while HR types."""

    row: int
    words: str
    asked: int
    available: int
    sentence: str

    @property
    def is_met(self) -> bool:
        return not self.sentence


def row_states(paper: Paper, form: SectionForm, rows: BaseRuleFormSet) -> list[RowState]:
    """What the bank has for each row of the form as it stands, beside the other sections of the paper."""
    kind = form["kind"].value()
    rules = rows.rules() if rows.is_bound and rows.is_valid() else [] if rows.is_bound else form.instance.rules
    if kind not in set(ItemKind) or not rules:
        return []
    drafted = Section(pk=form.instance.pk or 0, paper=paper, kind=kind)
    drafted.rules = rules
    others = [section for section in paper.sections.all() if section.pk != drafted.pk]
    pool = pool_of(paper.role)
    plan = composing.feasible_plan(paper, [*others, drafted], pool, seed=paper.seed)
    short = {shortage.row: shortage for shortage in plan.shortages if shortage.section == drafted.pk}
    topics = dict(paper.role.topics.values_list("pk", "name"))
    return [
        RowState(
            row + 1,
            rule_words(rule, topics),
            rule.count,
            available(Need(drafted.pk, row, ItemKind(kind), rule), pool),
            shortage_sentence(short[row]) if row in short else "",
        )
        for row, rule in enumerate(rules)
    ]


@require_POST
@requires(Capability.PAPERS)
def feasibility(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The fragment below the rules: does the bank have what the form asks for?"""
    paper = find_paper(uuid)
    known = paper.sections.filter(uuid__in=uuids(request.POST.getlist("section"))).first()
    form = SectionForm(request.POST, instance=known or Section(paper=paper))
    states = row_states(paper, form, rule_forms(paper.role, known, request.POST))
    return render(request, "exams/section_form.html#feasibility", {"rules": states})


@deed
def section_deletion(request: StaffRequest, paper: Paper, section: UUID) -> HttpResponseBase:
    found = find_section(paper, section)
    composing.delete_section(found, by=request.user)
    messages.success(request, gettext("The section “%(title)s” is deleted.") % {"title": found.title})
    return after_deed(request, paper)


@deed
def section_position(request: StaffRequest, paper: Paper, section: UUID) -> HttpResponseBase:
    found = find_section(paper, section)
    composing.move_section(found, step_of(request), by=request.user)
    return after_deed(request, paper, f"section-{found.pk}")


@deed
def section_policy(request: StaffRequest, paper: Paper, section: UUID) -> HttpResponseBase:
    """Take over the multiple-choice rule that the documents of the section's questions state."""
    part = next((part for part in outline(paper).parts if part.section.uuid == section), None)
    if part is None:
        raise Http404
    if part.proposal is None:
        messages.info(request, gettext("Nothing was changed: there is no rule to take over any more."))
    else:
        composing.take_policy(part.section, part.proposal.policy, by=request.user)
        messages.success(request, gettext("The section has the rule of the document now."))
    return after_deed(request, paper, f"section-{part.section.pk}")


def step_of(request: StaffRequest) -> int:
    return -1 if request.POST.get("direction") == "up" else 1


@deed
def draws(request: StaffRequest, paper: Paper) -> HttpResponseBase:
    """Draw with the seed of the form, or with a new one."""
    form = SeedForm(request.POST)
    seed = form.cleaned_data["seed"] if form.is_valid() else paper.seed
    if "again" in request.POST:
        seed = 1 + secrets.randbelow(9999)
    plan = composing.draw(paper, by=request.user, seed=seed)
    if not plan.feasible:
        return board(request, paper, shortages=shortage_rows(paper, plan))
    drawn = sum(len(uuids) for uuids in plan.chosen.values())
    sentence = ngettext("%(count)d question drawn.", "%(count)d questions drawn.", drawn) % {"count": drawn}
    messages.success(request, sentence)
    return after_deed(request, paper)


@dataclass(frozen=True)
class Offer:
    words: str
    count: int
    topic: str
    difficulty: str


@dataclass(frozen=True)
class ShortageRow:
    shortage: Shortage
    section: Section
    sentence: str
    waiting: str
    offers: list[Offer]


def shortage_rows(paper: Paper, plan: Plan) -> list[ShortageRow]:
    sections = {section.pk: section for section in paper.sections.all()}
    return [
        ShortageRow(
            shortage,
            sections[shortage.section],
            shortage_sentence(shortage),
            waiting_sentence(shortage),
            [offer(relaxation) for relaxation in shortage.relaxations],
        )
        for shortage in plan.shortages
    ]


def offer(relaxation: Relaxation) -> Offer:
    rule = relaxation.rule
    words = relaxation_words(relaxation)
    if rule is None:
        return Offer(words, 0, "", "")
    return Offer(words, rule.count, str(rule.topic or ""), rule.difficulty or "")


@deed
def relaxations(request: StaffRequest, paper: Paper, section: UUID) -> HttpResponseBase:
    """Take an offered relaxation of one row and draw again."""
    found, row = find_section(paper, section), whole_number(request.POST.get("row", ""))
    rows = rule_forms(paper.role, None, {"rules-TOTAL_FORMS": 1, "rules-INITIAL_FORMS": 0, **_as_row(request)})
    if row is not None and row < len(found.rules) and rows.is_valid():
        composing.relax(found, row, rows.forms[0].rule(), by=request.user)
        plan = composing.draw(paper, by=request.user)
        if not plan.feasible:
            return board(request, paper, shortages=shortage_rows(paper, plan))
    return after_deed(request, paper)


def _as_row(request: StaffRequest) -> dict[str, Any]:
    return {f"rules-0-{name}": request.POST.get(name, "") for name in ("count", "topic", "difficulty")}


@requires(Capability.PAPERS)
def picks(request: StaffRequest, uuid: UUID, section: UUID) -> HttpResponse:
    """Approved items of the section's kind that the paper does not hold: search them, tick them, add them."""
    paper = find_paper(uuid)
    found = find_section(paper, section)
    if paper.is_published:
        return redirect("papers:paper", uuid=paper.uuid)
    if request.method == "POST":
        return add_picks(request, paper, found)
    form = PickFilterForm(request.GET, role=paper.role)
    page = Paginator(pickable(paper, found, form), PAGE).get_page(request.GET.get("page"))
    context = {"paper": paper, "section": found, "form": form, "page": page}
    name = "exams/paper_picks.html#results" if getattr(request, "htmx", False) else "exams/paper_picks.html"
    response = render(request, name, context)
    response["Vary"] = "HX-Request"
    return response


def pickable(paper: Paper, section: Section, form: PickFilterForm) -> QuerySet[Item]:
    chosen = form.chosen()
    held = PaperItem.objects.filter(section__paper=paper).values("revision__item")
    rows = Item.objects.filter(role=paper.role, kind=section.kind, status=Item.Status.APPROVED).exclude(pk__in=held)
    if chosen.get("q"):
        rows = rows.filter(folded__contains=fold(chosen["q"]))
    if chosen.get("topic"):
        rows = rows.filter(topic=chosen["topic"])
    if chosen.get("difficulty"):
        rows = rows.filter(difficulty=chosen["difficulty"])
    return rows.select_related("topic", "current")


def add_picks(request: StaffRequest, paper: Paper, section: Section) -> HttpResponse:
    added = composing.pick(section, uuids(request.POST.getlist("item")), by=request.user)
    sentence = ngettext("%(count)d question added.", "%(count)d questions added.", added) % {"count": added}
    (messages.success if added else messages.warning)(request, sentence)
    response = redirect("papers:paper", uuid=paper.uuid)
    response["Location"] += f"#section-{section.pk}"
    return response


def uuids(texts: list[str]) -> list[UUID]:
    """The well-formed ones."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


@deed
def item_removal(request: StaffRequest, paper: Paper, item: int) -> HttpResponseBase:
    placed = find_item(paper, item)
    composing.remove(placed, by=request.user)
    return after_deed(request, paper, f"section-{placed.section_id}")


@deed
def item_replacement(request: StaffRequest, paper: Paper, item: int) -> HttpResponseBase:
    placed = find_item(paper, item)
    if not composing.replace(placed, by=request.user):
        messages.warning(request, gettext("The bank has no other question that fits here."))
    return after_deed(request, paper, f"item-{item}")


@deed
def item_renewal(request: StaffRequest, paper: Paper, item: int) -> HttpResponseBase:
    composing.take_newest(find_item(paper, item), by=request.user)
    return after_deed(request, paper, f"item-{item}")


@deed
def item_position(request: StaffRequest, paper: Paper, item: int) -> HttpResponseBase:
    composing.move_item(find_item(paper, item), step_of(request), by=request.user)
    return after_deed(request, paper, f"item-{item}")


@deed
def points(request: StaffRequest, paper: Paper) -> HttpResponseBase:
    """The points of all questions that the form holds; a value that is none is named and the others are saved."""
    wanted: dict[int, Decimal] = {}
    for name, text in request.POST.items():
        pk = whole_number(name.removeprefix("points-"))
        if not name.startswith("points-") or pk is None:
            continue
        try:
            wanted[pk] = read_points(str(text))
        except ValidationError as error:
            messages.error(request, f"“{text}”: {' '.join(error.messages)}")
    composing.set_points(paper, wanted, by=request.user)
    return after_deed(request, paper)

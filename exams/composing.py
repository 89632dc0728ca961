"""What HR does to a draft paper. Every deed locks the paper, so that nobody publishes it half-way, and leaves an audit
row; a published paper raises `PublishedPaper`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from exams.assembly import Candidate, Pick, Plan, Shortage, assemble, substitute
from exams.blueprint import Rule
from exams.freezing import PublishedPaper
from exams.models import Paper, PaperItem, Section
from exams.outline import Outline, needs_of, outline
from exams.pools import candidate, pool_of
from questionbank.models import Item
from questionbank.policy import Policy

HAND, RULE = PaperItem.Picked.BY_HAND, PaperItem.Picked.BY_RULE
MAX_QUESTIONS = 500


def lock_draft(paper: Paper) -> Paper:
    """The paper, locked until the end of the transaction. Raises `PublishedPaper`."""
    locked = Paper.objects.select_for_update().select_related("role").get(pk=paper.pk)
    if locked.is_published:
        raise PublishedPaper
    return locked


@transaction.atomic
def change_paper(paper: Paper, *, by: User, fields: Sequence[str]) -> None:
    """Write these fields of the paper and no others: whoever publishes at the same moment is not undone."""
    lock_draft(paper)
    if fields:
        paper.save(update_fields=fields)
    record(by, "paper.changed", paper, fields=list(fields))


def feasible_plan(paper: Paper, sections: Sequence[Section], pool: Sequence[Candidate], *, seed: int) -> Plan:
    """What a draw of these sections with this seed would do, beside the questions that were picked by hand."""
    needs = [need for section in sections for need in needs_of(section)]
    rows = PaperItem.objects.filter(section__paper=paper, picked=HAND).select_related("revision__item")
    picked = [Pick(row.section_id, candidate(row.revision.item)) for row in rows.order_by("section_id", "position")]
    return assemble(needs, pool, seed=seed, picked=picked)


@transaction.atomic
def draw(paper: Paper, *, by: User, seed: int | None = None) -> Plan:
    """Fill every section by its rules; what was drawn before is drawn anew, what was picked by hand stays. When the
    rules cannot be met nothing changes and the plan names the shortages."""
    locked = lock_draft(paper)
    chosen_seed = locked.seed if seed is None else seed
    sections = list(locked.sections.all())
    plan = feasible_plan(locked, sections, pool_of(locked.role), seed=chosen_seed)
    if not plan.feasible:
        return plan
    Paper.objects.filter(pk=locked.pk).update(seed=chosen_seed)
    PaperItem.objects.filter(section__paper=locked, picked=RULE).delete()
    wanted = [uuid for uuids in plan.chosen.values() for uuid in uuids]
    items = {item.uuid: item for item in Item.objects.filter(uuid__in=wanted).select_related("current")}
    for section in sections:
        rows = [uuids for (pk, _row), uuids in plan.chosen.items() if pk == section.pk]
        _append(section, [items[uuid] for uuids in rows for uuid in uuids], RULE)
    record(by, "paper.drawn", locked, seed=chosen_seed, questions=len(wanted))
    return plan


@transaction.atomic
def pick(section: Section, items: Iterable[UUID], *, by: User) -> int:
    """Add approved items of the section's kind that the paper does not hold yet; returns how many were added."""
    paper = lock_draft(section.paper)
    held = PaperItem.objects.filter(section__paper=paper).values("revision__item")
    found = Item.objects.filter(
        uuid__in=list(items), role=paper.role, kind=section.kind, status=Item.Status.APPROVED
    ).exclude(pk__in=held)
    added = _append(section, list(found.select_related("current").order_by("id")), HAND)
    if added:
        record(by, "paper.items_picked", paper, section=section.title, questions=added)
    return added


def _append(section: Section, items: Sequence[Item], picked: PaperItem.Picked) -> int:
    start = 1 + (section.items.order_by("-position").values_list("position", flat=True).first() or 0)
    PaperItem.objects.bulk_create(
        PaperItem(
            section=section,
            position=start + n,
            revision=item.revision,
            points=section.points_each,
            picked=picked,
        )
        for n, item in enumerate(items)
    )
    return len(items)


@transaction.atomic
def remove(placed: PaperItem, *, by: User) -> None:
    paper = lock_draft(placed.section.paper)
    placed.delete()
    record(by, "paper.item_removed", paper, item=str(placed.revision.item.uuid))


@transaction.atomic
def replace(placed: PaperItem, *, by: User) -> bool:
    """Put another fitting item in the place of this one; False when the bank has no other."""
    paper = lock_draft(placed.section.paper)
    held = outline(paper)
    uuid = _next_for(held, placed, pool_of(paper.role))
    item = Item.objects.filter(uuid=uuid).first() if uuid else None
    if item is None or item.current_id is None:
        return False
    old, placed.revision_id = str(placed.revision.item.uuid), item.current_id
    placed.save(update_fields=["revision"])
    record(by, "paper.item_replaced", paper, item=old, by=str(item.uuid))
    return True


def _next_for(held: Outline, placed: PaperItem, pool: Sequence[Candidate]) -> UUID | None:
    part = next(part for part in held.parts if part.section.pk == placed.section_id)
    rest = [candidate(line.item) for line in part.lines if line.placed.pk != placed.pk]
    used = {text for line in held.lines for text in (str(line.item.uuid), line.item.fingerprint) if text}
    current = candidate(placed.revision.item)
    return substitute(part.needs, part.section.pk, rest, current, pool, seed=held.paper.seed, used=used)


@transaction.atomic
def take_newest(placed: PaperItem, *, by: User) -> None:
    """The item was edited after it came into the paper: take the newest wording."""
    paper = lock_draft(placed.section.paper)
    placed.revision = placed.revision.item.revision
    placed.save(update_fields=["revision"])
    record(by, "paper.item_renewed", paper, item=str(placed.revision.item.uuid), revision=placed.revision.number)


@transaction.atomic
def set_points(paper: Paper, points: Mapping[int, Decimal], *, by: User) -> None:
    """Points by paper item id; the ids of other papers are ignored."""
    locked = lock_draft(paper)
    rows = list(PaperItem.objects.filter(section__paper=locked, pk__in=points))
    changed = [row for row in rows if row.points != points[row.pk]]
    for row in changed:
        row.points = points[row.pk]
    if changed:
        PaperItem.objects.bulk_update(changed, ["points"])
        record(by, "paper.points_set", locked, questions=len(changed))


@transaction.atomic
def move_item(placed: PaperItem, step: int, *, by: User) -> None:
    """One place up (-1) or down (+1) within the section."""
    paper = lock_draft(placed.section.paper)
    rows = list(placed.section.items.order_by("position", "id"))
    if _shift(rows, placed, step):
        PaperItem.objects.bulk_update(rows, ["position"])
        record(by, "paper.reordered", paper, item=placed.pk, step=step)


@transaction.atomic
def move_section(section: Section, step: int, *, by: User) -> None:
    paper = lock_draft(section.paper)
    rows = list(paper.sections.order_by("position", "id"))
    if _shift(rows, section, step):
        Section.objects.bulk_update(rows, ["position"])
        record(by, "paper.reordered", paper, section=section.title, step=step)


def _shift[R: (PaperItem, Section)](rows: list[R], row: R, step: int) -> bool:
    """Number the rows anew with `row` one place away; False at the end of the list."""
    place = rows.index(row)
    if not 0 <= place + step < len(rows):
        return False
    rows[place], rows[place + step] = rows[place + step], rows[place]
    for position, moved in enumerate(rows, start=1):
        moved.position = position
    return True


@transaction.atomic
def save_section(section: Section, rules: list[Rule], *, by: User) -> None:
    """Make or change a section. Questions that were worth the former points each follow the new ones."""
    paper = lock_draft(section.paper)
    section.rules = rules
    before = Section.objects.filter(pk=section.pk).first()
    if before is None:
        section.position = 1 + (paper.sections.order_by("-position").values_list("position", flat=True).first() or 0)
    section.save()
    if before and before.points_each != section.points_each:
        section.items.filter(points=before.points_each).update(points=section.points_each)
    record(by, "paper.section_changed" if before else "paper.section_added", paper, section=section.title)


@transaction.atomic
def take_policy(section: Section, policy: Policy, *, by: User) -> None:
    """The section gets a multiple-choice rule of its own."""
    paper = lock_draft(section.paper)
    section.policy_json = policy.model_dump(mode="json")
    section.save(update_fields=["policy_json"])
    record(by, "paper.section_changed", paper, section=section.title, policy=policy.id.value)


@transaction.atomic
def delete_section(section: Section, *, by: User) -> None:
    paper = lock_draft(section.paper)
    record(by, "paper.section_deleted", paper, section=section.title, questions=section.items.count())
    section.delete()


@transaction.atomic
def relax(section: Section, row: int, rule: Rule | None, *, by: User) -> None:
    """Put `rule` in the place of a row that cannot be met; None leaves the row out."""
    paper = lock_draft(section.paper)
    rules = list(section.rules)
    rules[row : row + 1] = [rule] if rule else []
    section.rules = rules
    section.save(update_fields=["rules_json"])
    record(by, "paper.rule_relaxed", paper, section=section.title, row=row + 1)


def shortages_by_section(shortages: Iterable[Shortage]) -> dict[int, list[Shortage]]:
    found: dict[int, list[Shortage]] = {}
    for shortage in shortages:
        found.setdefault(shortage.section, []).append(shortage)
    return found

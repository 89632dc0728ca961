"""What waits for somebody, by what they may do. Each group is one query, however many rows there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from accounts.models import User
from accounts.roles import Capability
from exams import integrity, late
from exams.models import Attempt, Invitation, Paper, Sitting
from questionbank.models import ImportBatch, ImportJob, Item, JobRole
from scoring.access import sittings_to_mark
from scoring.models import MarkTask

SHOWN = 5
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Task:
    label: str
    url: str
    note: str = ""
    badge: str = ""
    tone: str = "neutral"


@dataclass(frozen=True)
class Group:
    heading: str
    icon: str
    url: str
    tasks: list[Task] = field(default_factory=list)
    total: int = 0


def address(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def groups(user: User, now: datetime) -> list[Group]:
    """The groups that hold anything, the most urgent first."""
    makers: list[tuple[Capability, Callable[[], Group]]] = [
        (Capability.SITTINGS, lambda: results(now)),
        (Capability.SITTINGS, late_answers),
        (Capability.SITTINGS, integrity_records),
        (Capability.SITTINGS, lambda: sittings(now)),
        (Capability.MARK, lambda: marking(user)),
        (Capability.BANK, imports),
        (Capability.BANK, items),
        (Capability.PAPERS, papers),
    ]
    made = (make() for capability, make in makers if user.can(capability))
    return [group for group in made if group.tasks]


def _with_total[M: Model](rows: QuerySet[M]) -> list[Any]:
    """The first rows, each with the number of all in `total`. `rows` must be ordered: counting drops a model's own."""
    return list(rows.annotate(total=Window(Count("pk")))[:SHOWN])


def _group(heading: str, icon: str, url: str, rows: list[Any], tasks: Iterable[Task]) -> Group:
    return Group(heading, icon, url, list(tasks), rows[0].total if rows else 0)


def imports() -> Group:
    waiting = ImportBatch.objects.filter(committed_at=None, undone_at=None).defer(*ImportBatch.HEAVY)
    waiting = waiting.exclude(read_at=None, jobs__end=ImportJob.End.CANCELLED)
    rows = _with_total(waiting.select_related("role").order_by("-pk"))
    tasks = (
        Task(batch.name, address("bank:import", batch.uuid), str(batch.role), gettext("not imported yet"), "warning")
        for batch in rows
    )
    return _group(gettext("Imports to finish"), "import", address("bank:imports"), rows, tasks)


def items() -> Group:
    """Items that somebody must approve, by role."""
    waiting = Count("items", filter=Q(items__status=Item.Status.REVIEW))
    rows = _with_total(JobRole.objects.annotate(waiting=waiting).filter(waiting__gt=0).order_by("pk"))
    tasks = (
        Task(
            str(role),
            f"{address('bank:items')}?{urlencode({'role': role.code, 'status': Item.Status.REVIEW.value})}",
            badge=ngettext("%(count)d item", "%(count)d items", role.waiting) % {"count": role.waiting},
            tone="info",
        )
        for role in rows
    )
    return _group(gettext("Items to approve"), "list", address("bank:items"), rows, tasks)


def papers() -> Group:
    rows = _with_total(
        Paper.objects.filter(published_at=None)
        .select_related("role")
        .annotate(items=Count("sections__items"))
        .order_by("-pk")
    )
    tasks = (
        Task(paper.title, address("papers:paper", paper.uuid), str(paper.role), *_paper_badge(paper.items))
        for paper in rows
    )
    return _group(gettext("Papers in draft"), "paper", address("papers:list"), rows, tasks)


def _paper_badge(count: int) -> tuple[str, str]:
    if not count:
        return gettext("no questions yet"), "warning"
    return ngettext("%(count)d question", "%(count)d questions", count) % {"count": count}, "neutral"


def _counted(rows: QuerySet[Any], by: str = "sitting") -> Coalesce:
    """How many of `rows` belong to the outer sitting; sub-queries, since joins would multiply each other."""
    number = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def sittings(now: datetime) -> Group:
    """Running ones, then those that open soon."""
    rows = _with_total(
        Sitting.objects.filter(cancelled_at=None, closes_at__gt=now, opens_at__lte=now + SOON)
        .order_by("opens_at", "pk")
        .annotate(
            invited=_counted(Invitation.objects.filter(withdrawn_at=None)),
            finished=_counted(Attempt.objects.filter(state__in=Attempt.FINISHED)),
        )
    )
    tasks = (
        Task(sitting.title, address("sittings:sitting", sitting.uuid), *_sitting_words(sitting, now))
        for sitting in rows
    )
    return _group(gettext("Sittings running and coming"), "sitting", address("sittings:list"), rows, tasks)


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "m-d H:i")


def _sitting_words(sitting: Any, now: datetime) -> tuple[str, str, str]:
    """Note, badge and tone of a sitting that is not over."""
    numbers = {"finished": sitting.finished, "invited": sitting.invited, "time": _moment(sitting.closes_at)}
    if sitting.opens_at > now:
        invited = ngettext("%(count)d invited", "%(count)d invited", sitting.invited) % {"count": sitting.invited}
        return invited, gettext("opens %(time)s") % {"time": _moment(sitting.opens_at)}, "neutral"
    return gettext("%(finished)d of %(invited)d submitted, closes %(time)s") % numbers, gettext("running"), "info"


def results(now: datetime) -> Group:
    """Sittings that are over and whose results nobody has released."""
    finished = Attempt.objects.filter(sitting=OuterRef("pk"), state__in=Attempt.FINISHED)
    rows = _with_total(
        Sitting.objects.filter(Exists(finished), cancelled_at=None, closes_at__lte=now, released_at=None)
        .order_by("closes_at", "pk")
        .annotate(
            finished=_counted(Attempt.objects.filter(state__in=Attempt.FINISHED)),
            unscored=_counted(Attempt.objects.filter(state__in=Attempt.FINISHED, scored_at=None)),
            waiting=_counted(MarkTask.objects.exclude(state=MarkTask.State.DONE)),
        )
    )
    tasks = (Task(sitting.title, address("results:sitting", sitting.uuid), *_result_words(sitting)) for sitting in rows)
    return _group(gettext("Results to release"), "trophy", address("sittings:list"), rows, tasks)


def late_answers() -> Group:
    """Sittings with answers that arrived after the end and about which nobody has decided."""
    rows = _to_decide(Sitting.objects.annotate(waiting=_counted(late.waiting(), "attempt__sitting")))
    badges = (ngettext("%(count)d answer", "%(count)d answers", one.waiting) % {"count": one.waiting} for one in rows)
    tasks = _decisions(rows, "sittings:late", badges, "warning")
    return _group(gettext("Late answers to decide about"), "inbox", address("sittings:list"), rows, tasks)


def integrity_records() -> Group:
    """Sittings whose release waits for a decision about what was recorded."""
    number = _counted(integrity.waiting())
    rows = _to_decide(Sitting.objects.filter(released_at=None, cancelled_at=None).annotate(waiting=number))
    badges = (ngettext("%(count)d record", "%(count)d records", one.waiting) % {"count": one.waiting} for one in rows)
    tasks = _decisions(rows, "sittings:integrity", badges, "info")
    return _group(gettext("Integrity records to decide about"), "shield", address("sittings:list"), rows, tasks)


def _to_decide(rows: QuerySet[Any]) -> list[Any]:
    return _with_total(rows.filter(waiting__gt=0).order_by("closes_at", "pk"))


def _decisions(rows: list[Any], page: str, badges: Iterable[str], tone: str) -> Iterator[Task]:
    for sitting, badge in zip(rows, badges, strict=True):
        yield Task(sitting.title, address(page, sitting.uuid), badge=badge, tone=tone)


def _result_words(sitting: Any) -> tuple[str, str, str]:
    taken = ngettext("%(count)d answer sheet", "%(count)d answer sheets", sitting.finished) % {
        "count": sitting.finished
    }
    if sitting.waiting:
        return taken, _to_mark(sitting.waiting), "warning"
    if sitting.unscored:
        return taken, gettext("being scored"), "neutral"
    return taken, gettext("ready to release"), "success"


def _to_mark(count: int) -> str:
    return ngettext("%(count)d answer to mark", "%(count)d answers to mark", count) % {"count": count}


def marking(user: User) -> Group:
    """Answers that this person may mark and nobody else holds, by sitting."""
    waiting = _counted(MarkTask.objects.filter(state=MarkTask.State.OPEN))
    mine = Sitting.objects.filter(pk__in=sittings_to_mark(user).values("pk"))
    rows = _with_total(mine.annotate(waiting=waiting).filter(waiting__gt=0).order_by("closes_at", "pk"))
    tasks = (
        Task(
            sitting.title,
            address("marking:queue"),
            badge=_to_mark(sitting.waiting),
            tone="warning",
        )
        for sitting in rows
    )
    return _group(gettext("Answers to mark"), "marking", address("marking:queue"), rows, tasks)

"""Answers that arrived after the end: kept apart, shown to HR, counted only when HR accepts them with a reason.

A decision is a row that stays. Accepting makes the late text the answer (the history keeps both) and has it scored
again in the same transaction; refusing it later puts back what counted before.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Now

from accounts.audit import record
from accounts.models import User
from exams.clock import clock_words
from exams.models import AnswerVersion, Attempt, LateDecision, PaperItem, Response, Sitting
from exams.replay import answer_words
from exams.signals import answer_replaced

Verdict = LateDecision.Verdict


@dataclass(frozen=True)
class LateAnswer:
    """The newest late version of one answer beside what counts; `after` is how long after the end it came."""

    version: AnswerVersion
    number: int
    after: str
    counted: str
    late: str
    decisions: tuple[LateDecision, ...]

    @property
    def verdict(self) -> str:
        return self.decisions[-1].verdict if self.decisions else ""


def newest_late(sitting: Sitting) -> QuerySet[AnswerVersion]:
    """The last late version of each answer. Whoever was withdrawn is not asked about."""
    return _newest(AnswerVersion.objects.filter(attempt__sitting=sitting))


def _newest(among: QuerySet[AnswerVersion]) -> QuerySet[AnswerVersion]:
    """Without those that the candidate could still go on from, because more time was given: nobody decided about
    them, and an answer was saved afterwards."""
    late = among.filter(attempt__state__in=Attempt.FINISHED, standing=AnswerVersion.Standing.LATE)
    last = late.order_by().values("attempt", "paper_item").annotate(last=Max("pk")).values("last")
    same = {"attempt": OuterRef("attempt"), "paper_item": OuterRef("paper_item")}
    went_on = Exists(Response.objects.filter(**same, saved_at__gt=OuterRef("at")))
    decided = Exists(LateDecision.objects.filter(version=OuterRef("pk")))
    return AnswerVersion.objects.filter(decided | ~went_on, pk__in=last)


def waiting() -> QuerySet[AnswerVersion]:
    """In all sittings that were not cancelled, without a decision."""
    return _newest(AnswerVersion.objects.filter(attempt__sitting__cancelled_at=None)).filter(decisions=None)


def undecided(sitting: Sitting) -> int:
    return newest_late(sitting).filter(decisions=None).count()


def verdicts(sitting: Sitting) -> dict[int, Counter[str]]:
    """How many late answers of each attempt stand how: a verdict, or an empty one while nobody has decided."""
    found: dict[int, Counter[str]] = {}
    last = LateDecision.objects.filter(version=OuterRef("pk")).order_by("-pk").values("verdict")[:1]
    rows = newest_late(sitting).annotate(verdict=Coalesce(Subquery(last), Value(""))).order_by("pk")
    for attempt, verdict in rows.values_list("attempt_id", "verdict"):
        found.setdefault(attempt, Counter())[verdict] += 1
    return found


def late_answers(sitting: Sitting) -> list[LateAnswer]:
    """Those without a decision first. Four statements, however many there are."""
    rows = newest_late(sitting).select_related("attempt__invitation", "paper_item__revision", "paper_item__section")
    versions = list(rows.prefetch_related("decisions__by").order_by("pk"))
    attempts = {version.attempt_id for version in versions}
    held = Response.objects.filter(attempt__in=attempts).values_list("attempt_id", "paper_item_id", "answer_json")
    counted = {(attempt, item): answer for attempt, item, answer in held}
    numbers = question_numbers(sitting)
    found = [_shown(version, numbers, counted.get((version.attempt_id, version.paper_item_id))) for version in versions]
    return sorted(found, key=lambda one: bool(one.decisions))


def question_numbers(sitting: Sitting) -> dict[int, int]:
    """Paper item → its number in the paper, counted from 1."""
    items = PaperItem.objects.filter(section__paper=sitting.paper_id)
    ordered = items.order_by("section__position", "section_id", "position", "pk").values_list("pk", flat=True)
    return {item: number for number, item in enumerate(ordered, start=1)}


def _shown(version: AnswerVersion, numbers: dict[int, int], counted: Any) -> LateAnswer:
    attempt, item = version.attempt, version.paper_item
    return LateAnswer(
        version=version,
        number=numbers[item.pk],
        after=clock_words(version.at - (attempt.finished_at or attempt.deadline)),
        counted=answer_words(item, counted),
        late=answer_words(item, version.answer_json),
        decisions=tuple(version.decisions.all()),
    )


class DecidedAlready(Exception):
    """The answer was decided like this before, or a newer late version has arrived meanwhile."""


@transaction.atomic
def decide(sitting: Sitting, version: int, verdict: Verdict, *, by: User, reason: str) -> LateDecision:
    """Accept or refuse a late answer. Raises `AnswerVersion.DoesNotExist`, `DecidedAlready`."""
    found = AnswerVersion.objects.select_related("attempt__invitation", "attempt__sitting").get(
        pk=version, attempt__sitting=sitting, standing=AnswerVersion.Standing.LATE
    )
    Attempt.objects.select_for_update(of=("self",)).get(pk=found.attempt_id)  # of two decisions one comes second
    last = found.decisions.last()
    if (last and last.verdict == verdict) or not newest_late(sitting).filter(pk=version).exists():
        raise DecidedAlready
    held = Response.objects.filter(attempt=found.attempt_id, paper_item=found.paper_item_id).first()
    made = LateDecision.objects.create(
        version=found, verdict=verdict, before_json=held.answer_json if held else None, reason=reason, by=by
    )
    number = question_numbers(sitting)[found.paper_item_id]
    action = "attempt.late_accepted" if verdict == Verdict.ACCEPTED else "attempt.late_refused"
    record(by, action, found.attempt, question=number, reason=reason)
    if verdict == Verdict.ACCEPTED:
        _replace(found, held, found.answer_json, by, reason)
    elif last is not None:
        _replace(found, held, last.before_json, by, reason)
    return made


def _replace(version: AnswerVersion, held: Response | None, answer: Any, by: User, reason: str) -> None:
    """The answer that counts from now on; a trigger copies it to the history."""
    changes = {
        "answer_json": answer,
        "revision": max(version.revision, (held.revision if held else 0) + 1),
        "saved_at": Now(),
        "writer": version.writer,
    }
    names: dict[str, Any] = {"attempt_id": version.attempt_id, "paper_item_id": version.paper_item_id}
    Response.objects.update_or_create(**names, defaults=changes)
    answer_replaced.send(sender=Attempt, **names, by=by, reason=reason)

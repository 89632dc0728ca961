"""How templates say what the bank's codes and values mean: `{% load bank %}`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template

from questionbank.content import AnyContent, MultipleChoice, SingleChoice, points_text
from questionbank.duration import minutes_text
from questionbank.editor import LETTERS
from questionbank.guide.advice import EXPLAINED
from questionbank.imports.preview import PreviewRow
from questionbank.imports.source import Region
from questionbank.messages import FIELDS, FLAGS, SKIPPED, STAGES, sentence
from questionbank.models import DIFFICULTY_NAMES, KIND_NAMES, ImportJob
from questionbank.policy import Policy
from questionbank.progress import Stage
from questionbank.quality import Problem, key_labels
from questionbank.wording import policy_sentence

register = template.Library()

BADGES = {"draft": "neutral", "review": "info", "approved": "success", "retired": "neutral"}
LEVELS = {"error": "danger", "warning": "warning", "info": "neutral"}


@register.filter
def problem_sentence(problem: Problem) -> str:
    return sentence(problem.code, problem.params)


@register.filter
def explained(code: str) -> bool:
    """Whether the format guide says what to do about a remark with this code."""
    return code in EXPLAINED


@register.filter
def flag(problem: Problem) -> str:
    """Two or three words for a badge."""
    return str(FLAGS.get(problem.code, problem.code))


@register.filter
def stage_name(stage: str) -> str:
    return str(STAGES[Stage(stage)])


@register.filter
def job_sentence(outcome: dict[str, Any]) -> str:
    """Why a job of an import failed."""
    return sentence(outcome.get("code", ""), outcome.get("params", {}))


@register.filter
def level_badge(severity: str) -> str:
    return LEVELS[severity]


@register.filter
def status_badge(status: str) -> str:
    return BADGES[status]


@register.filter
def kind_name(kind: str) -> str:
    return str({str(known): name for known, name in KIND_NAMES.items()}.get(kind, kind))


@register.filter
def difficulty_name(difficulty: str) -> str:
    return str({str(known): name for known, name in DIFFICULTY_NAMES.items()}.get(difficulty, ""))


@register.filter
def field_name(field: str) -> str:
    return str(FIELDS.get(field, field))


@register.filter
def as_points(value: Decimal | None) -> str:
    return "" if value is None else points_text(value)


@register.filter
def as_minutes(seconds: int) -> str:
    return minutes_text(seconds)


@register.filter
def is_right(content: AnyContent, label: str) -> bool:
    return isinstance(content, SingleChoice | MultipleChoice) and label in key_labels(content)


@register.filter
def key_text(content: AnyContent) -> str:
    return " ".join(key_labels(content)) if isinstance(content, SingleChoice | MultipleChoice) else ""


@register.simple_tag
def letter(position: int) -> str:
    """The letter of the option at a position from 0."""
    return LETTERS[position] if position < len(LETTERS) else "?"


@register.filter
def may_succeed(job: ImportJob) -> bool:
    """Whether a job that ended early may go right another time; a file that cannot be read stays so."""
    return job.end == ImportJob.End.CANCELLED or job.outcome.get("code") in {"reading-died", "too-complex"}


@register.filter
def lookup(found: dict[int, Any], position: int) -> Any:
    return found.get(position, "")


@register.filter("policy_sentence")
def policy_words(policy: Policy) -> str:
    return policy_sentence(policy)


@register.filter
def skip_reason(reason: str) -> str:
    """Why a text of a document belongs to no question."""
    return str(SKIPPED.get(reason, SKIPPED["unassigned"]))


@register.inclusion_tag("questionbank/_place.html", takes_context=True)
def place(context: dict[str, Any], entry: PreviewRow, field: str) -> dict[str, Any]:
    """The name of a field with a link to where it stands in the text: on this page, or on one that shows the place."""
    at, source = entry.places.get(field), context.get("source")
    anchor = source.anchor(at) if source and at is not None else None
    address = f"?{context['beside']}&at={at}#at-{at}" if anchor is None else f"#at-{anchor}"
    return {"field": field, "position": entry.row.position, "number": entry.number, "address": address, "at": at}


@register.simple_tag
def field_anchor(entry: PreviewRow | str, region: Region) -> str:
    """Where a region of the text leads: to its field on this page, or to the page that shows its question."""
    if isinstance(entry, str):
        return f"?item={region.position}#item-{region.position}-{region.field}"
    return f"#item-{region.position}-{region.field}" if region.field in entry.fields else f"#item-{region.position}"

"""Where a sitting stands: who is ranked where, who passed, and what is still missing.

Light rows are read for everybody, because ranks need all scores; names only for the page that is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from django.db.models import Count, Q, Sum

from exams.models import Attempt, PaperItem, Sitting
from scoring.histogram import Chart, chart
from scoring.models import AttemptResult, MarkTask, Release, ReleasedResult
from scoring.ranking import Band, Span, Verdict, pass_line, rank_bands, verdict


@dataclass(frozen=True)
class Standing:
    """One candidate: sure and possible score, the ranks that are possible, and whether it is a pass."""

    attempt: int
    span: Span
    maximum: Fraction
    pending: int
    band: Band
    verdict: Verdict

    @property
    def is_final(self) -> bool:
        return self.pending == 0


@dataclass(frozen=True)
class Standings:
    sitting: Sitting
    maximum: Fraction
    # Best first; equal scores in the order of the attempts.
    rows: list[Standing]
    invited: int
    running: int
    unscored: int
    set_aside: int = 0
    released: dict[int, Fraction] = field(default_factory=dict)
    release: Release | None = None

    @property
    def finished(self) -> int:
        return len(self.rows) + self.unscored

    @cached_property
    def waiting(self) -> int:
        """Answers that wait for a mark."""
        return sum(row.pending for row in self.rows)

    @property
    def is_complete(self) -> bool:
        """Everybody who started has finished, and every answer has its score."""
        return bool(self.rows) and not (self.running or self.unscored or self.waiting)

    @property
    def line(self) -> Fraction:
        return line_of(self.sitting, self.maximum)

    @cached_property
    def changed(self) -> list[int]:
        """Attempts whose score is not the one that was last released."""
        return [row.attempt for row in self.rows if self.released.get(row.attempt) != row.span.sure]

    def with_verdict(self, wanted: Verdict) -> list[Standing]:
        return [row for row in self.rows if row.verdict is wanted]

    @property
    def histogram(self) -> Chart:
        """Only whole scores are drawn: an unmarked essay is not a 0."""
        return chart([row.span.sure for row in self.rows if row.is_final], self.maximum, self.line)


def line_of(sitting: Sitting, maximum: Fraction) -> Fraction:
    return pass_line(sitting.pass_rule, Fraction(sitting.pass_value), maximum)


def standings(sitting: Sitting) -> Standings:
    attempts = Attempt.objects.filter(sitting=sitting).aggregate(
        running=Count("pk", filter=Q(state=Attempt.State.STARTED)),
        unscored=Count("pk", filter=Q(state__in=Attempt.FINISHED, scored_at=None)),
    )
    worth = PaperItem.objects.filter(section__paper=sitting.paper_id).aggregate(sum=Sum("points"))["sum"]
    release = sitting.releases.select_related("released_by").first()
    told = ReleasedResult.objects.filter(release=release) if release else ReleasedResult.objects.none()
    return Standings(
        sitting=sitting,
        maximum=Fraction(worth or 0),
        rows=ranked(sitting),
        invited=sitting.invitations.filter(withdrawn_at=None).count(),
        set_aside=MarkTask.objects.filter(sitting=sitting, state=MarkTask.State.SET_ASIDE).count(),
        released=dict(told.values_list("attempt_id", "total")),
        release=release,
        **attempts,
    )


def ranked(sitting: Sitting) -> list[Standing]:
    results = AttemptResult.objects.filter(sitting=sitting, attempt__state__in=Attempt.FINISHED).order_by("attempt_id")
    rows = list(results.values_list("attempt_id", "total", "possible", "maximum", "pending"))
    spans = [Span(total, possible) for _, total, possible, _, _ in rows]
    found = [
        Standing(attempt, span, maximum, pending, band, verdict(span, line_of(sitting, maximum)))
        for (attempt, _, _, maximum, pending), span, band in zip(rows, spans, rank_bands(spans), strict=True)
    ]
    return sorted(found, key=lambda row: (row.band, -row.span.sure))


@dataclass(frozen=True)
class SectionScore:
    title: str
    sure: Fraction
    possible: Fraction
    maximum: Fraction


@dataclass(frozen=True)
class Line:
    """A row of the table, with the candidate's name."""

    standing: Standing
    attempt: Attempt
    sections: list[SectionScore]


def lines(sitting: Sitting, rows: Sequence[Standing]) -> list[Line]:
    """Names and section scores of these rows: two statements for any number."""
    wanted = [row.attempt for row in rows]
    found = AttemptResult.objects.filter(attempt__in=wanted).select_related("attempt__invitation")
    by_attempt = {result.attempt_id: result for result in found}
    titles = section_titles(sitting)
    return [
        Line(row, by_attempt[row.attempt].attempt, section_scores(by_attempt[row.attempt].sections_json, titles))
        for row in rows
    ]


def section_titles(sitting: Sitting) -> dict[str, str]:
    return {str(pk): title for pk, title in sitting.paper.sections.values_list("pk", "title")}


def section_scores(stored: dict[str, list[str]], titles: dict[str, str]) -> list[SectionScore]:
    """In the order of the paper."""
    return [
        SectionScore(title, *(Fraction(text) for text in stored[section]))
        for section, title in titles.items()
        if section in stored
    ]


def duration_minutes(attempts: Iterable[Attempt]) -> dict[int, int]:
    """Whole minutes from start to finish, rounded up, by attempt."""
    return {
        attempt.pk: -int((attempt.started_at - attempt.finished_at).total_seconds() // 60)
        for attempt in attempts
        if attempt.finished_at
    }

"""One candidate's result: everything for HR, and for the candidate what the sitting lets them see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from exams.models import Attempt, PaperItem, Sitting
from scoring.answers import ShownAnswer, answers_by_item, options_as_seen, shown_options
from scoring.events import items_of_paper, places
from scoring.models import Mark, ReleasedResult, ScoreEvent
from scoring.ranking import Verdict
from scoring.release import told_to
from scoring.results import SectionScore, Standing, ranked, section_scores, section_titles
from scoring.rubric import Row, rubric
from scoring.totals import Part, add_up, fold


@dataclass(frozen=True)
class Judged:
    """One answer with its history, newest last, and what the newest mark ticked."""

    shown: ShownAnswer
    events: list[ScoreEvent]
    rows: list[tuple[Row, bool]]
    mark: Mark | None


@dataclass(frozen=True)
class CandidateRecord:
    attempt: Attempt
    standing: Standing | None
    whole: Part
    sections: list[SectionScore]
    answers: list[Judged]


def candidate_record(attempt: Attempt) -> CandidateRecord:
    """The same number of statements for any number of questions."""
    items = items_of_paper(attempt.sitting.paper_id)
    history = _events_by_item(attempt)
    scores = fold((item, event.after) for item, events in history.items() for event in events)
    totals = add_up(places(items), scores)
    answers = answers_by_item(attempt)
    stored = {str(section): part.as_json() for section, part in totals.sections.items()}
    return CandidateRecord(
        attempt=attempt,
        standing=next((row for row in ranked(attempt.sitting) if row.attempt == attempt.pk), None),
        whole=totals.whole,
        sections=section_scores(stored, section_titles(attempt.sitting)),
        answers=[
            _judged(number, item, answers.get(item.pk), history.get(item.pk, []), scores.get(item.pk))
            for number, item in enumerate(items, start=1)
        ],
    )


def _events_by_item(attempt: Attempt) -> dict[int, list[ScoreEvent]]:
    found: dict[int, list[ScoreEvent]] = {}
    for event in attempt.score_events.select_related("actor", "mark__reviewer", "mark__task").order_by("pk"):
        found.setdefault(event.paper_item_id, []).append(event)
    return found


def _judged(number: int, item: PaperItem, answer: object, events: list[ScoreEvent], score: Fraction | None) -> Judged:
    content = item.revision.content
    mark = next((event.mark for event in reversed(events) if event.mark), None) if score is not None else None
    shown = ShownAnswer(
        number=number,
        item=item,
        content=content,
        answer=answer,
        score=score,
        comment=mark.comment if mark else "",
        options=shown_options(content, answer),
    )
    ticked = mark.ticked if mark else []
    rows = [(row, row.id in ticked) for row in rubric(content, item.points).rows]
    return Judged(shown, events, rows, mark)


@dataclass(frozen=True)
class ToldResult:
    """What a candidate sees: never more than the sitting's rule and the release."""

    result: ReleasedResult
    earlier: ReleasedResult | None
    line: Fraction
    answers: list[ShownAnswer]
    shows_keys: bool

    @property
    def verdict(self) -> Verdict:
        return Verdict.PASSED if self.result.passed else Verdict.FAILED


def told_result(attempt: Attempt) -> ToldResult | None:
    """None before the release, and for an attempt that the last release did not hold yet."""
    told = told_to(attempt)
    if not told:
        return None
    reveal = attempt.sitting.reveal
    newest = told[0]
    return ToldResult(
        result=newest,
        earlier=next((old for old in told[1:] if old.total != newest.total), None),
        line=Fraction(newest.snapshot_json["line"]),
        answers=[] if reveal == Sitting.Reveal.SCORE else list(_told_answers(attempt, newest)),
        shows_keys=reveal == Sitting.Reveal.KEYS,
    )


def _told_answers(attempt: Attempt, told: ReleasedResult) -> Iterable[ShownAnswer]:
    """In the candidate's own order and letters, with the points and comments as they were released."""
    items = {item.pk: item for item in items_of_paper(attempt.sitting.paper_id)}
    order = [pk for pk in attempt.order_json.get("items", []) if pk in items] or list(items)
    options = attempt.order_json.get("options", {})
    answers, snapshot = answers_by_item(attempt), told.snapshot_json
    for number, pk in enumerate(order, start=1):
        item, content, answer = items[pk], items[pk].revision.content, answers.get(pk)
        yield ShownAnswer(
            number=number,
            item=item,
            content=content,
            answer=answer,
            score=Fraction(snapshot["items"][str(pk)]),
            comment=snapshot["comments"].get(str(pk), ""),
            options=options_as_seen(item, content, answer, options.get(str(pk))),
        )

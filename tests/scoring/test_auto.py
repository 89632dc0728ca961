"""What happens to an attempt right after its submission, without a person."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exams.models import Attempt, PaperItem
from exams.signals import attempt_submitted
from exams.snapshot import snapshot
from questionbank.content import ItemKind
from questionbank.models import ItemRevision
from questionbank.policy import Policy, PolicyId
from scoring.auto import frozen_policy, score_attempt, score_pending
from scoring.events import refresh_result
from scoring.models import AttemptResult, MarkTask, ScoreEvent
from tests import build
from tests.scoring import world


def history(attempt: Attempt) -> list[tuple[str, str, str]]:
    events = ScoreEvent.objects.filter(attempt=attempt).select_related("paper_item__section")
    return [(event.paper_item.section.kind, event.cause, str(event.after)) for event in events]


@pytest.mark.django_db
def test_everything_but_the_essay_is_scored_and_the_essay_waits() -> None:
    attempt = world.scored(build.sitting())

    assert history(attempt) == [
        ("single_choice", "auto", "2"),
        ("multiple_choice", "auto", "4"),
        ("true_false", "auto", "1"),
        ("short_answer", "auto", "3"),
    ]
    task = MarkTask.objects.get()
    assert (task.attempt, task.paper_item.section.kind, task.state) == (attempt, "essay", "open")
    result = AttemptResult.objects.get()
    assert (result.total, result.possible, result.maximum, result.pending) == (10, 20, 20, 1)


@pytest.mark.django_db
def test_blank_answers_score_nothing_without_a_reviewer() -> None:
    attempt = world.scored(build.sitting(), answers={ItemKind.ESSAY: " \n"})

    assert {(cause, after) for _, cause, after in history(attempt)} == {("blank", "0")}
    assert not MarkTask.objects.exists()
    assert AttemptResult.objects.get().pending == 0


@pytest.mark.django_db
def test_the_basis_tells_policy_and_revision() -> None:
    policy = Policy(id=PolicyId.PER_OPTION, params={"c": "0.5"})
    attempt = world.scored(build.sitting(policy=policy), answers={ItemKind.MULTIPLE_CHOICE: ["A", "D"]})

    event = ScoreEvent.objects.get(attempt=attempt, cause="auto")
    assert event.after == 1
    assert event.basis_json == {
        "policy": {"id": "per_option", "version": 1, "params": {"c": "0.5"}},
        "revision": event.paper_item.revision_id,
        "reason": "partly-right",
    }


@pytest.mark.django_db
def test_the_policy_of_the_attempt_holds_after_the_sitting_changes() -> None:
    sitting = build.sitting(policy=Policy(id=PolicyId.PROPORTIONAL_IF_SUBSET))
    attempt = world.answered(sitting, answers={ItemKind.MULTIPLE_CHOICE: ["A", "D"]})
    sitting.policy = Policy(id=PolicyId.ALL_OR_NOTHING)
    sitting.save(update_fields=["policy_json"])

    score_attempt(attempt.pk)

    assert ScoreEvent.objects.get(attempt=attempt, cause="auto").after == Fraction(8, 3)


def test_a_sections_own_policy_comes_first() -> None:
    own = {"id": "all_or_nothing", "version": 1, "params": {}}
    terms = {
        "policy": {"id": "per_option", "params": {"c": "1"}},
        "sections": {"7": own, "8": None},
    }
    assert frozen_policy(terms, 7) == Policy(id=PolicyId.ALL_OR_NOTHING)
    assert frozen_policy(terms, 8) == frozen_policy(terms, 9) == Policy(id=PolicyId.PER_OPTION, params={"c": "1"})
    assert frozen_policy({"policy": {}}, 7) == Policy()


@pytest.mark.parametrize("terms", [{}, {"policy": None}, {"policy": {"id": "unheard-of"}}, {"policy": "half"}])
def test_terms_without_a_readable_policy(terms: dict[str, Any]) -> None:
    assert frozen_policy(terms, 7) is None


@pytest.mark.django_db
def test_running_it_again_adds_nothing() -> None:
    attempt = world.scored(build.sitting())
    before = history(attempt)

    assert not score_attempt(attempt.pk)
    Attempt.objects.filter(pk=attempt.pk).update(scored_at=None)
    assert score_attempt(attempt.pk)

    assert history(attempt) == before
    assert MarkTask.objects.count() == 1
    assert AttemptResult.objects.get().total == 10


@pytest.mark.django_db
@pytest.mark.parametrize("state", [Attempt.State.STARTED, Attempt.State.WITHDRAWN])
def test_only_finished_attempts_are_scored(state: str) -> None:
    attempt = world.answered(build.sitting())
    Attempt.objects.filter(pk=attempt.pk).update(state=state)

    assert not score_attempt(attempt.pk)
    assert not ScoreEvent.objects.exists()


@pytest.mark.django_db
def test_an_answer_that_does_not_fit_its_question_goes_to_a_person() -> None:
    world.scored(build.sitting(build.paper(build.single())), answers={ItemKind.SINGLE_CHOICE: ["Z"]})

    assert MarkTask.objects.get().paper_item.section.kind == "single_choice"
    assert AttemptResult.objects.get().pending == 1


@pytest.mark.django_db
def test_the_signal_scores() -> None:
    attempt = world.answered(build.sitting())

    attempt_submitted.send_robust(sender=Attempt, attempt_id=attempt.pk)

    attempt.refresh_from_db()
    assert attempt.scored_at is not None


def damage(attempt: Attempt) -> None:
    revision = PaperItem.objects.filter(section__paper=attempt.sitting.paper)[0].revision_id
    ItemRevision.objects.filter(pk=revision).update(content_json={"kind": "nonsense"})


@pytest.mark.django_db
def test_a_crash_leaves_the_submission_and_the_others_alone(caplog: pytest.LogCaptureFixture) -> None:
    damaged, sound = world.answered(build.sitting()), world.answered(build.sitting(), "王敏")
    damage(damaged)

    assert [error for _, error in attempt_submitted.send_robust(sender=Attempt, attempt_id=damaged.pk)] == [None]
    damaged.refresh_from_db()
    assert (damaged.state, damaged.scored_at) == ("submitted", None)
    assert not ScoreEvent.objects.exists()

    with pytest.raises(CommandError, match="未能评分的答卷：1"):
        call_command("score_pending", verbosity=0)
    sound.refresh_from_db()
    assert sound.scored_at is not None


@pytest.mark.django_db
def test_pending_attempts_are_picked_up(capsys: pytest.CaptureFixture[str]) -> None:
    sitting = build.sitting()
    for name in ("林晓", "王敏", "周航"):
        world.answered(sitting, name)

    call_command("score_pending")

    assert capsys.readouterr().out == "已评分的答卷：3\n"
    assert score_pending() == (0, 0)


def statements(questions: int) -> int:
    contents = [build.multiple(stem=f"第{n}题") for n in range(questions)]
    contents += [build.multiple(stem=f"没有答案{n}", key=()) for n in range(questions)]
    attempt = world.answered(build.sitting(build.paper(*contents)))
    snapshot(attempt.sitting.paper)  # a process reads a paper once
    with CaptureQueriesContext(connection) as queries:
        score_attempt(attempt.pk)
    return len([one for one in queries if "SAVEPOINT" not in one["sql"]])


@pytest.mark.django_db
def test_the_number_of_statements_does_not_depend_on_the_questions() -> None:
    assert statements(1) == statements(30) == 8


@pytest.mark.django_db
def test_codes_tell_nothing_and_differ() -> None:
    sitting = world.essays(20)
    codes = set(MarkTask.objects.values_list("code", flat=True))
    assert len(codes) == 20
    assert all(len(code) == 8 for code in codes)
    assert MarkTask.objects.filter(sitting=sitting).count() == 20


@pytest.mark.django_db
def test_the_result_can_be_computed_again_from_the_events() -> None:
    attempt = world.scored(build.sitting())
    stored = AttemptResult.objects.get()
    AttemptResult.objects.all().delete()

    again = refresh_result(attempt.pk, attempt.sitting_id, attempt.sitting.paper_id)

    assert (again.total, again.possible, again.sections_json) == (stored.total, stored.possible, stored.sections_json)

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from exams.attempts import submit_attempt
from exams.models import Attempt, Response
from exams.saving import Batch, Change, Receipt, Unreadable, read_batch, save_answers
from questionbank.content import AnyContent
from tests import build
from tests.candidates import answer, questions, run_out, started

CONTENTS: dict[int, AnyContent] = {
    1: build.single(), 2: build.multiple(), 3: build.true_false(), 4: build.short(), 5: build.essay(),
}  # fmt: skip


def read(*answers: Any) -> Batch:
    return read_batch(json.dumps({"answers": list(answers)}).encode(), CONTENTS)


def save(attempt: Attempt, *changes: tuple[int, int, Any]) -> Receipt:
    return save_answers(
        attempt.uuid, [Change(question, revision, value, False) for question, revision, value in changes]
    )


def held(attempt: Attempt) -> dict[int, tuple[Any, int]]:
    rows = Response.objects.filter(attempt=attempt)
    return {row.paper_item_id: (row.answer_json, row.revision) for row in rows}


def test_answers_are_read_as_the_question_has_them() -> None:
    batch = read(answer(1, ["B"]), answer(2, ["D", "A", "D"], 3, flagged=True), answer(3, False), answer(5, "  ", 2))

    assert batch == Batch(
        (
            Change(1, 1, ["B"], False),
            Change(2, 3, ["A", "D"], True),
            Change(3, 1, False, False),
            Change(5, 2, None, False),
        )
    )


def test_one_impossible_answer_does_not_keep_the_others_out() -> None:
    batch = read(
        answer(1, ["Z"]), answer(2, "A"), answer(3, "yes"), answer(4, "服务水平协议"), answer(9, ["A"]),
        answer(5, "x", 0),
    )  # fmt: skip

    assert batch.changes == (Change(4, 1, "服务水平协议", False),)
    assert batch.refused == {
        "1": "not-an-option",
        "2": "not-an-option",
        "3": "not-a-truth-value",
        "9": "unknown-question",
        "5": "not-a-revision",
    }


def test_the_same_question_twice_in_a_batch_counts_once() -> None:
    assert read(answer(4, "新", 3), answer(4, "旧", 2)).changes == (Change(4, 3, "新", False),)


def test_text_that_no_database_can_hold_is_cleaned() -> None:
    body = b'{"answers": [{"question": 4, "revision": 1, "answer": "a\\u0000b\\ud800c\\ud83d\\ude00"}]}'

    assert read_batch(body, CONTENTS).changes == (Change(4, 1, "ab\ufffdc\U0001f600", False),)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"answers": 3}', b'{"answers": [3]}', b'{"answers": {}}', b"[" * 99_999],
)
def test_what_is_no_batch_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_batch(body, CONTENTS)


scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.text(max_size=2), max_size=3)


@given(st.fixed_dictionaries({}, optional={key: scalars for key in ("question", "revision", "answer", "flagged")}))
def test_any_json_is_read_or_refused(one: dict[str, Any]) -> None:
    batch = read(one)

    assert len(batch.changes) + len(batch.refused) == 1


@pytest.mark.django_db
def test_what_is_acknowledged_is_stored() -> None:
    attempt = started()
    first, second, *_ = questions(attempt)

    receipt = save(attempt, (first, 1, ["B"]), (second, 1, ["A", "D"]))

    assert receipt.saved == {first: 1, second: 1}
    assert (receipt.state, receipt.deadline) == ("started", attempt.deadline)
    assert held(attempt) == {first: (["B"], 1), second: (["A", "D"], 1)}


@pytest.mark.django_db
def test_a_newer_answer_replaces_an_older_one_and_may_be_empty() -> None:
    attempt = started()
    question = questions(attempt)[0]

    save(attempt, (question, 1, ["B"]))
    save(attempt, (question, 2, ["C"]))
    assert held(attempt) == {question: (["C"], 2)}

    save(attempt, (question, 3, None))
    assert held(attempt) == {question: (None, 3)}


@pytest.mark.django_db
def test_an_older_answer_never_overwrites_and_is_told_the_winner() -> None:
    attempt = started()
    first, second, *_ = questions(attempt)
    save(attempt, (first, 5, ["B"]))

    receipt = save(attempt, (first, 4, ["C"]), (second, 1, ["A"]))

    assert receipt.saved == {second: 1}
    assert receipt.stale == {first: Change(first, 5, ["B"], False)}
    assert held(attempt) == {first: (["B"], 5), second: (["A"], 1)}


@pytest.mark.django_db
def test_the_same_save_once_more_gets_its_receipt_again() -> None:
    attempt = started()
    question = questions(attempt)[0]
    save(attempt, (question, 2, ["B"]))

    again, other = save(attempt, (question, 2, ["B"])), save(attempt, (question, 2, ["C"]))

    assert (again.saved, again.stale) == ({question: 2}, {})
    assert (other.saved, other.stale) == ({}, {question: Change(question, 2, ["B"], False)})


@pytest.mark.django_db
def test_a_save_on_its_way_at_the_deadline_counts() -> None:
    attempt = started()
    question = questions(attempt)[0]
    run_out(attempt, seconds=5)

    assert save(attempt, (question, 1, ["B"])).saved == {question: 1}


@pytest.mark.django_db
def test_after_deadline_and_grace_nothing_is_stored() -> None:
    attempt = started()
    question = questions(attempt)[0]
    save(attempt, (question, 1, ["B"]))
    run_out(attempt, seconds=60)

    receipt = save(attempt, (question, 2, ["C"]))

    assert (receipt.state, receipt.saved) == ("over", {})
    assert held(attempt) == {question: (["B"], 1)}


@pytest.mark.django_db
def test_after_the_submission_nothing_is_stored() -> None:
    attempt = started()
    question = questions(attempt)[0]
    submit_attempt(attempt.pk)

    receipt = save(attempt, (question, 1, ["B"]))

    assert (receipt.state, receipt.saved, held(attempt)) == ("submitted", {}, {})


@pytest.mark.django_db
def test_a_batch_of_nothing_tells_time_and_state() -> None:
    attempt = started()

    receipt = save(attempt)

    assert (receipt.state, receipt.deadline, receipt.saved) == ("started", attempt.deadline, {})
    assert attempt.started_at <= receipt.now < attempt.deadline


@pytest.mark.django_db
def test_an_unknown_attempt_is_told_apart() -> None:
    with pytest.raises(Attempt.DoesNotExist):
        save_answers(uuid4(), [Change(1, 1, ["B"], False)])


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_save_is_one_statement_whatever_its_size(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    attempt = started(build.sitting(build.paper(*(build.single(stem=f"{number}") for number in range(30)))))
    changes = [(question, 1, ["B"]) for question in questions(attempt)[:count]]

    with django_assert_num_queries(1):
        save(attempt, *changes)


@pytest.mark.django_db
def test_hostile_text_is_kept_as_it_was_written() -> None:
    attempt = started()
    question = questions(attempt)[4]
    text = """'); DROP TABLE exams_response; -- "<script>alert(1)</script> %s %% \\ 😀"""

    save(attempt, (question, 1, text))

    assert held(attempt) == {question: (text, 1)}

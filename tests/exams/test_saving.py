from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from exams import storing
from exams.attempts import submit_attempt
from exams.models import AnswerVersion, Attempt, Response
from exams.pace import PLACE, Pace
from exams.pen import report, take_over
from exams.saving import Batch, Change, Receipt, Unreadable, read_batch, save_answers
from questionbank.content import AnyContent
from tests import build
from tests.candidates import LAPTOP, PHONE, answer, questions, run_out, started

CONTENTS: dict[int, AnyContent] = {
    1: build.single(), 2: build.multiple(), 3: build.true_false(), 4: build.short(), 5: build.essay(),
}  # fmt: skip


def read(*answers: Any) -> Batch:
    return read_batch(json.dumps({"answers": list(answers)}).encode(), CONTENTS)


def save(attempt: Attempt, *changes: tuple[int, int, Any], writer: str = "") -> Receipt:
    sent = [Change(question, revision, value, False) for question, revision, value in changes]
    return save_answers(attempt.uuid, sent, writer)


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


# --- the pen and the history -------------------------------------------------------------------------------------


def history(attempt: Attempt) -> list[tuple[Any, ...]]:
    rows = AnswerVersion.objects.filter(attempt=attempt)
    return list(rows.values_list("paper_item", "revision", "answer_json", "writer", "standing"))


def test_the_name_of_a_page_is_read_or_ignored() -> None:
    def writer(name: Any) -> str:
        return read_batch(json.dumps({"writer": name, "answers": []}).encode(), CONTENTS).writer

    assert [writer(name) for name in (LAPTOP, "short", "x" * 41, "a'; --xxxx", 7, None)] == [LAPTOP, "", "", "", "", ""]


@pytest.mark.django_db
def test_every_saved_version_is_in_the_history() -> None:
    attempt = started()
    first, *_, essay = questions(attempt)
    save(attempt, (essay, 1, "先"), (first, 1, ["B"]), writer=LAPTOP)
    save(attempt, (essay, 2, "先致歉"), writer=LAPTOP)
    save(attempt, (essay, 3, None), writer=LAPTOP)
    save(attempt, (essay, 3, None), writer=LAPTOP)

    assert sorted(history(attempt), key=str) == [
        (first, 1, ["B"], LAPTOP, "saved"),
        (essay, 1, "先", LAPTOP, "saved"),
        (essay, 2, "先致歉", LAPTOP, "saved"),
        (essay, 3, None, LAPTOP, "saved"),
    ]


@pytest.mark.django_db
def test_an_answer_written_in_any_other_way_is_in_the_history_too() -> None:
    attempt = started()
    question = questions(attempt)[0]
    row = Response.objects.create(
        attempt=attempt, paper_item_id=question, answer_json=["B"], revision=4, saved_at=attempt.started_at
    )
    Response.objects.filter(pk=row.pk).update(answer_json=["C"], revision=5)

    assert history(attempt) == [(question, 4, ["B"], "", "saved"), (question, 5, ["C"], "", "saved")]
    assert {row.at for row in AnswerVersion.objects.all()} == {attempt.started_at}


@pytest.mark.django_db
def test_only_the_page_with_the_pen_writes_and_the_other_text_is_kept_beside() -> None:
    attempt = started()
    question = questions(attempt)[4]
    assert report(attempt.uuid, LAPTOP, "Chrome").state == "started"
    save(attempt, (question, 1, "电脑"), writer=LAPTOP)

    asked, refused = report(attempt.uuid, PHONE, ""), save(attempt, (question, 9, "手机"), writer=PHONE)
    save(attempt, (question, 9, "手机"), writer=PHONE)

    assert (asked.state, refused.state, refused.saved, refused.kept) == ("elsewhere", "elsewhere", {}, (question,))
    assert save(attempt, (question, 9, "无名")).state == "elsewhere"
    assert held(attempt) == {question: ("电脑", 1)}
    assert history(attempt) == [
        (question, 1, "电脑", LAPTOP, "saved"),
        (question, 9, "手机", PHONE, "aside"),
        (question, 9, "无名", "", "aside"),
    ]


@pytest.mark.django_db
def test_taking_over_moves_the_pen_and_writing_goes_on_there() -> None:
    attempt = started()
    question = questions(attempt)[4]
    report(attempt.uuid, LAPTOP, "Chrome · Windows")
    save(attempt, (question, 1, "电脑"), writer=LAPTOP)

    assert (take_over(attempt, PHONE, "Safari · iPhone"), take_over(attempt, PHONE, "")) == (True, False)
    assert save(attempt, (question, 2, "手机"), writer=PHONE).saved == {question: 2}
    assert save(attempt, (question, 3, "晚了"), writer=LAPTOP).state == "elsewhere"

    assert held(attempt) == {question: ("手机", 2)}
    changes = list(attempt.pen_changes.values_list("writer", "device"))
    assert changes == [(LAPTOP, "Chrome · Windows"), (PHONE, "Safari · iPhone")]


@pytest.mark.django_db
def test_a_lost_receipt_is_given_again_after_the_pen_went_elsewhere() -> None:
    attempt = started()
    question = questions(attempt)[4]
    report(attempt.uuid, LAPTOP, "")
    save(attempt, (question, 1, "电脑"), writer=LAPTOP)
    take_over(attempt, PHONE, "")

    again = save(attempt, (question, 1, "电脑"), writer=LAPTOP)

    assert (again.state, again.saved, again.kept) == ("elsewhere", {question: 1}, ())


@pytest.mark.django_db
def test_what_comes_too_late_and_what_lost_is_kept_beside_the_answer() -> None:
    attempt = started()
    question = questions(attempt)[4]
    save(attempt, (question, 5, "新"), writer=LAPTOP)
    save(attempt, (question, 4, "旧"), writer=LAPTOP)
    run_out(attempt, seconds=60)
    assert save(attempt, (question, 6, "迟"), writer=LAPTOP).kept == (question,)
    submit_attempt(attempt.pk)
    save(attempt, (question, 7, "更迟"), writer=LAPTOP)

    assert held(attempt) == {question: ("新", 5)}
    assert [row[2:] for row in history(attempt)] == [
        ("新", LAPTOP, "saved"), ("旧", LAPTOP, "aside"), ("迟", LAPTOP, "late"), ("更迟", LAPTOP, "late"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_text_that_was_replaced_is_never_late() -> None:
    """On its way for long, it comes after the end and after the answer that replaced it: HR has nothing to decide."""
    attempt = started()
    question = questions(attempt)[4]
    save(attempt, (question, 5, "新"), writer=LAPTOP)
    submit_attempt(attempt.pk)
    save(attempt, (question, 4, "旧"), writer=LAPTOP)
    save(attempt, (question, 6, "迟"), writer=LAPTOP)

    assert [row[2:] for row in history(attempt)] == [
        ("新", LAPTOP, "saved"), ("旧", LAPTOP, "aside"), ("迟", LAPTOP, "late"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_script_that_saves_all_the_time_fills_no_history(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answers are saved as ever, and what people could have written stays in the history; of the rest the last."""
    monkeypatch.setattr("exams.saving.PACE", Pace(stock=PLACE * 6, rate=0))
    attempt, other = started(), started(name="王敏")
    one, two = questions(attempt)[3:5]

    for revision in range(1, 31):
        saved = save(attempt, (one, revision, "短"), (two, revision, "长")).saved
        assert saved == {one: revision, two: revision}
    save(other, (questions(other)[4], 1, "别人的答案"))

    assert held(attempt) == {one: ("短", 30), two: ("长", 30)}
    kept = [(row[0], row[1]) for row in history(attempt)]
    assert kept == [(one, 1), (two, 1), (one, 2), (two, 2), (one, 30), (two, 30)]
    assert len(history(other)) == 1


@pytest.mark.django_db
def test_saving_as_people_do_costs_no_statement_more(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """Three hours of a save every four seconds, by the clock of the database."""
    attempt = started()
    pace, start = Pace(), timezone.now()
    for number in range(3 * 900):
        assert pace.make_room(attempt.uuid, {1: number}, PLACE + 3_000, start + timedelta(seconds=4 * number)) == []
    with django_assert_num_queries(1):
        save(attempt, (questions(attempt)[4], 1, "字" * 20_000))


@pytest.mark.django_db
def test_nobody_fills_the_history_with_what_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exams.saving.MAX_KEPT", 2)
    attempt = started()
    question = questions(attempt)[4]
    submit_attempt(attempt.pk)

    kept = [save(attempt, (question, revision, "迟")).kept for revision in (1, 2, 3)]

    assert (kept, len(history(attempt))) == ([(question,), (question,), ()], 2)


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such choice to make")
def test_a_save_looks_up_one_attempt_whatever_the_statistics_say() -> None:
    """They may be from a time when no test was running."""
    attempt = started()
    change = Change(questions(attempt)[4], 1, "先致歉", False)
    save_answers(attempt.uuid, [change])  # from now on it is prepared
    with CaptureQueriesContext(connection) as captured:
        save_answers(attempt.uuid, [replace(change, revision=2)])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        cursor.execute(f"EXPLAIN {captured.captured_queries[0]['sql']}")
        plan = " ".join(row[0] for row in cursor.fetchall())

    assert "attempt_overdue" not in plan
    assert "attempt_unscored" not in plan


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL keeps statements prepared")
def test_a_save_is_stored_whatever_the_servers_connection_has_prepared() -> None:
    """A pooler hands out connections that lack the statement, or that have it although this client never sent it."""
    attempt = started()
    question = questions(attempt)[4]
    save(attempt, (question, 1, "一"))
    with connection.cursor() as cursor:
        cursor.execute(f"DEALLOCATE {storing.NAME}")
    without = save(attempt, (question, 2, "二"))
    storing._prepared.discard(connection.connection)
    unknown = save(attempt, (question, 3, "三"))

    assert [without.saved, unknown.saved] == [{question: 2}, {question: 3}]
    assert held(attempt) == {question: ("三", 3)}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL keeps statements prepared")
def test_a_save_is_stored_when_no_connection_keeps_the_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    attempt = started()
    question = questions(attempt)[4]
    for name in ("EXECUTE", "PREPARE"):
        monkeypatch.setattr(storing, name, storing.EXECUTE.replace(storing.NAME, "forgotten"))

    assert save(attempt, (question, 1, "一")).saved == {question: 1}
    assert held(attempt) == {question: ("一", 1)}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is a file, with no connection to lose")
def test_a_save_goes_over_a_new_connection_when_the_old_one_broke() -> None:
    attempt = started()
    question = questions(attempt)[4]
    save(attempt, (question, 1, "一"))
    [broken] = connection.cursor().execute("SELECT pg_backend_pid()").fetchone()
    with psycopg.connect(connection.connection.info.dsn, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [broken])

    assert save(attempt, (question, 2, "二")).saved == {question: 2}
    assert held(attempt) == {question: ("二", 2)}

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from exams.clock import clock_words
from exams.models import Attempt, PaperItem
from exams.pen import report, take_over
from exams.replay import answer_words, replay
from exams.saving import Change, save_answers
from tests.candidates import LAPTOP, PHONE, questions, started

pytestmark = pytest.mark.django_db


def write(attempt: Attempt, question: int, revision: int, text: Any, writer: str) -> None:
    save_answers(attempt.uuid, [Change(question, revision, text, False)], writer)


@pytest.fixture
def attempt() -> Attempt:
    """An essay begun on a laptop, gone on with on a phone; then the laptop tried once more."""
    made = started()
    essay = questions(made)[4]
    report(made.uuid, LAPTOP, "Chrome · Windows")
    write(made, essay, 1, "先致歉", LAPTOP)
    take_over(made, PHONE, "Safari · iPhone")
    write(made, essay, 2, "先致歉, 再核实", PHONE)
    write(made, essay, 9, "旧窗口的文字", LAPTOP)
    return made


def essay_of(attempt: Attempt) -> PaperItem:
    return PaperItem.objects.select_related("revision").get(pk=questions(attempt)[4])


def test_every_version_is_told_with_its_window_and_whether_it_counts(attempt: Attempt) -> None:
    story = replay(attempt, essay_of(attempt), blind=False)

    assert [(step.text, step.length, step.device, step.moved, step.counts) for step in story.steps] == [
        ("先致歉", 3, 1, False, True),
        ("先致歉, 再核实", 7, 2, True, True),
        ("旧窗口的文字", 6, 1, True, False),
    ]
    assert story.devices == ("Chrome · Windows", "Safari · iPhone")
    assert [step and step.number for step in map(story.at, ("", "2", "0", "99", "x", "²"))] == [3, 2, 1, 3, 3, 3]


def test_reviewers_get_what_was_saved_and_no_device(attempt: Attempt) -> None:
    story = replay(attempt, essay_of(attempt), blind=True)

    assert ([step.number for step in story.steps], story.devices) == ([1, 2], ())


@pytest.mark.parametrize("more", [1, 30])
def test_a_replay_costs_the_same_however_long(
    attempt: Attempt, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    item = essay_of(attempt)
    for revision in range(10, 10 + more):
        write(attempt, item.pk, revision, "字" * revision, PHONE)

    with django_assert_num_queries(2):
        replay(attempt, item, blind=False)


def test_choices_are_told_with_their_texts() -> None:
    attempt = started()
    choice, several, truth, *_ = PaperItem.objects.filter(pk__in=questions(attempt)).order_by("pk")

    assert answer_words(choice, ["B"]) == "B. 查询订单状态"
    assert answer_words(several, ["A", "D"]) == "A. 订单号\nD. 签收时间"
    nothing: list[str] = []
    assert [answer_words(truth, value) for value in (None, nothing, "x")] == ["", "", "x"]


def test_hr_sees_the_replay_without_key_or_mark(attempt: Attempt, hr: Client) -> None:
    address = reverse("sittings:replay", args=[attempt.sitting.uuid, attempt.uuid, 5])

    text = hr.get(address).content.decode()

    for words in ("林晓", "第 5 题", "Chrome · Windows", "另存，未作为答案", "旧窗口的文字"):
        assert words in text
    for hidden in ("评卷说明", "先致歉并安抚", "表达清楚有条理"):
        assert hidden not in text
    other = started()
    for wrong in ((other.sitting.uuid, attempt.uuid, 5), (attempt.sitting.uuid, attempt.uuid, 6)):
        assert hr.get(reverse("sittings:replay", args=wrong)).status_code == 404
    assert hr.get(reverse("sittings:replay", args=[attempt.sitting.uuid, attempt.uuid, 0])).status_code == 404


def test_a_question_without_an_answer_says_so(attempt: Attempt, hr: Client) -> None:
    page = hr.get(reverse("sittings:replay", args=[attempt.sitting.uuid, attempt.uuid, 1]))

    assert "没有作答记录" in page.content.decode()


def test_time_since_the_start_reads_like_a_clock() -> None:
    spans = [timedelta(seconds=seconds) for seconds in (-3, 5, 245, 3723)]

    assert [clock_words(span) for span in spans] == ["0:00", "0:05", "4:05", "1:02:03"]

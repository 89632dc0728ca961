"""HR's pages of time and help, and what candidates see of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from exams.adjusting import Target, pause
from exams.models import Adjustment, Attempt
from tests import build
from tests.candidates import browser, started
from tests.cast import chen

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return str(response.content.decode())


def address(attempt: Attempt, name: str = "") -> str:
    return f"/sittings/{attempt.sitting.uuid}/invitations/{attempt.invitation.uuid}/{name}"


def test_one_page_for_everything_that_one_candidate_needs(hr: Client) -> None:
    attempt = started()
    give = {"deed": "give", "minutes": "5", "kind": "outage", "reason": "断电"}

    hr.post(address(attempt, "time/"), give)
    hr.post(address(attempt, "time/"), {"deed": "pause", "reason": "身体不适"})
    hr.post(address(attempt, "help/"), {"factor": "1.5", "large_text": "on", "reason": "视力障碍"})

    page = text(hr.get(address(attempt)))
    assert [reason in page for reason in ("断电", "身体不适", "视力障碍")] == [True] * 3
    assert ("已暂停" in page, "恢复作答" in page) == (True, True)
    kinds = ["outage", "pause", "factor", "large_text"]
    assert list(Adjustment.objects.values_list("kind", flat=True)) == kinds
    hr.post(address(attempt, "time/"), {"deed": "resume", "reason": "恢复"})
    assert Attempt.objects.get().paused_at is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"deed": "give", "minutes": "0", "kind": "outage", "reason": "断电"}, "errorlist"),
        ({"deed": "give", "minutes": "5", "kind": "pause", "reason": "断电"}, "errorlist"),
        ({"deed": "give", "minutes": "5", "kind": "outage", "reason": " "}, "必填"),
        ({"deed": "pause", "reason": ""}, "必填"),
    ],
)
def test_what_cannot_be_is_named_and_changes_nothing(hr: Client, typed: dict[str, str], words: str) -> None:
    attempt = started()

    page = text(hr.post(address(attempt, "time/"), typed))

    assert words in page
    assert not Adjustment.objects.exists()


def test_a_factor_that_takes_time_is_refused_in_words(hr: Client) -> None:
    attempt = started(extra_factor=2)

    page = text(hr.post(address(attempt, "help/"), {"factor": "1", "reason": "误设"}))

    assert "只能调高" in page
    assert not Adjustment.objects.exists()


def test_everybody_at_once(hr: Client) -> None:
    sitting = build.sitting()
    attempts = [started(sitting, name) for name in ("林晓", "王敏")]
    where = f"/sittings/{sitting.uuid}/time/"

    hr.post(where, {"deed": "give", "minutes": "10", "kind": "outage", "reason": "机房断网"})
    hr.post(where, {"deed": "pause", "reason": "消防演习"})

    page = text(hr.get(where))
    assert (page.count("机房断网"), page.count("消防演习")) == (2, 2)
    assert Attempt.objects.filter(paused_at__isnull=False).count() == 2
    moved = [Attempt.objects.get(pk=one.pk).deadline - one.deadline for one in attempts]
    assert [span.total_seconds() for span in moved] == [600, 600]
    assert "已暂停" in text(hr.get(f"/sittings/{sitting.uuid}/"))


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_of_a_sitting_asks_no_more_for_more_people(
    hr: Client, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sitting = build.sitting()
    for number in range(people):
        started(sitting, f"考生{number}", large_text=True)
    pause(Target(sitting), by=chen(), reason="演习")

    with django_assert_num_queries(7):
        hr.get(f"/sittings/{sitting.uuid}/time/")


def test_in_a_pause_no_question_is_on_the_page_and_nothing_is_submitted() -> None:
    attempt = started(build.sitting(build.paper(build.single(stem="只在作答时可见"))))
    candidate = browser(attempt)
    assert "只在作答时可见" in text(candidate.get(f"/attempts/{attempt.uuid}/"))
    pause(Target(attempt.sitting), by=chen(), reason="内部原因不外传")

    for where in (f"/attempts/{attempt.uuid}/", f"/attempts/{attempt.uuid}/submission/"):
        page = text(candidate.get(where))
        assert ("考试已暂停" in page, "只在作答时可见" in page, "内部原因" in page) == (True, False, False)
    candidate.post(f"/attempts/{attempt.uuid}/submission/")
    assert Attempt.objects.get().state == Attempt.State.STARTED


def test_larger_text_and_no_clock_are_on_the_page() -> None:
    plain, helped = started(), started(name="王敏", large_text=True, hide_clock=True)

    pages = [text(browser(one).get(f"/attempts/{one.uuid}/")) for one in (plain, helped)]

    assert [("large-text" in page, 'role="timer"' in page) for page in pages] == [(False, True), (True, False)]


def test_nobody_finds_a_candidate_in_another_sitting(hr: Client) -> None:
    attempt, other = started(), started(name="王敏")

    crossed = f"/sittings/{other.sitting.uuid}/invitations/{attempt.invitation.uuid}/"
    assert hr.get(crossed).status_code == 404

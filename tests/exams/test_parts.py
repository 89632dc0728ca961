"""Sections with their own time limit or no way back: delivered when they open, closed for good."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from exams.adjusting import Help, Kind, Target, accommodate, give_time, pause, resume
from exams.attempts import submit_attempt
from exams.models import AnswerVersion, Attempt, Paper, Response, Section, SectionVisit, Sitting
from exams.parts import leave_section, open_section
from exams.pen import report
from exams.publishing import copy
from tests import build
from tests.candidates import LAPTOP, answer, browser, post_answers, started
from tests.cast import chen

pytestmark = pytest.mark.django_db
FREE, TIMED, LAST = "自由部分的题干", "限时部分的题干", "不可返回部分的题干"


def gated(**fields: Any) -> Sitting:
    """A free section, one of ten minutes, one without a way back."""
    paper = build.paper(build.single(FREE), build.true_false(TIMED), build.essay(LAST), published=False)
    _, timed, last = paper.sections.all()
    Section.objects.filter(pk=timed.pk).update(minutes=10)
    Section.objects.filter(pk=last.pk).update(no_return=True)
    Paper.objects.filter(pk=paper.pk).update(published_at=paper.created_at)
    return build.sitting(Paper.objects.get(pk=paper.pk), **fields)


def sections(attempt: Attempt) -> list[int]:
    return list(attempt.sitting.paper.sections.values_list("pk", flat=True))


def questions(attempt: Attempt) -> list[int]:
    return list(attempt.order_json["items"])


def page(attempt: Attempt, name: str = "") -> str:
    return str(browser(attempt).get(f"/attempts/{attempt.uuid}/{name}").content.decode())


def shown(attempt: Attempt, name: str = "") -> tuple[bool, bool, bool]:
    text = page(attempt, name)
    return FREE in text, TIMED in text, LAST in text


def post(attempt: Attempt, section: int, deed: str = "open") -> None:
    browser(attempt).post(f"/attempts/{attempt.uuid}/sections/{section}/", {"deed": deed})


def save(attempt: Attempt, place: int, value: Any, revision: int = 1) -> Any:
    return post_answers(
        browser(attempt), attempt, answer(questions(attempt)[place], value, revision), writer=LAPTOP
    ).json()


def pass_time(attempt: Attempt, **span: int) -> None:
    """Let the section's own clock run; the whole test's stays."""
    Attempt.objects.filter(pk=attempt.pk).update(section_deadline=F("section_deadline") - timedelta(**span))


def held(attempt: Attempt) -> Attempt:
    return Attempt.objects.get(pk=attempt.pk)


def test_a_section_is_delivered_when_it_opens_and_not_before() -> None:
    attempt = started(gated())
    _, timed, last = sections(attempt)

    assert (shown(attempt), shown(attempt, "submission/")) == ((True, False, False), (False, False, False))
    post(attempt, timed)
    assert shown(attempt) == (False, True, False)
    post(attempt, timed, "leave")
    assert shown(attempt) == (True, False, False)
    post(attempt, last)
    assert shown(attempt) == (False, False, True)


def test_sections_open_in_order_one_at_a_time_and_once() -> None:
    attempt = started(gated())
    free, timed, last = sections(attempt)

    for wrong in (last, free, 999_999):
        post(attempt, wrong)
        assert held(attempt).section_id is None
    post(attempt, timed)
    post(attempt, last)
    assert held(attempt).section_id == timed
    post(attempt, timed, "leave")
    post(attempt, timed)
    assert held(attempt).section_id is None
    assert SectionVisit.objects.count() == 1


def test_an_answer_is_only_taken_while_its_section_is_open() -> None:
    attempt = started(gated())
    _, timed, _ = sections(attempt)
    question = str(questions(attempt)[1])

    assert save(attempt, 1, True)["refused"] == {question: "part-over"}
    post(attempt, timed)
    assert save(attempt, 1, True)["saved"] == {question: 1}
    post(attempt, timed, "leave")
    assert save(attempt, 1, False, 2)["refused"] == {question: "part-over"}
    assert save(attempt, 0, ["B"])["saved"] == {str(questions(attempt)[0]): 1}
    assert [row.answer_json for row in Response.objects.order_by("paper_item_id")] == [["B"], True]


def test_the_time_of_a_section_is_the_servers_with_grace_for_saves_on_their_way() -> None:
    attempt = started(gated())
    _, timed, _ = sections(attempt)
    post(attempt, timed)
    opened = held(attempt)
    assert opened.section_deadline is not None
    assert opened.section_deadline - opened.visits.get().at == timedelta(minutes=10)
    reply = save(attempt, 1, True)
    assert (reply["part"], reply["deadline"]) == (timed, int(opened.section_deadline.timestamp() * 1000))

    pass_time(attempt, minutes=10, seconds=3)
    reply = save(attempt, 1, False, 2)
    assert (reply["saved"], reply["part"]) == ({str(questions(attempt)[1]): 2}, 0)
    assert reply["deadline"] == int(attempt.deadline.timestamp() * 1000)
    assert shown(attempt) == (True, False, False)

    pass_time(attempt, minutes=5)
    assert save(attempt, 1, True, 3)["refused"] == {str(questions(attempt)[1]): "part-over"}
    late = AnswerVersion.objects.get(standing="late")
    assert (late.answer_json, Response.objects.get().answer_json) == (True, False)


def test_more_time_and_a_pause_reach_the_open_section_too() -> None:
    attempt = started(gated())
    _, timed, _ = sections(attempt)
    post(attempt, timed)
    before = held(attempt).section_deadline
    assert before is not None

    give_time(Target(attempt.sitting), timedelta(minutes=5), Kind.OUTAGE, by=chen(), reason="断电")
    assert held(attempt).section_deadline == before + timedelta(minutes=5)
    pause(Target(attempt.sitting), by=chen(), reason="演习")
    resume(Target(attempt.sitting), by=chen(), reason="演习结束")
    now = held(attempt)
    assert now.section_deadline is not None
    given = now.deadline - attempt.deadline
    assert now.section_deadline - before == given
    assert given > timedelta(minutes=5)


def test_time_that_is_over_does_not_come_back_with_more_time() -> None:
    attempt = started(gated())
    post(attempt, sections(attempt)[1])
    pass_time(attempt, minutes=11)
    before = held(attempt).section_deadline

    give_time(Target(attempt.sitting), timedelta(minutes=5), Kind.EXTENSION, by=chen(), reason="断电")

    assert held(attempt).section_deadline == before


def test_the_factor_counts_for_sections_as_well() -> None:
    helped = started(gated(), extra_factor=Decimal("1.5"))
    post(helped, sections(helped)[1])
    now = held(helped)
    assert now.section_deadline is not None
    assert now.section_deadline - now.visits.get().at == timedelta(minutes=15)

    accommodate(helped.invitation, Help(Decimal(2), False, False), by=chen(), reason="约定")
    later = held(helped)
    assert later.section_deadline == now.section_deadline + timedelta(minutes=5)
    assert later.deadline == now.deadline + timedelta(minutes=30)


def test_nothing_opens_in_a_pause_or_after_the_end() -> None:
    attempt = started(gated())
    timed = sections(attempt)[1]
    pause(Target(attempt.sitting), by=chen(), reason="演习")
    post(attempt, timed)
    resume(Target(attempt.sitting), by=chen(), reason="演习结束")
    submit_attempt(attempt.pk)
    post(attempt, timed)

    assert (held(attempt).section_id, SectionVisit.objects.count()) == (None, 0)
    assert shown(attempt, "submission/") == (True, False, False)


def test_the_receipt_never_shows_what_was_not_delivered() -> None:
    attempt = started(gated())
    post(attempt, sections(attempt)[1])
    submit_attempt(attempt.pk)

    assert shown(attempt, "submission/") == (True, True, False)


def test_the_receipt_counts_the_questions_that_were_not_delivered() -> None:
    attempt = started(gated())
    save(attempt, 0, ["A"])
    post(attempt, sections(attempt)[1])
    submit_attempt(attempt.pk)

    assert "共 3 题，已答 1 题，答案已安全保存在服务器上。" in page(attempt, "submission/")
    assert "其中 1 题所在的部分未打开。" in page(attempt, "submission/")
    whole = started(build.sitting(build.paper(build.single())), "王敏")
    submit_attempt(whole.pk)
    assert "所在的部分未打开" not in page(whole, "submission/")


def test_the_free_part_takes_answers_while_another_one_is_open() -> None:
    """What was typed there may still be on its way; who works on it loses only time of the open section."""
    attempt = started(gated())
    post(attempt, sections(attempt)[1])
    assert save(attempt, 0, ["A"])["saved"] == {str(questions(attempt)[0]): 1}
    post(attempt, sections(attempt)[1], "leave")
    post(attempt, sections(attempt)[2])
    assert save(attempt, 0, ["B"], revision=2)["saved"] == {str(questions(attempt)[0]): 2}
    assert save(attempt, 1, True)["refused"] == {str(questions(attempt)[1]): "part-over"}


def test_a_paper_of_such_sections_alone_waits_for_the_candidate() -> None:
    paper = build.paper(build.single(FREE), published=False)
    Section.objects.update(minutes=10)
    Paper.objects.update(published_at=paper.created_at)
    attempt = started(build.sitting(Paper.objects.get()))

    assert (FREE in page(attempt), "开始这一部分" in page(attempt)) == (False, True)
    post(attempt, sections(attempt)[0])
    assert FREE in page(attempt)
    post(attempt, sections(attempt)[0], "leave")
    assert "所有部分均已完成" in page(attempt)


def test_leaving_twice_or_another_section_does_nothing() -> None:
    attempt = started(gated())
    _, timed, last = sections(attempt)
    report(attempt.uuid, LAPTOP, "")
    assert open_section(attempt, timed, attempt.started_at)

    assert [leave_section(attempt, one) for one in (last, timed, timed)] == [False, True, False]


def test_saving_stays_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    attempt = started(gated())
    post(attempt, sections(attempt)[1])
    client = browser(attempt)
    body = [answer(questions(attempt)[place], value) for place, value in ((0, ["B"]), (1, True))]
    with django_assert_num_queries(1):
        post_answers(client, attempt, *body, writer=LAPTOP)


def test_hr_sets_it_per_section_and_candidates_read_it_beforehand(hr: Client) -> None:
    paper = build.paper(published=False)
    section = paper.sections.all()[0]
    typed = {"title": "限时", "note": "", "kind": section.kind, "points_each": "2", "minutes": "15", "no_return": "on"}
    rows = {"rules-TOTAL_FORMS": "0", "rules-INITIAL_FORMS": "0", "policy": "", "c": ""}
    hr.post(f"/papers/{paper.uuid}/sections/{section.uuid}/", {**typed, **rows})

    section.refresh_from_db()
    assert (section.minutes, section.no_return) == (15, True)
    made = copy(paper, by=chen()).sections.all()[0]
    assert (made.minutes, made.no_return) == (15, True)
    Paper.objects.update(published_at=paper.created_at)
    token = build.invitation(build.sitting(Paper.objects.get(pk=paper.pk)))[1]
    told = Client().get(f"/t/{token}/", headers={"accept-language": "zh-hans"}).content.decode()
    assert ("本部分限时 15 分钟" in told, "不可返回" in told) == (True, True)

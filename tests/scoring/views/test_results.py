"""What HR sees and does with results, and what a candidate is told."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.models import AuditEvent
from exams.models import Attempt, Sitting
from questionbank.content import ItemKind
from scoring.models import MarkTask, Release
from scoring.release import release
from tests import build, candidates
from tests.cast import chen
from tests.scoring import world

pytestmark = pytest.mark.django_db

KEYS = ("评卷说明", "先致歉并安抚", "核实订单与破损证据", "表达清楚有条理")


def show(client: Client, sitting: Sitting, query: str = "") -> str:
    return client.get(reverse("results:sitting", args=[sitting.uuid]) + query).content.decode()


def post_release(client: Client, sitting: Sitting, **data: str) -> str:
    response = client.post(reverse("results:releases", args=[sitting.uuid]), data)
    return client.get(response["Location"]).content.decode()


def test_while_marking_runs_scores_are_ranges(hr: Client) -> None:
    sitting = world.scores(7)
    world.scored(sitting, "王敏", {ItemKind.ESSAY: "未评"})

    text = show(hr, sitting)

    assert "阅卷尚未完成" in text
    assert "<strong>0–10</strong>" in text
    assert "1–2" in text
    assert "待定" in text
    assert "发布成绩</button>" not in text
    assert "还不能发布成绩" in post_release(hr, sitting)
    assert not Release.objects.exists()


def test_the_ranked_table_and_its_filters(hr: Client) -> None:
    sitting = world.scores(7, 10, 3)

    text = show(hr, sitting)
    assert text.index("候选人1") < text.index("候选人0") < text.index("候选人2")
    assert '<rect class="bar strong"' in text
    assert "合格线 6" in text
    passed, failed = show(hr, sitting, "?result=passed"), show(hr, sitting, "?result=failed")
    assert ("候选人2" in passed, "候选人0" in passed) == (False, True)
    assert ("候选人2" in failed, "候选人0" in failed) == (True, False)
    assert "候选人0" in show(hr, sitting, "?result=nonsense&page=99")


def test_no_style_attribute_and_no_inline_script_in_the_picture(hr: Client) -> None:
    text = show(hr, world.scores(7, 3))
    assert " style=" not in text
    assert "<script>" not in text


def test_fifty_a_page(hr: Client) -> None:
    sitting = build.sitting(build.paper(build.true_false()))
    for number in range(51):
        world.scored(sitting, f"考生{number:02}", {ItemKind.TRUE_FALSE: True})

    first, second = show(hr, sitting), show(hr, sitting, "?page=2")
    assert (first.count('<th scope="row"><a'), second.count('<th scope="row"><a')) == (50, 1)


def test_an_empty_sitting_says_what_will_come(hr: Client) -> None:
    assert "暂无成绩" in show(hr, build.sitting())


def test_one_candidate_with_everything(hr: Client) -> None:
    sitting = build.sitting()
    attempt = world.scored(sitting, "王敏")
    world.mark_all(sitting, ("p1",), "结构清楚")

    text = hr.get(reverse("results:attempt", args=[sitting.uuid, attempt.uuid])).content.decode()

    wanted = ["王敏", world.ESSAY_ANSWER, "结构清楚", "系统评分", "阅卷人评分", "服務水平協議", "先致歉并安抚", "— → 3"]
    assert [word for word in wanted if word not in text] == []


def test_scripts_in_names_and_answers_stay_text(hr: Client) -> None:
    evil = "<script>alert(1)</script>"
    sitting = build.sitting(title=evil)
    attempt = world.scored(sitting, evil, {ItemKind.ESSAY: evil, ItemKind.SHORT_ANSWER: evil})
    world.mark_all(sitting, ("p1",), evil)
    Sitting.objects.update(reveal="keys", contact=evil)
    release(sitting.pk, chen(), evil, timezone.now())

    pages = [show(hr, sitting), hr.get(reverse("results:attempt", args=[sitting.uuid, attempt.uuid])).content.decode()]
    pages.append(candidates.browser(attempt).get(reverse("results:candidate", args=[attempt.uuid])).content.decode())

    assert [text for text in pages if evil in text] == []
    assert all("&lt;script&gt;alert(1)" in text for text in pages)


def test_an_attempt_of_another_sitting_is_not_found(hr: Client) -> None:
    attempt = world.scored(build.sitting())
    address = reverse("results:attempt", args=[build.sitting().uuid, attempt.uuid])
    assert hr.get(address).status_code == 404


def test_release_and_amend(hr: Client) -> None:
    sitting = world.scores(3, 7)
    assert "发布成绩</button>" in show(hr, sitting)
    assert "成绩已发布（第 1 版）" in post_release(hr, sitting)
    assert "发布成绩</button>" not in show(hr, sitting)
    assert "没有变化" in post_release(hr, sitting, reason="再来")

    world.scored(sitting, "王敏", {ItemKind.ESSAY: None})
    assert "发布更正后的成绩" in show(hr, sitting)
    assert "请说明更正成绩的原因" in post_release(hr, sitting)
    assert "成绩已发布（第 2 版）" in post_release(hr, sitting, reason="补录")
    assert Release.objects.count() == 2
    assert "补录" in show(hr, sitting)


def test_hr_asks_for_another_look_and_the_leader_decides(hr: Client, leader: Client) -> None:
    sitting = world.scores(3)
    post_release(hr, sitting)
    task, attempt = MarkTask.objects.get(), Attempt.objects.get()
    address = reverse("results:reviews", args=[sitting.uuid, task.uuid])

    def ask(reason: str) -> str:
        return str(hr.get(hr.post(address, {"reason": reason})["Location"]).content.decode())

    assert "请说明需要阅卷组长看什么" in ask("")
    assert "阅卷组长会再看一遍" in ask("要点二似乎已答出")
    assert "要点二似乎已答出" in leader.get(reverse("marking:attention")).content.decode()
    leader.post(reverse("marking:take", args=[task.uuid]))
    assert "目前没有评分" in ask("再看")
    leader.post(reverse("marking:mark", args=[task.uuid]), {"ticked": ["p1", "p2"]})
    assert ">3 <" in own(attempt)
    assert "发布更正后的成绩" in show(hr, sitting)
    post_release(hr, sitting, reason="复核后加分")
    assert ">7 <" in own(attempt)


def test_download(hr: Client) -> None:
    sitting = world.scores(7)

    response = hr.get(reverse("results:export", args=[sitting.uuid]))

    assert response["Content-Disposition"].startswith("attachment; filename=\"results.xlsx\"; filename*=UTF-8''")
    table = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert table[1][1] == "候选人0"
    assert AuditEvent.objects.filter(action="result.exported", actor=chen()).count() == 1


def count(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_number_of_statements_does_not_grow(hr: Client) -> None:
    sitting = world.scores(7)
    release(sitting.pk, chen(), "", timezone.now())
    attempt = Attempt.objects.get()
    names = {"results:sitting": [sitting.uuid], "results:export": [sitting.uuid]}
    addresses = [reverse(name, args=args) for name, args in names.items()]
    addresses.append(reverse("results:attempt", args=[sitting.uuid, attempt.uuid]))
    before = [count(hr, address) for address in addresses]

    for number in range(3):
        world.scored(sitting, f"又一位{number}", {ItemKind.ESSAY: "答"})
    world.mark_all(sitting)
    release(sitting.pk, chen(), "补", timezone.now())

    assert [count(hr, address) for address in addresses] == before


def test_a_candidates_page_with_many_questions_needs_no_more_statements(hr: Client) -> None:
    counts = []
    for questions in (1, 12):
        paper = build.paper(*[build.essay(stem=f"第{number}题") for number in range(questions)])
        sitting = build.sitting(paper, reveal="keys")
        attempt = world.scored(sitting)
        world.mark_all(sitting)
        release(sitting.pk, chen(), "", timezone.now())
        hr_page = count(hr, reverse("results:attempt", args=[sitting.uuid, attempt.uuid]))
        own_page = count(candidates.browser(attempt), reverse("results:candidate", args=[attempt.uuid]))
        counts.append((hr_page, own_page))
    assert counts[0] == counts[1]


def own(attempt: Attempt, language: str = "zh-hans") -> str:
    response = candidates.browser(attempt, language).get(reverse("results:candidate", args=[attempt.uuid]))
    assert response.status_code == 200
    return str(response.content.decode())


def marked(reveal: str) -> tuple[Sitting, Attempt]:
    sitting = build.sitting(reveal=reveal)
    attempt = world.scored(sitting, "王敏")
    world.scored(sitting, "周航")
    world.mark_all(sitting, ("p1",), "评语在此")
    return sitting, attempt


def test_before_the_release_a_candidate_sees_no_mark_at_all() -> None:
    _, attempt = marked("keys")

    text = own(attempt)

    assert "成绩尚未发布" in text
    planted = [*KEYS, "评语在此", "合格", "13 ", "/ 20", "周航", "服务水平协议"]
    assert [word for word in planted if word in text] == []


@pytest.mark.parametrize(
    ("reveal", "answers", "keys"), [("score", False, False), ("answers", True, False), ("keys", True, True)]
)
def test_after_the_release_the_rule_of_the_sitting_decides(reveal: str, answers: bool, keys: bool) -> None:
    sitting, attempt = marked(reveal)
    release(sitting.pk, chen(), "", timezone.now())

    text = own(attempt)

    assert ">13 <" in text
    assert "合格" in text
    assert (world.ESSAY_ANSWER in text, "评语在此" in text) == (answers, answers)
    assert [word in text for word in ("评卷说明", "先致歉并安抚", "正确答案")] == [keys] * 3
    assert "周航" not in text


def test_letters_and_order_are_those_that_the_candidate_saw() -> None:
    sitting = build.sitting(build.paper(build.single()), reveal="keys")
    attempt = world.scored(sitting, answers={ItemKind.SINGLE_CHOICE: ["A"]})
    item = sitting.paper.sections.all()[0].items.all()[0].pk
    Attempt.objects.update(order_json={"items": [item], "options": {str(item): ["D", "C", "B", "A"]}})
    release(sitting.pk, chen(), "", timezone.now())

    text = own(attempt)

    places = [text.index(word) for word in ("建议退款", "转给主管", "查询订单状态", "请客户稍等")]
    assert places == sorted(places)
    assert text.index("我的选择") > places[3]
    assert places[2] < text.index("正确答案") < places[3]


def test_an_amendment_shows_old_and_new_and_the_reason() -> None:
    sitting, attempt = marked("score")
    release(sitting.pk, chen(), "", timezone.now())
    task = MarkTask.objects.get(attempt=attempt)
    MarkTask.objects.filter(pk=task.pk).update(state="open")
    world.mark_all(sitting, ("p1", "p2"))
    assert ">13 <" in own(attempt)
    release(sitting.pk, chen(), "复核后更正", timezone.now())

    text = own(attempt)

    assert ">17 <" in text
    assert "原成绩 13 分，现为 17 分" in text
    assert "复核后更正" in text


def test_whoever_finishes_after_the_release_waits_for_the_next_one() -> None:
    sitting, _ = marked("score")
    release(sitting.pk, chen(), "", timezone.now())
    late = world.scored(sitting, "林晓", {})

    assert "成绩尚未发布" in own(late)


def test_strangers_find_nothing() -> None:
    sitting, attempt = marked("keys")
    release(sitting.pk, chen(), "", timezone.now())
    other = Attempt.objects.exclude(pk=attempt.pk).get()
    address = reverse("results:candidate", args=[attempt.uuid])

    assert Client().get(address).status_code == 404
    assert candidates.browser(other).get(address).status_code == 404


def test_english(hr: Client) -> None:
    sitting, attempt = marked("keys")
    sitting.closes_at = timezone.now() + timedelta(hours=1)
    release(sitting.pk, chen(), "", timezone.now())
    shown: dict[str, Any] = {"language": "en"}

    assert "The pass mark is 12 points." in own(attempt, **shown)

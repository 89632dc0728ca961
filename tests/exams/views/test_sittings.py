"""HR arranges a sitting, invites people and follows them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from exams.forms.sittings import MOMENT
from exams.models import Paper, PaperItem, Response, Sitting
from questionbank.policy import Policy, PolicyId
from questionbank.wording import policy_sentence
from tests import build
from tests.cast import chen, zhao, zhou
from tests.exams.test_scheduling import attempt


def text(response: Any) -> str:
    return str(response.content.decode())


def typed(paper: Paper, **changes: Any) -> dict[str, Any]:
    now = timezone.localtime()
    return {
        "paper": paper.pk,
        "title": "秋季招聘笔试",
        "opens_at": (now + timedelta(hours=1)).strftime(MOMENT),
        "closes_at": (now + timedelta(hours=9)).strftime(MOMENT),
        "minutes": "",
        "pass_rule": "percent",
        "pass_value": "60",
        "policy": "half_if_subset",
        "c": "",
        "reveal": "score",
        "contact": "陈静 0571-000000",
        **changes,
    }


def test_scheduling_takes_the_minutes_of_the_paper(hr: Client) -> None:
    paper = build.paper()
    zhao(), zhou(), chen()
    assert "还没有考试安排" in text(hr.get("/sittings/"))
    form = text(hr.get(f"/sittings/new/?paper={paper.uuid}"))
    assert "少选得一半分" in form
    assert ("赵岩" in form, "周宁" in form, 'value="60"' in form) == (True, True, True)

    made = hr.post("/sittings/new/", typed(paper, policy="fixed_if_subset", c="1.50", reviewers=[zhao().pk]))

    sitting = Sitting.objects.get()
    # The button says "and invite people".
    assert made["Location"] == f"/sittings/{sitting.uuid}/invitations/new/"
    assert (sitting.minutes, list(sitting.reviewers.all()), sitting.created_by) == (60, [zhao()], chen())
    assert sitting.policy == Policy(id=PolicyId.FIXED_IF_SUBSET, params={"c": "1.5"})
    page = text(hr.get(f"/sittings/{sitting.uuid}/"))
    with override("zh-hans"):
        assert policy_sentence(sitting.policy) in page
    assert "还没有邀请任何人" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"closes_at": "2020-01-01T10:00"}, "结束时间早于开始时间"),
        ({"opens_at": "2020-01-01T10:00", "closes_at": "2020-01-01T18:00"}, "这个时间已经过去"),
        ({"minutes": "481"}, "开放时段短于考试时长"),
        ({"pass_rule": "points", "pass_value": "20.5"}, "超过试卷总分 20 分"),
        ({"pass_value": "101"}, "百分比不能超过 100"),
        ({"policy": "per_option"}, "该规则需要填写分值"),
        ({"policy": "per_option", "c": "4"}, "须小于多选题的分值 4 分"),
        ({"title": ""}, "这个字段是必填项"),
    ],
)
def test_what_cannot_be_is_named_and_the_rest_is_kept(hr: Client, changes: dict[str, str], words: str) -> None:
    page = text(hr.post("/sittings/new/", typed(build.paper(), **changes)))

    assert words in page
    assert "陈静 0571-000000" in page
    assert not Sitting.objects.exists()


def test_a_draft_cannot_be_scheduled(hr: Client) -> None:
    page = text(hr.post("/sittings/new/", typed(build.paper(published=False))))

    assert "还没有已发布的试卷" in page
    assert not Sitting.objects.exists()


def test_after_a_start_nothing_that_was_promised_changes(hr: Client) -> None:
    sitting = build.sitting()
    attempt(sitting)
    address = f"/sittings/{sitting.uuid}/edit/"
    later, earlier = sitting.closes_at + timedelta(hours=1), sitting.closes_at - timedelta(hours=1)
    wish = typed(build.paper(), minutes=5, pass_value="90", policy="all_or_nothing", shuffle_items="on")

    page = text(hr.get(address))
    assert "已有考生开考" in page
    refused = hr.post(address, {**wish, "closes_at": timezone.localtime(earlier).strftime(MOMENT)})
    assert "只能往后延" in text(refused)
    hr.post(address, {**wish, "closes_at": timezone.localtime(later).strftime(MOMENT)})

    before, after = sitting, Sitting.objects.get()
    assert after.opens_at == before.opens_at.replace(microsecond=0)
    promised = ("paper_id", "minutes", "pass_rule", "pass_value", "policy_json", "shuffle_items")
    assert [getattr(after, name) for name in promised] == [getattr(before, name) for name in promised]
    assert (after.title, after.closes_at) == ("秋季招聘笔试", later.replace(second=0, microsecond=0))


def test_the_sentence_follows_the_rule(hr: Client) -> None:
    fragment = text(hr.get("/sittings/policy/?policy=per_option&c=0.5"))

    assert "<html" not in fragment
    assert "0.5" in fragment
    assert "请填写" in text(hr.get("/sittings/policy/?policy=per_option&c="))
    assert "请填写" in text(hr.get("/sittings/policy/?policy=rubbish"))


def test_the_table_says_how_far_everybody_is(hr: Client) -> None:
    sitting = build.sitting()
    running = attempt(sitting, deadline=timezone.now() + timedelta(minutes=30))
    item = PaperItem.objects.all()[0]
    Response.objects.create(attempt=running, paper_item=item, answer_json=["A"], saved_at=timezone.now())
    attempt(sitting, "王敏", "timed_out")
    build.invitation(sitting, "周航", extra_factor=Decimal("1.25"))

    response = hr.get(f"/sittings/{sitting.uuid}/", headers={"HX-Request": "true"})

    fragment = text(response)
    assert "HX-Request" in response["Vary"]
    assert "<html" not in fragment
    for words in ("1 / 5", ">30<", "答题中", "到时自动交卷", "时长 × 1.25"):
        assert words in fragment


def test_cancelling_asks_that_nobody_has_started(hr: Client) -> None:
    sitting = build.sitting()
    attempt(sitting)

    assert "已有人开考" in text(hr.post(f"/sittings/{sitting.uuid}/cancellation/", follow=True))
    free = build.sitting()
    assert "考试已取消" in text(hr.post(f"/sittings/{free.uuid}/cancellation/", follow=True))
    assert hr.get(f"/sittings/{free.uuid}/edit/").status_code == 302


def test_filters_of_the_list(hr: Client) -> None:
    build.sitting(title="春季笔试")
    build.sitting(title="夏季笔试", released_at=timezone.now())

    assert "春季笔试" not in text(hr.get("/sittings/?state=released"))
    assert "夏季笔试" not in text(hr.get("/sittings/?q=春季"))
    assert "没有符合条件的考试" in text(hr.get("/sittings/?state=planned"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_four_statements(hr: Client, rows: int, django_assert_num_queries: Any) -> None:
    for _ in range(rows):
        attempt(build.sitting(build.paper(build.single())))

    with django_assert_num_queries(4):  # session, user, count, page with its counts
        hr.get("/sittings/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_twelve_statements(hr: Client, rows: int, django_assert_num_queries: Any) -> None:
    sitting = build.sitting()
    for n in range(rows):
        attempt(sitting, f"甲{n}")
        build.invitation(sitting, f"乙{n}")
        sitting.reviewers.add(zhao(), *([zhou()] if n else []))

    # session, user, sitting, count, people, answers, totals, questions, reviewers, points
    with django_assert_num_queries(12):
        hr.get(f"/sittings/{sitting.uuid}/")
    with django_assert_num_queries(8):
        hr.get(f"/sittings/{sitting.uuid}/", headers={"HX-Request": "true"})

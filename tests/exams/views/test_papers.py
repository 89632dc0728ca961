"""HR builds a paper in the browser."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from exams.blueprint import Rule
from exams.models import Paper
from questionbank.content import Difficulty
from tests import build
from tests.exams.desk import RETURNS, bank, draft, place, stems, topic


def text(response: Any) -> str:
    return str(response.content.decode())


def address(paper: Paper, rest: str = "") -> str:
    return f"/papers/{paper.uuid}/{rest}"


SECTION = {
    "title": "一、单选题",
    "kind": "single_choice",
    "points_each": "2.5",
    "note": "",
    "policy": "",
    "c": "",
    "rules-TOTAL_FORMS": "3",
    "rules-INITIAL_FORMS": "0",
}


def test_from_nothing_to_a_published_paper(hr: Client) -> None:
    bank(returns=4, shipping=4)
    assert "暂无试卷" in text(hr.get("/papers/"))

    made = hr.post("/papers/new/", {"role": build.role().pk, "title": "秋季笔试", "minutes": 45, "instructions": ""})
    paper = Paper.objects.get()
    assert made["Location"] == address(paper)
    assert "还没有大题" in text(hr.get(address(paper)))

    rules = {"rules-0-count": 3, "rules-0-topic": topic(RETURNS), "rules-1-count": 2}
    hr.post(address(paper, "sections/new/"), {**SECTION, **rules})
    section = paper.sections.get()
    assert section.rules == [Rule(count=3, topic=topic(RETURNS)), Rule(count=2)]
    assert "还缺 5 题" in text(hr.get(address(paper)))

    hr.post(address(paper, "draws/"), {"seed": paper.seed})
    assert len(stems(section)) == 5
    page = text(hr.get(address(paper)))
    assert "12.5" in page
    assert "未发现问题" in page

    assert "答案、分值、时长和题目状态均无问题" in text(hr.get(address(paper, "checkup/")))
    published = hr.post(address(paper, "publication/"), follow=True)
    assert "试卷已发布" in text(published)
    paper.refresh_from_db()
    assert paper.is_published


def test_more_than_there_is_says_what_is_missing_and_offers_cures(hr: Client) -> None:
    bank(returns=2, shipping=4, difficulty=Difficulty.EASY)
    section = draft(Rule(count=5, topic=topic(RETURNS)))

    page = text(hr.post(address(section.paper, "draws/"), {"seed": 7}))

    assert "第 1 行还差 3 题：需要 5 题，题库只有 2 题。" in page
    assert "改为 2 题" in page
    assert "不限知识点" in page
    assert stems(section) == []

    hr.post(
        address(section.paper, f"sections/{section.uuid}/relaxations/"),
        {"row": 0, "count": 5, "topic": "", "difficulty": ""},
    )
    section.refresh_from_db()
    assert section.rules == [Rule(count=5)]
    assert len(stems(section)) == 5


def test_feasibility_while_typing(hr: Client) -> None:
    bank(returns=2)
    paper = draft().paper
    rules = {"rules-0-count": 3, "rules-1-count": 1, "rules-1-topic": topic(RETURNS)}

    fragment = text(hr.post(address(paper, "feasibility/"), {**SECTION, **rules, "section": "x"}))

    assert "<html" not in fragment
    assert "第 1 行还差 1 题：需要 3 题，题库只有 2 题。" in fragment
    assert "第 2 行还差 1 题" in fragment or "题库可用 2 题" in fragment


def test_a_section_with_wrong_values_keeps_what_was_typed(hr: Client) -> None:
    paper = draft().paper
    wrong = {**SECTION, "kind": "multiple_choice", "points_each": "0", "title": "保留我", "rules-0-count": "-1"}

    page = text(hr.post(address(paper, "sections/new/"), wrong))

    assert "保留我" in page
    assert paper.sections.count() == 1

    policy = {**SECTION, "kind": "multiple_choice", "policy": "fixed_if_subset"}
    assert "该规则需要填写分值" in text(hr.post(address(paper, "sections/new/"), policy))
    assert "须小于该题满分" in text(hr.post(address(paper, "sections/new/"), {**policy, "c": "2.5"}))
    hr.post(address(paper, "sections/new/"), {**policy, "c": "1.50"})
    assert paper.sections.last().policy_json == {"id": "fixed_if_subset", "version": 1, "params": {"c": "1.5"}}  # type: ignore[union-attr]


def test_picking_by_hand_searches_folded_text(hr: Client) -> None:
    items = bank(returns=2, shipping=1)
    found = build.item(build.single("客户要求開發票,怎么办?"))
    section = draft()
    picks = address(section.paper, f"sections/{section.uuid}/picks/")

    page = text(hr.get(picks, {"q": "开 发票"}))
    assert "客户要求開發票" in page
    assert items[0].revision.content.stem not in page
    fragment = hr.get(picks, headers={"HX-Request": "true"})
    assert "<html" not in text(fragment)
    assert fragment["Vary"].split(", ")[0] == "HX-Request"

    hr.post(picks, {"item": [found.uuid, items[0].uuid, "rubbish"]})
    assert sorted(stems(section)) == sorted([items[0].revision.content.stem, "客户要求開發票,怎么办?"])
    assert "客户要求開發票" not in text(hr.get(picks))


def test_order_points_and_removal(hr: Client) -> None:
    section = draft()
    one, two, three = place(section, *bank(returns=3))
    paper = section.paper

    moved = hr.post(address(paper, f"items/{three.pk}/position/"), {"direction": "up"})
    assert moved["Location"] == address(paper) + f"#item-{three.pk}"
    hr.post(address(paper, f"items/{two.pk}/removal/"))
    page = text(
        hr.post(address(paper, "points/"), {f"points-{one.pk}": "3", f"points-{three.pk}": "many"}, follow=True)
    )

    assert "“many”" in page
    assert [(row.pk, row.points) for row in section.items.order_by("position")] == [
        (one.pk, Decimal(3)),
        (three.pk, Decimal(2)),
    ]


def test_htmx_gets_the_board_alone(hr: Client) -> None:
    section = draft()
    one, two = place(section, *bank(returns=2))

    response = hr.post(
        address(section.paper, f"items/{two.pk}/position/"), {"direction": "up"}, headers={"HX-Request": "true"}
    )

    page = text(response)
    assert "<html" not in page
    assert 'id="board"' in page
    assert page.index(f'id="item-{two.pk}"') < page.index(f'id="item-{one.pk}"')


def test_the_preview_holds_no_key_and_no_explanation(hr: Client) -> None:
    secret = build.single("催发货怎么办?", key="C", explanation="解析:泄露")
    paper = build.paper(secret, build.essay(reference_answer="参考:泄露"), published=False)

    page = text(hr.get(address(paper, "preview/")))

    assert "催发货怎么办" in page
    assert "泄露" not in page
    assert "先致歉" not in page


def test_errors_block_and_warnings_ask(hr: Client) -> None:
    paper = build.paper(build.single(key=None), published=False)
    assert "没有答案" in text(hr.get(address(paper, "checkup/")))
    assert "体检发现错误" in text(hr.post(address(paper, "publication/"), follow=True))

    warned = build.paper(build.multiple(key=("A",)), published=False)
    assert "勾选确认" in text(hr.post(address(warned, "publication/"), follow=True))
    assert not Paper.objects.filter(published_at__isnull=False).exists()


def test_a_published_paper_is_left_as_it_is(hr: Client) -> None:
    paper = build.paper()
    section = paper.sections.all()[0]
    item = section.items.all()[0]

    for rest in (f"items/{item.pk}/removal/", "draws/", f"sections/{section.uuid}/deletion/", "deletion/"):
        assert "已发布，不再改动" in text(hr.post(address(paper, rest), follow=True))
    assert hr.get(address(paper, f"sections/{section.uuid}/")).status_code == 302
    assert hr.get(address(paper, "edit/")).status_code == 302
    assert section.items.count() == 1

    hr.post(address(paper, "copies/"))
    assert Paper.objects.filter(published_at=None).count() == 1


def test_filters_of_the_list(hr: Client) -> None:
    build.paper(build.single(), title="已发布的")
    draft()

    assert "已发布的" not in text(hr.get("/papers/?state=draft"))
    assert "客服文员笔试" not in text(hr.get("/papers/?q=已发布"))
    assert "没有符合条件的试卷" in text(hr.get("/papers/?q=没有"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_five_statements(hr: Client, rows: int, django_assert_num_queries: Any) -> None:
    for _ in range(rows):
        place(draft(), *bank(returns=2))

    with django_assert_num_queries(5):  # session, user, roles of the filter, count, page
        hr.get("/papers/")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_paper_takes_six_statements(hr: Client, rows: int, django_assert_num_queries: Any) -> None:
    section = draft(Rule(count=rows))
    place(section, *bank(returns=rows))
    for _ in range(rows - 1):
        place(section, *bank(shipping=1))

    with django_assert_num_queries(6):  # session, user, paper, questions, sections, topics
        hr.get(address(section.paper))


@pytest.mark.parametrize("rows", [1, 3])
def test_picking_takes_seven_statements(hr: Client, rows: int, django_assert_num_queries: Any) -> None:
    bank(returns=rows)
    section = draft()

    with django_assert_num_queries(7):  # session, user, paper, section, count, page, topics
        hr.get(address(section.paper, f"sections/{section.uuid}/picks/"))

"""What a reviewer does and sees: one question across candidates, anonymous, nothing lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from exams.models import Attempt, Invitation, Sitting
from questionbank.content import Essay, ItemKind
from scoring.marking import Judgement, save_mark
from scoring.models import AttemptResult, Mark, MarkTask, TaskNote
from scoring.queue import claim
from tests import build
from tests.cast import sun, zhao, zhou
from tests.conftest import signed_in
from tests.scoring import world

pytestmark = pytest.mark.django_db


def start(client: Client, sitting: Sitting, number: int = 1) -> MarkTask:
    """Press 开始阅卷; the answer that comes up."""
    response = client.post(reverse("marking:next", args=[sitting.uuid, number]))
    return MarkTask.objects.get(uuid=response["Location"].split("/")[-2])


def page(client: Client, task: MarkTask) -> str:
    return client.get(reverse("marking:task", args=[task.uuid])).content.decode()


def post(client: Client, task: MarkTask, deed: str = "mark", **data: Any) -> Any:
    return client.post(reverse(f"marking:{deed}", args=[task.uuid]), data)


def test_from_the_queue_through_all_answers(reviewer: Client) -> None:
    sitting = world.essays(2)
    assert "已评 0 / 2 份" in reviewer.get(reverse("marking:queue")).content.decode()

    first = start(reviewer, sitting)
    response = post(reviewer, first, ticked=["p1", "c1"], comment="先说重点。")
    second = MarkTask.objects.exclude(pk=first.pk).get()
    assert response["Location"] == reverse("marking:task", args=[second.uuid])
    assert "已评 1 / 2 份" in page(reviewer, second)

    done = client_follow(reviewer, post(reviewer, second, none="on"))
    # Praise, not an apology: the mark is saved and the question is done.
    assert "评分已保存。这道题您已经全部评完" in done
    assert 'class="notice success"' in done
    assert [str(mark.points) for mark in Mark.objects.all()] == ["6", "0"]
    assert set(AttemptResult.objects.values_list("pending", flat=True)) == {0}


def client_follow(client: Client, response: Any) -> str:
    assert response.status_code == 302
    return client.get(response["Location"]).content.decode()


def test_a_reviewer_sees_no_name_no_other_mark_and_no_internal_number(reviewer: Client) -> None:
    sitting = build.sitting(title="秋季招聘")
    attempt = world.scored(sitting, "王敏")
    world.scored(sitting, "周航")
    Attempt.objects.filter(pk=attempt.pk).update(uuid="11111111-2222-3333-4444-555555555555")
    Invitation.objects.update(email="wangmin@example.com", phone="13912345678")
    task = MarkTask.objects.get(attempt=attempt)
    claim(task.pk, sun(), timezone.now() - timedelta(hours=1))
    task.refresh_from_db()
    save_mark(task, sun(), Judgement(("p1",), comment="孙悦的评语"), timezone.now())
    MarkTask.objects.filter(pk=task.pk).update(state="open")
    claim(task.pk, zhao(), timezone.now())

    shown = [page(reviewer, task), reviewer.get(reverse("marking:queue")).content.decode()]
    shown.append(post(signed_in(sun()), task, comment="晚到").content.decode())

    planted = ["王敏", "周航", "wangmin", "13912345678", "11111111", "孙悦的评语", "陈静"]
    planted += [str(invited.uuid) for invited in Invitation.objects.all()]
    assert [word for word in planted for text in shown if word in text] == []
    assert task.code in shown[0]
    assert world.ESSAY_ANSWER in shown[0]


def test_scripts_in_answers_stems_and_rubrics_stay_text(reviewer: Client) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    essay = build.essay(stem=evil, reference_answer=evil, explanation=evil)
    points = essay.answer_points[0].model_copy(update={"text": evil, "detail": evil})
    sitting = build.sitting(build.paper(essay.model_copy(update={"answer_points": (points,)})))
    world.scored(sitting, evil, {ItemKind.ESSAY: evil})
    task = start(reviewer, sitting)

    shown = [page(reviewer, task), reviewer.get(reverse("marking:queue")).content.decode()]
    post(reviewer, task, "set-aside", reason=evil, comment=evil)
    shown.append(signed_in(zhou()).get(reverse("marking:attention")).content.decode())
    shown.append(post(reviewer, task, comment=evil).content.decode())

    assert [text for text in shown if "<script>alert" in text or "<img src=x" in text] == []
    assert all("&lt;script&gt;" in text for text in shown)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "请勾选答案达到的要点"),
        ({"ticked": ["p1"], "none": "on"}, "请取消其中一项"),
        ({"ticked": ["p1"], "adjustment": "-1"}, "请说明调整分数的原因"),
        ({"ticked": ["p99"]}, "p99"),
        ({"ticked": ["p1"], "adjustment": "1e400", "adjustment_reason": "?"}, "aria-invalid"),
        ({"ticked": ["p1"], "comment": "长" * 4001}, "4000"),
    ],
)
def test_an_incomplete_mark_is_refused_and_kept_on_the_page(
    reviewer: Client, data: dict[str, Any], message: str
) -> None:
    task = start(reviewer, world.essays(1))

    response = post(reviewer, task, **{"comment": "这句话不能丢", **data})

    assert response.status_code == 200
    assert message in response.content.decode()
    assert data.get("comment", "这句话不能丢") in response.content.decode()
    assert not Mark.objects.exists()


def test_a_question_without_a_rubric_asks_for_points(reviewer: Client) -> None:
    sitting = build.sitting(build.paper(Essay(stem="谈谈你自己", points="5")))
    world.scored(sitting)
    task = start(reviewer, sitting)

    assert "0 至 5" in page(reviewer, task)
    assert "请输入 0 至 5" in post(reviewer, task, adjustment="5.5").content.decode()
    assert post(reviewer, task).status_code == 200
    assert not Mark.objects.exists()
    post(reviewer, task, adjustment="3.5")
    assert str(Mark.objects.get().points) == "7/2"


def test_opening_anothers_answer_is_told_plainly_and_shows_nothing_of_it(reviewer: Client) -> None:
    task = start(signed_in(sun()), world.essays(1))

    response = reviewer.get(reverse("marking:task", args=[task.uuid]))

    assert response.status_code == 409
    assert "这份答案不在您手中" in response.content.decode()
    assert world.ESSAY_ANSWER not in response.content.decode()


def test_a_lost_lease_is_told_and_everything_typed_comes_back(reviewer: Client) -> None:
    task = start(reviewer, world.essays(1))
    MarkTask.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert claim(task.pk, sun(), timezone.now())

    response = post(reviewer, task, ticked=["p1"], adjustment="1", adjustment_reason="有创意", comment="写了很久的评语")

    assert response.status_code == 409
    text = response.content.decode()
    assert [word for word in ("先致歉并安抚", "有创意", "写了很久的评语") if word not in text] == []
    assert not Mark.objects.exists()
    task.refresh_from_db()
    assert task.draft_json[str(zhao().pk)]["comment"] == "写了很久的评语"


def test_pressing_save_twice_is_one_mark_and_goes_on(reviewer: Client) -> None:
    sitting = world.essays(2)
    task = start(reviewer, sitting)
    answers = [post(reviewer, task, ticked=["p1"], comment="好") for _ in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert Mark.objects.count() == 1

    changed = post(reviewer, task, ticked=["p1", "p2"])
    assert changed.status_code == 409
    assert "已经评过" in changed.content.decode()
    assert Mark.objects.count() == 1


def test_the_draft_is_saved_while_typing_and_comes_back(reviewer: Client) -> None:
    task = start(reviewer, world.essays(1))

    response = post(reviewer, task, "draft", ticked=["p2"], comment="还没写完", adjustment="abc")

    assert response.status_code == 200
    assert list(response.json()) == ["time"]
    text = page(reviewer, task)
    assert "还没写完" in text
    assert 'value="p2" data-points="4/1" checked' in text
    assert not Mark.objects.exists()


def test_a_character_that_databases_refuse_loses_nothing(reviewer: Client) -> None:
    task = start(reviewer, world.essays(1))

    assert post(reviewer, task, "draft", ticked="p1", comment="先说\x00重点。").status_code == 200
    assert "先说重点。" in page(reviewer, task)
    post(reviewer, task, "flag", reason="疑似\x00抄袭")
    assert [note.reason for note in TaskNote.objects.all()] == ["疑似抄袭"]


def test_a_draft_for_an_answer_in_other_hands_is_kept_with_409(reviewer: Client) -> None:
    task = start(reviewer, world.essays(1))
    MarkTask.objects.update(claimed_by=sun(), lease_until=timezone.now() + timedelta(minutes=5))

    assert post(reviewer, task, "draft", comment="保留").status_code == 409
    task.refresh_from_db()
    assert task.draft_json[str(zhao().pk)]["comment"] == "保留"


def test_set_aside_needs_a_reason_and_moves_on(reviewer: Client) -> None:
    task = start(reviewer, world.essays(2))

    assert "请说明搁置的原因" in client_follow(reviewer, post(reviewer, task, "set-aside", comment="草稿"))
    assert "草稿" in page(reviewer, task)
    assert post(reviewer, task, "set-aside", reason="字迹无法辨认")["Location"] != reverse("marking:queue")
    task.refresh_from_db()
    assert task.state == "set_aside"
    assert post(reviewer, task, "set-aside", reason="再来").status_code == 409
    assert TaskNote.objects.count() == 1


def test_flagging_keeps_the_answer(reviewer: Client) -> None:
    task = start(reviewer, world.essays(1))

    shown = client_follow(reviewer, post(reviewer, task, "flag", reason="疑似抄袭", ticked=["p1"]))

    assert "已标记" in shown
    assert 'value="p1" data-points="3/1" checked' in shown


def test_the_leader_puts_back_or_marks_and_stays_as_blind(leader: Client, reviewer: Client) -> None:
    task = start(reviewer, world.essays(1))
    post(reviewer, task, "set-aside", reason="方言太多")
    listed = leader.get(reverse("marking:attention")).content.decode()
    assert "方言太多" in listed
    assert "候选人0" not in listed

    assert leader.post(reverse("marking:take", args=[task.uuid]))["Location"] == reverse(
        "marking:task", args=[task.uuid]
    )
    assert "方言太多" in page(leader, task)
    post(leader, task, ticked=["p1"])
    assert Mark.objects.get().reviewer == zhou()

    assert "已经处理过" in client_follow(leader, leader.post(reverse("marking:settle", args=[task.uuid])))
    assert "没有搁置" in leader.get(reverse("marking:attention")).content.decode()


def test_undo_from_the_page(reviewer: Client) -> None:
    sitting = world.essays(2)
    first = start(reviewer, sitting)
    post(reviewer, first, ticked=["p1"], comment="第一次")
    undo = reverse("marking:undo", args=[sitting.uuid, 1])

    shown = client_follow(reviewer, reviewer.post(undo))

    assert first.code in shown
    assert "第一次" in shown
    Sitting.objects.update(released_at=timezone.now())
    assert "成绩已经发布" in client_follow(reviewer, reviewer.post(undo))


def test_only_the_named_reviewers_see_a_sitting(reviewer: Client, leader: Client) -> None:
    sitting = world.essays(1)
    sitting.reviewers.add(sun())
    task = MarkTask.objects.get()

    assert sitting.title not in reviewer.get(reverse("marking:queue")).content.decode()
    assert reviewer.post(reverse("marking:next", args=[sitting.uuid, 1])).status_code == 404
    assert reviewer.get(reverse("marking:task", args=[task.uuid])).status_code == 404
    assert post(reviewer, task, ticked=["p1"]).status_code == 404
    assert sitting.title in leader.get(reverse("marking:queue")).content.decode()
    assert sitting.title in signed_in(sun()).get(reverse("marking:queue")).content.decode()


def test_unknown_questions_are_not_found(reviewer: Client) -> None:
    sitting = world.essays(1)
    assert [reviewer.post(reverse("marking:next", args=[sitting.uuid, n])).status_code for n in (0, 2)] == [404, 404]


def test_released_and_marked_sittings_leave_the_queue(reviewer: Client) -> None:
    sitting = world.essays(1)
    post(reviewer, start(reviewer, sitting), ticked=["p1"])
    assert sitting.title in reviewer.get(reverse("marking:queue")).content.decode()
    Sitting.objects.update(released_at=timezone.now())
    assert "暂时没有要阅的卷" in reviewer.get(reverse("marking:queue")).content.decode()


def count(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_number_of_statements_does_not_grow(administrator: Client) -> None:
    sitting = world.essays(1)
    task = start(administrator, sitting)
    MarkTask.objects.update(flagged=True)
    TaskNote.objects.create(task=task, reviewer=zhao(), kind="flag", reason="看")
    addresses = [reverse("marking:queue"), reverse("marking:attention"), reverse("marking:task", args=[task.uuid])]
    before = [count(administrator, address) for address in addresses]

    for _ in range(2):
        for other in MarkTask.objects.filter(sitting=world.essays(3)):
            TaskNote.objects.create(task=other, reviewer=sun(), kind="flag", reason="看")
    world.scored(sitting)
    MarkTask.objects.update(flagged=True)

    assert [count(administrator, address) for address in addresses] == before


def test_the_reviewer_reads_bands_deductions_and_remarks_of_the_document(reviewer: Client) -> None:
    rule = {"rule": "bands", "bands": "8-10:要点齐全|5-7:基本齐全", "deduct": "0.5", "per": "错别字", "cap": "all"}
    essay = build.essay(answer_points=(), criteria=(), rubric_rule={**rule, "note": "言之有理即可"})
    sitting = build.sitting(build.paper(essay))
    world.scored(sitting, "林晓", {ItemKind.ESSAY: "先致歉，再核实。"})

    shown = page(reviewer, start(reviewer, sitting))

    for words in ("8–10 分", "要点齐全", "5–7 分", "扣 0.5 分", "错别字", "扣完为止", "言之有理即可", "请按它给出分数"):
        assert words in shown


def test_a_rubric_without_a_rule_has_no_note(reviewer: Client) -> None:
    assert "评分说明" not in page(reviewer, start(reviewer, world.essays(1)))


def test_the_replay_shows_the_answer_in_hand_and_nobody(reviewer: Client) -> None:
    sitting = world.essays(1)
    task = start(reviewer, sitting)
    address = reverse("marking:replay", args=[task.uuid])
    Attempt.objects.get().pen_changes.create(writer="laptop-1", device="Chrome · Windows")

    text = reviewer.get(address).content.decode()

    assert world.ESSAY_ANSWER in text
    assert "共 1 个" in text
    person = Invitation.objects.get()
    for hidden in (person.name, person.email, str(Attempt.objects.get().uuid), "Chrome", "先致歉并安抚"):
        assert hidden not in text
    MarkTask.objects.update(claimed_by=sun())
    assert reviewer.get(address).status_code == 409

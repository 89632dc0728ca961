"""Links, pasted lists, withdrawals, mail."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent
from exams.attempts import start_attempt
from exams.links import hash_token
from exams.mailing import send_invitation
from exams.models import Attempt, Invitation, InvitationLink, Response, Sitting
from tests import build, candidates
from tests.exams.test_scheduling import attempt

LINK = re.compile(r"http://tiku\.test/t/([\w-]{43})/")


@pytest.fixture(autouse=True)
def _public(settings: Any) -> None:
    settings.TIKU_PUBLIC_URL = "http://tiku.test"


def text(response: Any) -> str:
    return str(response.content.decode())


def tokens(response: Any) -> list[str]:
    return list(dict.fromkeys(LINK.findall(text(response))))


def address(sitting: Sitting, rest: str) -> str:
    return f"/sittings/{sitting.uuid}/{rest}"


@pytest.mark.django_db
def test_one_person_gets_a_link_that_is_shown_once(hr: Client) -> None:
    sitting = build.sitting()

    person = {"name": "林晓", "email": "lin@example.com", "phone": "138 0000 0000", "factor": "1.25"}
    page = hr.post(address(sitting, "invitations/new/"), person)

    (token,) = tokens(page)
    invited = Invitation.objects.get()
    assert (invited.name, invited.email, invited.phone, invited.extra_factor) == (
        "林晓",
        "lin@example.com",
        "138 0000 0000",
        Decimal("1.25"),
    )
    assert list(invited.links.values_list("token_hash", flat=True)) == [hash_token(token)]
    assert text(page).count("<svg") > text(hr.get(address(sitting, "invitations/new/"))).count("<svg")
    assert "style=" not in text(page)
    assert token not in text(hr.get(address(sitting, "")))
    assert token not in str(list(AuditEvent.objects.values())) + str(list(InvitationLink.objects.values()))
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.django_db
def test_pasted_lines_with_problems_invite_nobody_and_stay(hr: Client) -> None:
    sitting = build.sitting()
    build.invitation(sitting, "王敏", phone="13900000000")
    lines = "林晓，13800000000\n王敏\t139 0000 0000\n周航\n甲,客服部\n乙,13800000000"

    page = text(hr.post(address(sitting, "invitations/new/"), {"lines": lines, "factor": "1"}))

    for words in ("第 2 行", "第 3 行", "第 4 行：“客服部”", "第 5 行"):
        assert words in page
    assert "林晓，13800000000\n王敏\t139 0000 0000" in page
    assert Invitation.objects.count() == 1


@pytest.mark.django_db
def test_pasted_lines_become_links_a_list_and_a_safe_file(hr: Client) -> None:
    sitting = build.sitting()

    page = hr.post(
        address(sitting, "invitations/new/"),
        {"lines": "姓名,手机\n=1+1,+86 13800000000\n王敏、wang@example.com", "factor": "1.5"},
    )

    assert len(tokens(page)) == 2
    assert list(Invitation.objects.values_list("name", "phone", "email", "extra_factor")) == [
        ("=1+1", "+86 13800000000", "", Decimal("1.50")),
        ("王敏", "", "wang@example.com", Decimal("1.50")),
    ]
    (href,) = re.findall(r'href="data:text/csv;charset=utf-8,([^"]+)"', text(page))
    lines = unquote(href).split("\r\n")
    assert lines[0] == "\ufeff姓名,联系方式,链接"
    assert lines[1].startswith("'=1+1,'+86 13800000000,http://tiku.test/t/")
    again = hr.post(address(sitting, "invitations/new/"), {"lines": "王敏 WANG@example.com", "factor": "1"})
    assert "已经邀请过" in text(again)


@pytest.mark.django_db
def test_a_new_link_keeps_the_old_one(hr: Client) -> None:
    sitting = build.sitting()
    invited, old = build.invitation(sitting)
    build.invitation(sitting, "王敏")
    attempt(sitting, "周航")
    build.invitation(sitting, "甲", withdrawn_at=timezone.now())

    (token,) = tokens(hr.post(address(sitting, "links/"), {"invitation": invited.pk}))

    assert set(invited.links.values_list("token_hash", flat=True)) == {hash_token(old), hash_token(token)}
    assert len(tokens(hr.post(address(sitting, "links/")))) == 2
    foreign, _token = build.invitation(build.sitting(), "外人")
    assert hr.post(address(sitting, "links/"), {"invitation": foreign.pk}).status_code == 302
    assert foreign.links.count() == 1


@pytest.mark.django_db
def test_withdrawing_asks_first_and_stops_a_running_test(hr: Client) -> None:
    sitting = build.sitting()
    running = attempt(sitting)
    done = attempt(sitting, "王敏", "submitted")
    path = address(sitting, f"invitations/{running.invitation.uuid}/withdrawal/")

    assert "正在答题" in text(hr.get(path))
    assert Invitation.objects.filter(withdrawn_at__isnull=False).count() == 0
    hr.post(path)
    hr.post(path)
    refused = hr.post(address(sitting, f"invitations/{done.invitation.uuid}/withdrawal/"), follow=True)

    assert "已交卷" in text(refused)
    assert list(Attempt.objects.values_list("state", flat=True)) == ["withdrawn", "submitted"]
    assert [row.action for row in AuditEvent.objects.all()] == ["invitation.withdrawn"]
    assert hr.get(address(build.sitting(), f"invitations/{running.invitation.uuid}/withdrawal/")).status_code == 404


@pytest.mark.django_db
def test_a_withdrawn_candidate_is_told_and_nothing_more_is_saved(hr: Client) -> None:
    invited, token = build.invitation()
    running = start_attempt(invited)
    candidate, question = candidates.browser(running), candidates.questions(running)[4]
    candidates.post_answers(candidate, running, candidates.answer(question, "撤回之前"))

    hr.post(address(invited.sitting, f"invitations/{invited.uuid}/withdrawal/"))

    late = candidates.post_answers(candidate, running, candidates.answer(question, "撤回之后", 2))
    assert (late.status_code, late.json()["state"]) == (409, "withdrawn")
    assert "撤回" in late.json()["message"]
    candidate.post(f"/attempts/{running.uuid}/answers/", {f"r-{question}": "1", f"q-{question}": "再试一次"})
    candidate.post(f"/attempts/{running.uuid}/submission/")
    for path in (f"/t/{token}/", f"/attempts/{running.uuid}/", f"/attempts/{running.uuid}/submission/"):
        response = candidate.get(path)
        assert (response.status_code, "邀请已撤回" in text(response)) == (403, True)
    assert Attempt.objects.get().state == "withdrawn"
    assert list(Response.objects.values_list("answer_json", flat=True)) == ["撤回之前"]


@pytest.mark.django_db
def test_nobody_is_invited_to_what_is_over(hr: Client) -> None:
    for sitting in (build.sitting(cancelled_at=timezone.now()), build.sitting(released_at=timezone.now())):
        person = {"name": "林晓", "email": "lin@example.com", "factor": "1"}
        assert "已结束" in text(hr.post(address(sitting, "invitations/new/"), person, follow=True))
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_without_a_mail_server_the_page_says_how_to_hand_over(hr: Client) -> None:
    sitting = build.sitting()
    build.invitation(sitting)

    assert "未配置邮件服务器" in text(hr.get(address(sitting, "invitations/new/")))
    assert "未配置邮件服务器" in text(hr.post(address(sitting, "mails/"), follow=True))


@pytest.mark.django_db
def test_a_mail_makes_its_own_link_when_it_is_sent(
    hr: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.TIKU_MAIL = True
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    sitting = build.sitting()

    with django_capture_on_commit_callbacks(execute=True):
        lines = "林晓,lin@example.com\n王敏,13800000000"
        page = hr.post(address(sitting, "invitations/new/"), {"lines": lines, "factor": "1", "mail": "1"})

    (sent,) = mail.outbox
    (token,) = LINK.findall(str(sent.body))
    assert sent.to == ["lin@example.com"]
    assert sent.subject == "考试邀请：秋季招聘"
    assert token not in tokens(page)
    deeds = list(AuditEvent.objects.order_by("pk").values_list("action", "details__people"))
    assert deeds == [("sitting.invited", 2), ("sitting.mailed", 1)]
    assert InvitationLink.objects.filter(token_hash=hash_token(token)).count() == 1
    Invitation.objects.update(withdrawn_at=timezone.now())
    assert send_invitation.func(Invitation.objects.all()[0].pk, "zh-hans") is False
    assert len(mail.outbox) == 1

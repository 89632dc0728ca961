"""What a candidate does, page by page, without JavaScript where that is possible."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from exams.attempts import start_attempt, submit_attempt
from exams.links import hash_token
from exams.models import Attempt, InvitationLink, Response, Sitting
from exams.snapshot import snapshot_of
from questionbank.policy import Policy, PolicyId
from questionbank.wording import policy_sentence
from tests import build
from tests.candidates import LAPTOP, PHONE, answer, browser, post_answers, questions, run_out, started
from tests.cast import zhao
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt() -> Attempt:
    return started()


def page(client: Client, attempt: Attempt, of: str = "") -> str:
    response = client.get(f"/attempts/{attempt.uuid}/{of}")
    assert response.status_code == 200
    return response.content.decode()


def held(attempt: Attempt) -> dict[int, Any]:
    return {row.paper_item_id: row.answer_json for row in Response.objects.filter(attempt=attempt)}


# --- the invitation ----------------------------------------------------------------------------------------------


def test_opening_the_link_spends_nothing_and_says_what_to_expect() -> None:
    sitting = build.sitting(policy=Policy(id=PolicyId.ALL_OR_NOTHING), contact="人力资源部 010-5555 0100")
    _, token = build.invitation(sitting, "林晓", extra_factor=Decimal("1.5"))

    response = Client(headers={"accept-language": "zh-hans"}).get(f"/t/{token}/")

    text = response.content.decode()
    with override("zh-hans"):
        rule = policy_sentence(sitting.policy)
    for words in ("林晓", "秋季招聘", "90", "1.5", "人力资源部 010-5555 0100", rule):
        assert words in text
    assert not Attempt.objects.exists()
    assert "attempt" not in response.cookies


def test_starting_needs_consent_and_lets_only_this_browser_in() -> None:
    _, token = build.invitation()
    client = Client()

    refused = client.post(f"/t/{token}/")
    assert (refused.status_code, Attempt.objects.count()) == (400, 0)

    response = client.post(f"/t/{token}/", {"consent": "1"})
    attempt = Attempt.objects.get()
    cookie = response.cookies["attempt"]
    assert response["Location"] == f"/attempts/{attempt.uuid}/"
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (f"/attempts/{attempt.uuid}/", True, "Lax")
    assert client.get(response["Location"]).status_code == 200
    assert Client().get(response["Location"]).status_code == 404


def test_the_same_link_resumes_on_another_device() -> None:
    invitation, token = build.invitation()
    Client().post(f"/t/{token}/", {"consent": "1"})
    phone = Client()

    assert "consent" not in phone.get(f"/t/{token}/").content.decode()
    assert phone.post(f"/t/{token}/", follow=True).status_code == 200
    assert Attempt.objects.get().invitation == invitation


def test_every_unknown_link_gets_the_same_page() -> None:
    _, token = build.invitation()
    client = Client(headers={"accept-language": "zh-hans"})

    pages = [client.get(f"/t/{wrong}/") for wrong in (token[:-1], token + "x", hash_token(token), "x")]

    assert {response.status_code for response in pages} == {404}
    plain = {re.sub(r'/t/[^"]*|value="[^"]*"', "", response.content.decode()) for response in pages}
    assert len(plain) == 1
    assert "链接无效" in plain.pop()


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"opens_at": 1, "closes_at": 2}, 200, "开放"),
        ({"opens_at": -2, "closes_at": -1}, 403, "已截止"),
        ({"cancelled_at": -1}, 403, "已取消"),
    ],
)
def test_too_early_too_late_and_cancelled_say_what_to_do(changes: dict[str, int], status: int, words: str) -> None:
    moved: dict[str, Any] = {name: timezone.now() + timedelta(days=days) for name, days in changes.items()}
    _, token = build.invitation(build.sitting(contact="人力资源部 010-5555 0100", **moved))
    client = Client(headers={"accept-language": "zh-hans"})

    for response in (client.get(f"/t/{token}/"), client.post(f"/t/{token}/", {"consent": "1"})):
        text = response.content.decode()
        assert words in text or response.status_code == 403
        assert "人力资源部 010-5555 0100" in text
    assert client.get(f"/t/{token}/").status_code == status
    assert not Attempt.objects.exists()


def test_a_withdrawn_invitation_says_so() -> None:
    _, token = build.invitation(withdrawn_at=timezone.now())

    response = Client(headers={"accept-language": "zh-hans"}).get(f"/t/{token}/")

    assert (response.status_code, "已撤回" in response.content.decode()) == (403, True)


def test_after_the_submission_the_link_leads_to_the_receipt() -> None:
    invitation, token = build.invitation()
    client = Client(headers={"accept-language": "zh-hans"})
    client.post(f"/t/{token}/", {"consent": "1"})
    submit_attempt(Attempt.objects.get().pk)

    elsewhere = Client(headers={"accept-language": "zh-hans"})
    response = elsewhere.get(f"/t/{token}/", follow=True)

    assert "交卷成功" in response.content.decode()
    assert invitation.name in response.content.decode()


def test_an_overdue_attempt_is_closed_by_looking_at_it(attempt: Attempt) -> None:
    run_out(attempt)

    response = browser(attempt).get(f"/attempts/{attempt.uuid}/", follow=True)

    attempt.refresh_from_db()
    assert "考试时间已到，已自动交卷" in response.content.decode()
    assert (attempt.state, attempt.finished_at) == (Attempt.State.TIMED_OUT, attempt.deadline)


# --- taking ------------------------------------------------------------------------------------------------------


def test_all_questions_come_in_one_document_with_what_is_saved(attempt: Attempt) -> None:
    client = browser(attempt)
    choice, *_, text = questions(attempt)
    post_answers(client, attempt, answer(choice, ["C"], flagged=True), answer(text, "先致歉\n再核实"))

    shown = page(client, attempt)

    assert re.findall(r'data-question="(\d+)"', shown) == [str(question) for question in questions(attempt)]
    assert re.findall(rf'name="q-{choice}" value="(\w)" data-choice checked', shown) == ["C"]
    assert f'name="f-{choice}" value="1" data-flag checked' in shown
    assert "\n先致歉\n再核实</textarea>" in shown


def test_scripts_in_questions_and_answers_stay_text() -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    content = build.single(stem=attack, options=build.options(attack, "乙"), key="A")
    attempt = started(build.sitting(build.paper(content, build.essay(stem=attack))), attack)
    client = browser(attempt)
    post_answers(client, attempt, answer(questions(attempt)[1], f"</textarea>{attack}"))

    shown = page(client, attempt), page(client, attempt, "submission/")
    submit_attempt(attempt.pk)

    for text in (*shown, page(client, attempt, "submission/")):
        assert "alert(1)" not in text.replace("&lt;script&gt;alert(1)&lt;/script&gt;", "").replace(
            "&lt;img src=x onerror=alert(1)&gt;", ""
        )


def test_a_save_answers_with_a_receipt(attempt: Attempt) -> None:
    question = questions(attempt)[0]

    response = post_answers(browser(attempt), attempt, answer(question, ["B"], 4), answer(0, ["A"]))

    receipt = response.json()
    assert response.status_code == 200
    assert receipt["saved"] == {str(question): 4}
    assert receipt["refused"] == {"0": "unknown-question"}
    assert receipt["deadline"] == int(attempt.deadline.timestamp() * 1000)
    assert re.fullmatch(r"\d\d:\d\d:\d\d", receipt["clock"])
    assert held(attempt) == {question: ["B"]}


def test_a_stale_save_is_told_the_winner(attempt: Attempt) -> None:
    question, client = questions(attempt)[0], browser(attempt)
    post_answers(client, attempt, answer(question, ["B"], 4))

    receipt = post_answers(client, attempt, answer(question, ["C"], 4)).json()

    assert receipt["saved"] == {}
    assert receipt["stale"] == {str(question): {"revision": 4, "answer": ["B"], "flagged": False}}


def test_a_save_after_the_end_is_refused_in_words(attempt: Attempt) -> None:
    question, client = questions(attempt)[0], browser(attempt)
    run_out(attempt)

    late = post_answers(client, attempt, answer(question, ["B"]))
    submit_attempt(attempt.pk)
    later = post_answers(client, attempt, answer(question, ["B"]))

    assert (late.status_code, late.json()["state"]) == (409, "over")
    assert "在截止时间之后送达" in late.json()["message"]
    assert late.json()["kept"] == [question]
    assert (later.status_code, later.json()["state"]) == (409, "timed_out")
    assert held(attempt) == {}


def test_one_page_writes_and_the_other_is_told_until_it_takes_over(attempt: Attempt) -> None:
    question, client = questions(attempt)[4], browser(attempt)
    post_answers(client, attempt, writer=LAPTOP)

    asked = post_answers(client, attempt, writer=PHONE)
    refused = post_answers(client, attempt, answer(question, "手机"), writer=PHONE)
    assert (asked.status_code, asked.json()["state"]) == (200, "elsewhere")
    assert (refused.status_code, refused.json()["state"], refused.json()["kept"]) == (409, "elsewhere", [question])
    assert "另一个窗口或另一台设备" in refused.json()["message"]
    assert held(attempt) == {}

    response = client.post(f"/attempts/{attempt.uuid}/pen/", {"writer": PHONE})
    assert response["Location"] == f"/attempts/{attempt.uuid}/"
    assert post_answers(client, attempt, answer(question, "手机", 2), writer=PHONE).status_code == 200
    assert post_answers(client, attempt, writer=LAPTOP).json()["state"] == "elsewhere"
    assert held(attempt) == {question: "手机"}


def test_the_form_without_scripts_goes_on_where_its_button_is_pressed(attempt: Attempt) -> None:
    question, client = questions(attempt)[4], browser(attempt)
    post_answers(client, attempt, writer=LAPTOP)

    client.post(f"/attempts/{attempt.uuid}/answers/", {f"r-{question}": "0", f"q-{question}": "表单"})

    assert held(attempt) == {question: "表单"}
    assert post_answers(client, attempt, writer=LAPTOP).json()["state"] == "elsewhere"


def test_what_is_no_batch_is_refused_whole(attempt: Attempt) -> None:
    response = browser(attempt).post(f"/attempts/{attempt.uuid}/answers/", "{", content_type="application/json")

    assert (response.status_code, response.json()) == (400, {"code": "unreadable"})


def test_without_javascript_the_form_saves_what_changed(attempt: Attempt) -> None:
    single, multiple, truth, short, essay = questions(attempt)
    client = browser(attempt)
    post_answers(client, attempt, answer(single, ["B"], 7), answer(short, "旧", 2))
    revisions = {f"r-{question}": "0" for question in (multiple, truth, essay)}
    form = {f"q-{single}": "C", f"q-{multiple}": ["D", "A"], f"q-{truth}": "false", f"q-{essay}": "一\r\n二"}

    response = client.post(
        f"/attempts/{attempt.uuid}/answers/",
        {**revisions, **form, f"r-{single}": "7", f"r-{short}": "1", f"q-{short}": "新", f"f-{multiple}": "1"},
        follow=True,
    )

    assert held(attempt) == {single: ["C"], multiple: ["A", "D"], truth: False, short: "旧", essay: "一\n二"}
    assert "有 1 道题未保存" in response.content.decode()


def test_a_strangers_cookie_opens_nothing(attempt: Attempt) -> None:
    other = started(attempt.sitting, "王敏")
    question = questions(attempt)[0]

    for client in (browser(other), Client(), signed_in(zhao())):
        assert client.get(f"/attempts/{attempt.uuid}/").status_code == 404
        assert post_answers(client, attempt, answer(question, ["B"])).status_code == 404
        assert client.post(f"/attempts/{attempt.uuid}/submission/").status_code == 404
    forged = browser(attempt)
    forged.cookies["attempt"] = forged.cookies["attempt"].value.replace(attempt.uuid.hex, other.uuid.hex)
    assert forged.get(f"/attempts/{other.uuid}/").status_code == 404
    attempt.refresh_from_db()
    assert (attempt.state, held(attempt)) == (Attempt.State.STARTED, {})


def test_saving_needs_the_pages_token(attempt: Attempt) -> None:
    strict = browser(attempt, enforce_csrf_checks=True)

    assert post_answers(strict, attempt, answer(questions(attempt)[0], ["B"])).status_code == 403
    data = json.loads(re.findall(r'id="taking-data"[^>]*>(.*?)</script>', page(strict, attempt))[0])
    saved = strict.post(
        data["answers"], b'{"answers": []}', content_type="application/json", headers={"X-CSRFToken": data["token"]}
    )
    assert saved.status_code == 200


# --- submitting --------------------------------------------------------------------------------------------------


def test_submitting_twice_shows_the_same_receipt(attempt: Attempt) -> None:
    client = browser(attempt)
    choice, *_, essay = questions(attempt)
    post_answers(client, attempt, answer(choice, ["B"], flagged=True), answer(essay, "先致歉，再核实。"))

    review = page(client, attempt, "submission/")
    assert "仍有 3 题未答" in review
    first = client.post(f"/attempts/{attempt.uuid}/submission/", follow=True)
    finished = Attempt.objects.get().finished_at
    second = client.post(f"/attempts/{attempt.uuid}/submission/", follow=True)

    assert Attempt.objects.get().finished_at == finished
    receipts = [re.sub(r'(value="|"token": ")[^"]*"', "", response.content.decode()) for response in (first, second)]
    assert receipts[0] == receipts[1]
    for words in ("交卷成功", "查询订单状态", "先致歉，再核实。", str(attempt.uuid)):
        assert words in receipts[0]


@pytest.mark.parametrize("held", [{"paused_at": timezone.now()}, {"state": Attempt.State.WITHDRAWN}])
def test_what_cannot_be_submitted_stays_as_it_is(attempt: Attempt, held: dict[str, Any]) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(**held)
    before = Attempt.objects.values().get(pk=attempt.pk)

    assert browser(attempt).post(f"/attempts/{attempt.uuid}/submission/").status_code == 302
    assert Attempt.objects.values().get(pk=attempt.pk) == before


def test_the_result_is_linked_after_the_release_alone(attempt: Attempt) -> None:
    submit_attempt(attempt.pk)
    client = browser(attempt)
    assert "成绩已公布" not in page(client, attempt, "submission/")

    Sitting.objects.update(released_at=timezone.now())

    assert "成绩已公布" in page(client, attempt, "submission/")


def test_every_page_of_a_candidate_switches_its_language() -> None:
    invitation, token = build.invitation()
    client = Client(headers={"accept-language": "zh-hans"})
    link, own = f"/t/{token}/", f"/attempts/{start_attempt(invitation).uuid}/"
    client.post(link)

    def switched(address: str, language: str) -> str:
        assert f'name="language" value="{language}"' in client.get(address, follow=True).content.decode()
        answer = client.post(reverse("set-language"), {"language": language, "next": address}, follow=True)
        return answer.content.decode()

    for address in (link, own, f"{own}submission/", f"{own}result/", "/t/unknown/"):
        assert '<html lang="en"' in switched(address, "en")
        assert '<html lang="zh-hans"' in switched(address, "zh-hans")
    submit_attempt(Attempt.objects.get().pk)
    assert "Submitted" in switched(link, "en")


# --- cost ------------------------------------------------------------------------------------------------------------


def crowded(candidates: int, items: int) -> Attempt:
    paper = build.paper(*(build.single(stem=f"题干{number}") for number in range(items)))
    sitting = build.sitting(paper)
    first, *_ = [started(sitting, f"考生{number}") for number in range(candidates)]
    return first


@pytest.mark.parametrize(("candidates", "items"), [(1, 1), (3, 3), (3, 30)])
def test_pages_and_saves_cost_the_same_however_many_there_are(
    candidates: int, items: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    attempt = crowded(candidates, items)
    client, asked = browser(attempt), questions(attempt)
    link = InvitationLink.objects.get(invitation=attempt.invitation)
    link.token_hash = hash_token("known")
    link.save(update_fields=["token_hash"])

    with django_assert_num_queries(1):
        client.get("/t/known/")
    with django_assert_num_queries(3):
        client.get(f"/attempts/{attempt.uuid}/")
    with django_assert_num_queries(6):  # once: the pen is taken, within a savepoint, and the network remembered
        post_answers(client, attempt, writer=LAPTOP)
    with django_assert_num_queries(1):
        post_answers(client, attempt, *(answer(question, ["B"]) for question in asked), writer=LAPTOP)
    with django_assert_num_queries(1):
        post_answers(client, attempt, writer=LAPTOP)  # after taking the pen: it reads
    with django_assert_num_queries(2):
        client.get(f"/attempts/{attempt.uuid}/submission/")
    with django_assert_num_queries(6):  # two of them are the savepoint of the test's transaction
        client.post(f"/attempts/{attempt.uuid}/submission/")
    snapshot_of.cache_clear()
    with django_assert_num_queries(5):  # the paper again: three statements, once in each process
        client.get(f"/attempts/{attempt.uuid}/submission/")

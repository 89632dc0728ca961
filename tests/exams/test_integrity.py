"""The integrity record: what pages notice, what people see, and that no score depends on it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEvent
from exams import integrity, pen
from exams.attempts import submit_attempt
from exams.devices import network_words
from exams.integrity import Verdict, decide, read_events, record_of, records, undecided
from exams.models import Attempt, IntegrityDecision, IntegrityEvent
from exams.pen import report, take_over
from scoring.models import AttemptResult
from scoring.release import Refused, release
from tests import build
from tests.candidates import LAPTOP, PHONE, browser, questions, started
from tests.cast import chen
from tests.scoring.world import mark_all, scored

AWAY = {"name": "aaaaaaaa-1", "kind": "away", "ago": 30_000, "lasted": 12_000}


def post(attempt: Attempt, *events: dict[str, Any]) -> Any:
    where = f"/attempts/{attempt.uuid}/events/"
    return browser(attempt).post(where, json.dumps({"events": events}), content_type="application/json")


def away(number: int, seconds: int = 12) -> dict[str, Any]:
    return {**AWAY, "name": f"absence-{number}", "lasted": seconds * 1000}


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"[]", b"{}", b'{"events": 1}', b'{"events": [1]}', b'{"events": [{"name": "x"}]}', b"[" * 100_000),
        b'{"events": [{"name": "aaaaaaaa-1", "kind": ["away"]}]}',
    ],
)
def test_what_is_no_event_is_left_out(body: bytes) -> None:
    assert read_events(body, {1}) == []


def test_numbers_that_cannot_be_are_nothing() -> None:
    sent = {**AWAY, "ago": -5, "lasted": "long", "size": 2**80, "question": 9}
    (found,) = read_events(json.dumps({"events": [sent]}).encode(), {1})

    assert (found.ago, found.lasted, found.question) == (timedelta(0), timedelta(0), None)
    assert found.size == 2**31 - 1


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("203.0.113.77", "203.0.113.*"),
        ("2001:db8:7:1::9", "2001:0db8:0007:*"),
        ("rubbish", ""),
    ],
)
def test_a_network_is_kept_without_its_last_part(address: str, words: str) -> None:
    assert network_words(address) == words


@pytest.mark.django_db
def test_an_absence_is_kept_once_with_the_servers_time() -> None:
    attempt = started(now=timezone.now() - timedelta(minutes=10))

    replies = [post(attempt, AWAY).json() for _ in range(2)]

    event = IntegrityEvent.objects.get()
    assert replies == [{"absences": 1, "limit": 0}] * 2
    assert (event.kind, event.lasted) == ("away", timedelta(seconds=12))
    assert abs(timezone.now() - timedelta(seconds=30) - event.at) < timedelta(seconds=5)


@pytest.mark.django_db
def test_a_paste_is_kept_as_a_number_and_its_question() -> None:
    attempt = started(now=timezone.now() - timedelta(minutes=10))
    question = questions(attempt)[0]

    post(attempt, {"name": "paste-001", "kind": "paste", "size": 420, "question": question, "text": "不该保存的原文"})

    event = IntegrityEvent.objects.get()
    assert (event.size, event.paper_item_id, event.detail) == (420, question, "")


@pytest.mark.django_db
def test_nothing_is_recorded_that_the_candidate_was_not_told() -> None:
    attempt = started(build.sitting(watches=False))

    post(attempt, AWAY)
    report(attempt.uuid, LAPTOP, "", "203.0.113.*")
    report(attempt.uuid, LAPTOP, "", "198.51.100.*")

    assert not IntegrityEvent.objects.exists()
    assert Attempt.objects.get().network == ""


@pytest.mark.django_db
def test_another_network_is_recorded_and_the_first_one_is_not() -> None:
    attempt = started()

    for network in ("203.0.113.*", "203.0.113.*", "198.51.100.*"):
        report(attempt.uuid, LAPTOP, "", network)

    assert IntegrityEvent.objects.get().detail == "203.0.113.* → 198.51.100.*"


@pytest.mark.django_db
def test_a_page_that_tells_much_does_not_hide_another_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integrity, "MAX_EVENTS", 3)
    attempt = started(now=timezone.now() - timedelta(minutes=10))

    post(attempt, *(away(number) for number in range(3)))
    for network in ("203.0.113.*", "198.51.100.*"):
        report(attempt.uuid, LAPTOP, "", network)

    assert list(attempt.integrity_events.values_list("kind", flat=True)).count("network") == 1


@pytest.mark.django_db
def test_an_absence_does_not_reach_into_a_pause() -> None:
    attempt = started(now=timezone.now() - timedelta(minutes=10))
    Attempt.objects.update(paused_at=timezone.now() - timedelta(seconds=22))

    post(attempt, {**AWAY, "lasted": 29_000}, {**AWAY, "name": "in-the-pause", "ago": 20_000})

    event = IntegrityEvent.objects.get()
    assert (event.name, round(event.lasted.total_seconds())) == (AWAY["name"], 8)


@pytest.mark.django_db
def test_by_default_absences_never_submit() -> None:
    attempt = started(now=timezone.now() - timedelta(minutes=10))

    post(attempt, *(away(number) for number in range(40)))

    assert Attempt.objects.get().state == Attempt.State.STARTED


@pytest.mark.django_db
def test_where_hr_switched_it_on_the_test_is_submitted_at_that_absence() -> None:
    attempt = started(build.sitting(absence_limit=3), now=timezone.now() - timedelta(minutes=10))

    assert post(attempt, away(1), away(2), away(8, 4)).json() == {"absences": 2, "limit": 3}
    assert Attempt.objects.get().state == Attempt.State.STARTED
    post(attempt, away(3))

    assert Attempt.objects.get().state == Attempt.State.SUBMITTED
    assert IntegrityEvent.objects.filter(kind="limit").get().size == 3
    assert AuditEvent.objects.get(action="attempt.absence_limit").details == {"absences": 3}


@pytest.mark.django_db
def test_a_limit_set_later_does_not_reach_who_has_begun() -> None:
    attempt = started(now=timezone.now() - timedelta(minutes=10))
    attempt.sitting.absence_limit = 2
    attempt.sitting.save(update_fields=["absence_limit"])

    post(attempt, *(away(number) for number in range(5)))

    assert Attempt.objects.get().state == Attempt.State.STARTED


@pytest.mark.django_db
def test_after_the_end_nothing_more_is_recorded() -> None:
    attempt = started()
    submit_attempt(attempt.pk)

    post(attempt, AWAY)

    assert not IntegrityEvent.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("people", [1, 3])
def test_the_table_asks_no_more_for_more_people(people: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    sitting = build.sitting()
    for number in range(people):
        attempt = started(sitting, f"考生{number}", now=timezone.now() - timedelta(minutes=10))
        post(attempt, away(1), away(2, 60))

    with django_assert_num_queries(4):
        found = records(sitting)
    assert {(one.absences, one.away_words, one.longest_words) for one in found} == {(2, "0:42", "0:30")}


@pytest.mark.django_db
def test_results_wait_for_a_decision_and_no_score_moves(hr: Client) -> None:
    attempt = scored(build.sitting())
    Attempt.objects.update(terms_json={**attempt.terms_json, "watches": True})
    IntegrityEvent.objects.create(attempt=attempt, kind="away", at=attempt.started_at, name="absence-1")
    mark_all(attempt.sitting)
    before = AttemptResult.objects.get().total
    with pytest.raises(Refused) as refused:
        release(attempt.sitting_id, chen(), "", timezone.now())
    assert refused.value.code == "integrity"
    where = f"/sittings/{attempt.sitting.uuid}/"
    assert "1 份诚信记录待处理" in hr.get(where).content.decode()

    hr.post(f"{where}integrity/", {"attempt": str(attempt.uuid), "verdict": "clear", "reason": " "})
    assert not IntegrityDecision.objects.exists()
    hr.post(f"{where}integrity/", {"attempt": [str(attempt.uuid), "x"], "verdict": "ask", "reason": "面试时了解"})

    made = IntegrityDecision.objects.get()
    assert (made.verdict, made.reason, made.by) == ("ask", "面试时了解", chen())
    assert AuditEvent.objects.get(action="attempt.integrity_decided").details == {"reason": "面试时了解"}
    assert AttemptResult.objects.get().total == before
    assert not undecided(attempt.sitting).exists()
    assert release(attempt.sitting_id, chen(), "", timezone.now()).version == 1


@pytest.mark.django_db
def test_only_what_has_an_entry_is_offered_for_a_decision(hr: Client) -> None:
    sitting = build.sitting()
    quiet, noticed = started(sitting, "王敏"), started(sitting, "林晓")
    for attempt in (quiet, noticed):
        submit_attempt(attempt.pk)
    where = f"/sittings/{sitting.uuid}/integrity/"
    page = hr.get(where).content.decode()
    assert ("checkbox" in page, 'name="verdict"' in page, "没有需要决定的记录" in page) == (False, False, True)

    noticed.integrity_events.create(kind="away", at=noticed.started_at, name="window-01")
    page = hr.get(where).content.decode()
    assert (str(noticed.uuid) in page, f'value="{quiet.uuid}"' in page) == (True, False)
    assert (page.count('type="checkbox"'), 'name="verdict"' in page) == (1, True)


@pytest.mark.django_db
def test_a_change_of_device_asks_for_a_decision_too() -> None:
    attempt = started()
    report(attempt.uuid, LAPTOP, "Chrome · Windows")
    submit_attempt(attempt.pk)
    assert not undecided(attempt.sitting).exists()
    Attempt.objects.update(state=Attempt.State.STARTED)
    take_over(attempt, PHONE, "WeChat · Android")
    submit_attempt(attempt.pk)

    assert list(undecided(attempt.sitting)) == [attempt]
    assert decide(attempt.sitting, [str(attempt.uuid)], Verdict.CLEAR, by=chen(), reason="换手机") == 1
    assert not undecided(attempt.sitting).exists()


@pytest.mark.django_db
def test_another_window_of_the_same_device_is_no_change_of_device(hr: Client) -> None:
    """A page that was closed and opened again asks nobody for a decision; the timeline tells of it."""
    attempt = started()
    report(attempt.uuid, LAPTOP, "Chrome · Windows")
    take_over(attempt, PHONE, "Chrome · Windows")
    submit_attempt(attempt.pk)
    attempt.refresh_from_db()

    page = hr.get(f"/sittings/{attempt.sitting.uuid}/attempts/{attempt.uuid}/integrity/").content.decode()
    assert (record_of(attempt).devices, list(undecided(attempt.sitting))) == (0, [])
    assert ("改在另一窗口继续作答" in page, "改在另一台设备或另一个浏览器继续作答" in page) == (True, False)


@pytest.mark.django_db
def test_the_way_to_another_device_and_back_is_two_changes(hr: Client) -> None:
    attempt = started()
    report(attempt.uuid, LAPTOP, "Chrome · Windows")
    for writer, device in (
        (PHONE, "WeChat · Android"),
        ("phone-page-2", "WeChat · Android"),
        (LAPTOP, "Chrome · Windows"),
    ):
        take_over(attempt, writer, device)
    submit_attempt(attempt.pk)
    attempt.refresh_from_db()

    page = hr.get(f"/sittings/{attempt.sitting.uuid}/attempts/{attempt.uuid}/integrity/").content.decode()
    assert (record_of(attempt).devices, list(undecided(attempt.sitting))) == (2, [attempt])
    assert (page.count("改在另一台设备或另一个浏览器继续作答"), page.count("改在另一窗口继续作答")) == (2, 1)


# Browsers of two machines of the same make, as their pages name themselves.
DESK, SOFA = "0123456789abcdef", "fedcba9876543210"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("writers", "devices"),
    [
        ((f"{DESK}-1111", f"{DESK}-2222"), 0),
        ((f"{DESK}-1111", f"{SOFA}-2222"), 1),
        ((f"{DESK}-1111", "plain-form", f"{DESK}-2222"), 0),
        ((f"{DESK}-1111", "plain-form", f"{SOFA}-2222"), 1),
        ((f"{DESK}-1111", f"{SOFA}-2222", f"{DESK}-1111"), 2),
    ],
)
def test_two_devices_of_the_same_make_are_told_apart(hr: Client, writers: tuple[str, ...], devices: int) -> None:
    attempt = started()
    report(attempt.uuid, writers[0], "Chrome · Windows")
    for writer in writers[1:]:
        take_over(attempt, writer, "Chrome · Windows")
    submit_attempt(attempt.pk)
    attempt.refresh_from_db()

    page = hr.get(f"/sittings/{attempt.sitting.uuid}/attempts/{attempt.uuid}/integrity/").content.decode()
    assert record_of(attempt).devices == page.count("改在同类的另一台设备（或无痕窗口）继续作答") == devices
    assert list(undecided(attempt.sitting)) == ([attempt] if devices else [])


@pytest.mark.django_db
def test_nobody_fills_the_record_by_going_to_and_fro(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pen, "MAX_CHANGES", 3)
    attempt = started()
    report(attempt.uuid, LAPTOP, "")
    for writer in (PHONE, LAPTOP, PHONE):
        assert take_over(attempt, writer, "")

    assert (attempt.pen_changes.count(), Attempt.objects.get().writer) == (3, PHONE)


@pytest.mark.django_db
def test_the_timeline_tells_everything_in_order(hr: Client) -> None:
    attempt = started(now=timezone.now() - timedelta(minutes=10))
    report(attempt.uuid, LAPTOP, "Chrome · Windows")
    paste = {"name": "paste-001", "kind": "paste", "ago": 25_000, "size": 420, "question": questions(attempt)[4]}
    post(attempt, AWAY, paste)

    page = hr.get(f"/sittings/{attempt.sitting.uuid}/attempts/{attempt.uuid}/integrity/").content.decode()

    places = [
        page.index(words) for words in ("开始作答", "离开页面", "时长 0:12", "粘贴文本", "420", "Chrome · Windows")
    ]
    assert places == sorted(places)
    assert "第 5 题" in page


@pytest.mark.django_db
def test_the_candidate_is_told_beforehand() -> None:
    plain, strict = build.invitation()[1], build.invitation(build.sitting(absence_limit=3))[1]
    silent = build.invitation(build.sitting(watches=False))[1]

    pages = [Client().get(f"/t/{token}/", headers={"accept-language": "zh-hans"}) for token in (plain, strict, silent)]

    found = [("离开本页" in page.content.decode(), "第 3 次" in page.content.decode()) for page in pages]
    assert found == [(True, False), (True, True), (False, False)]

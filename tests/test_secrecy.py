"""No byte that a candidate receives before the release holds a key, an explanation or an answer point.

Every address that strangers and candidates can open (the access matrix names them) is opened with both methods, in both
languages, at every stage on the way to the release. What is hidden is planted as words that stand nowhere else; and as
keys are no words, everything hidden is changed and every response must stay the same, byte for byte.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exams.attempts import start_attempt
from exams.models import Attempt, Sitting
from exams.snapshot import snapshot_of
from questionbank.content import AnswerPoint, AnyContent, Criterion
from questionbank.models import ItemRevision
from scoring.auto import score_attempt
from scoring.models import Mark
from scoring.release import release
from tests import build, cast
from tests.candidates import answer, browser, post_answers, questions
from tests.scoring import world
from tests.test_access_matrix import MATRIX, Candidate, Public

pytestmark = pytest.mark.django_db
OPEN = sorted(name for name, rule in MATRIX.items() if isinstance(rule, Candidate | Public))
# Different in every response: form tokens, nonces, the request's id, and the time of the database.
RANDOM = re.compile(
    r'(csrfmiddlewaretoken" value|nonce|X-Request-ID|"token":|X-CSRFToken":|"now":|"clock":)[=: ]*"?[\w:]+'
    r"|'nonce-[^']+"
)


def contents(secret: str, *, other: bool = False) -> list[AnyContent]:
    """One of every kind, with everything that is hidden from candidates; `other` turns every key."""
    hidden: dict[str, Any] = {"explanation": f"{secret} explanation", "assesses": (f"{secret} competency",)}
    rubric: dict[str, Any] = {
        "answer_points": (AnswerPoint(text=f"{secret} point", detail=f"{secret} detail", points=Decimal(3)),),
        "criteria": (Criterion(text=f"{secret} criterion", points=Decimal(2)),),
        "reference_answer": f"{secret} reference",
        "rubric_rule": {"rule": f"{secret} rule"},
    }
    return [
        build.single(key="C" if other else "B", **hidden),
        build.multiple(key=("B", "C", "E") if other else ("A", "B", "D"), **hidden),
        build.true_false(key=not other, **hidden),
        build.short(accepted=(f"{secret} accepted",), **hidden, **rubric),
        build.essay(**{**hidden, **rubric}),
    ]


def everything(response: Any) -> str:
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    cookies = "\n".join(f"{name}={cookie.value}" for name, cookie in response.cookies.items() if name != "csrftoken")
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return RANDOM.sub("…", f"{response.status_code}\n{headers}\n{cookies}\n{body.decode()}")


def received(attempt: Attempt, token: str) -> dict[tuple[str, str, str], str]:
    """Everything that can be fetched now, with the attempt's cookie: (address, method, language) → all its bytes."""
    found = {}
    for name in OPEN:
        arguments: dict[str, Any] = {"uuid": attempt.uuid} if isinstance(MATRIX[name], Candidate) else {}
        arguments |= {"section": 1} if name == "taking:section" else {}
        address = reverse(name, kwargs={"token": token} if name == "taking:confirm" else arguments)
        for language in ("zh-hans", "en"):
            found[name, "GET", language] = everything(browser(attempt, language).get(address))
            if name != "taking:submission":  # this one ends the attempt; see `submitted`
                found[name, "POST", language] = everything(browser(attempt, language).post(address))
    return found


def exchanged(attempt: Attempt, revision: int) -> list[str]:
    """Answers and what the server says to them: right, wrong, impossible and stale ones, and the page's form."""
    client, asked = browser(attempt), questions(attempt)
    answers: list[Any] = [["B"], ["A", "B", "D"], False, "文字", "文字"]
    good = [answer(question, value, revision) for question, value in zip(asked, answers, strict=True)]
    bad = [answer(question, {"a": 1}, revision) for question in asked]
    form = {f"r-{asked[3]}": "0", f"q-{asked[3]}": "别的文字"}
    address = reverse("taking:answers", kwargs={"uuid": attempt.uuid})
    responses = [post_answers(client, attempt, *sent) for sent in (good, good, bad, [answer(asked[0], ["C"], 1)])]
    return [everything(response) for response in (*responses, client.post(address, form, follow=True))]


def all_stages(sitting: Sitting) -> list[str]:
    """From the invitation to the moment before the release, with marks and a comment given."""
    invitation, token = build.invitation(sitting)
    seen = [everything(Client().get(reverse("taking:confirm", kwargs={"token": token})))]
    attempt = start_attempt(invitation)
    seen += [*received(attempt, token).values(), *exchanged(attempt, 1)]
    for _ in range(2):
        address = reverse("taking:submission", kwargs={"uuid": attempt.uuid})
        seen.append(everything(browser(attempt).post(address, follow=True)))
    seen += exchanged(attempt, 9)
    score_attempt(attempt.pk)
    world.mark_all(sitting, ("p1",), "SECRET comment")
    return [*seen, *received(attempt, token).values()]


def test_nothing_hidden_is_in_any_byte() -> None:
    sitting = build.sitting(build.paper(*contents("SECRET")), reveal=Sitting.Reveal.KEYS, shuffle_options=True)

    seen = all_stages(sitting)

    assert Mark.objects.filter(comment="SECRET comment").count() == 2
    assert len(seen) > 60
    assert [text for text in seen if "SECRET" in text] == []
    names = re.compile(r'"key"|is_correct|accepted|criteri|rubric|explanation|competenc|data-right')
    assert [found.group() for text in seen if (found := names.search(text))] == []
    # The same words are told once the results are released: the scan would see them.
    release(sitting.pk, cast.chen(), "", timezone.now())
    attempt = Attempt.objects.get()
    assert "SECRET explanation" in everything(browser(attempt).get(f"/attempts/{attempt.uuid}/result/"))


@time_machine.travel(timezone.now(), tick=False)
def test_changing_everything_hidden_changes_no_byte() -> None:
    sitting = build.sitting(build.paper(*contents("SECRET")), reveal=Sitting.Reveal.KEYS)
    invitation, token = build.invitation(sitting)
    attempt = start_attempt(invitation)
    exchanged(attempt, 1)
    before = [*received(attempt, token).items(), *enumerate(exchanged(attempt, 1))]

    for content in contents("OTHER", other=True):
        rows = ItemRevision.objects.filter(item__kind=content.kind)
        assert rows.update(content_json=content.model_dump(mode="json")) == 1
    snapshot_of.cache_clear()

    after = [*received(attempt, token).items(), *enumerate(exchanged(attempt, 1))]
    assert [page for (page, text), (_, now) in zip(before, after, strict=True) if text != now] == []

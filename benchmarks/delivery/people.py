"""Attempts to load the servers with: made in the database at once, and the requests that their pages send."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.signing import Signer

from benchmarks.delivery.http import request
from exams.access import ticket_value
from exams.attempts import start_attempt
from exams.links import hash_token, new_token
from exams.models import Invitation, InvitationLink, PaperItem, Sitting
from tests import build

FORM = "application/x-www-form-urlencoded"
ITEMS = 30


def sitting(items: int = ITEMS) -> Sitting:
    """A paper with the kinds of a usual one: a third single choice, a third several, a fifth true or false, essays."""
    makers = [build.single] * 10 + [build.multiple] * 10 + [build.true_false] * 6 + [build.essay] * 4
    contents = [makers[n % len(makers)](f"第{n + 1}题:客户来信后应当怎样处理?") for n in range(items)]
    return build.sitting(build.paper(*contents, title=f"{items}题"), shuffle_items=True, shuffle_options=True)


def invite(to: Sitting, count: int) -> list[str]:
    """Tokens of as many links."""
    rows = [Invitation(sitting=to, name=f"考生{n}", created_by=to.created_by) for n in range(count)]
    invitations = Invitation.objects.bulk_create(rows)
    tokens = [new_token() for _ in rows]
    InvitationLink.objects.bulk_create(
        InvitationLink(invitation=one, token_hash=hash_token(token), created_by=to.created_by)
        for one, token in zip(invitations, tokens, strict=True)
    )
    return tokens


@dataclass
class Person:
    """A browser that knows its attempt. `answers` holds a plausible one for each question."""

    cookies: str
    token: str
    attempt: str
    answers: dict[int, object]
    revision: int = 0

    def save(self) -> bytes:
        self.revision += 1
        questions = list(self.answers)
        question = questions[self.revision % len(questions)]
        sent = {"question": question, "revision": self.revision, "answer": self.answers[question], "flagged": False}
        body = json.dumps({"writer": self.token, "answers": [sent]}).encode()
        path = f"/attempts/{self.attempt}/answers/"
        return request("POST", path, self.cookies, body, "application/json", self.token)

    def lean_save(self) -> bytes:
        return self.save().replace(f"/attempts/{self.attempt}/answers/".encode(), b"/save/", 1)

    def page(self) -> bytes:
        return request("GET", f"/attempts/{self.attempt}/", self.cookies)

    def review(self) -> bytes:
        return request("GET", f"/attempts/{self.attempt}/submission/", self.cookies)

    def submit(self) -> bytes:
        body = urlencode({"csrfmiddlewaretoken": self.token}).encode()
        return request("POST", f"/attempts/{self.attempt}/submission/", self.cookies, body, FORM, self.token)


def begin(link: str, token: str, turn: str = "") -> bytes:
    """`turn`: the cookie of the waiting page, if there was one."""
    body = urlencode({"csrfmiddlewaretoken": token, "consent": "1"}).encode()
    return request("POST", f"/t/{link}/", f"csrftoken={token}" + (f"; {turn}" if turn else ""), body, FORM, token)


def csrf_token() -> str:
    return secrets.token_hex(16)


def started(to: Sitting, count: int) -> list[Person]:
    """People whose attempts run already; their cookie opens the product and the rival."""
    people = []
    invite(to, count)
    answers = plausible(to)
    for invitation in to.invitations.filter(attempt=None).order_by("-pk")[:count]:
        attempt = start_attempt(invitation)
        token = csrf_token()
        people.append(Person(f"attempt={ticket_value(attempt)}; csrftoken={token}", token, str(attempt.uuid), answers))
    return people


def lean(people: list[Person]) -> list[Person]:
    signer = Signer(salt="lean")
    return [
        Person(f"attempt={signer.sign(one.attempt.replace('-', ''))}", one.token, one.attempt, one.answers)
        for one in people
    ]


def plausible(to: Sitting) -> dict[int, object]:
    known = {"single_choice": ["B"], "multiple_choice": ["A", "B"], "true_false": True}
    rows = PaperItem.objects.filter(section__paper=to.paper_id).select_related("section")
    return {row.pk: known.get(row.section.kind, "先致歉,再核实订单与破损照片,当天给出处理结果。" * 4) for row in rows}

"""Candidates who know nothing but HTTP: they start, change answers, send again what was not acknowledged, submit twice.

What the server acknowledged is written down at once, on this side of the network.
"""

from __future__ import annotations

import http.client
import json
import secrets
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from random import Random
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import urlencode

TIMEOUT = 8.0
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"

type Saved = tuple[str, int, int, str]


@dataclass
class Ledger:
    """What candidates were told. A save is (attempt, question, revision, text)."""

    saved: list[Saved] = field(default_factory=list)
    # Attempt → when its submission was acknowledged, in seconds since 1970.
    submitted: dict[str, float] = field(default_factory=dict)
    # Secret link → the attempts that it led to: always one.
    started: dict[str, set[str]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)

    def add(self, saved: list[Saved]) -> None:
        with self.lock:
            self.saved += saved
            self.counts["acknowledged"] += len(saved)

    def end(self, attempt: str) -> None:
        with self.lock:
            self.submitted.setdefault(attempt, time.time())

    def count(self, what: str) -> None:
        with self.lock:
            self.counts[what] += 1


class Browser:
    """One connection at a time; anything but a whole reply is a failure (status 0)."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.token = "".join(secrets.choice(LETTERS) for _ in range(32))
        self.ticket = ""
        self.connection: http.client.HTTPConnection | None = None

    def send(self, path: str, body: bytes, kind: str) -> tuple[int, str, bytes]:
        """Status, address that it leads to, body."""
        headers = {"Content-Type": kind, "X-CSRFToken": self.token, "Cookie": self.cookie}
        try:
            self.connection = self.connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
            self.connection.request("POST", path, body, headers)
            response = self.connection.getresponse()
            read = response.read()
        except (OSError, http.client.HTTPException):
            self.close()
            return 0, "", b""
        for cookie in response.headers.get_all("Set-Cookie", []):
            if cookie.startswith("attempt="):
                self.ticket = cookie.split(";")[0]
        return response.status, response.headers.get("Location", ""), read

    @property
    def cookie(self) -> str:
        return "; ".join(part for part in (f"csrftoken={self.token}", self.ticket) if part)

    def close(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None

    def form(self, path: str, **fields: str) -> tuple[int, str, bytes]:
        sent = urlencode({"csrfmiddlewaretoken": self.token, **fields}).encode()
        return self.send(path, sent, "application/x-www-form-urlencoded")


class Candidate(Thread):
    """Sits one test after another until `ended`."""

    def __init__(self, port: int, tokens: list[str], questions: list[int], ledger: Ledger, ended: Event, seed: int):
        super().__init__(name=f"candidate {seed}", daemon=True)
        self.port, self.tokens, self.questions = port, tokens, questions
        self.ledger, self.ended, self.chance = ledger, ended, Random(seed)

    def run(self) -> None:
        while self.tokens and not self.ended.is_set():
            self.sit(self.tokens.pop())

    def sit(self, token: str) -> None:
        with closing(Browser(self.port)) as browser:
            attempt = self.start_test(browser, token)
            if attempt:
                self.work(Paper(self, browser, attempt))

    def work(self, paper: Paper) -> None:
        if self.chance.random() < 0.5:
            paper.save([])  # a report: takes the pen
        for _ in range(self.chance.randint(20, 60)):
            if self.ended.is_set():
                break
            paper.change()
        paper.submit()

    def start_test(self, browser: Browser, token: str) -> str:
        """The attempt's identity; presses until it is let in."""
        again = self.chance.random() < 0.3
        while not self.ended.is_set():
            status, where, _ = browser.form(f"/t/{token}/", consent="1")
            if status == 302:
                attempt = where.strip("/").split("/")[1]
                self.ledger.started.setdefault(token, set()).add(attempt)
                if not again:
                    return attempt
                again = False
            self.rest()
        return ""

    def rest(self) -> None:
        self.ledger.count("tried again")
        self.ended.wait(self.chance.uniform(0.05, 0.4))


class Paper:
    """One attempt as its page sees it."""

    def __init__(self, candidate: Candidate, browser: Browser, attempt: str) -> None:
        self.candidate, self.browser, self.attempt = candidate, browser, attempt
        self.ledger, self.chance = candidate.ledger, candidate.chance
        self.writer = secrets.token_hex(8)
        self.revisions: dict[int, int] = {}
        self.old: list[list[dict[str, Any]]] = []

    def change(self) -> None:
        """Change one to three answers and send them until they are acknowledged; sometimes send something old."""
        chosen = self.chance.sample(self.candidate.questions, self.chance.randint(1, 3))
        batch = [self.next_version(question) for question in chosen]
        self.old.append(batch)
        if self.chance.random() < 0.1:
            return  # overtaken by the next change, or never sent
        while not self.save(batch) and not self.candidate.ended.is_set():
            self.candidate.rest()
        if self.chance.random() < 0.1:
            self.ledger.count("sent again out of order")
            self.save(self.chance.choice(self.old))

    def next_version(self, question: int) -> dict[str, Any]:
        revision = self.revisions[question] = self.revisions.get(question, 0) + 1
        text = f"{self.writer}-{revision}-{secrets.token_hex(4)}"
        return {"question": question, "revision": revision, "answer": text, "flagged": False}

    def save(self, batch: list[dict[str, Any]]) -> bool:
        body = json.dumps({"writer": self.writer, "answers": batch}).encode()
        status, _, read = self.browser.send(f"/attempts/{self.attempt}/answers/", body, "application/json")
        self.ledger.count(f"saves answered {status or 'by nothing'}")
        if status not in {200, 409}:
            return False
        receipt = json.loads(read)
        sent = {str(one["question"]): one for one in batch}
        saved = [(question, revision) for question, revision in receipt["saved"].items()]
        self.ledger.add(
            [(self.attempt, int(question), revision, sent[question]["answer"]) for question, revision in saved]
        )
        return True

    def submit(self) -> None:
        """Pressed twice at once, and again until the server says that it is done."""
        other = Browser(self.browser.port)
        other.token, other.ticket = self.browser.token, self.browser.ticket
        second = Thread(target=self.press, args=(other,), daemon=True)
        second.start()
        while self.press(self.browser) != 302 and not self.candidate.ended.is_set():
            self.candidate.rest()
        second.join()
        other.close()
        if self.old and self.chance.random() < 0.5:
            self.save(self.chance.choice(self.old))  # a save that was still on its way

    def press(self, browser: Browser) -> int:
        status = browser.form(f"/attempts/{self.attempt}/submission/")[0]
        if status == 302:
            self.ledger.end(self.attempt)
        self.ledger.count(f"submissions answered {status or 'by nothing'}")
        return status

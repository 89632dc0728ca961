"""Any order of saves, repeats, losses, devices, clocks and ends leaves what the plain model says.

A new thing that can happen to an attempt is one rule here and one method of `Model`.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db.models import F
from django.utils import timezone
from hypothesis import Phase
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import AuditEvent
from exams.attempts import close_overdue, submit_attempt
from exams.models import AnswerVersion, Attempt, Response
from exams.pen import report, take_over
from exams.saving import Change, save_answers
from scoring.models import ScoreEvent
from tests.candidates import LAPTOP, PHONE, questions, started
from tests.exams.attempt_model import GRACE, SAVED, STARTED, Model, Text

DEVICES = st.sampled_from([LAPTOP, PHONE])
WORDS = st.sampled_from(["先致歉", "核实订单", "转主管", "退款", "补发"])


class Taking(RuleBasedStateMachine):
    """`network` holds every message ever sent: delivering one of them late, twice or never is up to the example."""

    network = Bundle("network")

    def __init__(self) -> None:
        super().__init__()
        self.attempt = started()
        self.asked = questions(self.attempt)[3:]  # the written ones
        self.model = Model()
        # (device, question) → the highest revision that the device knows of
        self.known: dict[tuple[str, int], int] = {}
        self.acknowledged: set[Text] = set()
        self.clock: time_machine.travel | None = None

    def teardown(self) -> None:
        if self.clock:
            self.clock.stop()
        submit_attempt(self.attempt.pk)  # the next example sweeps its own attempt alone

    @rule(device=DEVICES)
    def open_page(self, device: str) -> None:
        assert report(self.attempt.uuid, device, "").state == self.model.report(device)

    @rule(device=DEVICES)
    def go_on_here(self, device: str) -> None:
        assert take_over(self.attempt, device, "") == self.model.take_over(device)

    @rule(target=network, device=DEVICES, places=st.sets(st.integers(0, 1), min_size=1), words=WORDS)
    def type(self, device: str, places: set[int], words: str) -> list[Text]:
        return [self.text(device, self.asked[place], words) for place in sorted(places)]

    def text(self, device: str, question: int, words: str) -> Text:
        revision = self.known[device, question] = self.known.get((device, question), 0) + 1
        return Text(device, question, revision, words)

    @rule(message=network, heard=st.booleans())
    def arrive(self, message: list[Text], heard: bool) -> None:
        """Maybe for the second time, maybe after newer ones; the receipt may be lost."""
        writer = message[0].writer
        changes = [Change(text.question, text.revision, text.answer, False) for text in message]
        receipt = save_answers(self.attempt.uuid, changes, writer)
        taken = {text for text in message if self.model.save(text)}
        assert receipt.state == self.model.seen_by(writer)
        assert dict(receipt.saved) == {text.question: text.revision for text in taken}
        self.acknowledged |= taken
        if heard:
            self.learn(writer, {question: held.revision for question, held in receipt.stale.items()})

    def learn(self, device: str, revisions: dict[int, int]) -> None:
        for question, revision in revisions.items():
            self.known[device, question] = max(revision, self.known.get((device, question), 0))

    @rule(device=DEVICES)
    def read_what_is_held(self, device: str) -> None:
        """The page is loaded: it goes on from the revisions that it is shown."""
        self.learn(device, {question: text.revision for question, text in self.model.answers.items()})

    @rule()
    def submit(self) -> None:
        assert submit_attempt(self.attempt.pk) == self.model.submit()

    @rule()
    def sweep(self) -> None:
        assert close_overdue() == self.model.sweep()

    @precondition(lambda self: self.model.state == STARTED)
    @rule(seconds=st.sampled_from([5, 17 * 60, 40 * 60]))
    def wait(self, seconds: int) -> None:
        """The database's clock cannot be turned, so the attempt is moved back in time."""
        back = timedelta(seconds=self.model.wait(seconds))
        self.change(started_at=F("started_at") - back, deadline=F("deadline") - back)

    @precondition(lambda self: self.model.state == STARTED)
    @rule(past=st.sampled_from([GRACE // 2, GRACE + 60]))
    def run_out(self, past: int) -> None:
        """To a moment within the grace, or after it."""
        self.wait(max(0, self.model.deadline + past - self.model.now))

    @rule(minutes=st.integers(1, 30))
    def extend(self, minutes: int) -> None:
        self.model.extend(minutes * 60)
        self.change(deadline=F("deadline") + timedelta(minutes=minutes))

    def change(self, **fields: Any) -> None:
        Attempt.objects.filter(pk=self.attempt.pk, state=Attempt.State.STARTED).update(**fields)

    @rule(minutes=st.sampled_from([-600, -5, 5, 600]))
    def skew(self, minutes: int) -> None:
        """This server's clock is wrong from now on; the database's is the one that counts."""
        if self.clock:
            self.clock.stop()
        self.clock = time_machine.travel(timezone.now() + timedelta(minutes=minutes))
        self.clock.start()

    @invariant()
    def the_answers_are_the_models(self) -> None:
        rows = Response.objects.filter(attempt=self.attempt)
        held = {row.paper_item_id: (row.writer, row.revision, row.answer_json) for row in rows}
        assert held == {
            question: (text.writer, text.revision, text.answer) for question, text in self.model.answers.items()
        }

    @invariant()
    def every_version_that_arrived_is_kept(self) -> None:
        rows = AnswerVersion.objects.filter(attempt=self.attempt)
        kept = [(str(row.standing), Text(row.writer, row.paper_item_id, row.revision, row.answer_json)) for row in rows]
        assert sorted(kept, key=str) == sorted(self.model.history, key=str)

    @invariant()
    def nothing_acknowledged_is_lost(self) -> None:
        saved = {text.what for standing, text in self.model.history if standing == SAVED}
        assert {text.what for text in self.acknowledged} <= saved

    @invariant()
    def it_ends_once(self) -> None:
        self.attempt.refresh_from_db()
        assert self.attempt.state == self.model.state
        told = AuditEvent.objects.filter(object_id=str(self.attempt.uuid)).exclude(action="attempt.started")
        ends = [f"attempt.{state}" for state in self.model.ended]
        assert sorted(told.values_list("action", flat=True)) == sorted(ends + ["attempt.scored"] * len(ends))
        if self.model.ended:
            self.is_scored_once()

    def is_scored_once(self) -> None:
        scored = list(ScoreEvent.objects.filter(attempt=self.attempt).values_list("paper_item_id", flat=True))
        assert (len(scored), self.attempt.scored_at is None) == (len(set(scored)), False)
        assert self.attempt.finished_at is not None
        if self.model.state == Attempt.State.TIMED_OUT:
            assert self.attempt.finished_at == self.attempt.deadline
        else:
            assert self.attempt.started_at <= self.attempt.finished_at <= self.attempt.deadline


@pytest.mark.django_db(transaction=True)
def test_any_order_of_events_leaves_what_the_plain_model_says(settings: Any) -> None:
    settings.TIKU_SAVE_GRACE = GRACE
    chosen = examples(max_examples=40, stateful_step_count=25, phases=[Phase.generate])
    if os.environ.get("HYPOTHESIS_PROFILE") == "explore":
        chosen = examples(max_examples=1000, stateful_step_count=50)
    run_state_machine_as_test(Taking, settings=chosen)

"""Any order of saves, repeats, losses, devices, clocks and ends leaves what the plain model says.

A new thing that can happen to an attempt is one rule here and one method of `Model`.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
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
from exams.adjusting import Help, Kind, TakesTime, Target, accommodate, give_time, pause, resume
from exams.attempts import close_overdue, submit_attempt
from exams.late import DecidedAlready, Verdict, decide, newest_late
from exams.models import AnswerVersion, Attempt, Invitation, Paper, PaperItem, Response, Section, Sitting
from exams.parts import leave_section, open_section
from exams.pen import report, take_over
from exams.reopening import NotReopened, reopen
from exams.saving import Change, save_answers
from scoring.models import ScoreEvent
from tests import build
from tests.candidates import LAPTOP, PHONE, questions, started
from tests.cast import chen
from tests.exams.attempt_model import GRACE, MARGIN, SAVED, STARTED, WINDOW, Model, Text

DEVICES = st.sampled_from([LAPTOP, PHONE])
# Mostly not.
SELDOM = st.sampled_from([False, False, False, True])
OWN_MINUTES = 20
WHY = "断电"
# What the audit trail tells of an attempt besides its ends.
NO_END = ["attempt.started", "attempt.late_accepted", "attempt.late_refused"]
WORDS = st.sampled_from(["先致歉", "核实订单", "转主管", "退款", "补发"])


def sectioned() -> Sitting:
    """One free question, one in a part with minutes of its own, one in a part without a way back; a window that ends
    soon."""
    paper = build.paper(build.essay("先做什么?"), build.short("中文名称?"), published=False)
    last = Section.objects.create(paper=paper, position=3, title="末", kind="essay", points_each=10)
    PaperItem.objects.create(section=last, position=1, revision=build.item(build.essay()).revision, points=10)
    Section.objects.filter(paper=paper, position=2).update(minutes=OWN_MINUTES)
    Section.objects.filter(pk=last.pk).update(no_return=True)
    Paper.objects.filter(pk=paper.pk).update(published_at=timezone.now())
    end = timezone.now() + timedelta(seconds=WINDOW)
    return build.sitting(Paper.objects.get(pk=paper.pk), closes_at=end)


class Taking(RuleBasedStateMachine):
    """`network` holds every message ever sent: delivering one of them late, twice or never is up to the example."""

    network = Bundle("network")

    def __init__(self) -> None:
        super().__init__()
        self.attempt = started(sectioned())
        self.asked = questions(self.attempt)
        _, timed, last = self.attempt.sitting.paper.sections.all()
        self.parts = [timed.pk, last.pk]
        self.model = Model({timed.pk: OWN_MINUTES, last.pk: None}, dict(zip(self.asked[1:], self.parts, strict=True)))
        self.target = Target(self.attempt.sitting, self.attempt.invitation)
        self.hr = chen()
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
        receipt = report(self.attempt.uuid, device, "")
        assert receipt.state == self.model.report(device)
        standing = self.model.now if self.model.paused_at is None else self.model.paused_at
        assert receipt.part == self.model.part(standing)

    @rule(device=DEVICES)
    def go_on_here(self, device: str) -> None:
        assert take_over(self.attempt, device, "") == self.model.take_over(device)

    @rule(target=network, device=DEVICES, places=st.sets(st.integers(0, 2), min_size=1), words=WORDS)
    def type(self, device: str, places: set[int], words: str) -> list[Text]:
        return self.texts(device, places, words)

    def texts(self, device: str, places: set[int], words: str) -> list[Text]:
        return [self.text(device, self.asked[place], words) for place in sorted(places)]

    def text(self, device: str, question: int, words: str) -> Text:
        revision = self.known[device, question] = self.known.get((device, question), 0) + 1
        return Text(device, question, revision, words)

    @rule(target=network, places=st.sets(st.integers(0, 2), min_size=1), words=WORDS)
    def write(self, places: set[int], words: str) -> list[Text]:
        """As it mostly goes: the page with the pen saves at once, and its message may come once more later."""
        message = self.texts(self.model.pen or LAPTOP, places, words)
        self.arrive(message, heard=True)
        return message

    @rule(message=network, heard=st.booleans())
    def arrive(self, message: list[Text], heard: bool) -> None:
        """Maybe for the second time, maybe after newer ones; the receipt may be lost."""
        writer = message[0].writer
        gates = self.model.gates
        changes = [Change(one.question, one.revision, one.answer, False, gates.get(one.question)) for one in message]
        receipt = save_answers(self.attempt.uuid, changes, writer)
        taken = {text for text in message if self.model.save(text)}
        assert (receipt.state, receipt.part) == (self.model.seen_by(writer), self.model.part(self.model.now))
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

    @precondition(lambda self: len(self.acknowledged) > 1 or self.model.now > self.model.deadline)
    @rule(by_candidate=st.booleans())
    def end(self, *, by_candidate: bool) -> None:
        if by_candidate:
            assert submit_attempt(self.attempt.pk) == self.model.submit()
        else:
            assert close_overdue() == self.model.sweep()

    @precondition(lambda self: self.model.state == STARTED)
    @rule(seconds=st.sampled_from([5, 17 * 60, 40 * 60]))
    def wait(self, seconds: int) -> None:
        """The database's clock cannot be turned, so the attempt is moved back in time."""
        back = timedelta(seconds=self.model.wait(seconds))
        moments = ("started_at", "deadline", "section_deadline", "paused_at")
        Attempt.objects.filter(pk=self.attempt.pk).update(**{name: F(name) - back for name in moments})
        window = {name: F(name) - back for name in ("opens_at", "closes_at")}
        Sitting.objects.filter(pk=self.attempt.sitting_id).update(**window)

    @precondition(lambda self: self.model.state == STARTED)
    @rule(past=st.sampled_from([GRACE // 2, GRACE + 60]))
    def run_out(self, past: int) -> None:
        """To a moment within the grace, or after it."""
        self.wait(max(0, self.model.deadline + past - self.model.now))

    @rule(minutes=st.integers(1, 30), kind=st.sampled_from([Kind.EXTENSION, Kind.OUTAGE]), past_end=SELDOM)
    def give(self, minutes: int, kind: Kind, *, past_end: bool) -> None:
        span = timedelta(minutes=minutes)
        given = give_time(self.fresh(), span, kind, by=self.hr, reason=WHY, past_end=past_end)
        assert bool(given.people) == self.model.give(minutes * 60, past_end=past_end)
        self.wait(0)

    @rule()
    def stop_the_clock_or_let_it_go_on(self) -> None:
        if self.model.paused_at is None:
            assert bool(pause(self.fresh(), by=self.hr, reason=WHY).people) == self.model.pause()
        else:
            assert bool(resume(self.fresh(), by=self.hr, reason=WHY).people) == self.model.resume()
        self.wait(0)

    @rule(factor=st.sampled_from(["1", "1.25", "1.5"]))
    def set_factor(self, factor: str) -> None:
        invitation = Invitation.objects.get(pk=self.attempt.invitation_id)
        wanted = Help(Decimal(factor), large_text=False, hide_clock=False)
        try:
            accommodate(invitation, wanted, by=self.hr, reason=WHY)
            done = True
        except TakesTime:
            done = False
        assert done == self.model.set_factor(Fraction(factor))
        self.wait(0)

    @precondition(lambda self: self.model.state != STARTED)
    @rule(minutes=st.integers(2, 20))
    def reopen(self, minutes: int) -> None:
        invitation = Invitation.objects.get(pk=self.attempt.invitation_id)
        try:
            reopen(invitation, timedelta(minutes=minutes), by=self.hr, reason=WHY)
            done = True
        except NotReopened:
            done = False
        assert done == self.model.reopen(minutes * 60)
        self.wait(0)

    @rule(place=st.integers(0, 1), opens=st.sampled_from([True, True, False]))
    def open_or_leave_a_part(self, place: int, *, opens: bool) -> None:
        attempt, section = Attempt.objects.get(pk=self.attempt.pk), self.parts[place]
        if opens:
            assert open_section(attempt, section, timezone.now()) == self.model.open(section)
        else:
            assert leave_section(attempt, section) == self.model.leave(section)
        self.wait(0)

    @precondition(lambda self: self.model.undecided())
    @rule(verdict=st.sampled_from([Verdict.ACCEPTED, Verdict.REFUSED]), choice=st.integers(0, 2))
    def decide_about_a_late_answer(self, verdict: Verdict, choice: int) -> None:
        waiting = self.model.undecided()
        text = waiting[sorted(waiting)[choice % len(waiting)]]
        version = newest_late(self.attempt.sitting).get(paper_item=text.question)
        assert self.told(version) == text
        try:
            decide(self.attempt.sitting, version.pk, verdict, by=self.hr, reason=WHY)
            done = True
        except DecidedAlready:
            done = False
        assert done == self.model.decide(text, verdict)

    def fresh(self) -> Target:
        """The sitting as it is now: its end moves with the clock."""
        return Target(Sitting.objects.get(pk=self.attempt.sitting_id), self.target.invitation)

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

    @staticmethod
    def told(version: AnswerVersion) -> Text:
        return Text(version.writer, version.paper_item_id, version.revision, version.answer_json)

    @invariant()
    def every_version_that_arrived_is_kept(self) -> None:
        rows = AnswerVersion.objects.filter(attempt=self.attempt)
        kept = [(str(row.standing), self.told(row)) for row in rows]
        assert sorted(kept, key=str) == sorted(self.model.history, key=str)

    @invariant()
    def hr_is_asked_about_the_late_ones(self) -> None:
        asked = {row.paper_item_id: self.told(row) for row in newest_late(self.attempt.sitting)}
        assert asked == self.model.undecided()

    @invariant()
    def the_clock_is_the_models(self) -> None:
        """But for the real seconds that an example takes."""
        row = Attempt.objects.get(pk=self.attempt.pk)
        assert abs((row.deadline - row.started_at).total_seconds() - self.model.deadline) < MARGIN
        assert (row.paused_at is None, row.section_id) == (self.model.paused_at is None, self.model.section)
        assert list(row.visits.values_list("section_id", flat=True)) == self.model.opened
        assert (row.section_deadline is None) == (self.model.section_end is None)
        if row.section_deadline is not None and self.model.section_end is not None:
            assert abs((row.section_deadline - row.started_at).total_seconds() - self.model.section_end) < MARGIN

    @invariant()
    def nothing_acknowledged_is_lost(self) -> None:
        saved = {text.what for standing, text in self.model.history if standing == SAVED}
        assert {text.what for text in self.acknowledged} <= saved

    @invariant()
    def it_ends_once(self) -> None:
        self.attempt.refresh_from_db()
        assert self.attempt.state == self.model.state
        told = AuditEvent.objects.filter(object_id=str(self.attempt.uuid)).exclude(action__in=NO_END)
        ends = [f"attempt.{state}" for state in self.model.ended]
        assert sorted(told.values_list("action", flat=True)) == sorted(ends + ["attempt.scored"] * len(ends))
        if self.model.state == STARTED:
            assert (self.attempt.scored_at, self.attempt.finished_at) == (None, None)
        else:
            self.is_scored_once()

    def is_scored_once(self) -> None:
        """Once for each end: a test that was opened again is scored anew."""
        events = ScoreEvent.objects.filter(attempt=self.attempt).exclude(cause=ScoreEvent.Cause.REGRADE)
        times = Counter(events.values_list("paper_item_id", flat=True))
        assert max(times.values(), default=0) <= len(self.model.ended)
        assert self.attempt.scored_at is not None
        assert self.attempt.finished_at is not None
        if self.model.state == Attempt.State.TIMED_OUT:
            assert self.attempt.finished_at == self.attempt.deadline
        else:
            assert self.attempt.started_at <= self.attempt.finished_at <= self.attempt.deadline


@pytest.mark.django_db(transaction=True)
def test_any_order_of_events_leaves_what_the_plain_model_says(settings: Any) -> None:
    settings.TIKU_SAVE_GRACE = GRACE
    chosen = examples(max_examples=40, stateful_step_count=30, phases=[Phase.generate])
    if os.environ.get("HYPOTHESIS_PROFILE") == "explore":
        chosen = examples(max_examples=1000, stateful_step_count=50)
    run_state_machine_as_test(Taking, settings=chosen)

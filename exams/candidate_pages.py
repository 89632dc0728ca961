"""Words and data of the candidates' pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from exams.attempts import grace, refusal
from exams.booklet import rules
from exams.clock import allowance, deadline, is_cut_short, whole_minutes
from exams.models import Attempt, Invitation
from exams.saving import Receipt, current_end
from exams.snapshot import SectionSnapshot, snapshot
from questionbank.content import ItemKind, points_text
from questionbank.delivery import CandidateOption, CandidateQuestion, Held, Numbered


@dataclass(frozen=True)
class Problem:
    title: str
    text: str


# Title and text by code; whatever else there is, the test is submitted.
PROBLEMS = {
    "unknown": (
        _("This link does not open a test"),
        _(
            "Links are long and often get cut when they are copied. Open the link in your invitation again, or "
            "scan its QR code; the page of a running test opens only in the browser where you opened that link."
        ),
    ),
    "late": (
        _("The time for this test is over"),
        _("The test could be started until the time in your invitation; it was not started before."),
    ),
    "early": (_("This test is not open yet"), _("Come back with the same link when it opens.")),
    "withdrawn": (
        _("This invitation was withdrawn"),
        _("The company that invited you has withdrawn the invitation."),
    ),
    "cancelled": (_("This test was cancelled"), _("The company that invited you has cancelled it.")),
    "paused": (
        _("The test is paused"),
        _("This arrived while the test is paused. It is kept on this device and is sent when the test goes on."),
    ),
    "over": (
        _("Time is up"),
        _("This arrived after the deadline. It is kept apart and is not counted; what was saved before is."),
    ),
    "elsewhere": (
        _("The test is open elsewhere"),
        _(
            "The test went on in another window or on another device. What arrived from here is kept beside your "
            "answers and does not replace them."
        ),
    ),
}
SUBMITTED = (
    _("This test is submitted"),
    _("This arrived after the submission. It is kept apart and is not counted; what was saved before is."),
)


def problem_words(code: str) -> Problem:
    """What cannot be done, in words. An unknown link says nothing about what exists."""
    title, text = PROBLEMS.get(code, SUBMITTED)
    return Problem(str(title), str(text))


def confirm_page(invitation: Invitation, attempt: Attempt | None, now: datetime) -> dict[str, Any]:
    """Who, what, how long and by which rules."""
    sitting, factor = invitation.sitting, invitation.extra_factor
    paper = snapshot(sitting.paper)
    left = attempt.left(now) if attempt else deadline(now, sitting.minutes, factor, sitting.end) - now
    return {
        "invitation": invitation,
        "sitting": sitting,
        "paper": paper,
        "points": points_text(paper.points),
        "attempt": attempt,
        "is_early": attempt is None and refusal(invitation, now) == "early",
        "minutes": whole_minutes(allowance(sitting.minutes, factor)),
        "has_extra_time": factor > 1,
        "is_cut_short": attempt is None and is_cut_short(now, sitting.minutes, factor, sitting.end),
        "minutes_left": whole_minutes(left),
        "rules": rules(paper, sitting.policy),
        "sample": sample(),
        "words_json": json.dumps(device_words()),
    }


def sample() -> Numbered:
    """A question to try the controls with; nothing of it is sent or saved."""
    texts = (gettext("Tap an option, or press its number or letter"), gettext("Press N or P to move"), gettext("Both"))
    options = tuple(CandidateOption(label, label, text) for label, text in zip("ABC", texts, strict=True))
    stem = gettext("How can you answer and move on in this test?")
    return Numbered(1, CandidateQuestion(0, ItemKind.SINGLE_CHOICE, "", stem, "0", options), Held())


def device_words() -> dict[str, str]:
    return {
        "works": pgettext("device check", "works"),
        "missing": pgettext("device check", "does not work"),
        "ready": gettext("This device is ready."),
        "storage": gettext("This browser keeps nothing on the device. Leave private browsing or use another browser."),
        "cookies": gettext("This browser accepts no cookies. Allow cookies for this site or use another browser."),
    }


def receipt_data(request: HttpRequest, attempt: Attempt) -> dict[str, str]:
    """What it needs to hand in what came too late."""
    answers = reverse("taking:answers", kwargs={"uuid": attempt.uuid})
    return {"attempt": str(attempt.uuid), "answers": answers, "token": get_token(request)}


def taking_data(
    request: HttpRequest, attempt: Attempt, now: datetime, part: SectionSnapshot | None = None
) -> dict[str, Any]:
    """What the page's scripts need: times in milliseconds since 1970, addresses, the form token, words."""
    return {
        "attempt": str(attempt.uuid),
        "now": milliseconds(now),
        "deadline": milliseconds(current_end(attempt.deadline, attempt.section_id, attempt.section_deadline, now)[0]),
        "grace": milliseconds_in(grace()),
        "part": part.id if part else 0,
        "submission": reverse("taking:submission", kwargs={"uuid": attempt.uuid}),
        "answers": reverse("taking:answers", kwargs={"uuid": attempt.uuid}),
        "events": reverse("taking:events", kwargs={"uuid": attempt.uuid}),
        "watches": bool(attempt.terms_json.get("watches")),
        "token": get_token(request),
        "words": taking_words(get_language()),
    }


@cache
def taking_words(_language: str | None) -> Mapping[str, str]:
    """Texts with {places} that the scripts fill, in the language that is spoken now."""
    return {
        "saved": gettext("Saved {time}"),
        "ready": gettext("Everything is saved"),
        "saving": gettext("Saving…"),
        "offline": gettext("Offline. Kept on this device, sent later"),
        "failed": gettext("Not saved yet. Kept on this device, trying again"),
        "stranger": gettext("Not saved. Open your invitation link again in this browser; nothing typed here is lost"),
        "offlineUnkept": gettext("Offline. Do not close this page: this browser keeps nothing on the device"),
        "failedUnkept": gettext("Not saved yet, trying again. Do not close this page: this browser keeps nothing"),
        "strangerUnkept": gettext(
            "Not saved. Leave this page open, and open your invitation link in a new tab as well"
        ),
        "stopped": gettext("Not saved: the test is over. Your text is still on this device"),
        "conflict": gettext("Another window saved a different answer: choose which one counts"),
        "refused": gettext("One answer cannot be saved as it is: change it, or ask the contact"),
        "elsewhere": gettext("Read only: the test is open elsewhere"),
        "answered": pgettext("question", "answered"),
        "unanswered": pgettext("question", "not answered"),
        "flagged": pgettext("question", "flagged"),
        "unsaved": pgettext("question", "not saved"),
        "count": gettext("{count} characters"),
        "left": gettext("{minutes} min left"),
        "leftSoon": gettext("1 minute left. Everything is submitted by itself when the time is over."),
        "timeUp": gettext("Time is up. Your answers are being submitted."),
        "hide": gettext("Hide"),
        "show": gettext("Show time"),
        "absences": gettext("You left this page. Absence {count}; the test is submitted at absence {limit}."),
        "needNetwork": gettext("There is no network now. You can submit when it is back; your answers are kept."),
    }


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def milliseconds_in(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)


def receipt_json(receipt: Receipt, refused: Mapping[str, str]) -> dict[str, Any]:
    """What is stored, what won instead, what cannot be; the server's time in numbers and as people read it."""
    return {
        "state": receipt.state,
        "message": "" if receipt.is_open else problem_words(receipt.state).text,
        "now": milliseconds(receipt.now),
        "clock": f"{receipt.now.astimezone(timezone.get_default_timezone()):%H:%M:%S}",
        "deadline": milliseconds(receipt.deadline),
        "saved": dict(receipt.saved),
        "stale": {
            question: {"revision": held.revision, "answer": held.answer, "flagged": held.flagged}
            for question, held in receipt.stale.items()
        },
        "refused": {**refused, **receipt.refused},
        "part": receipt.part or 0,
        "kept": list(receipt.kept),
    }

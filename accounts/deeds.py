"""The audit trail in words: one sentence for each action code, one name for each detail."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import ROLE_NAMES, AuditEvent
from accounts.roles import Role

# The part before the dot of an action code.
AREAS: dict[str, str | Promise] = {
    "account": _("Sign-in"),
    "person": _("People"),
    "role": _("Job roles"),
    "topic": _("Topics"),
    "item": _("Items"),
    "import": _("Imports"),
    "paper": _("Papers"),
    "sitting": _("Sittings"),
    "invitation": _("Invitations"),
    "attempt": _("Attempts"),
    "mark": _("Marking"),
    "result": _("Results"),
}

DEEDS: dict[str, str | Promise] = {
    "account.signed_in": _("Signed in"),
    "account.signed_out": _("Signed out"),
    "account.blocked": _("Sign-in blocked after too many failed tries"),
    "account.password_changed": _("Changed their own password"),
    "person.created": _("Added a person"),
    "person.changed": _("Changed a person"),
    "person.password_set": _("Set a person's password"),
    "role.created": _("Added a job role"),
    "role.renamed": _("Renamed a job role"),
    "role.deleted": _("Deleted a job role"),
    "topic.created": _("Added a topic"),
    "topic.renamed": _("Renamed a topic"),
    "topic.deleted": _("Deleted a topic"),
    "item.created": _("Wrote an item"),
    "item.revised": _("Changed an item"),
    "item.described": _("Changed an item's topic, difficulty or tags"),
    "item.status": _("Changed an item's status"),
    "import.asked": _("Queued work on an import"),
    "import.cancelled": _("Cancelled the reading of a document"),
    "import.failed": _("Work on an import failed"),
    "import.staged": _("Read a document"),
    "import.reparsed": _("Read a document again"),
    "import.section-changed": _("Changed a section while importing"),
    "import.item-edited": _("Changed an item while importing"),
    "import.likeness-decided": _("Decided about a similar question while importing"),
    "import.keys-added": _("Brought an answer file to an import"),
    "import.keys-joined": _("Joined an answer file to an import"),
    "import.keys-taken-out": _("Took an answer file out of an import"),
    "import.keys-discarded": _("Discarded an answer file"),
    "import.committed": _("Imported a document"),
    "import.undone": _("Undid an import"),
    "paper.created": _("Created a paper"),
    "paper.changed": _("Changed a paper"),
    "paper.copied": _("Copied a paper"),
    "paper.deleted": _("Deleted a draft paper"),
    "paper.published": _("Published a paper"),
    "paper.drawn": _("Drew a paper's questions"),
    "paper.section_added": _("Added a section"),
    "paper.section_changed": _("Changed a section"),
    "paper.section_deleted": _("Deleted a section"),
    "paper.rule_relaxed": _("Relaxed a rule of a section"),
    "paper.reordered": _("Changed the order in a paper"),
    "paper.points_set": _("Set points of questions"),
    "paper.items_picked": _("Picked questions by hand"),
    "paper.item_removed": _("Took a question out of a paper"),
    "paper.item_replaced": _("Replaced a question in a paper"),
    "paper.item_renewed": _("Took over the newest version of a question"),
    "sitting.created": _("Arranged a sitting"),
    "sitting.changed": _("Changed a sitting"),
    "sitting.cancelled": _("Cancelled a sitting"),
    "sitting.mailed": _("Sent invitations by mail"),
    "sitting.invited": _("Invited candidates"),
    "sitting.links_made": _("Made new links for candidates"),
    "sitting.time_given": _("Gave more time to everybody who is running"),
    "sitting.paused": _("Paused everybody who is running"),
    "sitting.resumed": _("Let everybody who was paused go on"),
    "invitation.time_given": _("Gave a candidate more time"),
    "invitation.paused": _("Paused a candidate's test"),
    "invitation.resumed": _("Let a candidate go on"),
    "invitation.reopened": _("Opened a test again that time had closed"),
    "invitation.helped": _("Changed a candidate's accommodations"),
    "invitation.withdrawn": _("Withdrew an invitation"),
    "attempt.started": _("Began a test"),
    "attempt.submitted": _("Submitted a test"),
    "attempt.timed_out": _("Test submitted at the deadline"),
    "attempt.late_accepted": _("Accepted an answer that arrived late"),
    "attempt.late_refused": _("Refused an answer that arrived late"),
    "attempt.absence_limit": _("Test submitted after so many absences"),
    "attempt.integrity_decided": _("Decided about an integrity record"),
    "attempt.scored": _("Answer sheet scored automatically"),
    "mark.saved": _("Marked an answer"),
    "mark.reopened": _("Opened a marked answer again"),
    "mark.set_aside": _("Set an answer aside"),
    "mark.taken": _("Took over an answer that was set aside"),
    "mark.flag": _("Flagged an answer"),
    "mark.return": _("Put an answer back into the queue"),
    "result.released": _("Released results"),
    "result.exported": _("Exported results"),
}

DETAILS: dict[str, str | Promise] = {
    "username": _("user name"),
    "role": pgettext_lazy("of a person", "role"),
    "fields": _("changed"),
    "revision": _("version"),
    "version": _("version"),
    "reason": _("reason"),
    "section": _("section"),
    "questions": _("questions"),
    "items": _("items"),
    "added": _("added"),
    "removed": _("removed"),
    "points": _("points"),
    "people": _("people"),
    "candidates": _("candidates"),
    "waiting": _("waiting for a reviewer"),
    "seed": _("seed"),
    "position": _("place"),
    "row": _("rule"),
    "minutes": _("minutes"),
    "question": _("question"),
    "absences": _("absences"),
}

# Fields of forms, as `fields` lists them; the others are told by the deed itself.
FIELDS: dict[str, str | Promise] = {
    "name": pgettext_lazy("of a person", "name"),
    "username": _("user name"),
    "email": _("e-mail"),
    "role": pgettext_lazy("of a person", "role"),
    "is_active": _("may sign in"),
    "title": _("title"),
    "minutes": _("minutes"),
    "instructions": _("instructions"),
    "paper": _("paper"),
    "opens_at": _("opening time"),
    "closes_at": _("closing time"),
    "pass_rule": _("pass mark"),
    "pass_value": _("pass mark"),
    "policy": _("scoring of multiple choice"),
    "shuffle_items": _("order of questions"),
    "shuffle_options": _("order of options"),
    "reveal": _("what candidates see"),
    "watches": _("integrity record"),
    "absence_limit": _("submission after absences"),
    "entry_minutes": _("late entry"),
    "overrun": _("whole time past the end"),
    "extra_factor": _("time factor"),
    "large_text": _("larger text"),
    "hide_clock": _("no clock on the page"),
    "contact": _("contact"),
    "reviewers": _("reviewers"),
}


def sentence(action: str) -> str:
    """What was done; the bare code for a deed that nobody has described."""
    return str(DEEDS.get(action, action))


def details(event: AuditEvent) -> Iterator[tuple[str, str]]:
    """The named details of an event, in words; details without a name stay in the database."""
    for key, value in event.details.items():
        words = _words(key, value)
        if key in DETAILS and words:
            yield str(DETAILS[key]), words


def _words(key: str, value: object) -> str:
    if key == "role":
        return str(ROLE_NAMES[Role(str(value))]) if value in set(Role) else ""
    if key == "fields" and isinstance(value, list):
        return gettext(", ").join(dict.fromkeys(str(FIELDS[name]) for name in value if name in FIELDS))
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""

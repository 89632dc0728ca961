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
    "item.revised": _("Changed an item"),
}

DETAILS: dict[str, str | Promise] = {
    "username": _("user name"),
    "role": pgettext_lazy("of a person", "role"),
    "changed": _("changed"),
    "revision": _("version"),
    "reason": _("reason"),
}


def sentence(action: str) -> str:
    """What was done; the bare code for a deed that nobody has described."""
    return str(DEEDS.get(action, action))


def details(event: AuditEvent) -> Iterator[tuple[str, str]]:
    """The named details of an event, in words; details without a name stay in the database."""
    for key, value in event.details.items():
        if key in DETAILS and value not in (None, "", []):
            yield str(DETAILS[key]), _words(key, value)


def _words(key: str, value: object) -> str:
    if key == "role" and value in set(Role):
        return str(ROLE_NAMES[Role(str(value))])
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return gettext(", ").join(_words("", part) for part in value)
    return str(value)

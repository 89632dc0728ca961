"""Who may do what. Pure: no Django.

A role is a set of capabilities; views ask for a capability, never for a role.
"""

from __future__ import annotations

from enum import StrEnum


class Capability(StrEnum):
    BANK = "bank"  # see and change items, import documents
    PAPERS = "papers"  # build and publish papers
    SITTINGS = "sittings"  # schedule sittings, invite people, follow them, see and release results
    MARK = "mark"  # mark answers, anonymously
    LEAD = "lead"  # divide the marking, decide differences
    PEOPLE = "people"  # create users, give roles, read the audit trail


class Role(StrEnum):
    HR = "hr"
    REVIEWER = "reviewer"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"


CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.HR: frozenset({Capability.BANK, Capability.PAPERS, Capability.SITTINGS}),
    Role.REVIEWER: frozenset({Capability.MARK}),
    Role.LEADER: frozenset({Capability.MARK, Capability.LEAD}),
    Role.ADMINISTRATOR: frozenset(Capability),
}

"""Who may open what: every address of the site × everybody. An address that is not listed here fails.

`Staff(capability…)`: strangers and candidates are sent to the sign-in page, staff without the capability get 403, the
others reach the view. `Public()`: everybody. `Candidate()`: only the browser that holds the attempt's signed cookie;
everybody else, staff included, gets 404.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from accounts.roles import CAPABILITIES, Capability, Role
from tests import cast
from tests.access_world import World, build_world
from tests.conftest import signed_in

BANK, PAPERS, SITTINGS = Capability.BANK, Capability.PAPERS, Capability.SITTINGS
MARK, LEAD, PEOPLE = Capability.MARK, Capability.LEAD, Capability.PEOPLE


@dataclass(frozen=True)
class Rule:
    method: str = "GET"
    # What a permitted visit may answer; an empty form that is refused answers 200 or 400 as well.
    answers: frozenset[int] = frozenset({200, 204, 302, 400, 409})
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Staff(Rule):
    capabilities: frozenset[Capability] = frozenset()


class Signed(Rule):
    """Everybody who is signed in."""


class Public(Rule):
    """Everybody."""


class Nobody(Rule):
    """Machines that hold a token; for everybody else the address does not exist."""


class Candidate(Rule):
    """The candidate of the attempt alone."""


def staff(*capabilities: Capability, method: str = "GET") -> Staff:
    return Staff(method=method, capabilities=frozenset(capabilities))


# Sorted by name. `method` is the one that the view is made for.
MATRIX: dict[str, Rule] = {
    "accounts:audit": staff(PEOPLE),
    "accounts:new-person": staff(PEOPLE),
    "accounts:password": Signed(),
    "accounts:people": staff(PEOPLE),
    "accounts:person": staff(PEOPLE),
    "accounts:person-password": staff(PEOPLE),
    "accounts:sign-in": Public(),
    "accounts:sign-out": Public(method="POST"),
    "bank:check": staff(BANK, method="POST"),
    "bank:edit-item": staff(BANK),
    "bank:guide": staff(BANK),
    "bank:guide-template": staff(BANK),
    "bank:import": staff(BANK),
    "bank:import-cancellation": staff(BANK, method="POST"),
    "bank:import-columns": staff(BANK),
    "bank:import-item": staff(BANK),
    "bank:import-likeness": staff(BANK),
    "bank:import-progress": staff(BANK),
    "bank:import-reading": staff(BANK, method="POST"),
    "bank:import-section": staff(BANK, method="POST"),
    "bank:import-selection": staff(BANK, method="POST"),
    "bank:import-text": staff(BANK),
    "bank:import-undo": staff(BANK, method="POST"),
    "bank:imports": staff(BANK),
    "bank:key-file": staff(BANK),
    "bank:key-file-comparison": staff(BANK, method="POST"),
    "bank:key-file-deletion": staff(BANK, method="POST"),
    "bank:key-file-removal": staff(BANK, method="POST"),
    "bank:new-key-file": staff(BANK),
    "bank:item": staff(BANK),
    "bank:item-status": staff(BANK, method="POST"),
    "bank:items": staff(BANK),
    "bank:new-import": staff(BANK),
    "bank:new-item": staff(BANK),
    "bank:new-topic": staff(BANK, method="POST"),
    "bank:restoration": staff(BANK, method="POST"),
    "bank:role": staff(BANK),
    "bank:role-deletion": staff(BANK, method="POST"),
    "bank:roles": staff(BANK),
    "bank:statuses": staff(BANK, method="POST"),
    "bank:topic": staff(BANK),
    "bank:topic-deletion": staff(BANK, method="POST"),
    "design": staff(PEOPLE),
    "healthz": Public(),
    "readyz": Public(),
    "metrics": Nobody(),
    "home": Signed(),
    "marking:attention": staff(LEAD),
    "marking:draft": staff(MARK, method="POST"),
    "marking:flag": staff(MARK, method="POST"),
    "marking:mark": staff(MARK, method="POST"),
    "marking:next": staff(MARK, method="POST"),
    "marking:queue": staff(MARK),
    "marking:replay": staff(MARK),
    "marking:set-aside": staff(MARK, method="POST"),
    "marking:settle": staff(LEAD, method="POST"),
    "marking:take": staff(LEAD, method="POST"),
    "marking:task": staff(MARK),
    "marking:undo": staff(MARK, method="POST"),
    "papers:checkup": staff(PAPERS),
    "papers:copies": staff(PAPERS, method="POST"),
    "papers:deletion": staff(PAPERS, method="POST"),
    "papers:draws": staff(PAPERS, method="POST"),
    "papers:edit": staff(PAPERS),
    "papers:feasibility": staff(PAPERS, method="POST"),
    "papers:item-position": staff(PAPERS, method="POST"),
    "papers:item-removal": staff(PAPERS, method="POST"),
    "papers:item-renewal": staff(PAPERS, method="POST"),
    "papers:item-replacement": staff(PAPERS, method="POST"),
    "papers:list": staff(PAPERS),
    "papers:new": staff(PAPERS),
    "papers:new-section": staff(PAPERS),
    "papers:paper": staff(PAPERS),
    "papers:picks": staff(PAPERS),
    "papers:points": staff(PAPERS, method="POST"),
    "papers:preview": staff(PAPERS),
    "papers:publication": staff(PAPERS, method="POST"),
    "papers:relaxations": staff(PAPERS, method="POST"),
    "papers:section": staff(PAPERS),
    "papers:section-deletion": staff(PAPERS, method="POST"),
    "papers:section-policy": staff(PAPERS, method="POST"),
    "papers:section-position": staff(PAPERS, method="POST"),
    "results:attempt": staff(SITTINGS),
    "results:candidate": Candidate(),
    "results:export": staff(SITTINGS),
    "results:releases": staff(SITTINGS, method="POST"),
    "results:reviews": staff(SITTINGS, method="POST"),
    "results:sitting": staff(SITTINGS),
    "set-language": Public(method="POST"),
    "set-scheme": Public(method="POST"),
    "sittings:cancellation": staff(SITTINGS, method="POST"),
    "sittings:edit": staff(SITTINGS),
    "sittings:integrity": staff(SITTINGS),
    "sittings:invite": staff(SITTINGS),
    "sittings:late": staff(SITTINGS),
    "sittings:late-decision": staff(SITTINGS, method="POST"),
    "sittings:links": staff(SITTINGS, method="POST"),
    "sittings:list": staff(SITTINGS),
    "sittings:mails": staff(SITTINGS, method="POST"),
    "sittings:new": staff(SITTINGS),
    "sittings:person": staff(SITTINGS),
    "sittings:person-help": staff(SITTINGS, method="POST"),
    "sittings:person-reopening": staff(SITTINGS, method="POST"),
    "sittings:person-time": staff(SITTINGS, method="POST"),
    "sittings:policy": staff(SITTINGS),
    "sittings:replay": staff(SITTINGS),
    "sittings:sitting": staff(SITTINGS),
    "sittings:time": staff(SITTINGS),
    "sittings:timeline": staff(SITTINGS),
    "sittings:withdrawal": staff(SITTINGS),
    "taking:answers": Candidate(method="POST"),
    "taking:confirm": Public(),
    "taking:events": Candidate(method="POST"),
    "taking:pen": Candidate(method="POST"),
    "taking:section": Candidate(method="POST"),
    "taking:submission": Candidate(),
    "taking:take": Candidate(),
}


def names(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"


def test_every_address_is_listed() -> None:
    assert sorted(set(names())) == sorted(MATRIX)


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def visit(client: Client, rule: Rule, address: str) -> int:
    response = client.generic(rule.method, address, "", content_type="application/x-www-form-urlencoded")
    return response.status_code


def leads_to_sign_in(client: Client, rule: Rule, address: str) -> bool:
    response = client.generic(rule.method, address, "", content_type="application/x-www-form-urlencoded")
    return response.status_code == 302 and response["Location"].startswith(reverse("accounts:sign-in"))


USERS: dict[Role, Any] = {
    Role.HR: cast.chen,
    Role.REVIEWER: cast.zhao,
    Role.LEADER: cast.zhou,
    Role.ADMINISTRATOR: cast.wu,
}


@pytest.mark.parametrize("name", [name for name, rule in MATRIX.items() if isinstance(rule, Staff | Signed)])
def test_staff_pages(name: str, world: World) -> None:
    rule, address = MATRIX[name], world.address(name)

    assert leads_to_sign_in(Client(), rule, address)
    assert leads_to_sign_in(world.candidate, rule, address)
    for role, person in USERS.items():
        user: User = person()
        allowed = isinstance(rule, Signed) or bool(CAPABILITIES[role] & rule.capabilities)  # type: ignore[attr-defined]
        status = visit(signed_in(user), rule, address)
        assert (status in rule.answers) if allowed else (status == 403), f"{role}: {status}"


@pytest.mark.parametrize("name", [name for name, rule in MATRIX.items() if isinstance(rule, Public)])
def test_public_pages(name: str, world: World) -> None:
    rule, address = MATRIX[name], world.address(name)

    for client in (Client(), world.candidate, *(signed_in(person()) for person in USERS.values())):
        assert visit(client, rule, address) in rule.answers


@pytest.mark.parametrize("name", [name for name, rule in MATRIX.items() if isinstance(rule, Nobody)])
def test_pages_of_machines(name: str, world: World) -> None:
    for client in (Client(), world.candidate, *(signed_in(person()) for person in USERS.values())):
        assert visit(client, MATRIX[name], world.address(name)) == 404


@pytest.mark.parametrize("name", [name for name, rule in MATRIX.items() if isinstance(rule, Candidate)])
def test_candidate_pages(name: str, world: World) -> None:
    rule, address = MATRIX[name], world.address(name)

    for stranger in (Client(), world.other_candidate, *(signed_in(person()) for person in USERS.values())):
        assert visit(stranger, rule, address) == 404
    assert visit(world.candidate, rule, address) in rule.answers


@pytest.mark.parametrize("name", [name for name, rule in MATRIX.items() if rule.method == "POST"])
def test_deeds_need_a_form_of_this_site(name: str, world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.wu())

    assert client.post(world.address(name)).status_code == 403
    if not isinstance(MATRIX[name], Public):
        assert client.get(world.address(name)).status_code in {404, 405}

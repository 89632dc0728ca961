"""The places that the bar at the top leads to, by what the person may do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Capability


@dataclass(frozen=True)
class Place:
    label: str | Promise
    icon: str
    # Name of the address.
    name: str
    capability: Capability | None
    # Namespaces whose pages belong to this place.
    namespaces: frozenset[str]


@dataclass(frozen=True)
class Entry:
    label: str
    icon: str
    url: str
    current: bool
    exact: bool


PLACES = (
    Place(_("Home"), "home", "home", None, frozenset()),
    Place(_("Bank"), "bank", "bank:items", Capability.BANK, frozenset({"bank"})),
    Place(_("Papers"), "paper", "papers:list", Capability.PAPERS, frozenset({"papers"})),
    Place(_("Sittings"), "sitting", "sittings:list", Capability.SITTINGS, frozenset({"sittings", "results"})),
    Place(_("Marking"), "marking", "marking:queue", Capability.MARK, frozenset({"marking"})),
    Place(_("People"), "people", "accounts:people", Capability.PEOPLE, frozenset()),
    Place(_("Audit"), "audit", "accounts:audit", Capability.PEOPLE, frozenset()),
)


def entries(request: HttpRequest) -> Iterator[Entry]:
    """What the signed-in person sees; nothing for others."""
    user = request.user
    if not isinstance(user, User):
        return
    match = request.resolver_match
    namespace = match.namespace if match else ""
    for place in PLACES:
        if place.capability and not user.can(place.capability):
            continue
        url = reverse(place.name)
        exact = request.path == url
        below = namespace in place.namespaces or (place.name != "home" and request.path.startswith(url))
        yield Entry(str(place.label), place.icon, url, exact or below, exact)

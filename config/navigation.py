"""The places that the bar at the top leads to, by what the person may do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Capability


@dataclass(frozen=True)
class Place:
    label: str | Promise
    icon: str
    path: str
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
    Place(_("Home"), "home", "", None, frozenset()),
    Place(_("Bank"), "bank", "bank/", Capability.BANK, frozenset({"bank"})),
    Place(_("Papers"), "paper", "papers/", Capability.PAPERS, frozenset({"papers"})),
    Place(_("Sittings"), "sitting", "sittings/", Capability.SITTINGS, frozenset({"sittings", "results"})),
    Place(_("Marking"), "marking", "marking/", Capability.MARK, frozenset({"marking"})),
    Place(_("People"), "people", "people/", Capability.PEOPLE, frozenset()),
    Place(_("Audit"), "audit", "audit/", Capability.PEOPLE, frozenset()),
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
        url = get_script_prefix() + place.path
        exact = request.path == url
        below = namespace in place.namespaces or bool(place.path and request.path.startswith(url))
        yield Entry(str(place.label), place.icon, url, exact or below, exact)

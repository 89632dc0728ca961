"""A world with one of everything, and the address of every route in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from questionbank.models import JobRole
from tests import build, cast


@dataclass
class World:
    candidate: Client
    other_candidate: Client
    arguments: dict[str, dict[str, Any]] = field(default_factory=dict)

    def address(self, name: str) -> str:
        return reverse(name, kwargs=self.arguments.get(name, {}))


def build_world() -> World:
    cast.chen(), cast.zhao(), cast.zhou(), cast.wu()
    role: JobRole = build.role()
    assert role.pk
    return World(candidate=Client(), other_candidate=Client())

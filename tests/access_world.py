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
    return World(candidate=Client(), other_candidate=Client(), arguments=paper_arguments())


def paper_arguments() -> dict[str, dict[str, Any]]:
    """A published paper: every visitor finds the same one, because deeds leave it as it is."""
    paper = build.paper()
    section = paper.sections.all()[0]
    of_paper, of_section = {"uuid": paper.uuid}, {"uuid": paper.uuid, "section": section.uuid}
    of_item = {"uuid": paper.uuid, "item": section.items.all()[0].pk}
    pages = ("paper", "edit", "preview", "checkup", "new-section")
    deeds = ("deletion", "publication", "copies", "draws", "points", "feasibility")
    sections = ("section", "picks", "section-deletion", "section-position", "relaxations")
    items = ("item-removal", "item-replacement", "item-renewal", "item-position")
    return {
        **{f"papers:{name}": of_paper for name in pages + deeds},
        **{f"papers:{name}": of_section for name in sections},
        **{f"papers:{name}": of_item for name in items},
    }

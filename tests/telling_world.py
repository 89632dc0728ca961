"""The access matrix' world in the state in which its pages show most, and who looks at which page."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from scoring.models import MarkTask
from scoring.queue import claim
from tests import build, candidates, cast
from tests.access_world import World, build_world
from tests.conftest import signed_in
from tests.test_access_matrix import MATRIX, Candidate


def build_telling_world() -> World:
    """One of everything: a paper in draft, an attempt that runs, a claimed answer."""
    made = build_world()
    draft = build.paper(published=False, title="草稿")
    section = {"uuid": draft.uuid, "section": draft.sections.all()[0].uuid}
    of_draft = {f"papers:{name}": {"uuid": draft.uuid} for name in ("edit", "paper", "checkup", "new-section")}
    of_section = {f"papers:{name}": section for name in ("section", "picks")}
    running = candidates.started(build.sitting())
    made.arguments |= {**of_draft, **of_section, "taking:take": {"uuid": running.uuid}}
    made.arguments["taking:submission"] = {"uuid": running.uuid}
    task = MarkTask.objects.get(uuid=made.arguments["marking:task"]["uuid"])
    assert claim(task.pk, cast.wu(), timezone.now())
    made.other_candidate = candidates.browser(running)
    return made


def visitor(world: World, name: str) -> Client:
    if name in {"taking:take", "taking:submission"}:
        return world.other_candidate
    if isinstance(MATRIX[name], Candidate):
        return world.candidate
    return Client() if name == "accounts:sign-in" else signed_in(cast.wu())

"""Every deed that the code records has a sentence, in both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import override

from accounts.deeds import AREAS, DEEDS, DETAILS, FIELDS, details, sentence
from accounts.models import AuditEvent

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "questionbank", "exams", "scoring", "config")


def recorded() -> Iterator[tuple[str, str]]:
    """Action codes and where they are written; of a composed code the part before the composition."""
    for path in (path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record":
                for code in codes(node.args[1]):
                    yield code, path.relative_to(ROOT).as_posix()


def codes(action: ast.expr) -> list[str]:
    if isinstance(action, ast.IfExp):
        return codes(action.body) + codes(action.orelse)
    if isinstance(action, ast.JoinedStr):
        return codes(action.values[0])
    return [action.value] if isinstance(action, ast.Constant) and isinstance(action.value, str) else []


def test_every_recorded_deed_has_a_sentence() -> None:
    known = (*DEEDS, *(f"{area}." for area in AREAS))
    found = list(recorded())

    assert ("person.created", "accounts/views/people.py") in found
    assert [(code, place) for code, place in found if code not in known] == []


def test_every_deed_belongs_to_an_area() -> None:
    assert {code.split(".")[0] for code in DEEDS} == set(AREAS)


def test_a_deed_and_its_details_in_words() -> None:
    event = AuditEvent(
        action="person.changed",
        details={"role": "leader", "fields": ["email", "role", "csrf"], "secret": "x", "seed": 7},
    )
    with override("en"):
        assert sentence(event.action) == "Changed a person"
        assert list(details(event)) == [("role", "Marking leader"), ("changed", "e-mail, role"), ("seed", "7")]
    with override("zh-hans"):
        assert sentence(event.action) == "修改人员信息"
        assert list(details(event)) == [("角色", "阅卷组长"), ("修改项", "邮箱、角色"), ("随机种子", "7")]


def test_details_that_say_nothing_are_left_out() -> None:
    empty = {"reason": "", "fields": ["unknown"], "role": "emperor", "points": None, "waiting": True, "items": {"a": 1}}
    assert list(details(AuditEvent(action="paper.changed", details=empty))) == []


def test_an_unknown_deed_shows_its_code() -> None:
    assert sentence("robot.danced") == "robot.danced"


def test_no_word_is_listed_twice() -> None:
    with override("en"):
        assert len({str(text) for text in DEEDS.values()}) == len(DEEDS)
        assert all(str(text) for text in (*DETAILS.values(), *FIELDS.values()))

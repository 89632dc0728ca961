"""The people of all tests. Staff are users; candidates have only an invitation."""

from __future__ import annotations

from accounts.models import User
from accounts.roles import Role

PASSWORD = "correct horse battery"
CANDIDATES = ("林晓", "王敏", "周航")


def user(username: str, name: str, role: Role) -> User:
    found = User.objects.filter(username=username).first()
    return found or User.objects.create_user(username, PASSWORD, name=name, role=role)


def chen() -> User:
    return user("chen", "陈静", Role.HR)


def zhao() -> User:
    return user("zhao", "赵岩", Role.REVIEWER)


def sun() -> User:
    return user("sun", "孙悦", Role.REVIEWER)


def zhou() -> User:
    return user("zhou", "周宁", Role.LEADER)


def wu() -> User:
    return user("wu", "吴桐", Role.ADMINISTRATOR)

"""Sign-in with a brake: guessing one person's password gets slow, whoever guesses."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.http import HttpRequest

from accounts.audit import record
from accounts.models import SignInFailure, User

ALLOWED_FAILURES = 10
WINDOW = timedelta(minutes=15)


def _key(username: str) -> str:
    """User names that differ in case or width share one brake."""
    return User.normalize_username(username.strip()).casefold()[:150]


def blocked_until(username: str, now: datetime) -> datetime | None:
    """When the next try is allowed; None = now."""
    times = SignInFailure.objects.filter(username=_key(username), at__gt=now - WINDOW).order_by("-at")
    newest = list(times.values_list("at", flat=True)[:ALLOWED_FAILURES])
    return newest[-1] + WINDOW if len(newest) == ALLOWED_FAILURES else None


def check_password(request: HttpRequest, username: str, password: str, now: datetime) -> User | None:
    """The user when the password is right; otherwise the failure counts. Ask `blocked_until` first."""
    user = authenticate(request, username=username.strip(), password=password)
    if isinstance(user, User):
        SignInFailure.objects.filter(username=_key(username)).delete()
        return user
    SignInFailure.objects.filter(at__lte=now - WINDOW).delete()
    SignInFailure.objects.create(username=_key(username), at=now)
    if blocked_until(username, now):
        known = User.objects.filter(username=username.strip()).first()
        record(None, "account.blocked", known, username=_key(username))
    return None

"""The first line of a staff view: who asks, and may they?"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from accounts.models import User
from accounts.roles import Capability

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request whose user is signed in; views under `requires` take this."""

    user: User


def requires(
    *capabilities: Capability,
) -> Callable[
    [Callable[Concatenate[StaffRequest, P], HttpResponseBase]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]
]:
    """Sign-in page for strangers, 403 unless the user holds one of the capabilities."""

    def decorate(
        view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            user = request.user
            if not isinstance(user, User) or not any(user.can(capability) for capability in capabilities):
                raise PermissionDenied
            return view(request, *args, **kwargs)  # type: ignore[arg-type]  # the check above made it one

        return login_required(guarded)

    return decorate
